// Training in the page: takes the messages that Python takes, and answers as Python does.

import { checkLayers } from "./check.js";
import { CHOICES } from "./choices.js";
import { checked, fromLink, problemOf, readState } from "./link.js";
import { dataLoss, forward, lossAndGradients } from "./net.js";
import { TILE, grid } from "./network.js";
import { SIDE } from "./output.js";
import { Random } from "./random.js";
import { drawSamplesOf, inputs } from "./samples.js";
import { makeUpdate, startParams } from "./steps.js";

const KEEPS = ["learning_rate", "regularisation", "regularisation_rate", "batch_size", "optimizer",
  "points", "show_test", "discretise", "steps_per_frame"];
const GRID = Float64Array.from(grid(SIDE).flat());
const CHECK_EVERY = 500; // milliseconds
const HISTORY = 2000;
const LARGEST = 1e30;

export class Engine {
  constructor(config) {
    this.receive = () => {};
    this.message = "";
    this.running = false;
    this.checkedAt = 0;
    this.apply(config);
  }

  send(message) {
    try {
      this.answers = message.id ?? null;
      this[`on_${message.kind}`]?.(message);
    } catch (error) {
      this.message = `Nothing is changed: ${error.message}.`;
      this.tellState();
    }
  }

  apply(config, changed = null) {
    this.config = config;
    this.net = {
      sizes: [config.features.length, ...config.hidden, 1], activation: config.activation,
      problem: problemOf(config.data), regularisation: config.regularisation,
      rate: config.regularisation_rate,
    };
    const kept = changed?.every((name) => KEEPS.includes(name));
    if (!kept || changed.includes("points")) {
      this.samples = drawSamplesOf(config);
      this.F = inputs(config.features, this.samples.X);
      this.F_test = inputs(config.features, this.samples.X_test);
      this.gridInputs = inputs(config.features, GRID);
    }
    if (!kept) this.reset();
    else if (changed.includes("optimizer")) this.update = makeUpdate(config.optimizer);
    this.order = [];
  }

  reset() {
    this.params = startParams(this.net.sizes, this.config.init, new Random(this.config.seed));
    this.update = makeUpdate(this.config.optimizer);
    this.random = new Random(this.config.seed + 1);
    this.step = this.seen = 0;
    this.history = [];
    this.order = [];
    this.batch = [this.F, this.samples.T];
  }

  stepOnce() {
    this.batch = this.nextBatch();
    const [loss, gradients] = lossAndGradients(this.net, this.params, ...this.batch);
    const params = this.update(this.params, gradients, this.config.learning_rate);
    if (!Number.isFinite(loss) || !params.every((P) => P.every((w) => Math.abs(w) < LARGEST))) {
      throw new Error(`The loss is ${loss} and the weights grow beyond all bounds: the steps were ` +
        "too large. Choose a smaller learning rate, then Reset.");
    }
    this.params = params;
    this.step += 1;
    this.seen += this.batch[1].length;
  }

  nextBatch() {
    const { F, samples: { T }, config: { batch_size: size } } = this;
    if (!size || size >= T.length) return [F, T];
    if (!this.order.length) this.order = this.random.permutation(T.length);
    const rows = this.order.splice(0, size);
    const p = this.net.sizes[0];
    return [Float64Array.from(rows.flatMap((i) => [...F.subarray(i * p, (i + 1) * p)])),
      Float64Array.from(rows, (i) => T[i])];
  }

  losses() {
    const { X: _X, T, T_test } = this.samples;
    const found = [[this.F, T], [this.F_test, T_test]].map(([F, targets]) => {
      const { A } = forward(this.net, this.params, F);
      const right = A.reduce((n, a, i) => n + (a > 0 === targets[i] > 0), 0) / targets.length;
      return [dataLoss(this.net, A, targets)[0], this.net.problem === "regression" ? NaN : right];
    });
    return [found[0][0], found[1][0], found[0][1], found[1][1]];
  }

  tellFrame() {
    const { A, hidden } = forward(this.net, this.params, this.gridInputs);
    const losses = this.losses();
    if (this.history.at(-1)?.[0] !== this.step) this.history.push([this.step, losses[0], losses[1]]);
    if (this.history.length > HISTORY) this.history = this.history.filter((_, i) => i % 2 === 0);
    const [, gradients] = lossAndGradients(this.net, this.params, ...this.batch);
    const [l, u] = this.selected ?? [];
    const known = this.selected && u < (this.config.hidden[l] ?? 0);
    if (!known) this.selected = null;
    this.answer({ kind: "frame", running: this.running, step: this.step,
      epoch: this.seen / this.samples.T.length, selected: this.selected }, {
      field: this.net.problem === "regression" ? A : A.map((a) => Math.tanh(a / 2)),
      tiles: hidden.flatMap((Z, k) => tilesOf(Z, this.config.hidden[k])),
      selected_field: known ? column(hidden[l], this.config.hidden[l], u) : [],
      params: this.params.flatMap((P) => [...P]),
      gradients: gradients.flatMap((g) => [...g]),
      losses,
    });
  }

