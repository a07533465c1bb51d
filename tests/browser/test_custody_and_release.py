"""Journey 7 in a real browser: ten weeks in prison, in which reviews wait, and the release, after
which a prescriber decides about tolerance before the next dose."""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts.roles import Role
from rodt.words import nhs_date
from tests.browser.acting import (
    SignIn,
    alerts,
    choose,
    expect_alerts,
    open_more,
    open_person,
    open_section,
    open_tab,
    type_day,
)
from tests.browser.axe import violations
from tests.browser.treated import IN_CUSTODY, one_who_goes_to_prison
from tests.stack import Stack

PERSON = " ".join(IN_CUSTODY)
DECISION = "Seen today. Starts again low, supervised each day for a week."
SAYS_WHAT_WAITS = re.compile("Tolerance may be lost")


def test_reviews_wait_during_custody_and_a_release_asks_about_tolerance(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_who_goes_to_prison)
    today = localdate()
    went_on, looked_at_on = today - timedelta(weeks=10), today + timedelta(days=7)
    doctor = as_role(Role.PRESCRIBER)
    before = alerts(doctor)
    page = as_role(Role.KEYWORKER)
    open_person(page, PERSON)
    due = page.locator(".case-due")
    expect(due).to_contain_text("days overdue")

    open_more(page, "Pause reviews")
    choose(page, "reason", "custody")
    type_day(page, "started_on", went_on)
    type_day(page, "expected_end_on", looked_at_on)
    page.fill("input[name=agreed_by]", "Dee Marsh")
    assert violations(page) == []
    page.get_by_role("button", name="Pause reviews").click()
    expect(page.get_by_text(f"Reviews are paused until {nhs_date(looked_at_on)}.")).to_be_visible()
    expect(due).to_contain_text("In custody")
    expect(due).not_to_contain_text("overdue")
    page.get_by_role("link", name="Why", exact=True).click()
    paused = f"Paused: in custody from {nhs_date(went_on)} to {nhs_date(looked_at_on)}."
    expect(page.get_by_text(paused).first).to_be_visible()
    page.locator(".banner-name a").click()

    open_more(page, "End the pause")
    expect(page.locator("main")).to_contain_text(f"In custody since {nhs_date(went_on)}")
    type_day(page, "ended_on", today)
    assert violations(page) == []
    page.get_by_role("button", name="Record the return").click()
    expect(page.get_by_text("Back. Reviews are due within 7 days.")).to_be_visible()
    expect(page.get_by_text(f"Left prison on {nhs_date(today)}.")).to_be_visible()
    warning = page.locator(".worry", has_text=SAYS_WHAT_WAITS)
    expect(warning.get_by_role("link")).to_have_text("Safety checks")
    expect(due).to_contain_text("release from custody")
    assert violations(page) == []
    open_tab(page, "Contacts")
    waits = page.get_by_role("region", name="Before the next dose")
    expect(waits).to_contain_text(f"Released {nhs_date(today)}. Tolerance may be lost")
    expect(waits.get_by_role("link")).to_have_count(0)

    open_section(doctor, "Benefit")
    expect_alerts(doctor, before + 1)
    open_section(doctor, "Prescribing today")
    row = doctor.locator("[data-row]", has_text=PERSON)
    expect(row).to_contain_text(SAYS_WHAT_WAITS)
    row.get_by_role("link", name=PERSON, exact=True).click()
    open_tab(doctor, "Contacts")
    doctor.get_by_role("region", name="Before the next dose").get_by_role(
        "link", name="Decide"
    ).click()
    doctor.fill("textarea[name=outcome]", DECISION)
    doctor.get_by_role("button", name="It is done").click()
    expect(doctor.get_by_text("Done, and kept with what came of it.")).to_be_visible()
    expect_alerts(doctor, before)
    expect(doctor.get_by_text(SAYS_WHAT_WAITS)).to_have_count(0)

    page.reload()
    expect(waits).to_have_count(0)
    kept = stack.query(
        "SELECT outcome, done_on FROM patients_task JOIN patients_patient AS person"
        " ON person.id = patient_id WHERE family_name = %s AND kind = 'tolerance'",
        IN_CUSTODY[1],
    )
    assert kept == [(DECISION, today)]
