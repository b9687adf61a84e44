// A computational graph whose inputs can be changed, and whose gradients flow back gate by gate.

import { button, el } from "./dom.js";
import { short, svg } from "./chart.js";
import { drawCircuit, GATES, gradientsAfter, turnsOf, valuesOf } from "./circuit.js";
import { explorerOf, knob, wide } from "./explorer.js";

function buildCircuit({ gates, places, inputs, changes, range }, changed) {
  let values = { ...inputs };
  let count = gates.length;
  const box = svg("svg", { class: "bp-chart", role: "img" });
  const knobs = Object.fromEntries(Object.keys(inputs).map((name) =>
    [name, knob(name, range, inputs[name], (value) => short(value), (value) => {
      values[name] = value;
      changed();
    })]));
  const preset = (change) => () => {
    values = { ...inputs, ...change };
    for (const [name, { show }] of Object.entries(knobs)) show(values[name]);
    changed();
  };
  const presets = changes.map((change) => {
    const text = Object.entries(change).map(([name, value]) => `${name} = ${short(value)}`).join(", ");
    return button(text || "As at first", preset(change));
  });
  const go = (to) => () => {
    count = Math.max(0, Math.min(gates.length, to()));
    changed();
  };
  const before = button("Back", go(() => count - 1));
  const next = button("Next gate", go(() => count + 1));
  const steps = el("div", { class: "bp-row", role: "group", "aria-label": "Backward pass" },
    button("Forward only", go(() => 0)), before, next, button("All the way back", go(() => gates.length)));

  function draw() {
    const all = valuesOf(gates, values);
    const turns = turnsOf(gates, all);
    const turn = turns[count - 1];
    const gradients = gradientsAfter(turns, count);
    const now = count < gates.length ? turn?.gate : null;
    drawCircuit(box, { gates, places, values: all, turns, count, now });
    before.disabled = count === 0;
    next.disabled = count === gates.length;
    const output = gates.at(-1)[0];
    const step = !turn ? `Forward: ${output} = ${short(all[output])}. Its own gradient is 1.`
      : `Turn ${count} of ${gates.length}: ${turn.gate} is a ${turn.symbol} gate. It gets ` +
        `${short(turn.upstream)} and ` +
        `${GATES[turn.symbol][2]}: ${turn.inputs.map((name, i) => `${name} gets ${short(turn.handed[i])}`).join(", ")}.`;
    const names = Object.keys(inputs).map((name) => `${name} = ${short(all[name])}` +
      (name in gradients ? `, gradient ${short(gradients[name])}` : ""));
    const words = `${names.join("; ")}. ${output} = ${short(all[output])}.`;
    box.setAttribute("aria-label", `The circuit, values above and gradients below each edge. ${words}`);
    return count === gates.length ? words : `${step} ${words}`;
  }
  return {
    controls: [...Object.values(knobs).map((each) => each.box), ...presets],
    pictures: [wide("Above each edge its value, below it, slanted, its gradient", steps, box)],
    draw,
  };
}

export default { ...explorerOf("A computational graph", buildCircuit) };
