"""Somebody comes back: from the search to open treatment in three clicks at most (J9)."""

from playwright.sync_api import Browser, Locator, expect

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from accounts.roles import Role
from tests.browser.axe import violations
from tests.browser.people import LEFT
from tests.stack import Stack

MOST_CLICKS = 3
EMAIL = {account.role: account.email for account in DEMO_ACCOUNTS}


def test_a_person_who_comes_back_is_open_again_in_three_clicks(
    stack: Stack, browser: Browser
) -> None:
    stack.manage("shell", "-c", "from tests.browser.people import *; one_who_left_as_planned()")
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{stack.address}/accounts/login/")
    page.fill("input[name=login]", EMAIL[Role.KEYWORKER])
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    page.goto(f"{stack.address}/find/")
    page.locator("main input[name=words]").fill(" ".join(LEFT))
    page.keyboard.press("Enter")

    clicks = 0

    def click(target: Locator) -> None:
        nonlocal clicks
        target.click()
        clicks += 1

    click(page.locator("main").get_by_role("link", name="Open again").first)
    assert violations(page) == []
    click(page.get_by_role("button", name="Open again"))
    expect(page.get_by_text("Treatment is open again.")).to_be_visible()
    expect(page.get_by_text("Proposed for")).to_be_visible()
    assert violations(page) == []
    click(page.get_by_role("button", name="Book it"))
    expect(page.get_by_text("Appointment booked.")).to_be_visible()
    assert clicks <= MOST_CLICKS

    page.locator(".banner-name a").click()
    expect(page.get_by_text("Tolerance may be lost").first).to_be_visible()
    expect(page.get_by_text("Back on the boats by summer").first).to_be_visible()
    expect(page.get_by_text("First meeting after coming back").first).to_be_visible()
    page.context.close()
