"""Job J2 in a real browser: who needs me today, and why. Each row gives the reason, the day, how
many days, and what is booked; the rule opens on a click; a filter says how many it hides."""

import re

from playwright.sync_api import Locator, Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn, reads_well
from tests.stack import Stack

A_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+|today|tomorrow", re.IGNORECASE)
DAYS = re.compile(r"\d+ days? overdue|due|in \d+ days?|today", re.IGNORECASE)
BOOKED = re.compile(r"Nothing booked|Booked \d|Sees |Today, \d")


def test_each_row_says_why_since_when_and_what_is_booked_and_opens_its_rule(
    stack: Stack, as_role: SignIn
) -> None:
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}/my-people/")
    rows = page.locator(".work-row").all()
    assert rows
    for row in rows:
        says_why_and_when(row)
    reads_well(page)

    overdue = page.locator(".work-row").filter(has_text="days overdue").first
    name = overdue.locator("[data-row-link]").inner_text()
    due_on = overdue.locator(".due-date").first.inner_text()
    overdue.get_by_role("link", name="Why due?").click()
    expect(page.locator(".banner-name")).to_have_text(name)
    expect(page.get_by_role("columnheader", name="Rule")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.search(r"\d+ \w+", due_on)[0])  # type: ignore[index]
    reads_well(page)
    page.get_by_role("link", name="All rules").click()
    expect(page.locator("main")).to_contain_text("Years in treatment never enter it.")
    reads_well(page)


def test_a_filter_says_how_many_it_hides_and_the_sum_still_adds_up(
    stack: Stack, as_role: SignIn
) -> None:
    page = as_role(Role.MANAGER)
    page.goto(f"{stack.address}/my-people/?people=service")
    everybody = total(page)
    page.get_by_label("Treatment").select_option("ost")
    page.wait_for_url("**treatment=ost**")
    hides = page.locator(".hides")
    expect(hides).to_contain_text(re.compile(r"Hides \d+ (person|people)"))
    hidden = int(re.search(r"Hides (\d+)", hides.inner_text())[1])  # type: ignore[index]
    assert 0 < hidden < everybody
    sum_line = page.locator(".sum-line")
    expect(sum_line).to_contain_text(f"{everybody - hidden} shown")
    expect(sum_line).to_contain_text(f"{hidden} hidden by the filter")
    assert total(page) == everybody
    reads_well(page)
    hides.get_by_role("link").click()
    expect(page.locator(".hides")).to_have_count(0)
    assert total(page) == everybody


def says_why_and_when(row: Locator) -> None:
    name = row.locator("[data-row-link]").inner_text()
    why, due = row.locator(".work-why").inner_text(), row.locator(".work-due").inner_text()
    assert row.locator(".work-why strong").inner_text().strip(), name
    assert len(why.split()) > 3, f"{name}: {why}"
    assert A_DAY.search(due), f"{name}: {due}"
    assert DAYS.search(due), f"{name}: {due}"
    assert BOOKED.search(due), f"{name}: {due}"
    expect(row.get_by_role("link", name="Why due?")).to_be_visible()


def total(page: Page) -> int:
    """Of how many people the sum line accounts for."""
    numbers = re.findall(r"\d[\d,]*", page.locator(".sum-line").inner_text())
    return int(numbers[-1].replace(",", ""))
