// The net: features, units with their fields, and the weights between them.

import { button, checkbox, el, fit } from "./dom.js";
import { EXTENT, paintField, scaleOf } from "./field.js";
import { CHOICES } from "./choices.js";
import { featureLabel, featureValue } from "./features.js";

export const TILE = 25; // cells of a unit's field, on each side
const REACH = 6; // pixels from a line within which a click means it

export class Network {
  // act(name, ...) is called for: set(changes), select(unit or null), hover(unit or null).
  constructor(act) {
    this.act = act;
    this.edges = el("canvas", { class: "bp-edges", "aria-hidden": "true" });
    this.columns = el("div", { class: "bp-columns" });
    this.inner = el("div", { class: "bp-net" }, this.edges, this.columns);
    this.box = el("div", { class: "bp-network" }, this.inner); // scrolls, where a net is too wide
    this.inner.addEventListener("click", (event) => this.clicked(event));
    this.resized = new ResizeObserver(() => this.measure());
    this.resized.observe(this.inner);
    this.shape = "";
  }

  dispose() {
    this.resized.disconnect();
  }

  show(config, palette) {
    const shape = JSON.stringify([config.features, config.hidden, palette.key]);
    if (shape === this.shape) return;
    const focused = this.columns.contains(document.activeElement)
      ? document.activeElement.getAttribute("aria-label") : null;
    this.shape = shape;
    this.config = config;
    this.sizes = [config.features.length, ...config.hidden, 1];
    this.columns.replaceChildren(this.inputs(palette), ...config.hidden.map((q, l) => this.layer(q, l)),
      this.output());
    this.tiles = [...this.columns.querySelectorAll(".bp-unit canvas")];
    if (focused) this.columns.querySelector(`[aria-label="${focused}"]`)?.focus();
    this.measure();
  }

  inputs(palette) {
    const rows = CHOICES.features.map((name, i) => {
      const chosen = this.config.features.includes(name);
      const tile = el("canvas", { class: "bp-tile", "aria-hidden": "true" });
      const values = grid(TILE).map(([x1, x2]) => featureValue(name, x1, x2));
      paintField(tile, values, TILE, palette, scaleOf(values));
      const box = checkbox(featureLabel(name), (on) => {
        this.act.set((chosen) => {
          const features = CHOICES.features.filter((f) =>
            f === name ? on : chosen.features.includes(f));
          return features.length && { features };
        });
      });
      box.show(chosen);
      // The last one stays: a net needs an input.
      box.input.disabled = chosen && this.config.features.length === 1;
      box.input.setAttribute("aria-label", `feature ${featureLabel(name)}`);
      return el("div", { class: chosen ? "bp-feature" : "bp-feature bp-off" }, box.box, tile);
    });
    return el("div", { class: "bp-column bp-inputs", role: "group", "aria-label": "Features" },
      el("div", { class: "bp-head" }, "Features"), ...rows);
  }

  layer(q, l) {
    const change = (by) => () => this.act.set(({ hidden }) => {
      const units = hidden[l] + by;
      return units >= 1 && units <= CHOICES.units && { hidden: hidden.with(l, units) };
    });
    const units = [...Array(q).keys()].map((u) => {
      const name = `hidden layer ${l + 1}, unit ${u + 1}`;
      return this.unit([l, u], name, el("canvas", { class: "bp-tile", width: TILE, height: TILE }));
    });
    const fewer = button("−", change(-1), {
      "aria-label": `fewer units in hidden layer ${l + 1}`, disabled: q <= 1 });
    const more = button("+", change(1), {
      "aria-label": `more units in hidden layer ${l + 1}`, disabled: q >= CHOICES.units });
    return el("div", { class: "bp-column", role: "group", "aria-label": `Hidden layer ${l + 1}` },
      el("div", { class: "bp-head" }, fewer, el("span", {}, String(q)), more), ...units);
  }

  output() {
    const at = [this.config.hidden.length, 0];
    return el("div", { class: "bp-column", role: "group", "aria-label": "Output" },
      el("div", { class: "bp-head" }, "Out"), this.unit(at, "output unit", "ŷ"));
  }

  unit(at, name, content) {
    return button(content, () => this.act.select(at), {
      class: "bp-unit", "aria-label": name, "aria-pressed": "false", "data-unit": at.join(),
      pointerenter: () => this.act.hover(at), pointerleave: () => this.act.hover(null),
      focus: () => this.act.hover(at), blur: () => this.act.hover(null),
    });
  }

