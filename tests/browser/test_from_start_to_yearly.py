"""Journey 1 in a real browser: somebody starts, the 12-week review finds clear benefit and is
signed by two, and from then on the strategic review is due once a year."""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.roles import Role
from rodt.words import nhs_date
from tests.browser.acting import (
    SignIn,
    choose,
    find,
    open_person,
    open_section,
    open_tab,
    reads_well,
    type_day,
)
from tests.browser.axe import violations
from tests.browser.week_12_form import credits_of, fill_in
from tests.stack import Stack

NAME = ("Bronwen", "Castellan")
PERSON = " ".join(NAME)


def test_somebody_starts_and_after_a_clear_week_12_is_reviewed_yearly(
    stack: Stack, as_role: SignIn
) -> None:
    today = localdate()
    started_on = today - timedelta(days=84)
    page = as_role(Role.KEYWORKER)
    find(page, PERSON)
    expect(page.locator("main").get_by_role("link", name=PERSON)).to_have_count(0)
    page.goto(f"{stack.address}/patients/new/")
    page.fill("input[name=given_name]", NAME[0])
    page.fill("input[name=family_name]", NAME[1])
    type_day(page, "date_of_birth", today.replace(year=1988, month=6, day=11))
    type_day(page, "started_on", started_on)
    reads_well(page)
    page.get_by_role("button", name="Start treatment").click()
    expect(page.get_by_text(f"{PERSON} has started treatment.")).to_be_visible()
    reads_well(page)
    patient_id = page.url.split("/patients/")[1].split("/")[0]

    doctor = as_role(Role.PRESCRIBER)
    open_person(doctor, PERSON)
    open_tab(doctor, "Prescription")
    doctor.get_by_role("link", name="Record a prescription").first.click()
    doctor.select_option("select[name=medicine]", label="Methadone oral solution 1mg/ml")
    doctor.fill("input[name=dose_mg]", "60")
    type_day(doctor, "started_on", started_on)
    choose(doctor, "state", "active")
    choose(doctor, "supervision", "daily")
    doctor.get_by_role("button", name="Record this prescription").click()
    expect(doctor.get_by_text("Prescription recorded.")).to_be_visible()

    strategic = why_due(page, stack, patient_id)
    expect(strategic).to_contain_text(f"Due {nhs_date(today)}")
    page.goto(f"{stack.address}/patients/{patient_id}/")
    page.get_by_role("link", name="Log a review").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week 12")
    fill_in(page)
    assert violations(page) == []
    page.get_by_role("button", name="Save review").first.click()
    expect(page.get_by_text("2 reviews wait for a second signature.")).to_be_visible()
    assert credits_of(stack, patient_id)["strategic"] == (False, "prescriber")
    strategic = why_due(page, stack, patient_id)
    expect(strategic).to_contain_text(f"Due {nhs_date(today)}")

    open_section(doctor, "Benefit")
    doctor.get_by_role("row", name=PERSON).get_by_role("link", name="Look and sign").click()
    expect(doctor.locator("input[name=conclusion][value=clear]")).to_be_checked()
    assert violations(doctor) == []
    doctor.get_by_role("button", name="Save and sign as prescriber").click()
    expect(doctor.get_by_text("signed by two people")).to_be_visible()
    expect(doctor.get_by_text("Clear benefit").first).to_be_visible()
    assert credits_of(stack, patient_id)["strategic"] == (True, "")

    strategic = why_due(page, stack, patient_id)
    expect(strategic).to_contain_text(f"Due {nhs_date(today + timedelta(days=365))}")
    expect(strategic).to_contain_text("12 months")
    expect(strategic).not_to_contain_text("overdue")
    reads_well(page)
    page.goto(f"{stack.address}/patients/{patient_id}/")
    held = page.locator(".case-due").get_by_role("listitem").filter(has_text="Strategic review")
    expect(held).to_contain_text("Done today")
    expect(held).to_contain_text(f"Next due {nhs_date(today + timedelta(days=365))}")


def why_due(page: Page, stack: Stack, patient_id: str):  # type: ignore[no-untyped-def]
    """The strategic review's row of *Why each review is due*."""
    page.goto(f"{stack.address}/patients/{patient_id}/due/")
    return page.get_by_role("row", name=re.compile("^Strategic review"))
