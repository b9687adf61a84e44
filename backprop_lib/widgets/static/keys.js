// Whose a key is that is pressed in a widget: the control's, or JupyterLab's.

// JupyterLab listens before any control does, and would take arrow keys, letters and Enter for
// commands of its own. It lets be what is pressed in an element with this attribute (an ancestor's
// is not enough). Running the cell and saving stay JupyterLab's: a cell whose widget has the focus
// can be run again. Returns a function that ends it.
export function keepKeys(root) {
  const decide = (event) => {
    if (!root.contains(event.target)) return;
    const chord = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    const theirs = chord && (event.key === "Enter" || (event.key === "s" && !event.altKey));
    if (theirs) event.target.removeAttribute("data-lm-suppress-shortcuts");
    else event.target.setAttribute("data-lm-suppress-shortcuts", "true");
  };
  window.addEventListener("keydown", decide, true);
  return () => window.removeEventListener("keydown", decide, true);
}
