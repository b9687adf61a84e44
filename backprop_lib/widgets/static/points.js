// Own points: by a click into the field, or typed.

import { button, el, isValid, number, select, setText } from "./dom.js";
import { CHOICES } from "./choices.js";
import { EXTENT } from "./field.js";

export class OwnPoints {
  constructor(act) {
    this.act = act;
    const range = { min: -EXTENT, max: EXTENT, step: 0.1 };
    this.x1 = number("x1 of the point", { ...range, value: 0 }, () => {});
    this.x2 = number("x2 of the point", { ...range, value: 0 }, () => {});
    this.target = select("target", [[1, "1, orange triangle"], [-1, "-1, blue disc"]], () => {});
    this.count = el("span", { role: "status" }, "");
    this.undo = button("Remove the last", () => act.set(({ points }) => ({ points: points.slice(0, -1) })));
    this.clear = button("Remove all", () => act.set({ points: [] }));
    this.box = el("div", {},
      el("p", { class: "bp-hint" },
        "A click into the field adds a point of the chosen target to the training samples; so do " +
        "two numbers and the button."),
      el("div", { class: "bp-row" }, this.target.box, this.x1.box, this.x2.box,
        button("Add point", () => this.typed()), this.undo, this.clear, this.count));
  }

  show(config) {
    const n = config.points.length;
    setText(this.count, n === 1 ? "1 own point" : `${n} own points`);
    this.undo.disabled = this.clear.disabled = n === 0;
  }

  typed() {
    const [x1, x2] = [this.x1.input, this.x2.input];
    if (isValid(x1) && isValid(x2)) this.add(x1.valueAsNumber, x2.valueAsNumber);
  }

  add(x1, x2) {
    const round = (x) => Math.max(-EXTENT, Math.min(EXTENT, Math.round(100 * x) / 100));
    const point = [round(x1), round(x2), Number(this.target.input.value)];
    this.act.set(({ points }) => points.length < CHOICES.points && { points: [...points, point] });
  }
}
