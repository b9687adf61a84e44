// The data sets, drawn in this page as Python draws them: the same shapes, other random numbers.

import { featureValue } from "./features.js";
import { EXTENT } from "./field.js";
import { problemOf } from "./link.js";
import { Random } from "./random.js";

const polar = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

// Each makes sample i: its x1, x2, target; then noise is added to all coordinates, or to T.
const MAKE = {
  circle: (r, i) => [...polar(i % 2 ? Math.sqrt(r.uniform()) : r.uniform(1.5, 2), r.uniform(0, 2 * Math.PI)), i % 2],
  xor: (r, i) => [Math.floor((i % 4) / 2), i % 2, Math.floor((i % 4) / 2) ^ i % 2],
  gauss: (r, i) => [2 * (i % 2) - 1, 2 * (i % 2) - 1, i % 2],
  spiral: (r, i) => {
    const radius = r.uniform(0.05, 1);
    return [...polar(radius, 3 * Math.PI * radius + Math.PI * (i % 2)), i % 2];
  },
  moons: (r, i) => {
    const [x1, x2] = polar(1, r.uniform(0, Math.PI));
    return i % 2 ? [1 - x1, 0.5 - x2, 1] : [x1, x2, 0];
  },
  plane: (r) => {
    const [x1, x2] = [r.uniform(-1, 1), r.uniform(-1, 1)];
    return [x1, x2, x1 + x2];
  },
  multi_gauss: (r) => {
    const [x1, x2] = [r.uniform(-1, 1), r.uniform(-1, 1)];
    let t = 0;
    HILLS.forEach(([c1, c2], k) => {
      t += (k % 2 ? -1 : 1) * Math.exp(-((x1 - c1) ** 2 + (x2 - c2) ** 2) / (2 * 0.2 ** 2));
    });
    return [x1, x2, t];
  },
};
const HILLS = [0.45, -0.45].flatMap((x2) => [-0.65, 0, 0.65].map((x1) => [x1, x2]));

// scale, centre, and the noise at 0 and at 50 percent.
export const SETS = {
  circle: [1.25, [0, 0], 0, 0.4],
  xor: [3, [0.5, 0.5], 0.06, 0.3],
  gauss: [1.25, [0, 0], 0.25, 0.9],
  spiral: [2.6, [0, 0], 0, 0.12],
  moons: [1.5, [0.5, 0.25], 0.02, 0.35],
  plane: [2.75, [0, 0], 0, 0.6],
  multi_gauss: [2.75, [0, 0], 0, 0.6],
};

export function drawSamplesOf(config) {
  const random = new Random(config.seed);
  const [scale, centre, quiet, loud] = SETS[config.data];
  const noise = quiet + ((loud - quiet) * config.noise) / 50;
  const classes = problemOf(config.data) === "classification";
  const inside = (x) => Math.max(-EXTENT, Math.min(EXTENT, x));
  const rows = [...Array(config.samples).keys()].map((i) => {
    let [x1, x2, t] = MAKE[config.data](random, i);
    if (classes) {
      x1 += noise * random.normal();
      x2 += noise * random.normal();
      t = 2 * t - 1;
    } else {
      t += noise * random.normal();
      if (config.data === "plane") t /= 2;
    }
    return [inside(scale * (x1 - centre[0])), inside(scale * (x2 - centre[1])), t];
  });
  const order = random.permutation(rows.length);
  const held = Math.round((1 - config.train_share / 100) * rows.length);
  const train = [...order.slice(held).map((i) => rows[i]), ...config.points];
  return { ...columns(train, ""), ...columns(order.slice(0, held).map((i) => rows[i]), "_test") };
}

// The inputs of the net, row after row, for points x1, x2, x1, x2, ...
export function inputs(names, X) {
  const F = new Float64Array((X.length / 2) * names.length);
  for (let i = 0; i < X.length / 2; i++) {
    names.forEach((name, j) => {
      F[i * names.length + j] = featureValue(name, X[2 * i], X[2 * i + 1]);
    });
  }
  return F;
}

function columns(rows, ending) {
  return {
    [`X${ending}`]: Float64Array.from(rows.flatMap(([x1, x2]) => [x1, x2])),
    [`T${ending}`]: Float64Array.from(rows.map((row) => row[2])),
  };
}
