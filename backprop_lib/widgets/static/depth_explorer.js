// The gradients of a deep net's layers at its start: which arrive, which vanish, which explode.

import { select } from "./dom.js";
import { Chart, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";
import { Random } from "./random.js";

const [SAMPLES, WIDTH] = [32, 50];
const BENDS = {
  sigmoid: [(a) => 1 / (1 + Math.exp(-a)), (z) => z * (1 - z)],
  tanh: [Math.tanh, (z) => 1 - z * z],
  relu: [(a) => Math.max(a, 0), (z) => (z > 0 ? 1 : 0)],
  "leaky relu": [(a) => (a > 0 ? a : 0.1 * a), (z) => (z > 0 ? 1 : 0.1)],
};
const STARTS = {
  "std 0.01": [0.01, "triangle", "bp-l-faint", "bp-f-soft"],
  "std 1": [1, "square", "bp-l-text bp-dashed", "bp-f-back"],
  Xavier: [Math.sqrt(1 / WIDTH), "disc", "bp-l-blue", "bp-f-blue"],
  He: [Math.sqrt(2 / WIDTH), "star", "bp-l-orange", "bp-f-orange"],
};

// A (m, p) times B (p, q), row by row; ways: which of the two is turned.
function product(A, B, [m, p, q], turnA = false, turnB = false) {
  const C = new Float64Array(m * q);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < p; k++) {
      const a = A[turnA ? k * m + i : i * p + k];
      if (a === 0) continue;
      for (let j = 0; j < q; j++) C[i * q + j] += a * B[turnB ? j * p + k : k * q + j];
    }
  }
  return C;
}

const norm = (A) => Math.sqrt(A.reduce((sum, a) => sum + a * a, 0));

// The norm of dW in each layer, and the root mean square of each layer's values.
function deepNet(bend, std, depth) {
  const random = new Random(1);
  const normal = (n, by = 1) => Float64Array.from({ length: n }, () => by * random.normal());
  const [f, slope] = BENDS[bend];
  let H = normal(SAMPLES * WIDTH);
  const layers = [];
  const sizes = [];
  for (let l = 0; l < depth; l++) {
    const W = normal(WIDTH * WIDTH, std);
    const Z = product(H, W, [SAMPLES, WIDTH, WIDTH]).map(f);
    layers.push([H, W, Z]);
    sizes.push(norm(Z) / Math.sqrt(Z.length));
    H = Z;
  }
  let dH = normal(SAMPLES * WIDTH);
  const norms = layers.reverse().map(([X, W, Z]) => {
    const dA = dH.map((d, i) => d * slope(Z[i]));
    dH = product(dA, W, [SAMPLES, WIDTH, WIDTH], false, true);
    return norm(product(X, dA, [WIDTH, SAMPLES, WIDTH], true));
  });
  return [norms.reverse(), sizes];
}

function buildDepth({ bend: first, start: chosen, depth: deep }, changed) {
  let [bend, start, depth] = [first, chosen, deep];
  const gradients = new Chart({ x: [1, depth], y: [1e-6, 1e3], logY: true, xLabel: "layer",
    yLabel: "norm of dW" });
  const signals = new Chart({ x: [1, depth], y: [1e-6, 1e3], logY: true, xLabel: "layer",
    yLabel: "size of its values" });
  const pairs = (names) => Object.keys(names).map((name) => [name, name]);
  const bends = select("activation", pairs(BENDS), (value) => {
    bend = value;
    changed();
  });
  const starts = select("start that is told", pairs(STARTS), (value) => {
    start = value;
    changed();
  });
  const layers = knob("layers", [2, 40, 1], depth, String, (value) => {
    depth = value;
    changed();
  });
  bends.show(bend);
  starts.show(start);

  function show(chart, lines, label) {
    const all = Object.values(lines).flat().filter((value) => value > 0 && Number.isFinite(value));
    chart.x = [1, depth];
    chart.y = [10 ** Math.floor(Math.log10(Math.min(...all, 0.1))),
      10 ** Math.ceil(Math.log10(Math.max(...all, 10)))];
    chart.begin(label);
    for (const [name, values] of Object.entries(lines)) {
      const [, shape, line, mark] = STARTS[name];
      chart.line(values.map((value, l) => [l + 1, value || NaN]), name === start ? `${line} bp-thick` : line);
      values.forEach((value, l) => {
        const marked = l % Math.ceil(depth / 7) === 0 || l === depth - 1;
        if (value > 0 && marked) chart.mark(l + 1, value, shape, mark, 4);
      });
    }
  }

  function draw() {
    const made = Object.fromEntries(Object.entries(STARTS).map(([name, [std]]) =>
      [name, deepNet(bend, std, depth)]));
    const part = (i) => Object.fromEntries(Object.entries(made).map(([name, both]) => [name, both[i]]));
    show(gradients, part(0), `The norm of dW in each of ${depth} layers with ${bend}, for four starts, ` +
      `logarithmic.`);
    show(signals, part(1), `The size of each layer's values with ${bend}, for four starts, logarithmic.`);
    const [norms] = made[start];
    const ratio = norms[0] / norms.at(-1);
    const verdict = !(ratio > 0) ? "nothing arrives" : ratio < 0.01 ? "it vanishes on its way down"
      : ratio > 100 ? "it explodes on its way down" : "it arrives about as large as it set out";
    return `${depth} layers of ${bend}, start ${start}: dW has the norm ${short(norms.at(-1), 2)} in the ` +
      `last layer and ` +
      `${short(norms[0], 2)} in the first: ${verdict}.`;
  }
  const key = "std 0.01 triangle, std 1 square, Xavier disc, He star";
  return {
    controls: [bends.box, starts.box, layers.box],
    pictures: [titled(`Gradients (${key})`, gradients.box), titled("Values, on their way up", signals.box)],
    draw,
  };
}

export default { ...explorerOf("Gradients through depth", buildDepth) };
