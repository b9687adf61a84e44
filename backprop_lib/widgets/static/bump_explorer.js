// A function put together from bumps, each made of two steep sigmoids.

import { button, select } from "./dom.js";
import { Chart, curve, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";

const sigmoid = (a) => 1 / (1 + Math.exp(-a));
const FUNCTIONS = {
  "sin 2πx": (x) => Math.sin(2 * Math.PI * x),
  "a step at 0.5": (x) => (x < 0.5 ? -0.7 : 0.7),
  "|2x − 1|": (x) => Math.abs(2 * x - 1),
  "sin 8πx · x": (x) => x * Math.sin(8 * Math.PI * x),
};
const COUNTS = [1, 2, 4, 8, 16, 32, 64];

function buildBumps({ choices }, changed) {
  let [name, [bumps, steepness]] = [Object.keys(FUNCTIONS)[0], choices[0]];
  const picture = new Chart({ x: [0, 1], y: [-1.2, 1.2], xLabel: "x", yLabel: "g(x), net(x)" });
  const errors = new Chart({ x: [1, 64], y: [0.01, 2], logX: true, logY: true, xLabel: "bumps",
    yLabel: "largest error" });
  const count = knob("bumps", [1, 64, 1], bumps, String, (value) => set(value, steepness));
  const steep = knob("steepness", [0.7, 3.3, 0.01], Math.log10(steepness), (p) => short(10 ** p, 2),
    (p) => set(bumps, 10 ** p));
  const choice = select("function g", Object.keys(FUNCTIONS).map((each) => [each, each]), (value) => {
    name = value;
    changed();
  });
  const set = (n, s) => {
    [bumps, steepness] = [n, s];
    count.show(n);
    steep.show(Math.log10(s));
    changed();
  };
  const presets = choices.map(([n, s]) => button(`${n} bumps, steepness ${s}`, () => set(n, s)));

  const up = (x, at) => sigmoid(steepness * (x - at));
  const bump = (k, n) => (x) => FUNCTIONS[name]((k + 0.5) / n) * (up(x, k / n) - up(x, (k + 1) / n));
  const net = (n) => {
    const each = [...Array(n).keys()].map((k) => bump(k, n));
    return (x) => each.reduce((sum, f) => sum + f(x), 0);
  };
  const errorOf = (n, points = 201) => {
    const f = net(n);
    const distances = curve((x) => Math.abs(f(x) - FUNCTIONS[name](x)), [0, 1], points - 1);
    return Math.max(...distances.map(([, y]) => y));
  };

  function draw() {
    const error = errorOf(bumps, 1001);
    picture.begin(`${name}, dashed, and the net of ${bumps} bumps, solid; the bumps one by one, thin.`);
    for (let k = 0; k < bumps && bumps <= 16; k++) {
      picture.line(curve(bump(k, bumps), picture.x, 120), "bp-l-faint");
    }
    picture.line(curve(FUNCTIONS[name], picture.x, 400), "bp-l-blue bp-dashed");
    picture.line(curve(net(bumps), picture.x, 500), "bp-l-orange");
    errors.begin("The largest error against the number of bumps at this steepness, both axes logarithmic.");
    const found = COUNTS.map((n) => [n, Math.max(0.01, errorOf(n))]);
    errors.line(found, "bp-l-text");
    for (const each of found) errors.mark(...each, "ring", "bp-l-text", 4);
    errors.mark(bumps, Math.max(0.01, error), "disc", "bp-f-orange", 6);
    return `${name} by ${bumps} bump${bumps > 1 ? "s" : ""} of steepness ${short(steepness, 2)}, ` +
      `${2 * bumps} hidden units: ` +
      `the largest error is ${short(error, 2)}.`;
  }
  return {
    controls: [count.box, steep.box, choice.box, ...presets],
    pictures: [titled("g (dashed), the net (solid), its bumps (thin)", picture.box),
      titled("The largest error against the number of bumps", errors.box)],
    draw,
  };
}

export default { ...explorerOf("Bumps into a function", buildBumps) };
