// Scores, the shares that softmax makes of them, and what the cross-entropy sends back.

import { button, select } from "./dom.js";
import { Chart, curve, short } from "./chart.js";
import { explorerOf, knob, titled } from "./explorer.js";

const FACTORS = [0, 10, 0.1];

function buildScores({ scores, right: first, factors }, changed) {
  let [factor, right, given] = [1, first, [...scores]];
  const n = scores.length;
  const bars = new Chart({ x: [0.4, n + 0.6], y: [0, 1.15], xLabel: "class", yLabel: "share" });
  const costs = new Chart({ x: [0, FACTORS[1]], y: [0, 1], xLabel: "factor", yLabel: "loss" });
  const times = knob("factor", FACTORS, factor, (value) => short(value), (value) => {
    factor = value;
    changed();
  });
  const knobs = given.map((score, k) => {
    const set = (value) => {
      given[k] = value;
      changed();
    };
    return knob(`score of class ${k + 1}`, [-6, 6, 0.5], score, (value) => short(value), set);
  });
  const target = select("right class", given.map((_, k) => [k + 1, String(k + 1)]), (value) => {
    right = value;
    changed();
  });
  target.show(right);
  const presets = factors.map((value) => button(`scores × ${short(value)}`, () => {
    factor = value;
    times.show(value);
    changed();
  }));

  // The shares and the loss, for scores times a factor.
  function logistic(by) {
    const A = given.map((score) => by * score);
    const largest = Math.max(...A);
    const sum = A.reduce((total, a) => total + Math.exp(a - largest), 0);
    return [A.map((a) => Math.exp(a - largest) / sum), Math.log(sum) + largest - A[right - 1]];
  }

  function draw() {
    const [Y, loss] = logistic(factor);
    const back = Y.map((share, k) => share - (k === right - 1 ? 1 : 0));
    bars.begin("The share of each class as a bar, its target as a triangle, its gradient in numbers.");
    Y.forEach((share, k) => {
      bars.bar(k + 1, 0, share, 0.5, "bp-f-pale");
      bars.mark(k + 1, k === right - 1 ? 1 : 0, "triangle", "bp-f-orange");
      if (Math.abs(back[k]) > 0.03) bars.arrow([k + 1.36, share], [k + 1.36, share - back[k]], "bp-l-orange");
      bars.word(k + 1, Math.max(share, 0.05), signed(back[k]), "bp-middle-text bp-strong bp-halo", [0, -9]);
    });
    const points = curve((by) => logistic(by)[1], costs.x, 100);
    costs.y = [0, Math.max(1, 1.1 * Math.max(...points.map(([, y]) => y)))];
    costs.begin("The loss against the factor.");
    costs.line(points, "bp-l-text");
    costs.mark(factor, loss, "disc", "bp-f-orange", 6);
    return `Scores ${given.map((score) => short(factor * score)).join(", ")}; class ${right} is right. ` +
      `Shares ${Y.map((share) => short(share, 2)).join(", ")}; loss ${short(loss)}. Gradients, Y − T: ` +
        `${back.map(signed).join(", ")}.`;
  }
  return {
    controls: [times.box, ...presets, target.box, ...knobs.map((each) => each.box)],
    pictures: [titled("Shares (bars), targets (triangles), gradients Y − T (numbers)", bars.box),
      titled("The loss against the factor", costs.box)],
    draw,
  };
}

function signed(value) {
  const text = value.toFixed(2);
  return Number(text) === 0 ? "0.00" : text.replace("-", "−").replace(/^(?=\d)/, "+");
}

export default { ...explorerOf("Scores, shares and gradients", buildScores) };
