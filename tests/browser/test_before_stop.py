"""Job J7 in a real browser: a stop that meets clear benefit is read first, and never blocked."""

import re

from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import PHONE, SignIn, choose
from tests.browser.axe import violations
from tests.browser.stopping import somebody_who_benefits
from tests.stack import Stack

REASON = "Her own wish, talked about twice."


def test_a_stop_with_clear_benefit_is_read_first_and_keeps_its_reason(
    stack: Stack, as_role: SignIn
) -> None:
    path = stack.answer_of(somebody_who_benefits)
    page = as_role(Role.PRESCRIBER, PHONE)
    page.goto(f"{stack.address}{path}")
    page.get_by_role("link", name="Before a stop: what it gives").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Please read this before you stop")
    expect(page.get_by_text("The record says it is doing them good")).to_be_visible()
    expect(page.get_by_role("link", name="Go back, change nothing")).to_be_visible()
    assert violations(page) == []

    page.fill("textarea[name=why]", REASON)
    page.get_by_role("button", name="Go on to stopping").click()
    expect(page.locator("textarea[name=why]")).to_have_value(REASON)
    assert violations(page) == []
    choose(page, "stop_reason", "patient_choice")
    choose(page, "patient_agreed", "yes")
    page.get_by_role("button", name="Record that it ends").click()

    expect(page.get_by_text("Recorded: the prescription has ended.")).to_be_visible()
    page.locator("details.earlier summary").first.click()
    kept = page.get_by_text(re.compile(re.escape(REASON)))
    expect(kept.first).to_be_visible()
    expect(page.get_by_text("The record said clear benefit then.").first).to_be_visible()
