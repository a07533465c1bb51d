"""Journeys 8 and 9 in a real browser: three missed days, from the call to the decision; a depot
that is late, from the list to the injection. The call is written down by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from accounts.roles import Role
from tests.browser.axe import violations
from tests.browser.phoning import DEPOT, MISSES
from tests.stack import Stack

MOST_INTERACTIONS = 10
EMAIL = {account.role: account.email for account in DEMO_ACCOUNTS}
SAYS_WHAT_WAITS = re.compile("Tolerance may be lost")


@pytest.fixture
def as_role(stack: Stack, browser: Browser) -> Iterator[Callable[[Role], Page]]:
    opened, said = [], []

    def sign_in(role: Role) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{stack.address}/accounts/login/")
        page.fill("input[name=login]", EMAIL[role])
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "login" not in address)
        return page

    yield sign_in
    for context in opened:
        context.close()
    assert not said


@dataclass
class Hands:
    """A keyboard that counts: one for each key that does something, one for each field filled.
    Moving with Tab is not counted, as moving the eyes is not."""

    page: Page
    count: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.count += 1

    def fill(self, field: str, words: str) -> None:
        self.tab_to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        self.count += 1

    def tab_to(self, field: str) -> None:
        for _ in range(60):
            if self.page.evaluate("field => document.activeElement?.matches(field)", field):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{field} is not reached by Tab")


def test_a_call_of_three_missed_days_by_keyboard_is_red_until_a_prescriber_decides(
    stack: Stack, as_role: Callable[[Role], Page]
) -> None:
    stack.manage("shell", "-c", "from tests.browser.phoning import *; one_who_misses_doses()")
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}/benefit/")
    hands = Hands(page)
    hands.press("g", "c")
    page.wait_for_url(re.compile("pharmacy-phoned/$"))
    hands.fill("#phoned-words", " ".join(MISSES))
    hands.press("Enter")
    page.wait_for_url(re.compile("/patients/.*/pharmacy-phoned/$"))
    expect(page.locator("main h1")).to_contain_text(" ".join(MISSES))
    assert violations(page) == []
    today = date.today()
    first = today - timedelta(days=2)
    hands.fill("input[name=from_on_day]", str(first.day))
    if first.month != today.month:
        hands.fill("input[name=from_on_month]", str(first.month))
    if first.year != today.year:
        hands.fill("input[name=from_on_year]", str(first.year))
    hands.fill("input[name=who]", "Asha")
    expect(page.locator("input[name=pharmacy]")).to_have_value("Quay Pharmacy")
    hands.press("Enter")
    expect(page.get_by_text("A prescriber decides before the next dose.").first).to_be_visible()
    assert hands.count <= MOST_INTERACTIONS

    page.get_by_role("link", name="Contacts", exact=True).click()
    expect(page.get_by_text(SAYS_WHAT_WAITS)).to_be_visible()
    record = page.url

    doctor = as_role(Role.PRESCRIBER)
    doctor.goto(f"{stack.address}/benefit/")
    before = alerts(doctor)
    assert before > 0
    doctor.get_by_role("link", name="Prescribing today", exact=True).first.click()
    assert violations(doctor) == []
    row = doctor.locator("[data-row]", has_text=" ".join(MISSES))
    expect(row).to_contain_text("3 missed doses in a row")
    expect(row).to_contain_text("Asha, Quay Pharmacy said so")
    row.get_by_role("link", name="Decide").click()
    assert violations(doctor) == []
    doctor.check("input[name=outcome][value=restart_lower]", force=True)
    doctor.fill("textarea[name=decision]", "Seen at the clinic, no signs of use.")
    doctor.get_by_role("button", name="Record this decision").click()
    expect(doctor.get_by_text("Decision recorded.")).to_be_visible()
    doctor.goto(f"{stack.address}/benefit/")
    assert alerts(doctor) == before - 1

    page.goto(record)
    expect(page.get_by_text(SAYS_WHAT_WAITS)).to_have_count(0)


def alerts(page: Page) -> int:
    """What cannot wait, as the bar of every page counts it."""
    found = page.locator(".bar-tasks")
    return int(re.sub(r"\D", "", found.inner_text())) if found.count() else 0


def test_a_late_depot_stands_on_the_list_until_the_injection_is_recorded(
    stack: Stack, as_role: Callable[[Role], Page]
) -> None:
    stack.manage("shell", "-c", "from tests.browser.phoning import *; one_whose_depot_is_late()")
    page = as_role(Role.PRESCRIBER)
    page.goto(f"{stack.address}/prescribing-today/?people=me&about=depot_late")
    row = page.locator("[data-row]", has_text=" ".join(DEPOT))
    expect(row).to_contain_text("3 days ago")
    row.get_by_role("link", name="Record injection").click()
    expect(page.get_by_text("The window closed on").first).to_be_visible()
    assert violations(page) == []
    page.fill("input[name=dose_mg]", "16")
    page.fill("input[name=site]", "Left abdomen")
    page.get_by_role("button", name="Record this injection").click()
    expect(page.get_by_text("Injection recorded.")).to_be_visible()
    page.goto(f"{stack.address}/prescribing-today/?people=me&about=depot_late")
    expect(page.locator("[data-row]", has_text=" ".join(DEPOT))).to_have_count(0)
