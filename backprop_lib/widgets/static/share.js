// The state, to keep and to bring back.

import { button, el, freshId, setText } from "./dom.js";
import { toLink } from "./link.js";
import { layerStart } from "./network.js";
import { CHOICES } from "./choices.js";

export class Share {
  // act.restore(text) brings a link or a state back.
  constructor(act) {
    const [out, into] = [freshId("state"), freshId("restore")];
    this.text = el("textarea", { id: out, rows: 3, readonly: true, spellcheck: "false" });
    this.input = el("textarea", { id: into, rows: 2, spellcheck: "false" });
    this.told = el("span", { role: "status" });
    this.box = el("div", {},
      el("p", { class: "bp-hint" },
        "A link holds the choices and the seed, so that training can be repeated; a state holds " +
        "the weights as well. In Python: Playground(state=...)."),
      el("div", { class: "bp-row" },
        button("Link", () => this.put(toLink(this.config))),
        button("State with weights", () => this.put(JSON.stringify(this.state()))), this.told),
      el("label", { for: out }, "To keep"), this.text,
      el("label", { for: into }, "To bring back"), this.input,
      el("div", { class: "bp-row" }, button("Restore", () => act.restore(this.input.value.trim()))));
  }

  show(config) {
    this.config = config;
  }

  draw(params, step) {
    this.params = params;
    this.step = step;
  }

  state() {
    const sizes = [this.config.features.length, ...this.config.hidden, 1];
    const weights = [];
    for (let l = 0; l + 1 < sizes.length; l++) {
      const [p, q, start] = [sizes[l], sizes[l + 1], layerStart(sizes, l)];
      const row = (i) => [...this.params.subarray(start + i * q, start + (i + 1) * q)];
      weights.push([...Array(p).keys()].map(row), row(p));
    }
    return { version: CHOICES.version, ...this.config, step: this.step, weights };
  }

  put(text) {
    this.text.value = text;
    this.text.select();
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject();
    copied.then(() => setText(this.told, "Copied."), () => setText(this.told, "Copy the text below."));
  }
}
