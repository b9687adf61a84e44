// The live gradient check in this page: a few entries of each layer against symmetric differences.

import { lossAndGradients } from "./net.js";
import { Random } from "./random.js";

const ENTRIES = 4;
const TOLERANCE = 1e-4;
const random = new Random(0);

export function checkLayers(net, params, F, T) {
  const [, gradients] = lossAndGradients(net, params, F, T);
  const largest = Math.max(...gradients.map((g) => Math.max(...g.map(Math.abs))));
  return net.sizes.slice(1).map((_, l) => {
    const found = [2 * l, 2 * l + 1].flatMap((i) =>
      random.permutation(params[i].length).slice(0, ENTRIES).map((at) =>
        compare(net, params, F, T, i, at, gradients[i][at], largest)));
    const error = Math.max(0, ...found);
    const right = error <= TOLERANCE;
    const verdict = right ? "agrees" : "wrong";
    return { layer: l + 1, error, right,
      text: `layer ${l + 1}: ${verdict}, relative error ${error.toExponential(0)}` };
  });
}

// The relative error of one entry; 0 at a kink, where there is nothing to compare.
function compare(net, params, F, T, i, at, backprop, largest) {
  const h = 1e-5 * Math.max(1, Math.abs(params[i][at]));
  const loss = (by) => {
    const moved = Float64Array.from(params[i]);
    moved[at] += by;
    return lossAndGradients(net, params.map((P, k) => (k === i ? moved : P)), F, T)[0];
  };
  const [above, here, below] = [loss(h), loss(0), loss(-h)];
  const numerical = (above - below) / (2 * h);
  const size = Math.max(Math.abs(backprop), Math.abs(numerical), 1e-3 * largest, 1e-7);
  const error = Math.abs(backprop - numerical) / size;
  const bend = Math.abs(above - 2 * here + below) / h;
  return error > TOLERANCE && bend > TOLERANCE * size ? 0 : error;
}
