"""Journey 7 in a real browser: a stop that meets clear benefit is read first, and never blocked."""

import re

from playwright.sync_api import Browser, expect

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from accounts.roles import Role
from tests.browser.axe import violations
from tests.stack import Stack

REASON = "Her own wish, talked about twice."
FIND = "from tests.browser.stopping import *; print(somebody_who_benefits())"


def test_a_stop_with_clear_benefit_is_read_first_and_keeps_its_reason(
    stack: Stack, browser: Browser
) -> None:
    path = stack.manage("shell", "-c", FIND).stdout.strip().splitlines()[-1]
    page = browser.new_page(viewport={"width": 390, "height": 844})
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    prescriber = next(a.email for a in DEMO_ACCOUNTS if a.role == Role.PRESCRIBER)
    page.goto(f"{stack.address}/accounts/login/")
    page.fill("input[name=login]", prescriber)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)

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
    page.check("input[name=stop_reason][value=patient_choice]", force=True)
    page.check("input[name=patient_agreed][value=yes]", force=True)
    page.get_by_role("button", name="Record that it ends").click()

    expect(page.get_by_text("Recorded: the prescription has ended.")).to_be_visible()
    page.locator("details.earlier summary").first.click()
    kept = page.get_by_text(re.compile(re.escape(REASON)))
    expect(kept.first).to_be_visible()
    expect(page.get_by_text("The record said clear benefit then.").first).to_be_visible()
    page.close()
    assert not said
