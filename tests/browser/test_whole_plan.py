"""The plan as a whole in a real browser: where it moves, whether they agree, who stands by them,
what a good ending would be, recovery capital, and a contact about a goal."""

import re

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import DESK, SignIn, choose, reads_well, resize, type_day
from tests.browser.whole_plan import somebody_with_a_plan
from tests.stack import Stack

SMALL = (320, 720)


def in_order(page: Page) -> None:
    """At a desk and on a telephone with axe; nothing to scroll sideways on the smallest either."""
    reads_well(page)
    resize(page, SMALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL[0], page.url
    resize(page, DESK)


def test_a_plan_is_moved_agreed_and_compared(stack: Stack, as_role: SignIn) -> None:
    plan, goal = stack.answer_of(somebody_with_a_plan).split()
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}{plan}")
    in_order(page)

    page.get_by_role("link", name="Move the plan").click()
    in_order(page)
    choose(page, "layer", "intensive")
    page.fill("textarea[name=why]", "A hard month")
    page.get_by_role("button", name="Save the move").click()
    expect(page.get_by_text("Preparation for change, intensive support")).to_be_visible()
    expect(page.get_by_text("Where the plan began")).to_be_visible()

    page.get_by_role("link", name="Ask", exact=True).click()
    in_order(page)
    choose(page, "answer", "no")
    page.fill("textarea[name=words]", "Too many appointments")
    page.get_by_role("button", name="Save in their words").click()
    expect(page.get_by_text("“Too many appointments”")).to_be_visible()

    page.get_by_role("link", name="Add", exact=True).click()
    in_order(page)
    page.fill("input[name=name]", "Ceri Vale")
    choose(page, "kind", "carer")
    choose(page, "consent", "yes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Give the day they consented").first).to_be_visible()
    expect(page.locator("input[name=name]")).to_have_value("Ceri Vale")
    type_day(page, "consent_on", localdate())
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The person consents to us being in touch")).to_be_visible()
    in_order(page)

    page.get_by_role("link", name="Compare versions").click()
    row = page.get_by_role("row", name=re.compile("^Phase"))
    expect(row.get_by_text("Changed", exact=True)).to_be_visible()
    in_order(page)

    page.goto(f"{stack.address}{goal}")
    page.get_by_label("Or one that is on record").select_option(index=1)
    page.get_by_role("button", name="Put it with this goal").click()
    expect(page.get_by_text("Choir meets on Thursdays")).to_be_visible()
    in_order(page)
    page.get_by_role("link", name="Write down a contact about this goal").click()
    expect(page.locator("input[name=tied_to]").first).to_be_checked()
    in_order(page)


def test_a_good_ending_and_recovery_capital_are_read_over_time(
    stack: Stack, as_role: SignIn
) -> None:
    plan, _ = stack.answer_of(somebody_with_a_plan).split()
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}{plan}")
    page.get_by_role("link", name="Each time it was asked").click()
    expect(page.get_by_text("“A job”")).to_be_visible()
    in_order(page)
    page.goto(f"{stack.address}{plan}")
    page.get_by_role("link", name="Over time").click()
    expect(page.locator("svg.chart")).to_have_count(4)
    expect(page.get_by_text("None is set up.")).to_be_visible()
    in_order(page)
    page.get_by_role("link", name="Ask again").click()
    page.fill("input[name=social]", "7")
    page.fill("textarea[name=one_thing_to_build]", "Sleep")
    in_order(page)
    page.get_by_role("button", name="Save the ratings").click()
    expect(page.get_by_text("Up from 3 to 7").first).to_be_visible()

    manager = as_role(Role.MANAGER)
    manager.goto(f"{stack.address}/care-plans/agreement/")
    expect(manager.get_by_role("heading", name="Do people agree")).to_be_visible()
    in_order(manager)
