// Units of one input: their values, their derivatives, and what is left of a gradient.

import { el, select } from "./dom.js";
import { Chart, curve, short } from "./chart.js";
import { explorerOf, knob, titled, wide } from "./explorer.js";

const sigmoid = (a) => 1 / (1 + Math.exp(-a));
const UNITS = {
  sigmoid: [sigmoid, (a) => sigmoid(a) * (1 - sigmoid(a))],
  tanh: [Math.tanh, (a) => 1 - Math.tanh(a) ** 2],
  relu: [(a) => Math.max(a, 0), (a) => (a > 0 ? 1 : 0)],
  "leaky relu": [(a) => (a > 0 ? a : 0.1 * a), (a) => (a > 0 ? 1 : 0.1)],
  softplus: [(a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))), sigmoid],
};
const SMALL = 0.05; // below this share of a gradient a unit is called saturated

// What Python has sampled from -8 to 8, between the samples as well.
function sampled(values) {
  return (a) => {
    const at = ((a + 8) / 16) * (values.length - 1);
    const i = Math.max(0, Math.min(values.length - 2, Math.floor(at)));
    return values[i] + (at - i) * (values[i + 1] - values[i]);
  };
}

function buildUnit({ unit, a: start, layers, own, problems }, changed) {
  const units = { ...UNITS };
  for (const [each, curves] of Object.entries(own)) units[each] = curves.map(sampled);
  let [name, a, depth] = [unit, start, 1];
  const chart = new Chart({ x: [-8, 8], y: [-2, 4], xLabel: "a", yLabel: "value, derivative" });
  const chain = new Chart({ x: [0, layers], y: [1e-12, 10], logY: true, xLabel: "units passed",
    yLabel: "what is left of 1" });
  const choice = select("unit", Object.keys(units).map((each) => [each, each]), (value) => {
    name = value;
    changed();
  });
  choice.show(name);
  const input = knob("input a", [-8, 8, 0.1], a, (value) => short(value), (value) => {
    a = value;
    changed();
  });
  const passed = knob("units passed", [1, layers, 1], depth, String, (value) => {
    depth = value;
    changed();
  });

  function draw() {
    const [f, slope] = units[name];
    chart.y = Math.max(Math.abs(f(8)), Math.abs(f(-8))) > 2 ? [-1, 4] : [-1.2, 1.2];
    const here = slope(a);
    chart.begin(`${name}: its value, solid, and its derivative, dashed; the square and the disc stand at ` +
      `a = ${short(a)}.`);
    const ground = chart.y[0] + (chart.y[1] - chart.y[0]) / 40;
    for (const [x, y] of curve(slope, chart.x, 160)) {
      if (Math.abs(y) < SMALL) chart.bar(x, chart.y[0], ground, 0.1, "bp-f-soft");
    }
    chart.line([[a, chart.y[0]], [a, chart.y[1]]], "bp-l-faint bp-dashed");
    chart.line(curve(f, chart.x), "bp-l-text");
    chart.line(curve(slope, chart.x, 800), "bp-l-blue bp-dashed");
    if (f(a) < chart.y[1]) chart.mark(a, f(a), "square", "bp-f-orange");
    chart.mark(a, here, "disc", "bp-f-blue");
    const left = Math.abs(here) ** depth;
    chain.begin(`What is left of a gradient of 1 after each of ${layers} such units in a row, logarithmic.`);
    for (let k = 0; k <= layers; k++) {
      const rest = Math.abs(here) ** k;
      const look = k === depth ? ["disc", "bp-f-orange", 6] : ["ring", "bp-l-blue", 4];
      if (rest >= 1e-12) chain.mark(k, rest, ...look);
    }
    const state = here === 0 ? "it is off: nothing comes through" : Math.abs(here) < SMALL
      ? "it is saturated" : "it lets the gradient through";
    return `${name} at ${short(a)}: value ${short(f(a))}, derivative ${short(here)}; ${state}. ` +
      `Of a gradient of 1, ${short(left)} is left after ${depth} such unit${depth > 1 ? "s" : ""}.`;
  }
  return {
    controls: [choice.box, input.box, passed.box],
    pictures: [titled("Value (solid), derivative (dashed); saturated where the ground is thick", chart.box),
      titled("Several in a row, each at this input", chain.box),
      ...(problems.length ? [wide("✗ Your units", ...problems.map((text) => el("p", {}, text)))] : [])],
    draw,
  };
}

export default { ...explorerOf("A unit and its derivative", buildUnit) };
