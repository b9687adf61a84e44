// Choices on their way: asked for, and not yet come back as chosen.

export class Pending {
  constructor() {
    this.choices = [];
  }

  // The message for a choice, or null where there is nothing to change. `choice` is the changes, or
  // makes them from what will be chosen by then: so two quick clicks do not undo each other.
  message(choice, config) {
    const chosen = Object.assign({}, config, ...this.choices.map(({ changes }) => changes));
    const changes = typeof choice === "function" ? choice(chosen) : choice;
    if (!changes) return null;
    const id = Math.random();
    this.choices.push({ id, changes });
    return { kind: "set", changes, id };
  }

  answered(answers) {
    this.choices.splice(0, 1 + this.choices.findIndex(({ id }) => id === answers));
  }
}
