// A valley, and the steps of gradient descent in it.

import { button } from "./dom.js";
import { Chart, ellipse, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";

const LEVELS = [0.25, 1, 2.25, 4, 6.25, 9, 12.25];
const ANGLE = Math.PI / 6; // of the direction in which it is long

function buildValley({ start, kappa: first, rates, steps: many }, changed) {
  let [kappa, rate, steps, momentum] = [first, rates[0], many, 0];
  const map = new Chart({ x: [-4, 4], y: [-4, 4], xLabel: "x1", yLabel: "x2", height: 340 });
  const way = new Chart({ x: [0, steps], y: [1e-3, 10], logY: true, xLabel: "step",
    yLabel: "distance from the bottom" });
  const set = (change) => (value) => {
    change(value);
    changed();
  };
  const length = knob("curvature across", [1, 50, 1], kappa, String, set((value) => (kappa = value)));
  const words = (value) => short(value);
  const size = knob("learning rate", [0.005, 0.6, 0.005], rate, words, set((value) => (rate = value)));
  const keep = knob("momentum", [0, 0.95, 0.05], momentum, words, set((value) => (momentum = value)));
  const count = knob("steps", [1, 100, 1], steps, String, set((value) => (steps = value)));
  const presets = rates.map((value) => button(`lr = ${short(value)}`, set(() => size.show((rate = value)))));
  const round = button("No momentum", set(() => keep.show((momentum = 0))));

  function draw() {
    const [c, s] = [Math.cos(ANGLE), Math.sin(ANGLE)];
    const H = [[c * c + kappa * s * s, (1 - kappa) * c * s], [(1 - kappa) * c * s, s * s + kappa * c * c]];
    let [x, v] = [start, [0, 0]];
    const path = [x];
    for (let i = 0; i < steps && Math.hypot(...x) < 1e6; i++) {
      const g = [0, 1].map((r) => H[r][0] * x[0] + H[r][1] * x[1]);
      v = v.map((old, r) => momentum * old + g[r]);
      x = x.map((old, r) => old - rate * v[r]);
      path.push(x);
    }
    const far = path.map((point) => Math.hypot(...point));
    map.begin(`Level lines of a valley with curvatures 1 and ${kappa}, and a path of ${path.length - 1} ` +
      `steps from (${start.join(", ")}).`);
    const half = H.map((row) => row.map((entry) => entry / 2));
    for (const level of LEVELS) map.line(ellipse(half, [0, 0], level), "bp-l-faint");
    map.line(path, "bp-l-orange");
    path.forEach((point, i) => {
      const look = i ? ["disc", "bp-f-orange", 3] : ["square", "bp-f-back", 5];
      if (Math.max(...point.map(Math.abs)) <= 4) map.mark(...point, ...look);
    });
    map.mark(0, 0, "star", "bp-f-text", 6);
    way.x = [0, steps];
    way.y = [10 ** Math.floor(Math.log10(Math.max(1e-8, Math.min(...far, 0.1)))),
      10 ** Math.ceil(Math.log10(Math.max(10, ...far)))];
    way.begin("The distance from the bottom after each step, logarithmic.");
    way.line(far.map((d, i) => [i, d || NaN]), "bp-l-orange");
    far.forEach((d, i) => d && steps <= 40 && way.mark(i, d, "disc", "bp-f-orange", 3));
    const factors = [1, kappa].map((each) => 1 - rate * each);
    const plain = momentum ? "" : ` Each step multiplies the distance along the valley by ` +
      `${short(factors[0])}, across it by ${short(factors[1])}` +
      `${Math.abs(factors[1]) > 1 ? ", more than 1 in size: it climbs out" : ""}.`;
    return `Curvatures 1 and ${kappa}, learning rate ` +
      `${short(rate)}${momentum ? `, momentum ${short(momentum)}` : ""}: after ` +
      `${path.length - 1} steps the distance from the bottom is ${short(far.at(-1))}, at first ` +
        `${short(far[0])}.${plain}`;
  }
  return {
    controls: [size.box, ...presets, length.box, keep.box, round, count.box],
    pictures: [titled("The valley from above: start (square), bottom (star)", map.box),
      titled("How far there is still to go", way.box)],
    draw,
  };
}

export default { ...explorerOf("A valley and its steps", buildValley) };
