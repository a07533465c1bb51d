"""What a member of staff does on any page: signs in, finds somebody, opens a tab, fills a form."""

import re
from datetime import date
from typing import Protocol

from playwright.sync_api import Page, expect

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from accounts.roles import Role
from tests.browser.axe import violations

EMAIL = {account.role: account.email for account in DEMO_ACCOUNTS}
DESK, PHONE = (1280, 900), (390, 844)


class SignIn(Protocol):
    """The fixture `as_role`: a browser of its own for each call."""

    def __call__(self, role: Role, size: tuple[int, int] = DESK) -> Page: ...


def sign_in(page: Page, address: str, role: Role) -> None:
    """By e-mail and password, as the demo's member of staff with this role."""
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", EMAIL[role])
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda at: "login" not in at)


def find(page: Page, words: str) -> None:
    """By the search in the bar, which stands on every page."""
    page.get_by_role("search").get_by_label("Find a person").fill(words)
    page.keyboard.press("Enter")


def open_person(page: Page, name: str) -> None:
    find(page, name)
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator(".banner-name")).to_have_text(name)


def open_tab(page: Page, name: str) -> None:
    """One of the pages about the person whose page is open."""
    _follow(page, "Pages about this person", name)


def open_section(page: Page, name: str) -> None:
    """One of the sections in the bar."""
    _follow(page, "Sections", name)


def _follow(page: Page, links: str, name: str) -> None:
    link = page.get_by_role("navigation", name=links, exact=True).get_by_role(
        "link", name=name, exact=True
    )
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def open_more(page: Page, name: str) -> None:
    """What stands in the menu More on the person's page."""
    page.locator("details.more-menu summary").click()
    page.locator("details.more-menu").get_by_role("link", name=name, exact=True).click()


def choose(page: Page, name: str, value: str) -> None:
    """A chip. Its label lies over the button, so the click is not asked to see it; and not where a
    letter that is still loading moves the line away under it."""
    page.evaluate("document.fonts.ready")
    page.check(f"input[name={name}][value={value}]", force=True)


def type_day(page: Page, name: str, day: date) -> None:
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"input[name={name}_{part}]", str(number))


def alerts(page: Page) -> int:
    """What cannot wait, as the bar of every page counts it."""
    found = page.locator(".bar-tasks")
    return int(re.sub(r"\D", "", found.inner_text())) if found.count() else 0


def expect_alerts(page: Page, number: int) -> None:
    bar = page.locator(".bar-tasks")
    if number:
        expect(bar).to_have_text(re.compile(rf"^\s*{number} safety alerts?\s*$"))
    else:
        expect(bar).to_have_count(0)


def run_audit(page: Page) -> str:
    """As a manager, of today; the address of the run once it has finished."""
    open_section(page, "Audits")
    page.get_by_role("button", name="Start the audit").click()
    expect(page.get_by_role("link", name="Both watches side by side")).to_be_visible(timeout=90_000)
    return page.url


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give the page this width and height, and wait until it is drawn so: the browser changes both
    in its own time, and what is shown on a narrow page only must have come or gone. A page that
    lies behind another is not drawn at all: a second is enough to wait for it."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => window.innerWidth === width", arg=width)
    page.evaluate(
        """new Promise(drawn => {
            requestAnimationFrame(() => requestAnimationFrame(drawn));
            setTimeout(drawn, 1000);
        })"""
    )


_ROW = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
_looked_at: set[tuple[str, bool]] = set()


def reads_well(page: Page) -> None:
    """No finding of axe, and nothing to scroll sideways to, on a telephone and at a desk.

    Axe takes a second a page, so it looks once at each kind: an address, with errors or without.
    """
    kind = (_ROW.sub("", page.url.partition("?")[0]), page.title().startswith("Error: "))
    for width, height in (PHONE, DESK):
        resize(page, (width, height))
        if kind not in _looked_at:
            found = violations(page)
            assert not found, f"{page.url} at {width} px: {found}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    _looked_at.add(kind)
