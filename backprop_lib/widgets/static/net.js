// The net, forward and backward, as the library computes it: the same names, the same order.
// A matrix is a Float64Array, row after row; parameters are [W1, b1, W2, b2, ...].

const stable = (a) => Math.exp(-Math.abs(a)); // in (0, 1]: never overflows

// Each gives the value, and the derivative from score and value.
export const ACTIVATIONS = {
  tanh: [Math.tanh, (a, z) => 1 - z * z],
  relu: [(a) => Math.max(0, a), (a) => (a > 0 ? 1 : 0)],
  sigmoid: [(a) => (a >= 0 ? 1 : stable(a)) / (1 + stable(a)), (a) => stable(a) / (1 + stable(a)) ** 2],
  linear: [(a) => a, () => 1],
  leaky_relu: [(a) => Math.max(0.1 * a, a), (a) => (a > 0 ? 1 : 0.1)],
  softplus: [(a) => Math.max(a, 0) + Math.log1p(stable(a)), (a) => (a >= 0 ? 1 : stable(a)) / (1 + stable(a))],
};

// A = X W + b; X is (m, p), W is (p, q).
function affine(X, W, b, p) {
  const q = b.length;
  const m = X.length / p;
  const A = new Float64Array(m * q);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < q; j++) {
      let sum = b[j];
      for (let k = 0; k < p; k++) sum += X[i * p + k] * W[k * q + j];
      A[i * q + j] = sum;
    }
  }
  return A;
}

function affineBack(dA, X, W, p, q) {
  const m = X.length / p;
  const [dX, dW, db] = [new Float64Array(X.length), new Float64Array(W.length), new Float64Array(q)];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < q; j++) {
      const d = dA[i * q + j];
      db[j] += d;
      for (let k = 0; k < p; k++) {
        dW[k * q + j] += X[i * p + k] * d;
        dX[i * p + k] += d * W[k * q + j];
      }
    }
  }
  return [dX, dW, db];
}

// Scores A (m, 1) and the values Z of each hidden layer, for inputs F of m rows.
export function forward(net, params, F, note = () => {}) {
  const [value] = ACTIVATIONS[net.activation];
  const layers = net.sizes.length - 1;
  const stages = [];
  let Z = F;
  let A = null;
  for (let l = 0; l < layers; l++) {
    A = affine(Z, params[2 * l], params[2 * l + 1], net.sizes[l]);
    note(`A${l + 1}`, "affine", A, net.sizes[l + 1]);
    stages.push({ X: Z, A });
    if (l < layers - 1) {
      Z = A.map(value);
      note(`Z${l + 1}`, net.activation, Z, net.sizes[l + 1]);
      stages[l].Z = Z;
    }
  }
  return { A, stages, hidden: stages.slice(0, -1).map((stage) => stage.Z) };
}

// The mean loss of scores, and its gradient.
export function dataLoss(net, A, T) {
  const m = A.length;
  let D = 0;
  const dA = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    if (net.problem === "regression") {
      D += (A[i] - T[i]) ** 2 / m;
      dA[i] = (2 * (A[i] - T[i])) / m;
    } else {
      // Softmax and cross-entropy of the scores 0 and A.
      const yes = T[i] > 0 ? 1 : 0;
      D += (Math.max(A[i], 0) - yes * A[i] + Math.log1p(stable(A[i]))) / m;
      dA[i] = ((A[i] >= 0 ? 1 : stable(A[i])) / (1 + stable(A[i])) - yes) / m;
    }
  }
  return [D, dA];
}

// Loss with regularisation, and the gradients in the order of params.
export function lossAndGradients(net, params, F, T, note = () => {}) {
  const [, slope] = ACTIVATIONS[net.activation];
  const name = net.problem === "regression" ? "mse" : "logistic";
  const { A, stages } = forward(net, params, F, note);
  let [loss, dA] = dataLoss(net, A, T);
  note("D", name, loss, 0);
  note(`dA${stages.length}`, name, dA, 1);
  const gradients = [];
  for (let l = stages.length - 1; l >= 0; l--) {
    const [p, q] = [net.sizes[l], net.sizes[l + 1]];
    const [dX, dW, db] = affineBack(dA, stages[l].X, params[2 * l], p, q);
    note(`dW${l + 1}`, "affine", dW, q);
    note(`db${l + 1}`, "affine", db, -1);
    gradients.unshift(dW, db);
    if (l > 0) {
      note(`dZ${l}`, "affine", dX, p);
      const before = stages[l - 1];
      dA = dX.map((d, i) => d * slope(before.A[i], before.Z[i]));
      note(`dA${l}`, net.activation, dA, p);
    }
  }
  return [loss + regularise(net, params, gradients), gradients];
}

function regularise(net, params, gradients) {
  const lam = net.regularisation === "none" ? 0 : net.rate;
  if (!lam) return 0;
  let R = 0;
  for (let l = 0; l < params.length; l += 2) {
    params[l].forEach((w, i) => {
      R += net.regularisation === "L2" ? (lam / 2) * w * w : lam * Math.abs(w);
      gradients[l][i] += lam * (net.regularisation === "L2" ? w : Math.sign(w));
    });
  }
  return R;
}
