"""Journey 11 in a real browser: what somebody asked for is not available; their words go to the
commissioner while they agree; they take that back; the next file counts them and quotes them no
more."""

from pathlib import Path

from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn, choose, reads_well
from tests.browser.asked_for import somebody_who_asks
from tests.stack import Stack

WORDS = "A place by the sea, far from the dealers"


def says(page: Page, answer: str) -> None:
    """What they say today of passing on their words."""
    choose(page, "about", "commissioner")
    choose(page, "answer", answer)
    page.get_by_role("button", name="Save what they say").click()
    expect(page.get_by_text("Saved. What they said before stays.")).to_be_visible()


def the_file(page: Page) -> list[str]:
    """What the commissioner gets now."""
    page.reload()
    with page.expect_download() as sent:
        page.get_by_role("link", name="Download for the commissioner (CSV)").click()
    return Path(sent.value.path()).read_text().splitlines()


def counts(lines: list[str]) -> list[str]:
    return [line for line in lines if ",people," in line]


def test_words_leave_only_while_consent_stands_and_counts_stay(
    stack: Stack, as_role: SignIn
) -> None:
    support = stack.address + stack.answer_of(somebody_who_asks)
    dee, ruth = as_role(Role.KEYWORKER), as_role(Role.MANAGER)
    dee.goto(support)
    reads_well(dee)
    dee.get_by_role("link", name="Add an offer").click()
    dee.select_option("select[name=kind]", "residential")
    choose(dee, "how", "not_available")
    dee.fill("textarea[name=words]", WORDS)
    reads_well(dee)
    dee.get_by_role("button", name="Save this offer").click()
    expect(dee.get_by_role("heading", name="Asked for, not available here")).to_be_visible()
    reads_well(dee)

    ruth.goto(f"{stack.address}/audits/not-available/")
    reads_well(ruth)
    before = the_file(ruth)
    assert not any(WORDS in line for line in before)

    dee.get_by_role("link", name="what they agreed to").click()
    says(dee, "yes")
    reads_well(dee)
    agreed = the_file(ruth)
    assert any(WORDS in line for line in agreed)

    says(dee, "no")
    taken_back = the_file(ruth)
    assert not any(WORDS in line for line in taken_back)
    assert counts(before) == counts(agreed) == counts(taken_back)
    assert any(line.startswith("Residential rehabilitation,people,") for line in taken_back)
    assert "Fairweather" not in "\n".join(agreed)
