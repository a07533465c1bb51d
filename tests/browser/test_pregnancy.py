"""Journey 10 in a real browser: a pregnancy is written down by the keyworker; the prescriber has a
red task within 24 hours and answers; the treatment goes on."""

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
    open_person,
    open_section,
    open_tab,
    type_day,
)
from tests.browser.axe import violations
from tests.browser.treated import PREGNANT, one_who_is_pregnant
from tests.stack import Stack

PERSON = " ".join(PREGNANT)
WITHIN_A_DAY = "a prescriber sees them within 24 hours"
GOES_ON = re.compile("Methadone or buprenorphine goes on")
DONE = "Seen today. Her dose goes on; the midwife is told, with her consent."


def test_a_pregnancy_is_a_red_task_until_a_prescriber_has_seen_them(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_who_is_pregnant)
    today = localdate()
    doctor = as_role(Role.PRESCRIBER)
    before = alerts(doctor)
    page = as_role(Role.KEYWORKER)
    open_person(page, PERSON)
    open_tab(page, "Health")
    page.get_by_role("link", name="Record a pregnancy").click()
    choose(page, "found", "pregnant")
    type_day(page, "on", today)
    type_day(page, "due_on", today + timedelta(days=220))
    page.fill("input[name=note]", "Home test. She wants to keep it.")
    assert violations(page) == []
    page.get_by_role("button", name="Record this").click()
    expect(page.get_by_text("Pregnancy: recorded.")).to_be_visible()
    expect(page.get_by_text(f"Expected {nhs_date(today + timedelta(days=220))}.")).to_be_visible()
    open_tab(page, "Overview")
    warning = page.locator(".worry", has_text=GOES_ON)
    expect(warning.get_by_role("link")).to_have_text("Safety checks")
    page.get_by_role("link", name="Why", exact=True).click()
    review = page.get_by_role("row", name="Review after a pregnancy was recorded")
    expect(review).to_contain_text("Due 5 working days after")

    open_section(doctor, "Benefit")
    expect_alerts(doctor, before + 1)
    open_section(doctor, "Prescribing today")
    row = doctor.locator("[data-row]", has_text=PERSON)
    expect(row).to_contain_text(WITHIN_A_DAY)
    expect(row).to_contain_text(f"By {nhs_date(today + timedelta(days=1))}")
    row.get_by_role("link", name="Open task").click()
    assert violations(doctor) == []
    doctor.get_by_role("button", name="It is done").click()
    expect(doctor.get_by_text("Say what was done").first).to_be_visible()
    expect_alerts(doctor, before + 1)
    doctor.fill("textarea[name=outcome]", DONE)
    doctor.get_by_role("button", name="It is done").click()
    expect(doctor.get_by_text("Done, and kept with what came of it.")).to_be_visible()
    expect_alerts(doctor, before)

    doctor.locator(".worry", has_text=GOES_ON).get_by_role("link", name="Answer").click()
    choose(doctor, "outcome", "acted")
    doctor.fill("textarea[name=reason]", DONE)
    assert violations(doctor) == []
    doctor.get_by_role("button", name="Keep this answer").click()
    expect(doctor.get_by_text("Your answer is kept.")).to_be_visible()
    open_tab(doctor, "Overview")
    expect(doctor.get_by_text(GOES_ON)).to_have_count(0)

    open_tab(doctor, "Prescription")
    expect(doctor.locator("main")).to_contain_text("Methadone 60mg")
    goes_on = stack.query(
        "SELECT ended_on FROM prescribing_prescription JOIN patients_patient AS person"
        " ON person.id = patient_id WHERE family_name = %s",
        PREGNANT[1],
    )
    assert goes_on == [(None,)]
