// Difference quotients: a function drawn to the scale of the step, and the error against the step.

import { button, select } from "./dom.js";
import { Chart, curve, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";

// By name: the function, the point and the slope there. `r` rounds after each operation.
const FUNCTIONS = {
  "x³ at 1": [(x, r) => r(r(x * x) * x), 1, 3],
  "sin x at 1": [(x, r) => r(Math.sin(x)), 1, Math.cos(1)],
  "exp x at 0": [(x, r) => r(Math.exp(x)), 0, 1],
  "|x| at 0.001": [(x) => Math.abs(x), 0.001, 1],
};
const ROUND = { float64: (x) => x, float32: Math.fround };
const [LOWEST, HIGHEST] = [-17, 0];
const LEAST = 1e-13; // of an error, to be drawn

function buildStep({ deltas }, changed) {
  let [name, precision, power] = [Object.keys(FUNCTIONS)[0], "float64", Math.log10(deltas[0])];
  const zoom = new Chart({ x: [-1.5, 1.5], y: [-5, 6.5], xLabel: "distance in steps",
    yLabel: "rise in steps" });
  const errors = new Chart({ x: [1e-17, 1], y: [LEAST, 10], logX: true, logY: true, xLabel: "step δ",
    yLabel: "error of the slope" });
  const size = knob("step δ", [LOWEST, HIGHEST, 0.05], power, (p) => short(10 ** p, 2), (p) => {
    power = p;
    changed();
  });
  const pairs = (names) => names.map((each) => [each, each]);
  const choice = select("function", pairs(Object.keys(FUNCTIONS)), (value) => {
    name = value;
    changed();
  });
  const digits = select("numbers", pairs(Object.keys(ROUND)), (value) => {
    precision = value;
    changed();
  });
  const presets = deltas.map((delta) => button(`δ = ${short(delta)}`, () => {
    power = Math.log10(delta);
    size.show(power);
    changed();
  }));

  // How far f has risen at h steps from the point, in steps.
  function rise(h, delta) {
    const [f, at] = FUNCTIONS[name];
    const r = ROUND[precision];
    return r(r(f(r(at + r(h * delta)), r) - f(r(at), r)) / r(delta));
  }

  function draw() {
    const delta = 10 ** power;
    const slope = FUNCTIONS[name][2];
    const [left, right] = [rise(-1, delta), rise(1, delta)];
    const chord = (right - left) / 2;
    zoom.begin(`${name}, drawn to the scale of the step: the function, its tangent, dashed, and the ` +
      `chord between two discs.`);
    zoom.line([[-1.5, -1.5 * slope], [1.5, 1.5 * slope]], "bp-l-blue bp-dashed");
    zoom.line(curve((h) => rise(h, delta), zoom.x, 900), "bp-l-text");
    zoom.line([[-1, left], [1, right]], "bp-l-orange");
    for (const [h, y] of [[-1, left], [1, right]]) {
      if (y > zoom.y[0] && y < zoom.y[1]) zoom.mark(h, y, "disc", "bp-f-orange");
    }
    errors.begin("The error of the slope against the step, logarithmic: symmetric solid, one-sided dashed.");
    const error = (d, one) => Math.max(LEAST,
      Math.abs((one ? rise(1, d) : (rise(1, d) - rise(-1, d)) / 2) - slope));
    const at = curve((p) => p, [LOWEST, HIGHEST], 170).map(([p]) => 10 ** p);
    errors.line(at.map((d) => [d, error(d, true)]), "bp-l-blue bp-dashed");
    errors.line(at.map((d) => [d, error(d, false)]), "bp-l-text");
    errors.mark(delta, error(delta, false), "disc", "bp-f-orange", 6);
    errors.mark(delta, error(delta, true), "square", "bp-f-blue", 4);
    return `${name} in ${precision}, δ = ${short(delta, 2)}: the symmetric difference gives the slope ` +
      `${short(chord, 6)} ` +
      `(error ${short(Math.abs(chord - slope), 2)}), the one-sided one ${short(right, 6)} ` +
      `(error ${short(Math.abs(right - slope), 2)}); the right one is ${short(slope, 6)}.`;
  }
  return {
    controls: [size.box, ...presets, choice.box, digits.box],
    pictures: [titled("The function, drawn to the scale of the step", zoom.box),
      titled("Error: symmetric (solid, disc), one-sided (dashed, square)", errors.box)],
    draw,
  };
}

export default { ...explorerOf("The step of a difference quotient", buildStep) };
