// Capacity against regularisation: what a net learns by heart, and what a penalty makes of it.

import { button, el, fit } from "./dom.js";
import { Chart, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";
import { drawSamples, paintField } from "./field.js";
import { forward, lossAndGradients } from "./net.js";
import { grid } from "./network.js";
import { Random } from "./random.js";
import { drawSamplesOf } from "./samples.js";
import { makeUpdate, startParams } from "./steps.js";

const SIDE = 60; // cells of the field, on each side
const GRID = Float64Array.from(grid(SIDE).flat());
const [STEPS, AT_ONCE] = [600, 60];
// Of the losses: on samples to train on, on others.
const LOOKS = [["disc", "bp-f-blue", "bp-l-blue"], ["triangle", "bp-f-orange", "bp-l-orange bp-dashed"]];

function buildCapacity({ config, units: first, rates, most }, changed) {
  let [units, at, done] = [first, 0, 0];
  let [net, params, update, waiting] = [null, null, null, 0];
  const samples = drawSamplesOf(config);
  const tried = new Map(); // by units and rate: the losses on samples to train on, and aside
  const field = el("canvas", { class: "bp-field", role: "img" });
  const marks = el("canvas", { class: "bp-marks", "aria-hidden": "true" });
  const losses = new Chart({ x: [-0.5, rates.length - 0.5], y: [0, 1], xLabel: "λ", yLabel: "loss",
    xText: (i) => (Number.isInteger(i) && i in rates ? short(rates[i]) : "") });
  const count = knob("units in each of two layers", [1, most, 1], units, String, (value) => {
    units = value;
    begin();
  });
  const penalty = knob("λ", [0, rates.length - 1, 1], at, (i) => short(rates[i]), (value) => {
    at = value;
    begin();
  });
  let left = []; // penalties still to be tried
  const all = button("Try every λ", () => {
    left = rates.map((_, i) => i);
    another();
  });

  function begin() {
    const sizes = [2, units, units, 1];
    net = { sizes, activation: "tanh", problem: "classification", regularisation: "L2", rate: rates[at] };
    params = startParams(sizes, "xavier", new Random(config.seed));
    update = makeUpdate("adam");
    done = 0;
    clearTimeout(waiting);
    waiting = setTimeout(train);
  }

  function another() {
    at = left.shift();
    penalty.show(at);
    begin();
  }

  // Some steps at a time, so that controls answer meanwhile.
  function train() {
    for (let i = 0; i < AT_ONCE; i++) {
      params = update(params, lossAndGradients(net, params, samples.X, samples.T)[1], 0.05);
    }
    done += AT_ONCE;
    if (done < STEPS) {
      waiting = setTimeout(train);
      return;
    }
    tried.set(`${units},${at}`, [judged(samples.X, samples.T), judged(samples.X_test, samples.T_test)]);
    changed();
    if (left.length) another();
  }

  // The loss without the penalty, and the share on the right side.
  function judged(X, T) {
    const A = forward(net, params, X).A;
    let [loss, right] = [0, 0];
    A.forEach((a, i) => {
      const against = T[i] > 0 ? -a : a;
      loss += (Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)))) / A.length;
      right += against < 0 ? 1 / A.length : 0;
    });
    return [loss, right];
  }

  begin();

  function draw(palette) {
    const found = tried.get(`${units},${at}`);
    const said = forward(net, params, GRID).A.map((a) => Math.tanh(a / 2));
    if (palette.blue) paintField(field, said, SIDE, palette);
    field.setAttribute("aria-label", `What a net with two layers of ${units} units says, with the ` +
      `samples it was trained on.`);
    const size = marks.clientWidth;
    if (size) drawSamples(fit(marks, size, size), size, palette, samples, false);
    const here = rates.map((_, i) => tried.get(`${units},${i}`));
    const highest = Math.max(0.5, ...here.flatMap((pair) => (pair ? pair.map(([loss]) => loss) : [])));
    losses.y = [0, 1.1 * highest];
    losses.begin(`The losses of nets with ${units} units a layer for each λ that was tried: on samples ` +
      `to train on, and on others.`);
    LOOKS.forEach(([shape, kind, line], which) => {
      losses.line(here.map((pair, i) => [i, pair ? pair[which][0] : NaN]), line);
      here.forEach((pair, i) => pair && losses.mark(i, pair[which][0], shape, kind, i === at ? 7 : 4));
    });
    if (!found) return "Training.";
    const told = ([loss, right]) => `loss ${short(loss, 2)}, ${Math.round(100 * right)} % right`;
    return `Two layers of ${units} unit${units > 1 ? "s" : ""}, λ = ${short(rates[at])}: on the samples ` +
      `to train on ${told(found[0])}; ` +
      `on others ${told(found[1])}.`;
  }
  return {
    controls: [count.box, penalty.box, all],
    pictures: [titled("What the net says, and the samples to train on",
      el("div", { class: "bp-stack" }, field, marks)),
      titled("Losses: to train on (disc), others (triangle)", losses.box)],
    draw,
  };
}

export default { ...explorerOf("Capacity and regularisation", buildCapacity) };
