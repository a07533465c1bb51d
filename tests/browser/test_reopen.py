"""Somebody comes back: from the search to open treatment in three clicks at most (J9)."""

from playwright.sync_api import Locator, expect

from accounts.roles import Role
from tests.browser.acting import PHONE, SignIn
from tests.browser.axe import violations
from tests.browser.people import LEFT, one_who_left_as_planned
from tests.stack import Stack

MOST_CLICKS = 3


def test_a_person_who_comes_back_is_open_again_in_three_clicks(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_who_left_as_planned)
    page = as_role(Role.KEYWORKER, PHONE)
    page.goto(f"{stack.address}/find/")
    page.locator("main input[name=words]").fill(" ".join(LEFT))
    page.keyboard.press("Enter")

    clicks = 0

    def click(target: Locator) -> None:
        nonlocal clicks
        target.click()
        clicks += 1

    click(page.locator("main").get_by_role("link", name="Re-open").first)
    assert violations(page) == []
    click(page.get_by_role("button", name="Re-open treatment"))
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
