// Elements and labelled native controls.

let made = 0;

// An id that no other control of the page has.
export function freshId(name) {
  made += 1;
  return `bp-${name}-${made}-${Math.random().toString(36).slice(2, 8)}`;
}

// An element; attributes that are functions are listeners, children are elements or text.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function button(text, press, attributes = {}) {
  return el("button", { type: "button", click: press, ...attributes }, text);
}

// Only when it is another: no work for the browser, nothing new for a screen reader.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// A choice among `options`, pairs of value and text; a value that is not among them is added.
export function select(label, options, change) {
  const id = freshId("select");
  const input = el("select", { id, change: () => change(parse(input.value)) });
  const parse = (text) => (typeof options[0][0] === "number" ? Number(text) : text);
  const show = (value) => {
    if (![...input.options].some((option) => option.value === String(value))) {
      input.append(el("option", { value }, String(value)));
    }
    input.value = String(value);
  };
  for (const [value, text] of options) input.append(el("option", { value }, text));
  const box = el("div", { class: "bp-control" }, el("label", { for: id }, label), input);
  return { box, input, show };
}

// A slider whose value is shown in words beside its label.
export function slider(label, [low, high, by], words, change) {
  const id = freshId("slider");
  const shown = el("output", { for: id });
  const input = el("input", { id, type: "range", min: low, max: high, step: by });
  const tell = () => {
    setText(shown, words(Number(input.value)));
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", tell);
  input.addEventListener("change", () => change(Number(input.value)));
  const show = (value) => {
    if (document.activeElement !== input || Number(input.value) !== value) input.value = value;
    tell();
  };
  const box = el("div", { class: "bp-control" }, el("label", { for: id }, label, " ", shown), input);
  return { box, input, show };
}

export function checkbox(label, change) {
  const id = freshId("box");
  const input = el("input", { id, type: "checkbox", change: () => change(input.checked) });
  const box = el("div", { class: "bp-check" }, input, el("label", { for: id }, label));
  return { box, input, show: (value) => (input.checked = value) };
}

// Whether what is typed is a number within the field's range; whole ones only where the step is 1.
export function isValid(input) {
  const { rangeUnderflow, rangeOverflow, stepMismatch } = input.validity;
  return Number.isFinite(input.valueAsNumber) && !rangeUnderflow && !rangeOverflow &&
    !(stepMismatch && input.step === "1");
}

function wanted({ min, max, step }) {
  const range = min && max ? ` from ${min} to ${max}` : min ? ` from ${min} up` : "";
  return `Give a ${step === "1" ? "whole " : ""}number${range}.`;
}

// A number to type; `change` gets valid ones only, and of others it is said what they must be.
export function number(label, attributes, change) {
  const id = freshId("number");
  const hint = el("span", { class: "bp-hint bp-wrong", role: "alert" });
  const check = () => {
    const valid = isValid(input);
    input.setAttribute("aria-invalid", String(!valid));
    setText(hint, valid ? "" : wanted(input));
    return valid;
  };
  const commit = () => check() && change(input.valueAsNumber);
  const input = el("input", { id, type: "number", step: "any", ...attributes, change: commit });
  const box = el("div", { class: "bp-control" }, el("label", { for: id }, label), input, hint);
  const show = (value) => {
    if (document.activeElement === input) return;
    input.value = value;
    check();
  };
  return { box, input, show };
}

// A canvas in device pixels for a size in CSS pixels; its context draws in CSS pixels.
export function fit(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

// The still picture that a notebook has below a widget is hidden while the widget is there.
export function hideStill(model) {
  return el("style", {}, `#${model.get("still_id")} { display: none; }`);
}
