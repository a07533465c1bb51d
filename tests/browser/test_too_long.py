"""Far more is sent than can be taken in, in a real browser: one of our sentences, and the way back
leads to the form with everything in it."""

import pytest
from playwright.sync_api import Browser, expect

from accounts.roles import Role
from tests.browser.acting import sign_in
from tests.browser.people import somebody_to_ring
from tests.stack import Stack

WORDS = "She rang from the bus, and would rather come on Friday."
FIELDS, LETTERS = 80, 100_000
ADD = """([fields, letters]) => {
  const form = document.querySelector("form[data-autosave-url]");
  for (let number = 0; number < fields; number++) {
    const field = document.createElement("textarea");
    field.name = `more_${number}`;
    field.value = "a".repeat(letters);
    form.append(field);
  }
}"""


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "signed out"])
def test_a_save_of_eight_million_letters_is_answered_in_our_words(
    stack: Stack, browser: Browser, is_signed_in: bool
) -> None:
    patient_id = stack.answer_of(somebody_to_ring)
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, stack.address, Role.KEYWORKER)
    page.route("**/drafts/**", lambda route: route.abort())
    page.goto(f"{stack.address}/patients/{patient_id}/contacts/new/")
    page.fill("textarea[name=summary]", WORDS)
    page.fill("input[name=on_day]", "3")
    page.evaluate(ADD, [FIELDS, LETTERS])
    if not is_signed_in:
        context.clear_cookies(name="sessionid")
    page.evaluate("document.querySelector('form[data-autosave-url]').submit()")
    expect(page.get_by_role("heading", name="This could not be taken in")).to_be_visible()
    expect(page.get_by_text("Nothing was saved")).to_be_visible()
    if not is_signed_in:
        with context.expect_page() as another:
            page.get_by_role("link", name="sign in in a new tab").click()
        sign_in(another.value, stack.address, Role.KEYWORKER)
    page.go_back()
    expect(page.locator("textarea[name=summary]")).to_have_value(WORDS)
    expect(page.locator("input[name=on_day]")).to_have_value("3")
    context.close()
