"""Journey 9 in a real browser: a depot that is late, from the list to the injection."""

from playwright.sync_api import Locator, Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn, alerts, expect_alerts, open_section
from tests.browser.axe import violations
from tests.browser.phoning import DEPOT, one_whose_depot_is_late
from tests.stack import Stack


def late_depot(page: Page) -> Locator:
    """The row of Prescribing today, among depots that are late."""
    open_section(page, "Prescribing today")
    page.wait_for_url("**/prescribing-today/")  # loaded: what is chosen before is not seen
    page.get_by_label("What about").select_option(label="Depots late")
    page.wait_for_url("**about=depot_late*")
    return page.locator("[data-row]", has_text=" ".join(DEPOT))


def test_a_late_depot_stands_on_the_list_until_the_injection_is_recorded(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(one_whose_depot_is_late)
    page = as_role(Role.PRESCRIBER)
    before = alerts(page)
    assert before > 0
    row = late_depot(page)
    expect(row).to_contain_text("3 days ago")
    row.get_by_role("link", name="Record injection").click()
    expect(page.get_by_text("The window closed on").first).to_be_visible()
    assert violations(page) == []
    page.fill("input[name=dose_mg]", "16")
    page.fill("input[name=site]", "Left abdomen")
    page.get_by_role("button", name="Record this injection").click()
    expect(page.get_by_text("Injection recorded.")).to_be_visible()
    expect_alerts(page, before - 1)
    expect(late_depot(page)).to_have_count(0)
