// The Playground as a page of its own: what trains is in the page.

import { Engine, startConfig } from "./engine.js";
import { CHOICES } from "./choices.js";
import { toLink } from "./link.js";
import { lossAndGradients } from "./net.js";
import { PlaygroundView } from "./playground_view.js";

function start(root) {
  let warning = "";
  let config = { ...CHOICES.start };
  try {
    config = startConfig(location.hash);
  } catch (error) {
    warning = `This is a fresh start: ${error.message}.`;
  }
  const engine = new Engine(config);
  engine.message = warning;
  let view = null;
  const waiting = [];
  engine.receive = (...answer) => (view ? view.receive(...answer) : waiting.push(answer));
  const link = {
    send: (message) => engine.send(message),
    every: 1,
    lost: "Nothing is answered: reload the page.",
    stateChanged: (changed) => history.replaceState(null, "", toLink(changed)),
  };
  view = new PlaygroundView(root, link);
  for (const answer of waiting) view.receive(...answer);
  addEventListener("hashchange", () => engine.send({ kind: "restore", text: location.hash }));
  return { engine, view, lossAndGradients };
}

globalThis.playground = start(document.getElementById("playground"));
