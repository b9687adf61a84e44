// How weights start, and what a step against the gradient is.

const STD = {
  xavier: (p, q) => Math.sqrt(2 / (p + q)),
  he: (p) => Math.sqrt(2 / p),
  gaussian: () => 0.01,
  zeros: () => 0,
};

export function startParams(sizes, init, random) {
  const params = [];
  for (let l = 0; l + 1 < sizes.length; l++) {
    const [p, q] = [sizes[l], sizes[l + 1]];
    params.push(Float64Array.from({ length: p * q }, () => STD[init](p, q) * random.normal()),
      new Float64Array(q));
  }
  return params;
}

// A step: (params, gradients, rate) -> new params. Momentum and Adam remember.
export function makeUpdate(name) {
  const sums = {};
  const moving = (key, gradients, keep, gain) => {
    const before = sums[key] ?? gradients.map((g) => new Float64Array(g.length));
    sums[key] = gradients.map((g, i) => before[i].map((v, j) => keep * v + gain(g[j])));
    return sums[key];
  };
  let t = 0;
  if (name === "momentum") {
    return (params, gradients, rate) => {
      const V = moving("velocity", gradients, 0.9, (g) => g);
      return params.map((P, i) => P.map((w, j) => w - rate * V[i][j]));
    };
  }
  if (name === "adam") {
    return (params, gradients, rate) => {
      t += 1;
      const M = moving("mean", gradients, 0.9, (g) => 0.1 * g);
      const S = moving("square", gradients, 0.999, (g) => 0.001 * g * g);
      const [size, root] = [rate / (1 - 0.9 ** t), Math.sqrt(1 - 0.999 ** t)];
      return params.map((P, i) =>
        P.map((w, j) => w - (size * M[i][j]) / (Math.sqrt(S[i][j]) / root + 1e-8)));
    };
  }
  return (params, gradients, rate) => params.map((P, i) => P.map((w, j) => w - rate * gradients[i][j]));
}
