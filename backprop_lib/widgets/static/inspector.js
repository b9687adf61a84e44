// The weights into one unit and its bias, to read and to change.

import { el, number, setText } from "./dom.js";
import { featureLabel } from "./features.js";
import { biasAt, weightAt } from "./network.js";

export class Inspector {
  // act.weight(layer, row or null, column, value) changes an entry.
  constructor(act) {
    this.act = act;
    this.title = el("div", { class: "bp-title" }, "");
    this.inputs = el("div", { class: "bp-row" });
    this.hint = el("p", { class: "bp-hint" },
      "Choose a unit of the net, or a line between two, to read its weights and bias and to " +
      "change them. Solid lines are positive, dashed ones negative.");
    this.box = el("section", { class: "bp-inspector", "aria-label": "Weights of the chosen unit" },
      this.title, this.hint, this.inputs);
    this.at = null;
  }

  show(config, unit, row = null) {
    this.sizes = [config.features.length, ...config.hidden, 1];
    this.at = unit;
    setText(this.title, unit ? `Into ${unitName(unit, config)}` : "Weights");
    this.hint.hidden = unit !== null;
    this.inputs.replaceChildren();
    this.fields = [];
    if (!unit) return;
    const [l, j] = unit;
    for (let i = 0; i < this.sizes[l]; i++) {
      const from = l === 0 ? featureLabel(config.features[i]) : `unit ${i + 1}`;
      this.add(`weight from ${from}`, weightAt(this.sizes, l, i, j), l, i, j);
    }
    this.add("bias", biasAt(this.sizes, l, j), l, null, j);
    if (row !== null) this.fields[row].field.input.focus();
  }

  add(label, at, l, i, j) {
    const field = number(label, { step: "0.1" }, (value) => this.act.weight(l, i, j, value));
    this.fields.push({ field, at });
    this.inputs.append(field.box);
  }

  draw(params) {
    for (const { field, at } of this.fields ?? []) field.show(Number(params[at].toFixed(3)));
  }
}

export function unitName([l, j], config) {
  return l === config.hidden.length ? "the output" : `unit ${j + 1} of hidden layer ${l + 1}`;
}
