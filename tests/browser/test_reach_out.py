"""From the list: a try is written down, people are printed, a past day is read. These pages, Nights
and one's own settings stand on a desk and a phone without a finding of axe."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import DESK, PHONE, SignIn
from tests.browser.axe import violations
from tests.stack import Stack


def stands(page: Page) -> None:
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, f"{page.url} is {width} px wider than its window"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_try_is_written_down_from_the_list(
    as_role: SignIn, stack: Stack, size: tuple[int, int]
) -> None:
    page = as_role(Role.KEYWORKER, size)
    page.goto(f"{stack.address}/my-people/")
    row = page.locator(".work-row").filter(has=page.get_by_role("link", name="Reach out")).last
    name = row.locator("[data-row-link]").inner_text()
    row.get_by_role("link", name="Reach out").click()
    expect(page.locator("h1")).to_have_text("Reach out")
    stands(page)
    page.get_by_label("By phone").check()
    page.get_by_label("No answer").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status")).to_contain_text(f"Written down for {name}.")
    tried = page.locator(".work-row").filter(has_text=name).locator(".tried")
    expect(tried.first).to_contain_text(re.compile(r"Tried .*(no|without an) answer"))
    stands(page)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_group_is_printed_and_a_past_day_is_read(
    as_role: SignIn, stack: Stack, size: tuple[int, int]
) -> None:
    page = as_role(Role.KEYWORKER, size)
    page.goto(f"{stack.address}/my-people/")
    page.get_by_role("link", name="Print for outreach").first.click()
    expect(page.locator("h1")).to_have_text("People to reach")
    stands(page)
    boxes = page.locator("input[name=person]")
    for box in boxes.all()[2:]:
        box.uncheck()
    chosen = min(2, boxes.count())
    page.get_by_role("button", name="Make the page to print").click()
    expect(page.locator("main li h2")).to_have_count(chosen)
    expect(page.locator("main")).to_contain_text("shred after use")
    stands(page)
    page.goto(f"{stack.address}/my-people/")
    page.get_by_role("link", name="The list on another day").click()
    stands(page)
    day = localdate() - timedelta(days=40)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Show this day").click()
    expect(page.locator("main")).to_contain_text("This is the past.")
    expect(page.locator(".work-action")).to_have_count(0)
    stands(page)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_nights_and_ones_own_settings(as_role: SignIn, stack: Stack, size: tuple[int, int]) -> None:
    page = as_role(Role.MANAGER, size)
    for address in ("/nights/", "/settings/"):
        page.goto(f"{stack.address}{address}")
        stands(page)
