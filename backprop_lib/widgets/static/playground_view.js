// The Playground as one sees it. `link.send(message)` reaches what trains, in Python or in this
// page; what that answers comes to `receive(header, floats)`. Choices are shown as they come back.
// `link.every`: after how many frames one acknowledgement is sent; `link.lost`: what silence means.

import { Controls } from "./controls.js";
import { Curves } from "./curves.js";
import { el, setText } from "./dom.js";
import { Gradients } from "./gradients.js";
import { Inspector } from "./inspector.js";
import { keepKeys } from "./keys.js";
import { problemOf } from "./link.js";
import { Network } from "./network.js";
import { Output } from "./output.js";
import { readPalette } from "./palette.js";
import { Pending } from "./pending.js";
import { OwnPoints } from "./points.js";
import { FrameQueue } from "./queue.js";
import { SampleSteps } from "./sample.js";
import { Share } from "./share.js";
import { Summary } from "./summary.js";

const PATIENCE = 4000; // milliseconds for an answer
const TEXT = 250; // milliseconds between two changes of what is read
const UNITS = 100; // milliseconds between two pictures of the units and the lines between them

export class PlaygroundView {
  constructor(root, link) {
    this.link = link;
    this.root = root;
    this.wanted = false; // whether training should go on, as far as this view knows
    this.selected = null;
    this.hovered = null;
    this.pending = new Pending();
    this.queue = new FrameQueue(link.every, (frame, at) => this.drawNext(frame, at),
      (frames) => this.send({ kind: "ack", frames }));
    this.build();
    root.classList.add("bp-widget");
    root.replaceChildren(this.box);
    this.freeKeys = keepKeys(root);
    this.themed = new MutationObserver(() => this.recolour());
    for (const element of [document.documentElement, document.body]) {
      this.themed.observe(element, { attributes: true });
    }
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", this.recolour);
    this.palette = readPalette(root);
    this.send({ kind: "hello" });
  }

  build() {
    const act = {
      send: (kind) => this.order(kind),
      set: (choice) => this.set(choice),
      toggle: () => this.order(this.wanted ? "pause" : "run"),
      select: (unit, row) => this.select(unit, row),
      hover: (unit) => this.hover(unit),
      weight: (layer, row, column, value) => this.send({ kind: "weight", layer, row, column, value }),
      trace: (sample) => this.send({ kind: "trace", sample }),
      ring: (sample) => this.ring(sample),
      point: (x1, x2) => this.points.add(x1, x2),
      restore: (text) => this.send({ kind: "restore", text }),
    };
    this.controls = new Controls(act);
    this.network = new Network(act);
    this.output = new Output(act);
    this.curves = new Curves();
    this.inspector = new Inspector(act);
    this.gradients = new Gradients();
    this.sample = new SampleSteps(act);
    this.points = new OwnPoints(act);
    this.share = new Share(act);
    this.summary = new Summary();
    this.message = el("div", { class: "bp-message", role: "alert", hidden: true });
    this.own = el("div", { class: "bp-own", hidden: true });
    const more = (title, part, open) =>
      el("details", open ? { open: true } : {}, el("summary", {}, title), part.box);
    this.box = el("section", { class: "bp-playground", "aria-label": "Playground" },
      this.controls.bar, this.message, this.own,
      el("div", { class: "bp-main" },
        this.controls.data,
        el("div", { class: "bp-middle" }, this.controls.layersBox, this.network.box, this.inspector.box),
        el("div", { class: "bp-right" }, this.output.box, this.controls.options, this.curves.box)),
      this.summary.box,
      more("Gradients", this.gradients, true),
      more("One sample, forward and backward", this.sample),
      more("Own points", this.points),
      more("Keep and restore", this.share));
  }

  dispose() {
    this.disposed = true;
    clearTimeout(this.waiting);
    this.queue.dispose();
    this.freeKeys();
    this.themed.disconnect();
    this.dark.removeEventListener("change", this.recolour);
    this.network.dispose();
  }

  send(message) {
    try {
      this.link.send(message);
    } catch {
      this.lost();
      return;
    }
    if (message.kind !== "ack") this.expect();
  }

  set(choice) {
    const message = this.pending.message(choice, this.config);
    if (message) this.send(message);
  }

  // Run, pause, step, reset: shown at once, whatever is still on its way.
  order(kind) {
    this.runs(kind === "run" || (kind === "regenerate" && this.wanted));
    this.tell("");
    this.silent = false;
    this.send({ kind });
  }

  runs(on) {
    this.wanted = on;
    this.controls.running(on);
  }

