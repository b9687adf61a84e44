// What a screen reader is told: politely, when something ends or changes, and now and then between.

import { el, setText } from "./dom.js";

const EVERY = 5000; // milliseconds between two summaries while training

export class Summary {
  constructor() {
    this.box = el("p", { class: "bp-summary", "aria-live": "polite", role: "status" }, "");
    this.told = 0;
  }

  frame({ running, step, epoch, losses }, words, at) {
    if (running && this.running && at - this.told < EVERY) return null;
    this.told = at;
    this.running = running;
    const [train, test, , right] = losses;
    const share = Number.isFinite(right) ? `, ${Math.round(100 * right)} % of the test samples right` : "";
    const verb = running ? "Training" : step === 0 ? "Untrained" : "Paused";
    const text = `${verb}: ${words}; epoch ${Math.floor(epoch)}, step ${step}; training loss ` +
      `${train.toFixed(3)}, test loss ${test.toFixed(3)}${share}.`;
    setText(this.box, text);
    return text;
  }
}
