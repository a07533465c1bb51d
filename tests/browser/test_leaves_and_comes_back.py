"""Journey 6 in a real browser: a planned exit, contacts after it, a relapse in the fifth month, and
treatment opened again up to the first dose."""

from datetime import date, timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import (
    SignIn,
    choose,
    open_more,
    open_person,
    open_tab,
    reads_well,
    type_day,
)
from tests.browser.left import COMES_OFF, one_who_comes_off
from tests.stack import Stack

PERSON = " ".join(COMES_OFF)


def contact(page: Page, on: date) -> None:
    page.locator("main").get_by_role("link", name="Add a contact").click()
    choose(page, "kind", "phone")
    choose(page, "outcome", "attended")
    choose(page, "with_role", "keyworker")
    type_day(page, "on", on)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Contact saved.")).to_be_visible()


def open_aftercare(page: Page) -> None:
    page.locator(".banner-name a").click()
    open_more(page, "Aftercare")
    expect(page.locator("h1")).to_have_text("Aftercare")


def test_a_planned_exit_is_followed_and_the_door_stays_open(stack: Stack, as_role: SignIn) -> None:
    stack.answer_of(one_who_comes_off)
    today = localdate()
    left_on = today - timedelta(days=150)
    doctor = as_role(Role.PRESCRIBER)
    open_person(doctor, PERSON)
    open_more(doctor, "Coming off")
    parts = doctor.get_by_role("table")
    expect(parts).to_contain_text("I want to be off it before my son starts school.")
    expect(parts.get_by_role("row", name="Naloxone in date")).to_contain_text("Missing")
    reads_well(doctor)
    plan = parts.get_by_role("row", name="A plan for the risk of relapse")
    plan.get_by_role("link").first.click()
    doctor.fill("textarea[name=words]", "Fridays are hard. Ring my sister first.")
    reads_well(doctor)
    doctor.get_by_role("button", name="Save").click()
    expect(plan).to_contain_text("Done")

    doctor.locator(".banner-name a").click()
    open_more(doctor, "End treatment")
    choose(doctor, "reason", "completed_drug_free")
    choose(doctor, "patient_agreed", "yes")
    type_day(doctor, "ended_on", left_on)
    doctor.fill("textarea[name=why]", "As agreed in March.")
    doctor.get_by_role("button", name="End treatment").click()
    expect(doctor.locator("h1")).to_have_text("Aftercare")
    choose(doctor, "answer", "yes")
    doctor.fill("input[name=how]", "By phone, in the evening")
    type_day(doctor, "on", left_on)
    doctor.get_by_role("button", name="Save what they say").click()
    expect(doctor.get_by_text("How: By phone, in the evening")).to_be_visible()

    page = as_role(Role.KEYWORKER)
    open_person(page, PERSON)
    for days in (7, 28, 84):
        open_aftercare(page)
        contact(page, left_on + timedelta(days=days))
    open_aftercare(page)
    for week, state in (("1", "Done"), ("4", "Done"), ("12", "Done"), ("26", "To come")):
        row = page.get_by_role("row", name=f"Week {week}", exact=False).filter(
            has=page.get_by_role("rowheader", name=f"Week {week}", exact=True)
        )
        expect(row).to_contain_text(state)
    reads_well(page)

    page.locator(".banner-name a").click()
    page.get_by_role("link", name="Re-open treatment").click()
    page.get_by_role("button", name="Re-open treatment").click()
    expect(page.get_by_text("Treatment is open again.")).to_be_visible()
    open_aftercare(page)
    expect(page.locator(".opening")).to_contain_text("Nothing more is asked for.")
    expect(page.get_by_role("row", name="Week 26")).to_contain_text("Not asked for")

    doctor.locator(".banner-name a").click()
    expect(doctor.get_by_text("Tolerance may be lost").first).to_be_visible()
    open_tab(doctor, "Prescription")
    doctor.locator("main").get_by_role("link", name="Record a prescription").click()
    doctor.select_option("select[name=medicine]", "methadone-1mg-ml")
    doctor.fill("input[name=dose_mg]", "20")
    type_day(doctor, "started_on", today)
    choose(doctor, "supervision", "daily")
    doctor.get_by_role("button", name="Record").first.click()
    expect(doctor.get_by_text("Prescription recorded.")).to_be_visible()
    expect(doctor.locator(".opening")).to_contain_text("20mg")
