// Exclusive or: the one line that cannot, the two that can, and what the hidden units make of it.

import { button, select } from "./dom.js";
import { Chart, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";

const POINTS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]];
const sigmoid = (a) => 1 / (1 + Math.exp(-a));

function buildXor({ lines: given, steepness: steep }, changed) {
  let [lines, steepness, hidden] = [given.map((line) => [...line]), steep, 2];
  const plane = new Chart({ x: [-0.5, 1.5], y: [-0.5, 1.5], xLabel: "x1", yLabel: "x2", height: 320 });
  const space = new Chart({ x: [-0.15, 1.15], y: [-0.15, 1.15], xLabel: "z1", yLabel: "z2", height: 320 });
  const kind = select("hidden units", [[1, "1: one line"], [2, "2: two lines"]], (value) => use(value));
  const change = (i, part) => (value) => {
    lines[i][part] = value;
    changed();
  };
  const angles = lines.map(([angle], i) =>
    knob(`direction of line ${i + 1}`, [0, 180, 5], angle, (v) => `${v}°`, change(i, 0)));
  const places = lines.map(([, place], i) =>
    knob(`place of line ${i + 1}`, [-1, 2, 0.05], place, (v) => short(v), change(i, 1)));
  const sharp = knob("steepness", [1, 40, 1], steepness, String, (value) => {
    steepness = value;
    changed();
  });
  const use = (value) => {
    hidden = value;
    kind.show(hidden);
    for (const { box } of [angles[1], places[1]]) box.hidden = hidden === 1;
    changed();
  };
  const restore = (value) => () => {
    lines = given.map((line) => [...line]);
    angles.forEach(({ show }, i) => show(lines[i][0]));
    places.forEach(({ show }, i) => show(lines[i][1]));
    use(value);
  };
  use(hidden);

  // What a hidden unit says: 0 before its line, 1 behind it.
  const z = ([x1, x2], [angle, place]) => {
    const turn = (angle * Math.PI) / 180;
    return sigmoid(steepness * (x1 * Math.cos(turn) + x2 * Math.sin(turn) - place));
  };
  const units = (point) => lines.map((line) => z(point, line));
  // Behind the first line, and not behind the second.
  const score = (point) => {
    const [z1, z2] = units(point);
    return hidden === 1 ? z1 - 0.5 : z1 - z2 - 0.5;
  };

  function drawLine([angle, place], kindOf) {
    const turn = (angle * Math.PI) / 180;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    plane.line([-4, 4].map((t) => [place * c - t * s, place * s + t * c]), kindOf);
  }

  function draw() {
    const right = POINTS.filter(([x1, x2, t]) => (score([x1, x2]) > 0) === (t === 1)).length;
    plane.begin(`The plane with the four points of exclusive or and ` +
      `${hidden === 1 ? "one line" : "two lines"}; where the net says 1 there are small dots.`);
    for (let u = -0.45; u < 1.5; u += 0.1) {
      for (let v = -0.45; v < 1.5; v += 0.1) {
        if (score([u, v]) > 0) plane.mark(u, v, "disc", "bp-f-soft", 1.6);
      }
    }
    lines.slice(0, hidden).forEach((line, i) => drawLine(line, i ? "bp-l-blue bp-dashed" : "bp-l-text"));
    space.begin("The same four points in the space of the hidden units, and the line of the output there.");
    space.line(hidden === 1 ? [[0.5, -1], [0.5, 2]] : [[-1, -1.5], [2, 1.5]], "bp-l-orange");
    for (const [x1, x2, t] of POINTS) {
      const look = t ? ["triangle", "bp-f-orange", 7] : ["disc", "bp-f-blue", 7];
      plane.mark(x1, x2, ...look);
      const [z1, z2] = units([x1, x2]);
      const at = [z1, hidden === 1 ? 0 : z2];
      space.mark(...at, ...look);
      space.word(...at, `${x1}, ${x2}`, "", [9, x1 > x2 ? 14 : -4]);
    }
    const wrong = hidden === 1 ? "one line never gets all four."
      : "move the lines until the triangles lie between them.";
    const why = right === 4 ? "all of them are on their side." : wrong;
    return `${hidden === 1 ? "One line" : "Two lines"}: ${right} of 4 right; ${why}`;
  }
  const boxes = angles.flatMap((each, i) => [each.box, places[i].box]);
  return {
    controls: [kind.box, button("The line that cannot", restore(1)),
      button("The two that can", restore(2)), ...boxes, sharp.box],
    pictures: [
      titled("The plane: target 1 (triangle), target 0 (disc), dots where the net says 1", plane.box),
      titled("The hidden space, and the output's line", space.box),
    ],
    draw,
  };
}

export default { ...explorerOf("Exclusive or and two lines", buildXor) };
