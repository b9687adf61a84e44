// A line through samples: its errors, and where it lies in the landscape of the loss.

import { button } from "./dom.js";
import { Chart, ellipse, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";

const LEVELS = [1, 2, 4, 8, 16, 32];
const SHAPES = ["square", "disc", "star", "triangle"];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function buildLine({ x, y, lines, slopes, intercepts }, changed) {
  let [k, m] = Object.values(lines)[0];
  const loss = (slope, start) => mean(x.map((xi, i) => (slope * xi + start - y[i]) ** 2));
  const set = (slope, start) => {
    [k, m] = [slope, start];
    slope_.show(k);
    start_.show(m);
    changed();
  };
  const words = (value) => short(value);
  const slope_ = knob("slope k", [...slopes, 0.05], k, words, (value) => set(value, m));
  const start_ = knob("intercept m", [...intercepts, 0.05], m, words, (value) => set(k, value));
  const presets = Object.entries(lines).map(([name, line]) => button(`Line ${name}`, () => set(...line)));
  const reach = (values, by) => [Math.min(0, ...values) - by, Math.max(...values) + by];
  const data = new Chart({ x: reach(x, 0.5), y: [Math.min(...y, 0) - 0.5, 1.15 * Math.max(...y)],
    xLabel: "x", yLabel: "y" });
  const map = new Chart({ x: slopes, y: intercepts, xLabel: "slope k", yLabel: "intercept m" });
  map.box.classList.add("bp-clickable");
  map.box.addEventListener("click", (event) => {
    const at = map.under(event);
    if (at) set(...at.map((value) => Math.round(20 * value) / 20));
  });
  const Q = [[mean(x.map((v) => v * v)), mean(x)], [mean(x), 1]];
  const determinant = Q[0][0] - Q[0][1] ** 2;
  const xy = mean(x.map((v, i) => v * y[i]));
  const best = [(xy - mean(x) * mean(y)) / determinant, (Q[0][0] * mean(y) - mean(x) * xy) / determinant];

  function draw() {
    const now = loss(k, m);
    data.begin(`${x.length} samples, the line y = ${short(k)} x + ${short(m)}, and its errors, dashed.`);
    x.forEach((xi, i) => data.line([[xi, k * xi + m], [xi, y[i]]], "bp-l-blue bp-dashed"));
    data.line(data.x.map((end) => [end, k * end + m]), "bp-l-text");
    x.forEach((xi, i) => data.mark(xi, y[i], "triangle", "bp-f-orange"));
    map.begin(`The loss of every line: ellipses of equal loss around k = ${short(best[0])}, m = ` +
      `${short(best[1])}.`);
    for (const level of LEVELS) {
      const ring = ellipse(Q, best, level - loss(...best));
      map.line(ring, "bp-l-faint");
      const seen = ring.filter(([u, v]) => u > slopes[0] && u < slopes[1] && v < intercepts[1] - 0.3);
      const top = seen.reduce((one, other) => (other[1] > one[1] ? other : one), seen[0]);
      if (top) map.word(...top, String(level), "bp-small", [0, -3]);
    }
    Object.entries(lines).forEach(([name, line], i) => {
      map.mark(...line, SHAPES[i % SHAPES.length], "bp-f-orange");
      map.word(...line, name, "bp-strong");
    });
    map.mark(k, m, "ring", "bp-l-text", 9);
    map.mark(k, m, "disc", "bp-f-text", 2);
    return `Slope ${short(k)}, intercept ${short(m)}: the mean of the squared errors is ${short(now)}; ` +
      `no line has less than ${short(loss(...best))}.`;
  }
  return {
    controls: [slope_.box, start_.box, ...presets],
    pictures: [titled("The line and its errors", data.box),
      titled("The loss of every line (click to choose one)", map.box)],
    draw,
  };
}

export default { ...explorerOf("A line and its loss", buildLine) };
