// Charts as SVG: axes, lines, marks and words, coloured by the style sheet in either theme.

// The name space of SVG, as the browser knows it.
const NS = Object.assign(document.createElement("div"), { innerHTML: "<svg></svg>" }).firstChild.namespaceURI;
const MARGIN = { left: 60, right: 12, top: 12, bottom: 36 };

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// x, y: [low, high] of each axis; logX, logY: whether it is logarithmic; xText: how a
// tick of x is written. Classes of what is drawn:
// bp-l-text, -blue, -orange, -faint for lines, bp-f-... for what is filled, bp-dashed for dashes.
export class Chart {
  constructor({ x, y, xLabel = "", yLabel = "", width = 340, height = 260, logX = false, logY = false,
    xText = null }) {
    Object.assign(this, { x, y, xLabel, yLabel, width, height, logX, logY, xText });
    this.box = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "bp-chart", role: "img" });
  }

  // Takes everything away, and draws the axes.
  begin(label) {
    this.box.setAttribute("aria-label", label);
    this.box.replaceChildren();
    const [w, h] = [this.width - MARGIN.left - MARGIN.right, this.height - MARGIN.top - MARGIN.bottom];
    // Lines lie in a window of their own: they end where the axes do.
    this.inner = svg("svg", { x: MARGIN.left, y: MARGIN.top, width: w, height: h, overflow: "hidden",
      viewBox: `${MARGIN.left} ${MARGIN.top} ${w} ${h}` });
    this.box.append(this.inner);
    const [x0, y0, x1, y1] = [MARGIN.left, this.height - MARGIN.bottom, this.width - MARGIN.right,
      MARGIN.top];
    this.path([[x0, y1], [x0, y0], [x1, y0]], "bp-l-faint");
    for (const value of ticks(this.x, this.logX)) {
      const [px] = this.at(value, this.y[0]);
      this.path([[px, y0], [px, y0 + 4]], "bp-l-faint");
      this.words(px, y0 + 15, this.xText ? this.xText(value) : tickText(value, this.logX), "bp-middle-text");
    }
    for (const value of ticks(this.y, this.logY)) {
      const [, py] = this.at(this.x[0], value);
      this.path([[x0 - 4, py], [x0, py]], "bp-l-faint");
      this.words(x0 - 7, py + 4, tickText(value, this.logY), "bp-end-text");
    }
    this.words((x0 + x1) / 2, this.height - 4, this.xLabel, "bp-middle-text");
    if (this.yLabel) {
      const turned = `translate(12 ${(y0 + y1) / 2}) rotate(-90)`;
      this.box.append(svg("text", { transform: turned, class: "bp-middle-text" }, this.yLabel));
    }
  }

  // Where a point is, in pixels of the drawing; points far outside stay near its rim.
  at(x, y) {
    const share = (value, [low, high], log) => {
      const [v, a, b] = log ? [value, low, high].map((n) => Math.log10(Math.max(n, 1e-300)))
        : [value, low, high];
      return Math.max(-3, Math.min(4, (v - a) / (b - a)));
    };
    const [w, h] = [this.width - MARGIN.left - MARGIN.right, this.height - MARGIN.top - MARGIN.bottom];
    const [right, up] = [share(x, this.x, this.logX) * w, share(y, this.y, this.logY) * h];
    return [MARGIN.left + right, this.height - MARGIN.bottom - up];
  }

  // The point under the mouse, from an event of this chart; null outside of the axes.
  under(event) {
    const r = this.box.getBoundingClientRect();
    const [px, py] = [((event.clientX - r.left) * this.width) / r.width,
      ((event.clientY - r.top) * this.height) / r.height];
    const [s, t] = [(px - MARGIN.left) / (this.width - MARGIN.left - MARGIN.right),
      (this.height - MARGIN.bottom - py) / (this.height - MARGIN.top - MARGIN.bottom)];
    if (s < 0 || s > 1 || t < 0 || t > 1) return null;
    return [this.x[0] + s * (this.x[1] - this.x[0]), this.y[0] + t * (this.y[1] - this.y[0])];
  }

  // A line through points of the axes; gaps where they are not finite. It ends where the axes do.
  line(points, kind) {
    let part = [];
    const end = () => {
      if (part.length > 1) this.path(part, kind, this.inner);
      part = [];
    };
    for (const [x, y] of points) {
      if (Number.isFinite(x) && Number.isFinite(y)) part.push(this.at(x, y));
      else end();
    }
    end();
  }

  // A line with a head at its end.
  arrow(from, to, kind) {
    const [[x0, y0], [x1, y1]] = [this.at(...from), this.at(...to)];
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const [ux, uy] = [(5 * (x1 - x0)) / length, (5 * (y1 - y0)) / length];
    this.path([[x0, y0], [x1, y1]], kind);
    this.path([[x1 - ux - uy, y1 - uy + ux], [x1, y1], [x1 - ux + uy, y1 - uy - ux]], kind);
  }

  path(pixels, kind, into = this.box) {
    const d = pixels.map(([px, py], i) => `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
    into.append(svg("path", { d, class: kind, fill: "none" }));
  }

  // shape: disc, triangle, square, star or ring.
  mark(x, y, shape, kind, r = 5) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const [px, py] = this.at(x, y);
    if (shape === "disc" || shape === "ring") {
      const hollow = shape === "ring" ? { fill: "none" } : {};
      this.box.append(svg("circle", { cx: px, cy: py, r, class: kind, ...hollow }));
      return;
    }
    const corners = { triangle: [3, 1, 1.2], square: [4, 1, 1.2], star: [10, 0.45, 1.5] }[shape];
    const [n, inner, size] = corners;
    const points = [...Array(n).keys()].map((i) => {
      const angle = (2 * Math.PI * i) / n - (shape === "square" ? Math.PI / 4 : Math.PI / 2);
      const reach = r * size * (i % 2 ? inner : 1);
      return `${(px + reach * Math.cos(angle)).toFixed(1)},${(py + reach * Math.sin(angle)).toFixed(1)}`;
    });
    this.box.append(svg("polygon", { points: points.join(" "), class: kind }));
  }

  // A word beside a point of the axes.
  word(x, y, text, kind = "", [dx, dy] = [8, -4]) {
    const [px, py] = this.at(x, y);
    this.words(px + dx, py + dy, text, kind);
  }

  words(px, py, text, kind = "") {
    this.box.append(svg("text", { x: px.toFixed(1), y: py.toFixed(1), class: kind }, text));
  }

  // A bar from y0 to y1, as wide as `across` of the axis.
  bar(x, y0, y1, across, kind) {
    const [left, a] = this.at(x - across / 2, y0);
    const [right, b] = this.at(x + across / 2, y1);
    this.box.append(svg("rect", { x: left, y: Math.min(a, b), width: right - left,
      height: Math.abs(a - b), class: kind }));
  }
}

// n + 1 points of a function between two ends.
export function curve(f, [low, high], n = 200) {
  return [...Array(n + 1).keys()].map((i) => {
    const x = low + (i * (high - low)) / n;
    return [x, f(x)];
  });
}

// The points around `centre` where (p - c)' Q (p - c) = level, for Q = [[a, b], [b, c]].
export function ellipse([[a, b], [, c]], [x, y], level) {
  if (level <= 0) return [];
  const [l11, l21] = [Math.sqrt(a), b / Math.sqrt(a)];
  const l22 = Math.sqrt(c - l21 * l21);
  return [...Array(73).keys()].map((i) => {
    const [u, v] = [Math.cos((i * Math.PI) / 36), Math.sin((i * Math.PI) / 36)].map((n) =>
      n * Math.sqrt(level));
    const second = v / l22;
    return [x + (u - l21 * second) / l11, y + second];
  });
}

// A number in few digits, with a proper minus sign.
export function short(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "∞" : "−∞";
  const rounded = Number(value.toPrecision(digits));
  const small = rounded !== 0 && (Math.abs(rounded) < 1e-3 || Math.abs(rounded) >= 1e5);
  return (small ? rounded.toExponential() : String(rounded)).replaceAll("-", "−");
}

function ticks([low, high], log) {
  if (log) {
    const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const by = Math.max(1, Math.ceil((to - from) / 6));
    return [...Array(Math.floor((to - from) / by) + 1).keys()].map((i) => 10 ** (from + i * by));
  }
  const rough = (high - low) / 5;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const by = [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= rough - 1e-12);
  const from = Math.ceil(low / by - 1e-9);
  return [...Array(Math.floor(high / by + 1e-9) - from + 1).keys()].map((i) => (from + i) * by);
}

function tickText(value, log) {
  if (!log) return short(value);
  const power = Math.round(Math.log10(value));
  return power === 0 ? "1" : power === 1 ? "10" : `1e${power}`.replace("-", "−");
}
