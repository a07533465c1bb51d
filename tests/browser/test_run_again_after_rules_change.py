"""Journey 15 in a real browser: two people change the review intervals after an audit. The old run
shows and prints the same as before and names what it used; a new run uses the new version."""

import re

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn, choose, reads_well, run_audit, type_day
from tests.browser.audited import digest_of, number_of, verify
from tests.browser.intervals import the_product_s_own_again
from tests.stack import Stack

WHY = "The clinical lead asks for two strategic reviews a year."
OWN = "Review intervals: the product’s defaults, not verified."
FILES = ("pdf", "csv", "json")
PASTED = "https://intranet.example/" + "minutes" * 30


def test_an_old_run_stays_as_it_was_when_the_intervals_change(
    stack: Stack, as_role: SignIn
) -> None:
    page, doctor = as_role(Role.MANAGER), as_role(Role.PRESCRIBER)
    old = run_audit(page)
    expect(page.locator("main")).to_contain_text(OWN)
    before, shown = files_of(page, old), figures(page)
    number, digest = number_of(page), digest_of(page)
    reads_well(page)

    try:
        propose_half_a_year(page, stack)
        agree(doctor, stack)
        version = version_of(doctor, stack)

        page.goto(old)
        expect(page.locator("main")).to_contain_text(OWN)
        assert figures(page) == shown
        assert files_of(page, old) == before
        assert digest_of(page) == digest

        new = run_audit(page)
        assert new != old
        expect(page.locator("main")).to_contain_text(
            f"Review intervals: {version} of this service."
        )
        assert digest_of(page) != digest
        in_date = "5.1 Strategic review in date"
        assert figures(page)[in_date] != shown[in_date]
        assert figures(page).keys() == shown.keys()

        # A later run of the day takes its place only by somebody's word.
        heading = page.get_by_role("heading", name=f"It is {number}")
        ours = verify(page, digest).filter(has=heading)
        expect(ours).to_contain_text("Nobody has said that it takes the place of this one")
        take_its_place(page, old, new)
        ours = verify(page, digest).filter(has=heading)
        expect(ours).to_contain_text("Superseded by")
        expect(ours).to_contain_text("the intervals changed since")
        reads_well(page)
        ours.get_by_role("link", name=f"Open {number}", exact=True).click()
        assert page.url == old
        assert figures(page) == shown
        promise_what_was_pasted(page, new)
        owner = as_role(Role.KEYWORKER)
        owner.goto(f"{stack.address}/my-people/")
        expect(owner.get_by_text(PASTED).first).to_be_visible()
        reads_well(owner)
    finally:
        stack.answer_of(the_product_s_own_again)


def take_its_place(page: Page, old: str, new: str) -> None:
    page.goto(old)
    page.get_by_role("link", name="Another run takes its place").click()
    reads_well(page)
    choose(page, "replaced_by", f"'{new.rstrip('/').rsplit('/', 1)[1]}'")
    page.fill("[name=reason]", "the intervals changed since")
    page.get_by_role("button", name="It takes its place").click()
    expect(page.get_by_text("Superseded by").first).to_be_visible()
    reads_well(page)


def promise_what_was_pasted(page: Page, run: str) -> None:
    """Three hundred letters without a space widen no page."""
    page.goto(f"{run}steps/7/")
    page.get_by_role("link", name="Comment on this step").click()
    page.fill("[name=text]", PASTED)
    page.get_by_role("button", name="Save the comment").click()
    expect(page.get_by_text(PASTED).first).to_be_visible()
    reads_well(page)
    page.get_by_role("link", name="Say what will be done").first.click()
    page.fill("[name=what]", PASTED)
    page.fill("[name=expected]", PASTED)
    page.select_option("[name=owner]", index=1)
    type_day(page, "due_on", localdate())
    page.get_by_role("button", name="Promise this").click()
    expect(page.get_by_role("rowheader").get_by_text(PASTED).first).to_be_visible()
    reads_well(page)


def propose_half_a_year(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.address}/how-due-dates-are-worked-out/")
    page.get_by_role("link", name="Every value, and who changed it").click()
    reads_well(page)
    page.get_by_role("link", name="Propose a change").click()
    reads_well(page)
    page.fill("input[name=strategic-interval_days]", "182")
    page.get_by_role("button", name="Propose this change").click()
    expect(page.get_by_text("Say why this is changed").first).to_be_visible()
    expect(page.locator("input[name=strategic-interval_days]")).to_have_value("182")
    reads_well(page)
    page.fill("textarea[name=reason]", WHY)
    choose(page, "status", "unverified")
    type_day(page, "effective_from", localdate())
    page.get_by_role("button", name="Propose this change").click()
    expect(page.get_by_text("It waits for a second person").first).to_be_visible()
    reads_well(page)
    page.get_by_role("link", name="Open the change").click()
    expect(page.get_by_text("Nobody agrees to a change of their own.")).to_be_visible()
    expect(page.locator("input[name=answer]")).to_have_count(0)
    reads_well(page)


def agree(doctor: Page, stack: Stack) -> None:
    doctor.goto(f"{stack.address}/review-intervals/")
    doctor.get_by_role("link", name="Open the change").click()
    change = doctor.get_by_role("row", name="Strategic review")
    expect(change).to_contain_text("365 days")
    expect(change).to_contain_text("182 days")
    expect(doctor.get_by_text(WHY)).to_be_visible()
    reads_well(doctor)
    choose(doctor, "answer", "agree")
    doctor.get_by_role("button", name="Save your answer").click()
    expect(doctor.get_by_text(re.compile("^Agreed. Version"))).to_be_visible()
    reads_well(doctor)


def version_of(page: Page, stack: Stack) -> str:
    """The version that holds, as the page of intervals names it."""
    page.goto(f"{stack.address}/review-intervals/")
    found = re.search(r"This is (version \d+) of the service", page.locator("main").inner_text())
    assert found, "the page says which version holds"
    return found[1]


def figures(page: Page) -> dict[str, str]:
    """Each headline as the page shows it: how many, per cent, verdict."""
    rows = page.locator("table.audit-rows tbody tr").all()
    return {
        row.locator("th .sub").inner_text(): re.sub(r"\s+", " ", row.inner_text()) for row in rows
    }


def files_of(page: Page, run: str) -> dict[str, bytes]:
    """What is downloaded, to the byte."""
    found = {}
    for kind in FILES:
        answer = page.context.request.get(f"{run}download/{kind}/")
        assert answer.ok
        found[kind] = answer.body()
    return found
