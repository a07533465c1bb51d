"""The form of the 12-week review, filled in: every answer its four reviews need, once."""

from playwright.sync_api import Page, expect

from reviews.benefit_domains import DOMAINS
from reviews.top_form import BY_WEEK, SCALES, TOTALS, WEEKS, YES_NOS
from tests.browser.acting import choose
from tests.stack import Stack

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
    fill_top(page)


def fill_top(page: Page, opiates_a_week: int = 0) -> None:
    """A whole TOP: opiates on so many days of each of the four weeks, no other days of use."""
    for item in BY_WEEK:
        days = opiates_a_week if item.field == "opiates_days" else 0
        for week in WEEKS:
            page.fill(f"input[name={item.field}_w{week}]", str(days))
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
