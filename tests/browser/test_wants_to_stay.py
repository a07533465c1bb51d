"""Journey 3 in a real browser: stable for four years, reviewed all along, and wishing to stay. The
drift watch never names them; four years change no place, colour or review."""

from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import SignIn, choose, reads_well, run_audit
from tests.browser.years import STAYS, one_who_wants_to_stay
from tests.stack import Stack

PERSON = " ".join(STAYS)
WISH = "I want to stay on this."
ANSWERS = {
    "seen": "in_person",
    "problem_drug_use": "same",
    "risk_changed": "no",
    "naloxone": "yes",
    "options": "stay",
}


def test_whoever_is_reviewed_and_wants_to_stay_is_never_named_as_drifting(
    stack: Stack, as_role: SignIn
) -> None:
    patient_id = stack.answer_of(one_who_wants_to_stay)
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}/patients/{patient_id}/")
    due = page.locator(".case-due")
    expect(due).to_contain_text("Care plan")
    expect(due).not_to_contain_text("overdue")
    page.get_by_role("link", name="Log a review").first.click()
    for name, value in ANSWERS.items():
        choose(page, name, value)
    page.fill("textarea[name=own_words]", WISH)
    page.locator("input[name^=goal_][value=progressing]").first.check(force=True)
    page.fill("input[name=capital_social]", "8")
    page.fill("input[name=preference]", "To stay on it")
    reads_well(page)
    page.get_by_role("button", name="Save review").first.click()
    expect(page.get_by_text("It counts for 1 review.")).to_be_visible()
    expect(page.get_by_text(WISH).first).to_be_visible()
    expect(due).to_contain_text("Done today")
    reads_well(page)

    page.goto(f"{stack.address}/my-people/")
    expect(page.locator(".work-row").filter(has_text=PERSON)).to_have_count(0)
    nothing_due = page.locator("details.nothing-due")
    nothing_due.locator("summary").click()
    item = nothing_due.get_by_role("listitem").filter(has_text=PERSON)
    expect(item).to_be_visible()
    expect(item).not_to_contain_text("year")
    expect(item.locator(".chip, [class*=alarm]")).to_have_count(0)

    manager = as_role(Role.MANAGER)
    run_audit(manager)
    manager.get_by_role("link", name="Both watches side by side").click()
    for watch in ("Drift watch", "Early-ending watch"):
        section = manager.get_by_role("region", name=watch, exact=True)
        expect(section).to_be_visible()
        expect(section).not_to_contain_text(PERSON)
    expect(
        manager.get_by_text("Nobody is listed here for how long they have been in treatment.")
    ).to_be_visible()
    reads_well(manager)
    drift = manager.get_by_role("region", name="Drift watch", exact=True)
    drift.get_by_role("link", name="Open all").click()
    expect(manager.locator("table[data-people]")).to_be_visible()
    expect(manager.locator("main")).not_to_contain_text(PERSON)
    manager.goto(manager.url.replace("/counted/", "/others/"))
    expect(manager.get_by_role("row", name=PERSON)).to_contain_text("No sign that nobody looked.")
    reads_well(manager)
