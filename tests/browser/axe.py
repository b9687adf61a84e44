"""Accessibility as axe-core sees it."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page


def violations(page: Page, selector: str) -> list[str]:
    """What axe-core objects to within `selector`: rule, reason and the elements, a line each."""
    found = Axe().run(page, context={"include": [[selector]]}).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {[node['html'][:120] for node in rule['nodes']]}"
        for rule in found
    ]
