// The large field: the output of the net, or of the unit that is looked at, with the samples.

import { el, fit, setText } from "./dom.js";
import { drawRing, drawSamples, fromPixels, paintField, scaleOf } from "./field.js";
import { unitName } from "./inspector.js";

export const SIDE = 100; // cells of the field, on each side

export class Output {
  // act.point(x1, x2) is called for a click.
  constructor(act) {
    this.field = el("canvas", { class: "bp-field", width: SIDE, height: SIDE, role: "img" });
    this.marks = el("canvas", { class: "bp-marks", "aria-hidden": "true" });
    this.marks.addEventListener("click", (event) => {
      const size = this.marks.clientWidth;
      act.point(...fromPixels(event.offsetX, event.offsetY, size));
    });
    this.caption = el("div", { class: "bp-title" }, "Output");
    this.stack = el("div", { class: "bp-stack" }, this.field, this.marks);
    this.key = el("p", { class: "bp-key" });
    this.box = el("div", {}, this.caption, this.stack, this.key);
    this.ring = null;
    this.drawn = "";
  }

  show(config, samples, problem) {
    this.config = config;
    this.samples = samples;
    const ends = problem === "regression" ? ["below 0", "above 0"] : ["target −1", "target 1"];
    this.key.replaceChildren(el("span", { class: "bp-blue" }, "●"), ` ${ends[0]}   `,
      el("span", { class: "bp-orange" }, "▲"), ` ${ends[1]}`);
    this.drawn = "";
  }

  // unit: whose field is shown; null is the net's.
  draw({ field, selected, unit }, palette) {
    const whole = unit === null || unit[0] === this.config.hidden.length;
    const values = whole ? field : selected;
    setText(this.caption, whole ? "Output" : `Field of ${unitName(unit, this.config)}`);
    if (values.length) {
      const scale = whole ? 1 : scaleOf(values);
      paintField(this.field, values, SIDE, palette, scale, this.config.discretise);
    }
    this.drawMarks(palette);
  }

  // Samples change rarely: their canvas lies on top of the field's.
  drawMarks(palette) {
    const size = this.marks.clientWidth;
    const drawn = JSON.stringify([size, palette.key, this.ring, this.config.show_test]);
    if (drawn === this.drawn || !size) return;
    this.drawn = drawn;
    const context = fit(this.marks, size, size);
    drawSamples(context, size, palette, this.samples, false);
    if (this.config.show_test) {
      drawSamples(context, size, palette, { X: this.samples.X_test, T: this.samples.T_test }, true);
    }
    if (this.ring !== null) {
      drawRing(context, size, palette, this.samples.X[2 * this.ring], this.samples.X[2 * this.ring + 1]);
    }
  }

  describe(text) {
    this.field.setAttribute("aria-label", text);
  }
}
