"""axe finds nothing serious on any page, light or dark, on a laptop or a phone, and nothing is cut off."""

from __future__ import annotations

import pytest
from barriers import DRESSED, serious
from browser_windows import LAPTOP, PHONE, OpenPage
from playwright.sync_api import Page, ViewportSize

READY = {
    "home": '[class*="st-key-recording-"]',
    "review": ".player[data-frame]",
    "compare": ".st-key-compare, .tr-lead",
    "studies": 'text="Set up a study"',
    "day": ".st-key-day .tr-day svg",
    "pattern": ".st-key-pattern-person, .st-key-pattern .tr-lead",
    "rules": '[class*="st-key-rule-"]',
    "about": "text=What stays where",
}

"""What says that a page is there, for every page of the menu."""

PAPER = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"


def hold_fades(page: Page) -> None:
    """Stop every fade where it begins: what fades from one theme to the other can't be read meanwhile."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Animation.enable")
    devtools.send("Animation.setPlaybackRate", {"playbackRate": 0})


@pytest.mark.parametrize("name", READY)
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_has_a_serious_barrier(
    open_page: OpenPage, review_url: str, viewport: ViewportSize, name: str
) -> None:
    page = open_page(f"{review_url}/{'' if name == 'home' else name}", viewport, "light")
    page.locator(READY[name]).first.wait_for()
    page.wait_for_function(DRESSED)
    if name == "review":
        page.get_by_text("For the clinician").click()
        page.locator(".curve").first.wait_for()
    assert serious(page) == []
    wide = page.evaluate("document.querySelector('.stMain').scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the window"
    light = page.evaluate(PAPER)
    hold_fades(page)
    page.emulate_media(color_scheme="dark")  # the person's evening: the open page follows
    page.wait_for_function(f"{PAPER} !== {light!r}")
    assert serious(page) == [], "in the dark"


def test_every_page_of_the_menu_is_looked_at(open_page: OpenPage, review_url: str) -> None:
    page = open_page(review_url)
    page.locator(READY["home"]).first.wait_for()
    links = page.get_by_role("link").evaluate_all(
        "(all) => all.map((one) => new URL(one.href).pathname.slice(1))"
    )
    assert {name or "home" for name in links} == set(READY)


LARGE_LETTERS = ".st-key-finding .tr-card { zoom: 4 }"
SCROLLS = "(column) => column.scrollHeight > column.clientHeight"


@pytest.mark.parametrize("view", ["me", "clinician"])
def test_a_card_too_long_for_its_column_is_scrolled_by_keyboard(
    open_page: OpenPage, review_url: str, view: str
) -> None:
    page = open_page(f"{review_url}/review?view={view}")
    page.locator(READY["review"]).first.wait_for()
    page.wait_for_function(DRESSED)
    page.add_style_tag(content=LARGE_LETTERS)  # whatever letters the machine has: the card does not fit
    card = page.locator(".st-key-finding .tr-card").first
    card.wait_for()
    column = page.locator(".st-key-finding")
    assert column.evaluate(SCROLLS)
    assert serious(page) == []
    card.focus()
    page.keyboard.press("PageDown")
    page.wait_for_function("document.querySelector('.st-key-finding').scrollTop > 0")