  expect() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.lost(), PATIENCE);
  }

  // No answer: Python is busy, or there is no more Python.
  lost() {
    if (document.hidden || this.disposed) return;
    this.runs(false);
    this.silent = true;
    this.tell(this.link.lost);
  }

  tell(text) {
    setText(this.message, text);
    this.message.hidden = !text;
  }

  receive(header, floats) {
    if (this.disposed) return;
    clearTimeout(this.waiting);
    if (this.silent) {
      this.tell("");
      // It was only busy: what was under way goes on.
      if (header.kind === "frame" && header.running) this.runs(true);
    }
    this.silent = false;
    const parts = {};
    for (const [name, [start, end]] of Object.entries(header.sections ?? {})) {
      parts[name] = floats.subarray(start, end);
    }
    if (header.kind === "state") this.receiveState(header, parts);
    else if (header.kind === "frame") this.receiveFrame({ ...header, ...parts });
    else if (header.kind === "trace") this.sample.receive(header);
    else if (header.kind === "check") this.gradients.check(header.layers);
  }

  receiveState({ config, own, problems, checked, message, running, answers }, parts) {
    this.pending.answered(answers);
    const before = this.config;
    this.config = config;
    this.samples = parts;
    this.runs(running);
    this.controls.show(config);
    const sizes = JSON.stringify([config.features, config.hidden]);
    if (before && sizes !== JSON.stringify([before.features, before.hidden])) {
      this.selected = this.hovered = null;
    }
    this.network.show(config, this.palette);
    this.network.pressed(this.selected);
    if (!before || this.selected === null) this.inspector.show(config, this.selected);
    this.output.show(config, parts, problemOf(config.data));
    this.gradients.show(config);
    this.sample.limit(parts.T.length);
    this.points.show(config);
    this.share.show(config);
    this.curves.restart(parts.history);
    this.tell(message);
    this.tellOwn(own, problems, checked);
    this.link.stateChanged?.(config);
    this.queue.clear(); // of another net, perhaps
    this.frame = null;
  }

  tellOwn(own, problems, checked) {
    this.own.hidden = own.length === 0;
    const names = own.join(", ");
    const verdict = problems.length
      ? [el("strong", {}, "✗ The gradients are wrong. "), "Training goes on with them: watch."]
      : [checked ? "✓ The gradients agree with difference quotients." : "They could not be checked."];
    const first = el("p", {}, `This net computes with your own ${names}. `, ...verdict);
    this.own.replaceChildren(first,
      ...(problems.length ? [el("ul", {}, ...problems.map((text) => el("li", {}, text)))] : []));
    this.own.classList.toggle("bp-wrong", problems.length > 0 || !checked);
  }

  receiveFrame(frame) {
    if (!frame.running) {
      this.runs(false);
    } else if (this.wanted) {
      this.expect();
    }
    this.queue.add(frame);
  }

  drawNext(frame, at) {
    // After Pause the screen stands still, also for a frame that was on its way.
    if (frame.running && !this.wanted) return;
    this.frame = frame;
    this.draw(at);
  }

  draw(at) {
    const frame = this.frame;
    if (!this.config || !frame) return;
    // Styles apply from when the widget is in the page, which is after it was made.
    if (!this.palette.blue) this.recolour();
    const { palette, config } = this;
    const unit = this.hovered ?? this.selected;
    this.output.draw({ ...this.fields(frame, unit), unit }, palette);
    this.curves.add(frame.step, frame.losses);
    this.share.draw(frame.params, frame.step);
    // The large field is drawn each time; small ones, and what is read rather than watched, less
    // often: they cost most, and text that changes faster cannot be read.
    const due = (last, every) => !frame.running || !(at - last < every);
    if (due(this.pictured, UNITS)) {
      this.pictured = at;
      this.network.draw(frame.params, frame.tiles, palette, config.discretise);
    }
    if (due(this.written, TEXT)) {
      this.written = at;
      this.controls.counted(frame.epoch, frame.step);
      this.inspector.draw(frame.params);
      this.gradients.draw(frame.gradients);
      if (frame.step === 0) this.gradients.clear(); // what was checked was another net
      this.curves.draw(palette);
    }
    if (frame.step !== this.lastStep) this.sample.stale();
    this.lastStep = frame.step;
    const net = `${[config.features.length, ...config.hidden, 1].join("-")} net on ${config.data}`;
    const text = this.summary.frame(frame, net, at);
    if (text) this.output.describe(`Field of the ${net}. ${text}`);
  }

  // A unit's field in full size is sent only when it is asked for; until then there is none.
  fields(frame, unit) {
    const same = unit && frame.selected && frame.selected.join() === unit.join();
    return { field: frame.field, selected: same ? frame.selected_field : new Float32Array() };
  }

  select(unit, row = null) {
    const again = row === null && unit?.join() === this.selected?.join();
    this.selected = again ? null : unit;
    if (again) this.hovered = null;
    this.network.pressed(this.selected);
    this.inspector.show(this.config, this.selected, row);
    this.look();
  }

  hover(unit) {
    this.hovered = unit;
    this.look();
  }

  look() {
    const unit = this.hovered ?? this.selected;
    const hidden = unit && unit[0] < this.config.hidden.length ? unit : null;
    if (this.looking !== hidden?.join()) {
      this.looking = hidden?.join();
      this.send({ kind: "select", unit: hidden });
    }
    this.redraw();
  }

  ring(sample) {
    this.output.ring = sample;
    this.redraw();
  }

  redraw() {
    if (this.frame) requestAnimationFrame((at) => !this.disposed && this.draw(at));
  }

  recolour = () => {
    const palette = readPalette(this.root);
    if (palette.key === this.palette.key) return;
    this.palette = palette;
    if (!this.config) return;
    this.network.show(this.config, palette);
    this.network.pressed(this.selected);
    this.redraw();
  };
}
