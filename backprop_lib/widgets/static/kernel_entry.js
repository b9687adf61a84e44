// The Playground in a notebook: what trains is in Python, at the other end of anywidget's messages.

import { hideStill } from "./dom.js";
import { PlaygroundView } from "./playground_view.js";

const LOST = "Python does not answer: it is busy, or it was restarted. " +
  "After a restart run this cell again.";

const views = new Map(); // how many views each model has

function render({ model, el: root }) {
  const link = { send: (message) => model.send(message), lost: LOST, every: 4 };
  const view = new PlaygroundView(root, link);
  root.append(hideStill(model));
  const receive = (header, buffers) => view.receive(header, floatsOf(buffers));
  const reconnected = () => view.lost();
  model.on("msg:custom", receive);
  model.on("comm_live_update", reconnected); // the kernel was restarted
  views.set(model, (views.get(model) ?? 0) + 1);
  return () => {
    model.off("msg:custom", receive);
    model.off("comm_live_update", reconnected);
    view.dispose();
    views.set(model, views.get(model) - 1);
    // The cell was run again, or its output cleared: nobody is watching.
    if (views.get(model) === 0) {
      try {
        model.send({ kind: "leave" });
      } catch {
        // The kernel has gone as well.
      }
    }
  };
}

function floatsOf(buffers) {
  if (!buffers?.length) return new Float32Array();
  const view = buffers[0];
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

export default { render };
