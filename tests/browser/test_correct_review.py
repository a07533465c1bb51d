"""A saved review is corrected in a real browser; what it said before can still be read."""

from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import PHONE, SignIn
from tests.browser.axe import violations
from tests.browser.reviewed import somebody_reviewed
from tests.stack import Stack


def test_a_review_is_corrected_with_a_reason_and_both_texts_stay(
    stack: Stack, as_role: SignIn
) -> None:
    path = stack.answer_of(somebody_reviewed)
    page = as_role(Role.KEYWORKER, PHONE)
    page.goto(f"{stack.address}{path}")
    page.get_by_role("link", name="Correct this review").click()
    words = page.locator("textarea[name=own_words]")
    expect(words).to_have_value("I am getting there")
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0], "nothing is wider than a small telephone"

    words.fill("I am nearly there")
    page.get_by_role("button", name="Save correction").click()
    expect(page.get_by_text("Say why it is corrected").first).to_be_visible()
    expect(words).to_have_value("I am nearly there")
    page.fill("input[name=amend_reason]", "Misheard")
    page.get_by_role("button", name="Save correction").click()

    expect(page.get_by_text("Corrected. What it said before stays.")).to_be_visible()
    expect(page.get_by_text("“I am nearly there”").first).to_be_visible()
    expect(page.get_by_text("Reason: Misheard")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Open it as first recorded").click()
    expect(page.get_by_text("“I am getting there”").first).to_be_visible()
