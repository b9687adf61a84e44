// A page that is opened as a file may start no Worker. There the search runs in a hidden frame.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    #inside;

    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      this.#inside = new Promise((resolve) => {
        frame.addEventListener("load", () => resolve(this.#load(frame.contentWindow, url)), { once: true });
      });
      document.body.append(frame);
    }

    postMessage(data) {
      this.#inside.then((inside) => inside.dispatchEvent(new MessageEvent("message", { data })));
    }

    #load(inside, url) {
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      const script = inside.document.createElement("script");
      script.src = url;
      return new Promise((resolve) => {
        script.onload = () => resolve(inside);
        inside.document.head.append(script);
      });
    }
  };
}
