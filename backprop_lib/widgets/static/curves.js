// The curves of the losses: training solid, test dashed; and the same as numbers.

import { el, fit, setText } from "./dom.js";

const KEPT = 1000; // from there on every other one is dropped

export class Curves {
  constructor() {
    this.canvas = el("canvas", { class: "bp-curves", role: "img", "aria-label": "Loss curves" });
    this.train = el("span");
    this.test = el("span");
    this.box = el("div", { class: "bp-losses" },
      el("div", { class: "bp-legend" }, el("i", { class: "bp-solid" }), this.train),
      el("div", { class: "bp-legend" }, el("i", { class: "bp-dashed" }), this.test),
      this.canvas);
    this.points = [];
  }

  // All of them anew: rows of step, training loss, test loss.
  restart(history) {
    this.points = [];
    for (let i = 0; i + 2 < history.length; i += 3) {
      this.points.push([history[i], history[i + 1], history[i + 2]]);
    }
  }

  add(step, [train, test, trainRight, testRight]) {
    while (this.points.length && this.points.at(-1)[0] >= step) this.points.pop();
    this.points.push([step, train, test]);
    if (this.points.length > KEPT) {
      this.points = this.points.filter((_, i) => i % 2 === 0 || i === this.points.length - 1);
    }
    this.words = [`training loss ${train.toFixed(3)}${share(trainRight)}`,
      `test loss ${test.toFixed(3)}${share(testRight)}`];
  }

  draw(palette) {
    setText(this.train, this.words[0]);
    setText(this.test, this.words[1]);
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (!width || !height) return;
    const context = fit(this.canvas, width, height);
    const finite = this.points.filter((p) => Number.isFinite(p[1]) && Number.isFinite(p[2]));
    context.strokeStyle = palette.faint;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, height - 0.5);
    context.lineTo(width, height - 0.5);
    context.stroke();
    if (finite.length < 2) return;
    const last = finite.at(-1)[0] || 1;
    const highest = Math.max(...finite.map((p) => Math.max(p[1], p[2]))) || 1;
    for (const [column, dash] of [[2, [4, 3]], [1, []]]) {
      context.setLineDash(dash);
      context.strokeStyle = palette.text;
      context.lineWidth = 1.5;
      context.beginPath();
      for (const p of finite) {
        context.lineTo((p[0] / last) * width, height - 2 - (p[column] / highest) * (height - 6));
      }
      context.stroke();
    }
    context.setLineDash([]);
  }
}

function share(right) {
  return Number.isFinite(right) ? `, ${Math.round(100 * right)} % right` : "";
}
