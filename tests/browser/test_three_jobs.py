"""The three jobs the product is for, done in a real browser against the running product."""

import re

from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn, choose, open_person
from tests.browser.axe import violations
from tests.browser.people import NAME, one_overdue_person
from tests.stack import Stack

PERSON = " ".join(NAME)
DAYS = ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "injecting")


def test_a_keyworker_logs_an_overdue_review_and_the_person_leaves_the_list(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_overdue_person)
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}/my-people/")
    before = people_who_need_someone(page)
    open_person(page, PERSON)
    expect(page.locator(".opening").first).to_contain_text("overdue")
    page.get_by_role("link", name="Log a review").first.click()
    assert violations(page) == []

    choose(page, "seen", "in_person")
    page.fill("textarea[name=own_words]", "Better in the week. Weekends are hard.")
    expect(page.locator("[data-save-line]").first).to_contain_text("Draft saved", timeout=15_000)
    page.reload()
    expect(page.locator("textarea[name=own_words]")).to_have_value(re.compile("Weekends are hard"))

    fill_routine_answers(page)
    fill_top(page)
    page.get_by_role("button", name="Save review").first.click()
    expect(page.get_by_text("Review saved at")).to_be_visible()

    page.goto(f"{stack.address}/my-people/")
    assert people_who_need_someone(page) == before - 1


def people_who_need_someone(page: Page) -> int:
    found = re.search(r"(\d+) people need you", page.locator("main").inner_text())
    assert found, "the sum line stands on My people"
    return int(found[1])


def fill_routine_answers(page: Page) -> None:
    for name, value in (("risk_changed", "no"), ("naloxone", "yes"), ("driving", "yes")):
        choose(page, name, value)
    for name in ("risk_overdose", "risk_suicide", "risk_safeguarding", "risk_children"):
        choose(page, name, "none")
    goal = page.locator("input[name^=goal_][value=progressing]")
    goal.check(force=True)
    page.fill("input[name=capital_social]", "4")
    choose(page, "options", "stay")
    page.fill("input[name=preference]", "To stay as it is")


def fill_top(page: Page) -> None:
    for item in DAYS:
        for week in (4, 3, 2, 1):
            page.fill(f"input[name={item}_days_w{week}]", "1" if item == "opiates" else "0")
    for scale in ("psych_health", "physical_health", "quality_of_life"):
        page.fill(f"input[name={scale}]", "11")
    for work in ("paid_work_days", "education_days"):
        page.fill(f"input[name={work}]", "0")
    for question in (
        *("shoplifting", "drug_selling", "other_theft", "assault"),
        *("acute_housing", "eviction_risk"),
    ):
        choose(page, question, "no")


def test_a_prescriber_reads_benefit_and_records_a_strategic_part(
    as_role: SignIn,
) -> None:
    page = as_role(Role.PRESCRIBER)
    page.get_by_role("link", name="Benefit", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("doing people good")
    page.get_by_role("link", name="Record", exact=True).first.click()
    expect(page.locator(".chart-wide svg.chart").first).to_be_visible()
    assert violations(page) == []

    choose(page, "seen", "in_person")
    for rating in page.locator("select[name^=rating_]").all():
        rating.select_option("better")
    page.fill("input[name=judgement]", "7")
    page.fill("textarea[name=judgement_words]", "It keeps me off it in the week.")
    choose(page, "options", "stay")
    choose(page, "decision", "continue")
    choose(page, "conclusion", "clear")
    page.get_by_role("button", name="Save and sign as prescriber").click()
    expect(page.get_by_text("Your part is saved and signed")).to_be_visible()
    expect(page.get_by_text("Clear benefit").first).to_be_visible()


def test_a_manager_runs_an_audit_opens_a_figures_people_and_downloads_the_pdf(
    stack: Stack, as_role: SignIn
) -> None:
    page = as_role(Role.MANAGER)
    page.goto(f"{stack.address}/audits/")
    assert violations(page) == []
    page.goto(f"{stack.address}/audits/new/")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("link", name=re.compile("PDF")).first).to_be_visible(timeout=90_000)
    assert violations(page) == []

    figure = page.locator("table a[href*='/figures/']").first
    shown = int(re.sub(r"\D", "", figure.inner_text().split("\n")[0]))
    report = page.url
    figure.click()
    people = page.locator("table[data-people]")
    assert int(people.get_attribute("data-people") or "") == shown

    page.goto(report)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-1.7")
