// What the theme leaves to be done for keyboard and screen reader.

// What is wider than the page scrolls by itself; then it must be reached by keyboard.
function reachWhatScrolls() {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .arithmatex")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("load", reachWhatScrolls);
addEventListener("resize", reachWhatScrolls);

// The search is a dialog, and dialogs have names.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
