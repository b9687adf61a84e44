// The controls above and beside the net.

import { button, checkbox, el, number, select, slider } from "./dom.js";
import { CHOICES } from "./choices.js";
import { problemOf } from "./link.js";

const NAMES = {
  xor: "exclusive or", gauss: "two clouds", multi_gauss: "hills and hollows", leaky_relu: "leaky relu",
  plain: "gradient descent", momentum: "momentum", adam: "Adam", xavier: "Xavier", he: "He",
  gaussian: "small normal", zeros: "all zero",
};

const named = (names) => names.map((name) => [name, NAMES[name] ?? name]);
const numbers = (values) => values.map((value) => [value, String(value)]);
const size = (n) => [n, n === 0 ? "all samples" : String(n)];

export class Controls {
  // act.send(kind) for run, pause, step, reset, regenerate; act.set(changes) for choices, or with a
  // function that makes the changes from what is chosen.
  constructor(act) {
    this.act = act;
    const set = (name) => (value) => act.set({ [name]: value });
    this.runs = button("Run", () => act.toggle(), { class: "bp-run" });
    this.count = el("span", { class: "bp-count" }, "");
    this.problem = select("problem", named(["classification", "regression"]),
      (problem) => act.set({ data: CHOICES.data[problem][0] }));
    this.fields = {
      learning_rate: select("learning rate", numbers(CHOICES.learning_rate), set("learning_rate")),
      activation: select("activation", named(CHOICES.activation), set("activation")),
      optimizer: select("optimizer", named(CHOICES.optimizer), set("optimizer")),
      init: select("initial weights", named(CHOICES.init), set("init")),
      regularisation: select("regularisation", named(CHOICES.regularisation), set("regularisation")),
      regularisation_rate: select("its rate", numbers(CHOICES.regularisation_rate),
        set("regularisation_rate")),
      steps_per_frame: select("steps a frame", numbers(CHOICES.steps_per_frame), set("steps_per_frame")),
      data: select("data set", named(Object.values(CHOICES.data).flat()), set("data")),
      samples: select("samples", numbers(CHOICES.samples), set("samples")),
      train_share: slider("to train on", [10, 90, 10], (v) => `${v} %`, set("train_share")),
      noise: slider("noise", [0, 50, 5], (v) => `${v} %`, set("noise")),
      batch_size: select("batch size", CHOICES.batch_size.map(size), set("batch_size")),
      seed: number("seed", { min: 0, max: CHOICES.ranges.seed[1], step: 1 }, set("seed")),
      show_test: checkbox("show test samples (hollow)", set("show_test")),
      discretise: checkbox("discretise the output", set("discretise")),
    };
    const f = this.fields;
    this.bar = el("div", { class: "bp-bar-top", role: "group", "aria-label": "Training" },
      this.runs, button("Step", () => act.send("step")), button("Reset", () => act.send("reset")),
      this.count, ...["learning_rate", "activation", "optimizer", "init", "regularisation",
        "regularisation_rate", "steps_per_frame"].map((name) => f[name].box));
    this.fewer = button("−", () => this.layers(-1), { "aria-label": "fewer hidden layers" });
    this.more = button("+", () => this.layers(1), { "aria-label": "more hidden layers" });
    this.depth = el("span", {}, "");
    this.layersBox = el("div", { class: "bp-depth", role: "group", "aria-label": "Hidden layers" },
      this.fewer, this.depth, this.more);
    this.data = el("div", { class: "bp-data", role: "group", "aria-label": "Data" },
      el("div", { class: "bp-title" }, "Data"), this.problem.box, f.data.box, f.samples.box, f.train_share.box, f.noise.box,
      f.batch_size.box, f.seed.box, button("Regenerate", () => act.send("regenerate")));
    this.options = el("div", { class: "bp-options" }, f.show_test.box, f.discretise.box);
  }

  layers(by) {
    this.act.set(({ hidden }) => {
      if (by < 0) return { hidden: hidden.slice(0, -1) };
      return hidden.length < CHOICES.layers && { hidden: [...hidden, hidden.at(-1) ?? 2] };
    });
  }

  show(config) {
    for (const [name, field] of Object.entries(this.fields)) field.show(config[name]);
    const problem = problemOf(config.data);
    this.problem.show(problem);
    for (const option of this.fields.data.input.options) {
      option.hidden = option.disabled = problemOf(option.value) !== problem;
    }
    const layers = config.hidden.length;
    this.depth.textContent = layers === 1 ? "1 hidden layer" : `${layers} hidden layers`;
    this.fewer.disabled = layers === 0;
    this.more.disabled = layers === CHOICES.layers;
    this.fields.regularisation_rate.input.disabled = config.regularisation === "none";
  }

  running(on) {
    const text = on ? "Pause" : "Run";
    if (this.runs.textContent !== text) this.runs.textContent = text;
  }

  counted(epoch, step) {
    const text = `epoch ${Math.floor(epoch)}, step ${step}`;
    if (this.count.textContent !== text) this.count.textContent = text;
  }
}
