// What the explorers share: controls, pictures, a summary that is read out, both themes.

import { el, hideStill, setText, slider } from "./dom.js";
import { keepKeys } from "./keys.js";
import { readPalette } from "./palette.js";

const PAUSE = 250; // milliseconds without a change until the summary is read out

// build(opening, changed) makes the explorer: { controls, pictures, draw }. draw(palette) draws it as
// it is and returns a sentence or two that say the same; changed() asks for that.
export function explorerOf(title, build) {
  function render({ model, el: root }) {
    let scheduled = 0;
    let telling = 0;
    const summary = el("p", { class: "bp-summary", "aria-live": "polite", role: "status" });
    const draw = () => {
      scheduled = 0;
      const text = made.draw(readPalette(root));
      clearTimeout(telling);
      if (summary.textContent) telling = setTimeout(() => setText(summary, text), PAUSE);
      else setText(summary, text);
    };
    const changed = () => {
      scheduled ||= requestAnimationFrame(draw);
    };
    const made = build(model.get("opening"), changed);
    root.classList.add("bp-widget");
    root.replaceChildren(el("section", { class: "bp-playground bp-explorer", "aria-label": title },
      el("div", { class: "bp-row bp-knobs", role: "group", "aria-label": "What can be changed" },
        ...made.controls),
      el("div", { class: "bp-pictures" }, ...made.pictures), summary), hideStill(model));
    const freeKeys = keepKeys(root);
    const themed = new MutationObserver(changed);
    for (const element of [document.documentElement, document.body]) {
      themed.observe(element, { attributes: true });
    }
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", changed);
    changed();
    return () => {
      freeKeys();
      themed.disconnect();
      dark.removeEventListener("change", changed);
      cancelAnimationFrame(scheduled);
      clearTimeout(telling);
    };
  }
  return { render };
}

// A slider that changes things while it is moved; `words` says a value in words.
export function knob(label, range, value, words, change) {
  const made = slider(`${label} =`, range, words, () => {});
  made.input.addEventListener("input", () => change(Number(made.input.value)));
  made.show(value);
  return made;
}

// A picture with a title above it.
export function titled(title, ...content) {
  return el("div", { class: "bp-picture" }, el("div", { class: "bp-title" }, title), ...content);
}

export function wide(title, ...content) {
  const made = titled(title, ...content);
  made.classList.add("bp-wide");
  return made;
}