  pressed(unit) {
    for (const element of this.columns.querySelectorAll("[data-unit]")) {
      element.setAttribute("aria-pressed", String(element.dataset.unit === unit?.join()));
    }
  }

  // Where the lines begin and end, in pixels within the box.
  measure() {
    if (!this.sizes) return;
    const from = this.inner.getBoundingClientRect();
    const ends = (element) => {
      const r = element.getBoundingClientRect();
      const y = r.top - from.top + r.height / 2;
      return { left: [r.left - from.left, y], right: [r.right - from.left, y] };
    };
    const columns = [...this.columns.children].map((column) =>
      [...column.querySelectorAll(".bp-unit, .bp-feature:not(.bp-off) canvas")].map(ends));
    this.lines = [];
    for (let l = 0; l + 1 < columns.length; l++) {
      for (let i = 0; i < columns[l].length; i++) {
        for (let j = 0; j < columns[l + 1].length; j++) {
          this.lines.push({ l, i, j, from: columns[l][i].right, to: columns[l + 1][j].left });
        }
      }
    }
    this.drawEdges();
  }

  // params as they come: W1, b1, W2, b2, ... in one array.
  draw(params, tiles, palette, discretise) {
    this.params = params;
    this.palette = palette;
    for (let i = 0; i < this.tiles.length; i++) {
      const values = tiles.subarray(i * TILE * TILE, (i + 1) * TILE * TILE);
      if (values.length) {
        paintField(this.tiles[i], values, TILE, palette, scaleOf(values), discretise);
      }
    }
    this.drawEdges();
  }

  weight(l, i, j) {
    return this.params[weightAt(this.sizes, l, i, j)];
  }

  drawEdges() {
    if (!this.params || !this.palette || !this.lines) return;
    const context = fit(this.edges, this.inner.clientWidth, this.inner.clientHeight);
    for (const line of this.lines) {
      const w = this.weight(line.l, line.i, line.j);
      if (!Number.isFinite(w)) continue;
      context.strokeStyle = w > 0 ? this.palette.orange : this.palette.blue;
      context.lineWidth = Math.min(9, 0.6 + 2.2 * Math.abs(w));
      context.setLineDash(w > 0 ? [] : [7, 4]);
      context.globalAlpha = Math.min(1, 0.25 + Math.abs(w));
      const [x, y, X, Y] = [...line.from, ...line.to];
      context.beginPath();
      context.moveTo(x, y);
      context.bezierCurveTo((x + X) / 2, y, (x + X) / 2, Y, X, Y);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  // A click near a line asks for that weight.
  clicked(event) {
    if (event.target.closest("button, input, label")) return;
    const box = this.inner.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best = { distance: REACH };
    for (const line of this.lines ?? []) {
      const distance = distanceTo(line, px, py);
      if (distance < best.distance) best = { distance, line };
    }
    if (best.line) this.act.select([best.line.l, best.line.j], best.line.i);
  }
}

// Where W[l][i, j] is in the flat parameters.
export function weightAt(sizes, l, i, j) {
  return layerStart(sizes, l) + i * sizes[l + 1] + j;
}

export function biasAt(sizes, l, j) {
  return layerStart(sizes, l) + sizes[l] * sizes[l + 1] + j;
}

export function layerStart(sizes, l) {
  let start = 0;
  for (let k = 0; k < l; k++) start += (sizes[k] + 1) * sizes[k + 1];
  return start;
}

// The centres of n x n cells, rows from the bottom up.
export function grid(n) {
  const at = [...Array(n).keys()].map((i) => ((i + 0.5) * 2 * EXTENT) / n - EXTENT);
  return at.flatMap((x2) => at.map((x1) => [x1, x2]));
}

function distanceTo({ from: [x, y], to: [X, Y] }, px, py) {
  let nearest = Infinity;
  for (let t = 0; t <= 1; t += 1 / 24) {
    const s = 1 - t;
    const middle = (x + X) / 2;
    const bx = s ** 3 * x + 3 * s * s * t * middle + 3 * s * t * t * middle + t ** 3 * X;
    const by = s ** 3 * y + 3 * s * s * t * y + 3 * s * t * t * Y + t ** 3 * Y;
    nearest = Math.min(nearest, Math.hypot(px - bx, py - by));
  }
  return nearest;
}
