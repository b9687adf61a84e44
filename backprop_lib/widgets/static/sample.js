// One sample's forward and backward, step by step.

import { button, el, freshId, isValid, number, setText } from "./dom.js";

export class SampleSteps {
  // act.trace(i) asks for the steps of training sample i; act.ring(i or null) marks it.
  constructor(act) {
    this.act = act;
    this.stages = [];
    this.shown = 0;
    this.choice = number("training sample", { min: 1, step: 1, value: 1 }, () => this.ask());
    this.before = button("Back", () => this.go(-1));
    this.next = button("Next step", () => this.go(1));
    this.all = button("All", () => this.go(this.stages.length));
    const id = freshId("step");
    this.now = el("p", { class: "bp-now", role: "status", id }, "");
    this.body = el("tbody");
    this.box = el("div", {},
      el("div", { class: "bp-row" }, this.choice.box, this.before, this.next, this.all),
      this.now,
      el("div", { class: "bp-scroll", tabindex: "0", role: "region", "aria-label": "Steps" },
        el("table", { class: "bp-table bp-steps" },
          el("caption", {}, "A mini-batch of one: each quantity as it is computed, then its gradients"),
          el("thead", {}, el("tr", {}, ...["step", "computed", "shape", "values"].map((text) =>
            el("th", { scope: "col" }, text)))),
          this.body)));
    this.buttons();
  }

  limit(m) {
    this.choice.input.max = m;
  }

  ask() {
    if (isValid(this.choice.input)) this.act.trace(this.choice.input.valueAsNumber - 1);
  }

  // The parameters are others: what is shown is of the past.
  stale() {
    if (!this.stages.length) return;
    this.stages = [];
    this.shown = 0;
    this.body.replaceChildren();
    setText(this.now, "");
    this.act.ring(null);
    this.buttons();
  }

  receive({ sample, target, stages }) {
    this.stages = stages;
    this.shown = 0;
    this.body.replaceChildren();
    this.choice.input.value = sample + 1;
    this.act.ring(sample);
    setText(this.now, `Sample ${sample + 1}, its target is ${Number(target.toFixed(3))}.`);
    this.go(1);
  }

  go(by) {
    if (!this.stages.length) {
      this.ask();
      return;
    }
    const wanted = Math.max(1, Math.min(this.stages.length, this.shown + by));
    while (this.shown < wanted) {
      this.body.append(this.row(this.stages[this.shown], this.shown));
      this.shown += 1;
    }
    while (this.shown > wanted) {
      this.body.lastChild.remove();
      this.shown -= 1;
    }
    const last = this.stages[this.shown - 1];
    setText(this.now, `Step ${this.shown} of ${this.stages.length}: ${formula(last)}`);
    const view = this.body.parentElement.parentElement;
    view.scrollTop = view.scrollHeight;
    this.buttons();
  }

  buttons() {
    this.before.disabled = this.shown <= 1;
    this.all.disabled = this.stages.length === 0 || this.shown === this.stages.length;
    this.next.disabled = this.stages.length > 0 && this.shown === this.stages.length;
  }

  row(stage, i) {
    const shape = stage.shape.length ? `(${stage.shape.join(", ")}${stage.shape.length === 1 ? "," : ""})` : "()";
    return el("tr", { class: stage.name.startsWith("d") ? "bp-backward" : "" },
      el("td", {}, String(i + 1)), el("td", {}, el("code", {}, formula(stage))),
      el("td", {}, shape), el("td", {}, el("code", {}, inWords(stage.values))));
  }
}

// How a quantity is computed, in the names of the lectures.
export function formula({ name, unit }) {
  const k = Number(name.match(/\d+$/)?.[0] ?? 0);
  const before = k > 1 ? `Z${k - 1}` : "X";
  const letter = name.replace(/\d+$/, "");
  if (unit === "data") return "X, the features of the sample";
  if (unit === "forward") return `${name} = forward(params, X)`;
  if (unit === "backward") return `${name} = backward(dA, cache)`;
  switch (letter) {
    case "A": return `${name} = ${before} W${k} + b${k}`;
    case "Z": return `${name} = ${unit}(A${k})`;
    case "D": return unit === "mse" ? "D = mse(A, T)" : "D = logistic([0, A], T)";
    case "dW": return `${name} = ${before}ᵀ dA${k}`;
    case "db": return `${name} = sum of the rows of dA${k}`;
    case "dZ": return `${name} = dA${k + 1} W${k + 1}ᵀ`;
    default: return ["logistic", "mse"].includes(unit)
      ? `${name} = the gradient of ${unit}` : `${name} = dZ${k} · ${unit}′(A${k})`;
  }
}

function inWords(values) {
  if (!Array.isArray(values)) return Number(values.toPrecision(3)).toString();
  return `[${values.map(inWords).join(", ")}]`;
}
