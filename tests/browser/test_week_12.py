"""J4: the 12-week review. The keyworker fills in one form that four reviews rest on and signs; the
prescriber signs later; until then it waits for the prescriber, and says so."""

import re

from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import DESK, PHONE, SignIn, open_section, resize
from tests.browser.axe import violations
from tests.browser.routine import WEEK_12, somebody_in_week_12
from tests.browser.week_12_form import credits_of, fill_in
from tests.stack import Stack

NAME = " ".join(WEEK_12)


def test_one_form_credits_four_reviews_with_two_signatures(stack: Stack, as_role: SignIn) -> None:
    patient_id = stack.answer_of(somebody_in_week_12)
    person = f"{stack.address}/patients/{patient_id}"
    page = as_role(Role.KEYWORKER)
    page.goto(f"{person}/reviews/new/")
    for name in ("Week 12", "Care plan review", "Strategic review", "TOP"):
        expect(page.locator("[data-credits]")).to_contain_text(name)
    fill_in(page)
    expect(page.locator("[data-credits]")).to_contain_text("Then it waits for the prescriber")
    assert violations(page) == []
    resize(page, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert violations(page) == []
    resize(page, DESK)
    page.get_by_role("button", name="Save review").first.click()
    expect(page.get_by_text("2 reviews wait for a second signature.")).to_be_visible()
    assert credits_of(stack, patient_id) == {
        "care_plan": (True, ""),
        "first12": (False, "prescriber"),
        "strategic": (False, "prescriber"),
    }
    page.goto(f"{person}/benefit/")
    expect(page.get_by_text(re.compile("waits for the prescriber’s signature"))).to_be_visible()

    second = as_role(Role.PRESCRIBER)
    open_section(second, "Benefit")
    second.get_by_role("row", name=NAME).get_by_role("link", name="Look and sign").click()
    expect(second.get_by_text("A colleague recorded their part")).to_be_visible()
    expect(second.locator("input[name=conclusion][value=clear]")).to_be_checked()
    second.fill("textarea[name=without_it_clinician]", "Daily heroin again within weeks.")
    assert violations(second) == []
    second.get_by_role("button", name="Save and sign as prescriber").click()
    expect(second.get_by_text("signed by two people")).to_be_visible()
    assert credits_of(stack, patient_id) == dict.fromkeys(
        ("care_plan", "first12", "strategic"), (True, "")
    )
    assert stack.query(
        "SELECT is_complete FROM reviews_toprecord WHERE patient_id = %s", patient_id
    ) == [(True,)]
