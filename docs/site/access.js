// What the theme leaves to be done for keyboard and screen reader.

// What is wider than the page scrolls by itself; then it must be reached by keyboard.
function reachWhatScrolls() {
  const boxes = ".md-typeset__scrollwrap, .arithmatex, p:has(> img)";
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("load", reachWhatScrolls);
addEventListener("resize", reachWhatScrolls);

// The search is a dialog, and dialogs have names.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