  tellState() {
    this.answer({ kind: "state", config: this.config, own: [], problems: [], checked: true, message: this.message,
      running: this.running, answers: this.answers }, { ...this.samples, history: this.history.flat() });
  }

  tellAll() {
    this.tellState();
    this.tellFrame();
  }

  answer(header, parts) {
    const sections = {};
    let end = 0;
    for (const [name, part] of Object.entries(parts)) {
      sections[name] = [end, end + part.length];
      end += part.length;
    }
    const floats = new Float32Array(end);
    for (const [name, part] of Object.entries(parts)) floats.set(part, sections[name][0]);
    this.receive({ ...header, sections }, floats);
  }

  liveCheck(now) {
    if (now - this.checkedAt < CHECK_EVERY) return;
    this.checkedAt = now;
    this.receive({ kind: "check", layers: checkLayers(this.net, this.params, ...this.batch) });
  }

  work() {
    if (!this.running) return;
    try {
      for (let i = 0; i < this.config.steps_per_frame; i++) this.stepOnce();
    } catch (error) {
      this.running = false;
      this.message = error.message;
      this.tellAll();
      return;
    }
    this.tellFrame();
    this.liveCheck(performance.now());
  }

  on_hello() { this.tellAll(); }

  on_ack() { if (this.running) setTimeout(() => this.work()); }

  on_run() {
    this.message = "";
    if (this.running) return;
    this.running = true;
    this.tellState();
    this.work();
  }

  on_pause() {
    this.running = false;
    this.tellFrame();
  }

  on_step() {
    this.running = false;
    this.message = "";
    this.stepOnce();
    this.tellAll();
    this.liveCheck(Infinity);
    this.checkedAt = 0;
  }

  on_reset() {
    this.running = false;
    this.message = "";
    this.reset();
    this.tellAll();
  }

  on_regenerate() { this.on_set({ changes: { seed: (this.config.seed + 1) % 1e9 } }); }

  on_set({ changes }) {
    const names = Object.keys(changes).filter((name) =>
      JSON.stringify(changes[name]) !== JSON.stringify(this.config[name]));
    const config = checked({ ...this.config, ...changes });
    this.message = "";
    if (names.length) this.apply(config, names);
    this.tellAll();
  }

  on_weight({ layer, row, column: j, value }) {
    const target = Float64Array.from(this.params[2 * layer + (row === null)]);
    target[row === null ? j : row * this.net.sizes[layer + 1] + j] = value;
    this.params = this.params.map((P, i) => (i === 2 * layer + (row === null) ? target : P));
    this.tellFrame();
  }

  on_select({ unit }) {
    this.selected = unit;
    if (!this.running) this.tellFrame();
  }

  on_restore({ text }) {
    const { config, params, step } = readState(text);
    this.running = false;
    this.message = "";
    this.apply(config);
    if (params) Object.assign(this, { params, step });
    this.tellAll();
  }

  on_trace({ sample }) {
    const p = this.net.sizes[0];
    const F = this.F.slice(sample * p, (sample + 1) * p);
    const T = this.samples.T.slice(sample, sample + 1);
    const stages = [{ name: "X", unit: "data", shape: [1, p], values: rowsOf(F, p) }];
    lossAndGradients({ ...this.net, regularisation: "none" }, this.params, F, T, (name, unit, value, q) => {
      const shape = q > 0 ? [value.length / q, q] : q ? [value.length] : [];
      const values = q > 0 ? rowsOf(value, q) : q ? [...value] : value;
      stages.push({ name, unit, shape, values });
    });
    this.receive({ kind: "trace", sample, target: T[0], stages });
  }
}

export function startConfig(hash) {
  return hash.length > 1 ? fromLink(hash) : { ...CHOICES.start };
}

function rowsOf(values, q) {
  return Array.from({ length: values.length / q }, (_, i) => [...values.subarray(i * q, (i + 1) * q)]);
}

function column(Z, q, u) {
  return Float64Array.from({ length: Z.length / q }, (_, i) => Z[i * q + u]);
}

// Each unit's field, smaller: every fourth cell of the grid.
function tilesOf(Z, q) {
  const every = SIDE / TILE;
  const tiles = [];
  for (let u = 0; u < q; u++) {
    for (let r = 0; r < TILE; r++) {
      for (let c = 0; c < TILE; c++) {
        tiles.push(Z[((r * every + every / 2) * SIDE + c * every + every / 2) * q + u]);
      }
    }
  }
  return tiles;
}
