"""What axe finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DRESSED = "getComputedStyle(document.querySelector('.stApp')).getPropertyValue('--tr-accent') !== ''"
"""The page's own style sheet has arrived."""


def serious(page: Page) -> list[str]:
    """What keeps somebody from using the page, once it is dressed: Streamlit's own captions are too pale."""
    page.wait_for_function(f"!document.querySelector('.stApp') || {DRESSED}")
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
