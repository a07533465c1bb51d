"""What a run of an audit says of itself on its page, and what its digest answers."""

import re

from playwright.sync_api import Locator, Page

from tests.browser.acting import open_section


def verify(page: Page, digest: str) -> Locator:
    """The answers: each run of the service that has this digest."""
    open_section(page, "Audits")
    page.get_by_role("link", name="Look up the digest of a printed report").click()
    page.fill("input[name=digest]", digest)
    page.get_by_role("button", name="Look it up").click()
    return page.get_by_role("status").locator(".block")


def number_of(page: Page) -> str:
    found = re.search(r"Run (\d+), digest", page.locator(".page-head").inner_text())
    assert found, "the head of a run names it"
    return f"run {found[1]}"


def digest_of(page: Page) -> str:
    found = re.search(r"digest ((?:[0-9a-f]{4} ?)+)", page.locator(".page-head").inner_text())
    assert found, "the head of a run names its digest"
    return found[1].strip()
