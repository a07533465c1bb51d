"""From Benefit to the first 12 weeks, to the people behind a number, to one of them."""

from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import SignIn, reads_well
from tests.browser.newcomers import FAMILY, GIVEN, six_newcomers
from tests.stack import Stack


def test_a_number_opens_its_people_and_a_mark_of_the_curve_too(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(six_newcomers)
    page = as_role(Role.MANAGER)
    page.goto(f"{stack.address}/benefit/")
    page.get_by_role("link", name="First 12 weeks").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first 12 weeks")
    reads_well(page)
    page.get_by_role("row", name="Medical review").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Medical review: not done by now")
    for given in GIVEN:
        expect(page.get_by_role("row", name=f"{given} {FAMILY}")).to_contain_text("was due")
    reads_well(page)
    page.get_by_role("link", name="Since the start").click()
    reads_well(page)
    page.get_by_role("link", name="still in treatment. Open the").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Still in treatment at the start")
    page.get_by_role("link", name=f"{GIVEN[0]} {FAMILY}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("still doing them good")
