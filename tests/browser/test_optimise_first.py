"""Journey 2 in a real browser: heroin goes on, so treatment is improved first, with a higher dose
and talking therapy; eight weeks later the review shows better, and the plan what came of it."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.roles import Role
from reviews.benefit_domains import DOMAINS
from rodt.words import short_date
from tests.browser.acting import PHONE, SignIn, choose, open_person, open_tab, reads_well, type_day
from tests.browser.week_12_form import fill_top
from tests.browser.years import STILL_USES, one_who_still_uses
from tests.stack import Stack

PERSON = " ".join(STILL_USES)
THERAPY = "CBT with Tom, 6 sessions"
PLAN = "Dose up in two steps, Dr Osei. CBT with Tom, from Monday."
OUTCOME = "On 60mg. Five of six sessions. Heroin on 4 days, it was 20."
WORDS = "It holds me past teatime now."


def test_a_higher_dose_and_talking_therapy_come_before_any_conclusion_to_stop(
    stack: Stack, as_role: SignIn
) -> None:
    patient_id = stack.answer_of(one_who_still_uses)
    today = localdate()
    first_on = today - timedelta(days=60)
    person = f"{stack.address}/patients/{patient_id}"

    doctor = as_role(Role.PRESCRIBER)
    doctor.goto(f"{person}/benefit/review/")
    opiates = doctor.get_by_role("row", name="Heroin and other opiates")
    expect(opiates).to_contain_text("24 days")
    expect(opiates).to_contain_text("20 days")
    rate(doctor, "same")
    doctor.select_option("select[name=rung_3]", "action")
    doctor.fill("input[name=rung_3_note]", "Not holding past teatime")
    doctor.select_option("select[name=rung_6]", "action")
    doctor.fill("input[name=rung_6_note]", THERAPY)
    conclude(doctor, first_on, conclusion="not_evident", decision="increase")
    doctor.get_by_role("button", name="Save and sign as prescriber").click()
    expect(doctor.get_by_text("Write the plan, or say why there is none yet").first).to_be_visible()
    reads_well(doctor)
    doctor.fill("textarea[name=plan]", PLAN)
    doctor.get_by_role("button", name="Save and sign as prescriber").click()
    expect(doctor.get_by_text("Your part is saved and signed")).to_be_visible()

    page = as_role(Role.KEYWORKER)
    page.goto(f"{person}/benefit/review/")
    expect(page.locator("textarea[name=plan]")).to_have_value(PLAN)
    page.get_by_role("button", name="Save and sign as keyworker").click()
    expect(page.get_by_text("signed by two people")).to_be_visible()
    expect(page.locator("#ladder")).to_contain_text(THERAPY)
    expect(page.get_by_role("link", name="Say what came of it")).to_be_visible()
    reads_well(page)

    open_person(doctor, PERSON)
    open_tab(doctor, "Prescription")
    doctor.get_by_role("link", name="Change the dose").click()
    doctor.fill("input[name=dose_mg]", "60")
    type_day(doctor, "from_on", first_on + timedelta(days=1))
    doctor.fill("input[name=why], textarea[name=why]", "Not holding past teatime")
    choose(doctor, "patient_agreed", "yes")
    doctor.get_by_role("button", name="Record this dose").click()
    expect(doctor.get_by_text("Dose recorded: 60mg")).to_be_visible()

    page.goto(f"{person}/top/new/")
    choose(page, "stage", "review")
    fill_top(page, opiates_a_week=1)
    page.get_by_role("button", name="Save TOP").click()
    page.wait_for_url("**/top/")
    page.goto(f"{person}/benefit/")
    page.get_by_role("link", name="Say what came of it").click()
    reads_well(page)
    page.fill("textarea[name=outcome]", OUTCOME)
    page.get_by_role("button", name="Save what came of it").click()
    expect(page.get_by_text("What came of the plan is saved.")).to_be_visible()

    page.goto(f"{person}/benefit/review/")
    opiates = page.get_by_role("row", name="Heroin and other opiates")
    expect(opiates).to_contain_text("24 days")
    expect(opiates).to_contain_text("4 days")
    expect(opiates).to_contain_text("rated same")
    rate(page, "better")
    page.fill("textarea[name=judgement_words]", WORDS)
    conclude(page, today, conclusion="clear", decision="continue")
    page.get_by_role("button", name="Save and sign as keyworker").click()
    expect(page.get_by_text("Your part is saved and signed")).to_be_visible()
    doctor.goto(f"{person}/benefit/review/")
    doctor.get_by_role("button", name="Save and sign as prescriber").click()
    expect(doctor.get_by_text("signed by two people")).to_be_visible()

    expect(doctor.get_by_role("row", name="Heroin and other opiates")).to_contain_text(
        "rated better"
    )
    expect(doctor.get_by_text("Clear benefit").first).to_be_visible()
    expect(doctor.get_by_text(f"What came of it: {OUTCOME}")).to_be_visible()
    expect(doctor.get_by_text(WORDS).first).to_be_visible()
    expect(doctor.get_by_role("link", name="Say what came of it")).to_have_count(0)
    reads_well(doctor)
    assert stack.query(
        "SELECT count(*) FROM patients_task WHERE patient_id = %s AND done_on IS NULL"
        " AND text LIKE 'Follow-up%%'",
        patient_id,
    ) == [(0,)]

    phone = as_role(Role.KEYWORKER, PHONE)
    phone.goto(f"{person}/top/")
    expect(phone.get_by_role("link", name="TOP and tests", exact=True)).to_be_in_viewport(ratio=1)
    for name in (short_date(today), short_date(today - timedelta(days=90))):
        expect(phone.get_by_role("columnheader", name=name)).to_be_in_viewport(ratio=1)
    heroin = phone.get_by_role("rowheader", name="Heroin and other opiates")
    expect(heroin).to_contain_text("fewer days: 20 fewer days")
    expect(phone.get_by_role("columnheader", name="From the start to now")).to_have_count(0)
    reads_well(phone)


def rate(page: Page, rating: str) -> None:
    for domain in DOMAINS:
        page.select_option(f"select[name=rating_{domain.key}]", rating)


def conclude(page: Page, held_on, *, conclusion: str, decision: str) -> None:  # type: ignore[no-untyped-def]
    type_day(page, "held_on", held_on)
    choose(page, "seen", "in_person")
    page.fill("input[name=judgement]", "6")
    choose(page, "options", "psychosocial")
    choose(page, "decision", decision)
    choose(page, "conclusion", conclusion)
