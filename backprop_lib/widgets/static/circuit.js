// Circuits of numbers: their values forward, their gradients backward, and the drawing of both.

import { short, svg } from "./chart.js";

const [WIDE, HIGH, RADIUS] = [112, 84, 17];

// Each gate's value, and what it hands back to each input for an upstream gradient d.
export const GATES = {
  "+": [(a, b) => a + b, (d) => [d, d], "distributes: each input gets all of it"],
  "−": [(a, b) => a - b, (d) => [d, -d], "hands it to the first, with its sign turned to the second"],
  "×": [(a, b) => a * b, (d, a, b) => [d * b, d * a], "swaps: each input gets it times the other one"],
  "max": [(a, b) => Math.max(a, b), (d, a, b) => (b > a ? [0, d] : [d, 0]),
    "routes: the larger input gets all of it"],
  "relu": [(a) => Math.max(a, 0), (d, a) => [a > 0 ? d : 0], "lets it through where its input is above 0"],
  "exp": [(a) => Math.exp(a), (d, a) => [d * Math.exp(a)], "hands it back times its own value"],
  "tanh": [(a) => Math.tanh(a), (d, a) => [d * (1 - Math.tanh(a) ** 2)],
    "hands it back times 1 less its value squared"],
};

// gates: [name, symbol, inputs] each, inputs before what uses them. Values by name.
export function valuesOf(gates, given) {
  const values = { ...given };
  for (const [name, symbol, inputs] of gates) {
    values[name] = GATES[symbol][0](...inputs.map((i) => values[i]));
  }
  return values;
}

// The turns of a backward pass, from the output: { gate, upstream, handed }, an entry an input.
export function turnsOf(gates, values) {
  const gradients = { [gates.at(-1)[0]]: 1 };
  return [...gates].reverse().map(([gate, symbol, inputs]) => {
    const upstream = gradients[gate] ?? 0;
    const handed = GATES[symbol][1](upstream, ...inputs.map((i) => values[i]));
    inputs.forEach((input, i) => (gradients[input] = (gradients[input] ?? 0) + handed[i]));
    return { gate, symbol, inputs, upstream, handed };
  });
}

// What each name has got after some turns; the output has 1 from the start.
export function gradientsAfter(turns, count) {
  const gradients = { [turns[0].gate]: 1 };
  for (const { inputs, handed } of turns.slice(0, count)) {
    inputs.forEach((input, i) => (gradients[input] = (gradients[input] ?? 0) + handed[i]));
  }
  return gradients;
}

// places: column and row of each name, from the left and from below; rows of a program may be hidden:
// `shown` holds the names whose values are known. `now` is the gate whose turn it is.
export function drawCircuit(box, { gates, places, values, turns, count, now = null, shown = null }) {
  const all = Object.values(places);
  const [left, low] = [0, 1].map((axis) => Math.min(...all.map((place) => place[axis])));
  const [right, high] = [0, 1].map((axis) => Math.max(...all.map((place) => place[axis])));
  const [width, height] = [(right - left + 1) * WIDE + 20, (high - low) * HIGH + 90];
  const at = (name) => [(places[name][0] - left) * WIDE + 26, (high - places[name][1]) * HIGH + 42];
  box.setAttribute("viewBox", `0 0 ${width} ${height}`);
  box.style.maxWidth = `${1.25 * width}px`;
  box.replaceChildren();
  const words = (x, y, text, kind) =>
    box.append(svg("text", { x: x.toFixed(1), y: y.toFixed(1), class: kind }, text));
  const edge = ([x0, y0], [x1, y1], value, gradient, along, active) => {
    const length = Math.hypot(x1 - x0, y1 - y0);
    const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
    const [sx, sy, ex, ey] = [x0 + RADIUS * ux, y0 + RADIUS * uy, x1 - RADIUS * ux, y1 - RADIUS * uy];
    const kind = active ? "bp-l-orange bp-thick" : "bp-l-faint";
    box.append(svg("line", { x1: sx, y1: sy, x2: ex, y2: ey, class: kind }));
    const [hx, hy] = [ex - 8 * ux, ey - 8 * uy];
    const head = [[ex, ey], [hx - 4 * uy, hy + 4 * ux], [hx + 4 * uy, hy - 4 * ux]].join(" ");
    box.append(svg("polygon", { points: head, class: "bp-f-soft" }));
    const [mx, my] = [x0 + along * (x1 - x0), y0 + along * (y1 - y0)];
    const rise = 4 + 7 * Math.abs(uy / Math.max(Math.abs(ux), 0.3));
    if (value !== undefined) words(mx, my - rise, short(value), "bp-middle-text bp-t-blue bp-halo");
    if (gradient !== undefined) {
      words(mx, my + rise + 10, short(gradient), "bp-middle-text bp-t-orange bp-halo");
    }
  };
  const known = (name) => (shown === null || shown.has(name) ? values[name] : undefined);
  const done = new Map(turns.slice(0, count).map((turn) => [turn.gate, turn]));
  const uses = gates.flatMap(([, , inputs]) => inputs);
  for (const [name, , inputs] of gates) {
    inputs.forEach((input, i) => {
      const along = uses.filter((use) => use === input).length > 1 ? 0.62 : 0.42;
      edge(at(input), at(name), known(input), done.get(name)?.handed[i], along, name === now);
    });
  }
  const output = gates.at(-1)[0];
  const [ox, oy] = at(output);
  edge([ox, oy], [ox + 74, oy], known(output), turns.length && count >= 0 ? 1 : undefined, 0.55, false);
  for (const name of Object.keys(places)) {
    const [x, y] = at(name);
    const gate = gates.find(([gateName]) => gateName === name);
    if (!gate) {
      words(x, y + 5, name, "bp-strong bp-middle-text");
      continue;
    }
    const kind = name === now ? "bp-f-back bp-thick" : "bp-f-back";
    box.append(svg("circle", { cx: x, cy: y, r: RADIUS, class: kind }));
    words(x, y + 4, gate[1], "bp-strong bp-middle-text");
    words(x, y - RADIUS - 4, name, "bp-middle-text");
  }
}
