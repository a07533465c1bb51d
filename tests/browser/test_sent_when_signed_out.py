"""A form is sent after the session ended, in a real browser: everything typed is still there."""

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.demo import DEMO_PASSWORD
from accounts.roles import Role
from tests.browser.acting import DESK, EMAIL, PHONE, choose, sign_in
from tests.browser.axe import violations
from tests.browser.people import somebody_to_ring
from tests.stack import Stack

WORDS = "She rang from the bus, and would rather come on Friday."


def end_session(page: Page) -> None:
    """As after half an hour without a touch. The page that is open knows nothing of it."""
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page) -> None:
    page.fill("input[name=login]", EMAIL[Role.KEYWORKER])
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda at: "login" not in at)


@pytest.mark.parametrize("has_script", [True, False], ids=["with a script", "without"])
def test_after_signing_in_again_the_form_has_everything_that_was_typed(
    stack: Stack, browser: Browser, has_script: bool
) -> None:
    patient_id = stack.answer_of(somebody_to_ring)
    width, height = DESK if has_script else PHONE
    context = browser.new_context(
        java_script_enabled=has_script, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    sign_in(page, stack.address, Role.KEYWORKER)
    form = f"{stack.address}/patients/{patient_id}/contacts/new/"
    page.goto(form)
    choose(page, "kind", "phone")
    choose(page, "outcome", "attended")
    end_session(page)
    page.fill("textarea[name=summary]", WORDS)
    page.click("button[data-save]")

    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_text("What was typed is kept")).to_be_visible()
    sign_in_again(page)
    page.wait_for_url(f"{form}**")
    expect(page.locator("textarea[name=summary]")).to_have_value(WORDS)
    expect(page.locator("input[name=kind][value=phone]")).to_be_checked()
    expect(page.locator("#error-summary")).to_contain_text("You were signed out before this")
    if has_script:
        assert violations(page) == []

    page.click("button[data-save]")
    page.wait_for_url(lambda at: "contacts/new" not in at)
    kept = stack.query("SELECT count(*) FROM patients_draft WHERE form LIKE 'sent-%'")
    assert kept == [(0,)]
    saved = stack.query(
        "SELECT count(*) FROM patients_contact WHERE summary = %s AND patient_id = %s",
        WORDS,
        patient_id,
    )
    assert saved == [(1,)]
    context.close()


def test_somebody_being_registered_survives_the_end_of_the_session(
    stack: Stack, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, stack.address, Role.KEYWORKER)
    page.goto(f"{stack.address}/patients/new/")
    with page.expect_response("**/patients/new/draft/") as kept:
        page.fill("input[name=family_name]", "Ashdown")
    assert kept.value.ok
    context.clear_cookies()
    page.goto(f"{stack.address}/patients/new/")
    sign_in_again(page)
    expect(page.get_by_role("heading", name="You began to register somebody")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Continue with the draft").click()
    expect(page.locator("input[name=family_name]")).to_have_value("Ashdown")
    page.goto(f"{stack.address}/patients/new/")
    page.get_by_role("button", name="Throw it away and start empty").click()
    expect(page.locator("input[name=family_name]")).to_have_value("")
    context.close()
