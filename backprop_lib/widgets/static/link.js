// The state as a link: the part of an address behind its #.

import { CHOICES } from "./choices.js";

export function toLink(config) {
  const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));
  const pairs = [["version", CHOICES.version], ...Object.keys(CHOICES.start).map((n) => [n, config[n]])];
  return "#" + pairs.map(([name, value]) => {
    const written = name === "points" ? value.map((point) => point.join(",")).join(";")
      : Array.isArray(value) ? value.join(",") : text(value);
    return `${name}=${encodeURIComponent(written).replace(/%2C/g, ",").replace(/%3B/g, ";")}`;
  }).join("&");
}

// The choices of a link, checked; throws an Error whose message says what is wrong.
export function fromLink(link) {
  const read = {};
  for (const [name, text] of new URLSearchParams(link.slice(link.lastIndexOf("#") + 1))) {
    if (name !== "version" && !(name in CHOICES.start)) {
      throw new Error(`the link is damaged: '${name}' is nothing that can be chosen`);
    }
    read[name] = name === "version" ? Number(text) : parse(name, text);
  }
  return fromState(read);
}

// The choices of a state; what it leaves out is as at the start.
export function fromState(state) {
  if (state === null || typeof state !== "object" || !("version" in state)) {
    throw new Error("the state is damaged: it has no version");
  }
  if (state.version !== CHOICES.version) {
    throw new Error(`the state is of version ${state.version}, this Playground reads ${CHOICES.version}`);
  }
  const { version: _version, weights: _weights, step: _step, ...rest } = state;
  return checked({ ...CHOICES.start, ...rest });
}

// What a text to bring back holds: choices, and parameters if it is a state that has them.
export function readState(text) {
  if (!text.trim()) throw new Error("there is nothing to bring back: paste a link or a state");
  if (!text.trim().startsWith("{")) return { config: fromLink(text) };
  let kept;
  try {
    kept = JSON.parse(text);
  } catch {
    throw new Error("the state is damaged: a part of it is missing or changed");
  }
  const config = fromState(kept);
  if (!("weights" in kept)) return { config };
  const sizes = [config.features.length, ...config.hidden, 1];
  const lengths = sizes.slice(1).flatMap((q, l) => [sizes[l] * q, q]);
  const params = Array.isArray(kept.weights) ? kept.weights.map((W) => Float64Array.from([W].flat(2))) : [];
  const step = kept.step ?? 0;
  if (params.map((P) => P.length).join() !== lengths.join() || !params.every((P) => P.every(Number.isFinite))) {
    throw new Error(`the state is damaged: its weights are not those of a ${sizes.join("-")} net`);
  }
  if (!Number.isInteger(step) || step < 0) throw new Error(`the state is damaged: its step is ${step}`);
  return { config, params, step };
}

export function problemOf(data) {
  return CHOICES.data.regression.includes(data) ? "regression" : "classification";
}

// The same choices, when each of them is one that there is.
export function checked(config) {
  for (const [name, value] of Object.entries(config)) {
    if (!(name in CHOICES.start)) throw new Error(`${name} is nothing that can be chosen`);
    if (!isChoice(name, value)) throw new Error(`${name} is ${JSON.stringify(value)}, which cannot be chosen`);
  }
  return config;
}

function isChoice(name, value) {
  const start = CHOICES.start[name];
  if (name in CHOICES.ranges) {
    const [low, high] = CHOICES.ranges[name];
    const whole = !name.endsWith("_rate");
    return typeof value === "number" && value >= low && value <= high && (!whole || Number.isInteger(value));
  }
  if (typeof start === "boolean") return typeof value === "boolean";
  if (name === "data") return Object.values(CHOICES.data).flat().includes(value);
  if (!Array.isArray(start)) return CHOICES[name].includes(value);
  if (!Array.isArray(value)) return false;
  if (name === "features") {
    return value.length > 0 && new Set(value).size === value.length &&
      value.every((item) => CHOICES.features.includes(item));
  }
  if (name === "hidden") {
    return value.length <= CHOICES.layers &&
      value.every((q) => Number.isInteger(q) && q >= 1 && q <= CHOICES.units);
  }
  return value.length <= CHOICES.points && value.every((point) => Array.isArray(point) &&
    point.length === 3 && point.every(Number.isFinite) && Math.abs(point[0]) <= 3 &&
    Math.abs(point[1]) <= 3 && Math.abs(point[2]) === 1);
}

function parse(name, text) {
  const start = CHOICES.start[name];
  if (name === "points") return text.split(";").filter(Boolean).map((point) => point.split(",").map(Number));
  if (name === "hidden") return text.split(",").filter(Boolean).map(Number);
  if (Array.isArray(start)) return text.split(",").filter(Boolean);
  if (typeof start === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the link is damaged: ${name} is '${text}'`);
  }
}
