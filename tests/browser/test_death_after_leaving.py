"""Journey 12 in a real browser: somebody dies after leaving. Aftercare stops, the lists clear,
nothing is printed or sent to them, and the team looks at what happened."""

from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.acting import SignIn, open_more, open_person, open_section, reads_well, type_day
from tests.browser.left import LEFT_LATELY, one_who_left_lately
from tests.stack import Stack

PERSON = " ".join(LEFT_LATELY)


def test_a_death_stops_aftercare_and_what_is_printed_or_sent(stack: Stack, as_role: SignIn) -> None:
    stack.answer_of(one_who_left_lately)
    today = localdate()
    page = as_role(Role.KEYWORKER)
    to_reach = f"{stack.address}/my-people/to-reach/"
    page.goto(to_reach)
    expect(page.locator("main")).to_contain_text(PERSON)
    open_person(page, PERSON)
    record = page.url
    expect(page.locator(".case-due")).to_contain_text("Aftercare contact, week 1")

    open_more(page, "Record a death")
    type_day(page, "died_on", today)
    type_day(page, "told_on", today)
    page.fill("input[name=told_by]", "Their brother")
    page.locator("main form button[data-save]").click()
    expect(page.get_by_text("nothing more is due").first).to_be_visible()
    expect(page.get_by_text("Review the death with the team").first).to_be_visible()
    expect(page.locator(".case-due")).not_to_contain_text("Aftercare contact")

    open_more(page, "Aftercare")
    expect(page.locator(".opening")).to_contain_text("They died on")
    expect(page.get_by_role("table")).not_to_contain_text("To come")
    expect(page.get_by_role("button", name="Save what they say")).to_have_count(0)
    reads_well(page)

    page.goto(to_reach)
    expect(page.locator("main")).not_to_contain_text(PERSON)
    page.goto(f"{record}reach-out/")
    expect(page.get_by_text("Nothing is sent or printed to them.")).to_be_visible()
    open_section(page, "My people")
    expect(page.locator(".work-row", has_text=PERSON)).to_have_count(0)

    page.goto(record)
    page.get_by_role("link", name="Review the death with the team").first.click()
    page.fill("[name=outcome]", "Looked at with the team; naloxone is offered earlier now.")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("Done, and kept with what came of it.")).to_be_visible()
    page.goto(record)
    expect(page.locator("main")).not_to_contain_text("Review the death with the team")
