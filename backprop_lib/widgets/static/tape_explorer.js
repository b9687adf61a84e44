// A program on its tape: forward, one operation after the other, then back in reverse.

import { button, el } from "./dom.js";
import { short, svg } from "./chart.js";
import { drawCircuit, GATES, gradientsAfter, turnsOf, valuesOf } from "./circuit.js";
import { explorerOf, knob, titled, wide } from "./explorer.js";

function buildTape({ gates, places, inputs, range }, changed) {
  const values = { ...inputs };
  const last = 2 * gates.length + 1; // forward, the first gradient, back
  let at = 0;
  const box = svg("svg", { class: "bp-chart", role: "img" });
  const tape = el("ol", { class: "bp-tape" });
  const knobs = Object.keys(inputs).map((name) =>
    knob(name, range, inputs[name], (value) => short(value), (value) => {
      values[name] = value;
      changed();
    }));
  const go = (to) => () => {
    at = Math.max(0, Math.min(last, to()));
    changed();
  };
  const before = button("Back", go(() => at - 1));
  const next = button("Next step", go(() => at + 1));
  const steps = el("div", { class: "bp-row", role: "group", "aria-label": "The tape" },
    button("From the start", go(() => 0)), before, next, button("To the end", go(() => last)));
  const written = ([name, symbol, of]) =>
    `${name} = ${of.length > 1 ? of.join(` ${symbol} `) : `${symbol}(${of[0]})`}`;

  function draw() {
    const all = valuesOf(gates, values);
    const turns = turnsOf(gates, all);
    const done = Math.min(at, gates.length); // operations that are on the tape
    const count = at - gates.length - 1; // turns of the way back; -1 before its start
    const shown = new Set([...Object.keys(inputs), ...gates.slice(0, done).map(([name]) => name)]);
    const turn = turns[count - 1];
    const now = turn?.gate ?? (at > 0 && at <= gates.length ? gates[at - 1][0] : null);
    const back = { turns: count < 0 ? [] : turns, count: Math.max(0, count) };
    drawCircuit(box, { gates, places, values: all, ...back, now, shown });
    const gradients = count < 0 ? {} : gradientsAfter(turns, count);
    const told = (name) => (name in gradients ? `, grad ${short(gradients[name])}` : "");
    tape.replaceChildren(...gates.slice(0, done).map((gate) =>
      el("li", gate[0] === now ? { "aria-current": "step" } : {},
        `${gate[0] === now ? "▶ " : ""}${written(gate)} → ${short(all[gate[0]])}${told(gate[0])}`)));
    before.disabled = at === 0;
    next.disabled = at === last;
    const output = gates.at(-1)[0];
    const leaves = Object.keys(inputs)
      .map((name) => `${name} = ${short(values[name])}${told(name)}`).join("; ");
    box.setAttribute("aria-label", `The program as a graph, values above and gradients below each edge. ` +
      `${leaves}.`);
    if (at === 0) return `The tape is empty. ${leaves}.`;
    if (count < 0) return `Forward, step ${at} of ${gates.length}: ${written(gates[at - 1])} = ` +
      `${short(all[now])} goes onto the tape.`;
    if (count === 0) return `All is computed. The way back begins with ${output}.grad = 1.`;
    const handed = turn.inputs.map((name, i) => `${name} ${short(turn.handed[i])}, so far ` +
      `${short(gradients[name])}`);
    return `Back, turn ${count} of ${gates.length}: ${turn.gate} has ${short(turn.upstream)} and ` +
      `${GATES[turn.symbol][2]}. ` +
      `It hands to ${handed.join("; to ")}.${count === gates.length ? ` The end: ${leaves}.` : ""}`;
  }
  return {
    controls: knobs.map((each) => each.box),
    pictures: [wide("The program as a graph", steps, box), titled("The tape", tape)],
    draw,
  };
}

export default { ...explorerOf("The tape, forward and back", buildTape) };
