// A matrix product by row and column, and the gradients' source cells lit.

import { button, el, select } from "./dom.js";
import { short } from "./chart.js";
import { explorerOf, knob, wide } from "./explorer.js";

const times = (A, B) => A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)));
const turned = (A) => A[0].map((_, j) => A.map((row) => row[j]));

// What is lit for an entry [i, j] of a matrix: { matrix: kind of cell by (row, column) }, and why.
const LIT = {
  Y: (i, j) => [{ Y: at(i, j), X: row(i), W: column(j) }, `row ${i} of X times column ${j} of W`, "X", "W"],
  X: (i, j) => [{ X: at(i, j), W: row(j), Y: reached(row(i)), dY: row(i), dX: at(i, j) },
    `row ${i} of dY times row ${j} of W`, "dY", "W"],
  W: (i, j) => [{ W: at(i, j), X: column(i), Y: reached(column(j)), dY: column(j), dW: at(i, j) },
    `column ${i} of X times column ${j} of dY`, "X", "dY"],
};
const at = (i, j) => (r, c) => (r === i && c === j ? "chosen" : "");
const row = (i) => (r) => (r === i ? "source" : "");
const column = (j) => (_, c) => (c === j ? "source" : "");
const reached = (lit) => (r, c) => (lit(r, c) ? "reached" : "");

function buildMatrix({ X, W, dY, entries }, changed) {
  let [name, i, j] = entries[0];
  const all = { X, W, Y: times(X, W), dY, dX: times(dY, turned(W)), dW: times(turned(X), dY) };
  const grids = {};
  const choose = (matrix, r, c) => {
    [name, i, j] = [matrix, r, c];
    shown();
  };
  const limited = (value, n) => Math.max(0, Math.min(n - 1, value));
  const words = (value) => String(value);
  const which = select("matrix", ["X", "W", "Y"].map((each) => [each, each]), (value) => choose(value, i, j));
  const down = knob("row", [0, 9, 1], i, words, (value) => choose(name, value, j));
  const across = knob("column", [0, 9, 1], j, words, (value) => choose(name, i, value));
  const presets = entries.map((each) => button(`${each[0]}[${each[1]}, ${each[2]}]`, () => choose(...each)));
  const shown = () => {
    const [m, n] = [all[name].length, all[name][0].length];
    [i, j] = [limited(i, m), limited(j, n)];
    [down.input.max, across.input.max] = [m - 1, n - 1];
    which.show(name);
    down.show(i);
    across.show(j);
    changed();
  };

  function grid(matrix) {
    const values = all[matrix];
    const mine = { dX: "X", dW: "W", dY: "Y" }[matrix] ?? matrix;
    const cells = values.map((line, r) => line.map((value, c) =>
      el("td", { click: () => choose(mine, r, c) }, short(value))));
    grids[matrix] = cells;
    const caption = `${matrix} (${values.length}, ${values[0].length})`;
    return el("table", { class: "bp-matrix" }, el("caption", {}, caption),
      el("tbody", {}, ...cells.map((line) => el("tr", {}, ...line))));
  }
  const line = (...matrices) => el("div", { class: "bp-row bp-matrices" }, ...matrices.map(grid));
  const forward = wide("Forward: Y = X W (click an entry)", line("X", "W", "Y"));
  const backward = wide("Backward: dX = dY Wᵀ, dW = Xᵀ dY", line("dY", "dX", "dW"));
  shown();

  function draw() {
    const [lit, why, first, second] = LIT[name](i, j);
    for (const [matrix, cells] of Object.entries(grids)) {
      cells.forEach((each, r) => each.forEach((cell, c) => {
        cell.className = lit[matrix]?.(r, c) ?? "";
      }));
    }
    const values = (matrix) => all[matrix].flatMap((each, r) =>
      each.filter((_, c) => lit[matrix](r, c) === "source"));
    const [a, b] = [values(first), values(second)];
    const product = a.map((value, k) => `${bracket(value)} · ${bracket(b[k])}`).join(" + ");
    const target = name === "Y" ? "Y" : `d${name}`;
    return `${target}[${i}, ${j}] = ${why} = ${product} = ${short(all[target][i][j])}.` +
      (name === "Y" ? "" : ` ${name}[${i}, ${j}] reaches ${name === "X" ? "row" : "column"} ` +
        `${name === "X" ? i : j} of Y, dotted.`);
  }
  return { controls: [which.box, down.box, across.box, ...presets], pictures: [forward, backward], draw };
}

function bracket(value) {
  return value < 0 ? `(${short(value)})` : short(value);
}

export default { ...explorerOf("A matrix product and its gradients", buildMatrix) };
