"""Journey 4 in a real browser: nine years on a script, 16 months without a review, and nothing but
collecting it. The drift watch names them for what was not done, and leads to their page."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts.roles import Role
from rodt.words import nhs_date
from tests.browser.acting import SignIn, reads_well, run_audit
from tests.browser.years import ONLY_COLLECTS, one_who_only_collects
from tests.stack import Stack

PERSON = " ".join(ONLY_COLLECTS)


def test_whoever_nobody_looked_at_stands_in_the_drift_watch_with_the_reasons(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_who_only_collects)
    last_on = nhs_date(localdate() - timedelta(days=487))
    reasons = (
        f"No strategic review since {last_on}",
        f"no keywork contact since {last_on}",
        "collecting a script was the only contact",
    )
    manager = as_role(Role.MANAGER)
    run_audit(manager)
    manager.get_by_role("link", name="Both watches side by side").click()
    watch = manager.get_by_role("region", name="Drift watch", exact=True)
    case = watch.get_by_role("listitem").filter(has_text=PERSON)
    for reason in reasons:
        expect(case).to_contain_text(reason)
    expect(case).to_contain_text("Nothing booked")
    expect(case).not_to_contain_text("years")
    expect(
        manager.get_by_role("region", name="Early-ending watch", exact=True)
    ).not_to_contain_text(PERSON)
    reads_well(manager)

    signs = manager.get_by_role("region", name="Why: drift watch")
    sign = signs.get_by_role("listitem").filter(has_text="Collecting a script the only contact.")
    sign.get_by_role("link").first.click()
    row = manager.get_by_role("row", name=PERSON)
    expect(row).to_contain_text("A strategic review with the person, and a next step agreed.")
    reads_well(manager)
    manager.go_back()
    case.get_by_role("link", name=PERSON).click()
    expect(manager.locator(".banner-name")).to_have_text(PERSON)
    expect(manager.locator(".case-due")).to_contain_text("overdue")
    reads_well(manager)

    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}/my-people/?group=long_overdue")
    expect(page.locator(".work-row").filter(has_text=PERSON)).to_contain_text("Why due?")
