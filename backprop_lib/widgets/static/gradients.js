// Gradient norms, layer by layer, and the live gradient check.

import { el, setText } from "./dom.js";
import { layerStart } from "./network.js";

export class Gradients {
  constructor() {
    this.body = el("tbody");
    this.verdict = el("p", { class: "bp-hint" }, "");
    this.box = el("div", {},
      el("table", { class: "bp-table" },
        el("caption", {}, "Norm of each layer's gradient, and whether it agrees with difference quotients"),
        el("thead", {}, el("tr", {}, ...["layer", "‖dW‖", "", "check"].map((text) =>
          el(text ? "th" : "td", text ? { scope: "col" } : {}, text)))),
        this.body),
      this.verdict);
    this.rows = [];
  }

  show(config) {
    const sizes = [config.features.length, ...config.hidden, 1];
    if (this.sizes?.join() === sizes.join()) return;
    this.sizes = sizes;
    this.rows = this.sizes.slice(1).map(() => {
      return { norm: el("td"), bar: el("div", { class: "bp-bar" }), check: el("td") };
    });
    this.body.replaceChildren(...this.rows.map((row, l) =>
      el("tr", {}, el("th", { scope: "row" }, String(l + 1)), row.norm,
        el("td", { class: "bp-bars", "aria-hidden": "true" }, row.bar), row.check)));
    this.clear();
  }

  clear() {
    for (const row of this.rows) setText(row.check, "not yet");
    setText(this.verdict, "");
  }

  draw(gradients) {
    const norms = this.rows.map((_, l) => {
      const start = layerStart(this.sizes, l);
      const end = start + this.sizes[l] * this.sizes[l + 1];
      return Math.hypot(...gradients.subarray(start, end));
    });
    this.rows.forEach((row, l) => {
      setText(row.norm, Number.isFinite(norms[l]) ? norms[l].toPrecision(2) : "not finite");
      // Logarithmic: 1e-6 and below is nothing, 10 and above is full.
      const share = Math.max(0, Math.min(1, (Math.log10(norms[l] || 1e-9) + 6) / 7));
      row.bar.style.width = `${Math.round(100 * share)}%`;
    });
  }

  // layers: { layer, error, right, text } each.
  check(layers) {
    for (const { layer, error, right } of layers) {
      const row = this.rows[layer - 1];
      if (row) setText(row.check, right ? `✓ agrees (${error.toExponential(0)})` : "✗ wrong");
    }
    const wrong = layers.filter((layer) => !layer.right);
    setText(this.verdict, wrong.length ? wrong.map((layer) => layer.text).join(". ") + "." : "");
    this.verdict.classList.toggle("bp-wrong", wrong.length > 0);
  }
}
