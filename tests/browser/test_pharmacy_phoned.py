"""Journey 8 in a real browser: three missed days, from the call to the decision. The call is
written down by keyboard alone."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn, alerts, choose, expect_alerts, open_section, open_tab
from tests.browser.axe import violations
from tests.browser.phoning import MISSES, one_who_misses_doses
from tests.stack import Stack

PERSON = " ".join(MISSES)
MOST_INTERACTIONS = 10
SAYS_WHAT_WAITS = re.compile("Tolerance may be lost")


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
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_who_misses_doses)
    page = as_role(Role.KEYWORKER)
    hands = Hands(page)
    hands.press("g", "c")
    page.wait_for_url(re.compile("pharmacy-phoned/$"))
    hands.fill("#phoned-words", PERSON)
    hands.press("Enter")
    page.wait_for_url(re.compile("/patients/.*/pharmacy-phoned/$"))
    expect(page.locator("main h1")).to_contain_text(PERSON)
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

    open_tab(page, "Contacts")
    expect(page.get_by_text(SAYS_WHAT_WAITS)).to_be_visible()

    doctor = as_role(Role.PRESCRIBER)
    before = alerts(doctor)
    assert before > 0
    for section in ("My people", "Benefit", "Prescribing today"):
        open_section(doctor, section)
        expect_alerts(doctor, before)
    assert violations(doctor) == []
    row = doctor.locator("[data-row]", has_text=PERSON)
    expect(row).to_contain_text("3 missed doses in a row")
    expect(row).to_contain_text("Asha, Quay Pharmacy told us")
    row.get_by_role("link", name="Decide").click()
    assert violations(doctor) == []
    doctor.get_by_role("button", name="Record this decision").click()
    expect(doctor.get_by_role("alert")).to_be_visible()
    expect_alerts(doctor, before)
    choose(doctor, "outcome", "restart_lower")
    doctor.fill("textarea[name=decision]", "Seen at the clinic, no signs of use.")
    doctor.get_by_role("button", name="Record this decision").click()
    expect(doctor.get_by_text("Decision recorded.")).to_be_visible()
    open_section(doctor, "Benefit")
    expect_alerts(doctor, before - 1)

    page.reload()
    expect(page.get_by_text(SAYS_WHAT_WAITS)).to_have_count(0)
