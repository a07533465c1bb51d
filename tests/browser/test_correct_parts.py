"""A strategic review, a TOP and a goal are corrected in a real browser, on a telephone too."""

from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import PHONE, SignIn
from tests.browser.axe import violations
from tests.browser.strategically_reviewed import somebody_reviewed_by_two
from tests.stack import Stack


def is_in_order(page: Page) -> None:
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0], "nothing is wider than a small telephone"


def save(page: Page, why: str) -> None:
    page.fill("input[name=amend_reason]", why)
    page.get_by_role("button", name="Save correction").click()


def test_each_part_is_corrected_where_it_stands(stack: Stack, as_role: SignIn) -> None:
    review, top, goal = stack.answer_of(somebody_reviewed_by_two).split()
    page = as_role(Role.KEYWORKER, PHONE)

    page.goto(f"{stack.address}{review}")
    page.get_by_role("link", name="Correct this review").click()
    rating = page.locator("select[name=rating_opiates]")
    expect(rating).to_have_value("better")
    is_in_order(page)
    rating.select_option("same")
    page.get_by_role("button", name="Save correction").click()
    expect(page.get_by_text("Say why it is corrected").first).to_be_visible()
    expect(rating).to_have_value("same")
    save(page, "Two rows were mixed up")
    expect(page.get_by_text("It waits for the prescriber’s signature")).to_be_visible()
    expect(page.get_by_role("heading", name="What the correction changed")).to_be_visible()
    is_in_order(page)
    page.get_by_role("link", name="Open it as first recorded").click()
    expect(page.get_by_text("This review was corrected on")).to_be_visible()

    page.goto(f"{stack.address}{top}")
    mind = page.locator("input[name=psych_health]")
    expect(mind).to_have_value("11")
    is_in_order(page)
    mind.fill("14")
    save(page, "Wrong box")
    expect(page.get_by_text("Corrected. What it said before stays.")).to_be_visible()
    is_in_order(page)
    page.get_by_role("link", name="What it said before").click()
    expect(page.get_by_text("because: Wrong box")).to_be_visible()

    page.goto(f"{stack.address}{goal}")
    is_in_order(page)
    page.get_by_role("link", name="Correct the goal’s words").click()
    is_in_order(page)
    page.fill("textarea[name=words]", "See my daughters")
    save(page, "She has two")
    expect(page.get_by_role("heading", name="“See my daughters”")).to_be_visible()
    page.get_by_role("link", name="Correct how it stood").click()
    expect(page.locator("input[name=next_step]")).to_have_value("Ring her")
    is_in_order(page)
    page.fill("input[name=next_step]", "Ring them")
    save(page, "She has two")
    expect(page.get_by_text("Next: Ring them")).to_be_visible()
