"""J4: the 12-week review. The keyworker fills in one form that four reviews rest on and signs; the
prescriber signs later; until then it waits for the prescriber, and says so."""

import re

from playwright.sync_api import Page, expect

from accounts.roles import Role
from reviews.benefit_domains import DOMAINS
from reviews.top_form import BY_WEEK, SCALES, TOTALS, YES_NOS
from tests.browser.acting import DESK, PHONE, SignIn, choose, open_section
from tests.browser.axe import violations
from tests.browser.routine import WEEK_12, somebody_in_week_12
from tests.stack import Stack

NAME = " ".join(WEEK_12)
CHOICES = {
    "seen": "in_person",
    "retained": "yes",
    "dose_holds": "yes",
    "dose_stable": "yes",
    "problem_drug_use": "less",
    "risk_changed": "no",
    "naloxone": "yes",
    "bbv": "fine",
    "supervision": "right",
    "decision": "continue",
    "conclusion": "clear",
}


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
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert violations(page) == []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
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


def fill_in(page: Page) -> None:
    """Every answer the reviews of this form need, each asked once."""
    for name, value in CHOICES.items():
        expect(page.locator(f"input[name={name}][value={value}]")).to_have_count(1)
        choose(page, name, value)
    for radio in page.locator("input[name^=risk_][value=none]").all():
        radio.check(force=True)
    for name in ("driving", "storage"):
        if page.locator(f"input[name={name}]").count():
            choose(page, name, "yes")
    page.fill("textarea[name=own_words]", "I sleep through the night now.")
    page.fill("textarea[name=exit_vision]", "I want to stay on this for now.")
    page.fill("input[name=new_goal]", "Back to the allotment")
    choose(page, "new_goal_tags", "social")
    choose(page, "new_goal_tags", "overcoming_dependence")
    page.fill("input[name=capital_social]", "4")
    choose(page, "options", "stay")
    page.fill("input[name=preference]", "To stay on it")
    for domain in DOMAINS:
        page.select_option(f"select[name=rating_{domain.key}]", "better")
    page.fill("input[name=judgement]", "8")
    for item in BY_WEEK:
        for week in (1, 2, 3, 4):
            page.fill(f"input[name={item.field}_w{week}]", "0")
    for item in (*TOTALS, *SCALES):
        page.fill(f"input[name={item.field}]", "9")
    for item in YES_NOS:
        choose(page, item.field, "no")


def credits_of(stack: Stack, patient_id: str) -> dict[object, object]:
    """Of the four, those that are credits; a TOP credits itself."""
    rows = stack.query(
        "SELECT type, is_valid, awaits FROM reviews_reviewcredit"
        " WHERE patient_id = %s AND superseded_at IS NULL AND NOT is_withdrawn"
        " AND type IN ('care_plan', 'first12', 'strategic')",
        patient_id,
    )
    return {kind: (is_valid, awaits) for kind, is_valid, awaits in rows}
