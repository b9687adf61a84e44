// Frames on their way to the screen: one at a time, each when the screen is ready for it.

export class FrameQueue {
  // draw(frame, at) shows one; drawn(n) is told after every `every` of those of a training that runs.
  constructor(every, draw, drawn) {
    Object.assign(this, { every, draw, drawn });
    this.frames = [];
    this.count = 0;
    this.scheduled = 0;
  }

  // One that does not run is the last word: what was before it need not be shown.
  add(frame) {
    if (!frame.running) this.clear();
    this.frames.push(frame);
    this.schedule();
  }

  // What was not drawn is gone, and counts as drawn: nobody need wait for it.
  clear() {
    this.done(this.frames.filter((frame) => frame.running).length);
    this.frames = [];
  }

  dispose() {
    this.frames = [];
    cancelAnimationFrame(this.scheduled);
  }

  schedule() {
    if (this.scheduled || !this.frames.length) return;
    this.scheduled = requestAnimationFrame((at) => {
      this.scheduled = 0;
      const frame = this.frames.shift();
      if (!frame) return;
      this.draw(frame, at);
      if (frame.running) this.done(1);
      this.schedule();
    });
  }

  done(n) {
    this.count += n;
    if (this.count < this.every) return;
    this.drawn(this.count);
    this.count = 0;
  }
}
