"""Journey 13 in a real browser: a note written in the record of somebody of an alike name goes to
the right one; both records say so, and it is undone."""

from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn, open_person, open_tab
from tests.browser.axe import violations
from tests.browser.treated import RIGHT_PERSON, WRONG_PERSON, two_of_alike_names
from tests.stack import Stack

RIGHT, WRONG = " ".join(RIGHT_PERSON), " ".join(WRONG_PERSON)
NOTE = "Her sister rang: she is staying with her until Friday."
REASON = "Two of one first name; the wrong one was open."
SAYS_SO = "An entry was moved to or from this record"


def whose_note(stack: Stack) -> list[tuple[object, ...]]:
    """Whose record holds the note now, and who wrote it."""
    return stack.query(
        "SELECT family_name, staff.full_name FROM patients_contact AS contact"
        " JOIN patients_patient AS person ON person.id = patient_id"
        " JOIN accounts_user AS staff ON staff.id = contact.recorded_by_id"
        " WHERE summary = %s",
        NOTE,
    )


def expect_note(page: Page, name: str, *, is_there: bool) -> None:
    open_person(page, name)
    open_tab(page, "Contacts")
    expect(page.get_by_text(NOTE)).to_have_count(1 if is_there else 0)


def test_a_note_about_somebody_else_is_moved_with_its_trail_and_moved_back(
    stack: Stack, as_role: SignIn
) -> None:
    stack.answer_of(two_of_alike_names)
    page = as_role(Role.KEYWORKER)
    open_person(page, WRONG)
    open_tab(page, "Contacts")
    page.get_by_role("link", name="Call or message").click()
    page.fill("textarea[name=summary]", NOTE)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text(NOTE)).to_be_visible()

    page.get_by_role("link", name="About somebody else").click()
    page.get_by_label("Who is it?").fill("maren h")
    page.get_by_role("button", name="Find", exact=True).click()
    row = page.get_by_role("row", name=RIGHT)
    expect(row).to_contain_text("4 May 1979")
    assert violations(page) == []
    row.get_by_role("button", name="It was about them").click()
    expect(page.locator("main")).to_contain_text(f"goes to the record of {RIGHT}")
    expect(page.locator("main")).to_contain_text(NOTE)
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("Say why").first).to_be_visible()
    page.fill("textarea[name=reason]", REASON)
    assert violations(page) == []
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("The entry stands in the other record now.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("It was about somebody else.")
    expect(page.locator("main")).to_contain_text(f"Why: {REASON}")
    assert whose_note(stack) == [(RIGHT_PERSON[1], "Dee Marsh")]

    expect_note(page, WRONG, is_there=False)
    expect(page.get_by_role("link", name=SAYS_SO)).to_be_visible()
    open_tab(page, "Who has looked")
    page.get_by_role("link", name="Changes only").click()
    expect(page.get_by_role("row", name="Moved an entry")).to_contain_text("Dee Marsh")

    expect_note(page, RIGHT, is_there=True)
    page.get_by_role("link", name=SAYS_SO).click()
    told = page.locator("main")
    expect(told).to_contain_text("It was written in another record by mistake.")
    expect(told).to_contain_text(f"The other record: {WRONG}")
    expect(told).to_contain_text(f"Why: {REASON}")
    page.get_by_role("link", name="Undo this").click()
    expect(page.get_by_text("Nothing was added since")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Undone. Each entry stands where it was.")).to_be_visible()
    assert whose_note(stack) == [(WRONG_PERSON[1], "Dee Marsh")]

    expect_note(page, RIGHT, is_there=False)
    expect_note(page, WRONG, is_there=True)
    page.get_by_role("link", name=SAYS_SO).click()
    expect(page.locator("main")).to_contain_text("by Dee Marsh")
