"""A routine care plan review by keyboard alone: at most 12 interactions, under three minutes.

An interaction is a press of a key, or of keys held together, that is not the typing of words, or a
click. Typing words is not counted, however many letters. Counted is everything from the open form
to the page that says it is saved.
"""

import time

from playwright.sync_api import Page, expect

from accounts.roles import Role
from tests.browser.acting import SignIn
from tests.browser.axe import violations
from tests.browser.routine import somebody_routine
from tests.stack import Stack

MOST_INTERACTIONS = 12
MOST_SECONDS = 180
MS_A_LETTER = 200
"""60 words a minute would be 200 milliseconds a letter; most people here type no faster."""


class Hands:
    """Two hands on a keyboard, and what they have done so far."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, []  # type: ignore[var-annotated]

    def press(self, key: str) -> None:
        self.pressed.append(key)
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words, delay=MS_A_LETTER)


def test_a_routine_review_takes_twelve_interactions_and_three_minutes(
    stack: Stack, as_role: SignIn
) -> None:
    patient_id = stack.answer_of(somebody_routine)
    page = as_role(Role.KEYWORKER)
    page.goto(f"{stack.address}/patients/{patient_id}/reviews/new/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Care plan review")
    hands, begun = Hands(page), time.monotonic()

    hands.press("1")  # how they were seen: in person
    hands.type("Better since I moved")  # the next open question: their own words
    hands.press("Alt+ArrowDown")
    hands.press("2")  # drug use since last time: less
    hands.press("y")  # nothing new puts anybody at risk: asked, still true
    hands.press("y")  # naloxone: asked, still true
    hands.press("1")  # the goal: progressing; its next step stands
    hands.press("y")  # recovery capital: asked, still true
    hands.press("1")  # options talked about: staying as it is
    hands.press("Alt+ArrowDown")
    hands.press("y")  # what they would like: asked, still true
    expect(page.locator("[data-credits]")).to_contain_text("Everything needed is there")
    assert violations(page) == []
    hands.press("Control+Enter")

    expect(page.get_by_text("It counts for 1 review.")).to_be_visible()
    assert len(hands.pressed) <= MOST_INTERACTIONS, hands.pressed
    assert time.monotonic() - begun < MOST_SECONDS
    ((answers, words),) = stack.query(
        "SELECT answers, their_words FROM reviews_review"
        " WHERE patient_id = %s ORDER BY held_on DESC LIMIT 1",
        patient_id,
    )
    assert words == "Better since I moved"
    states = {key: said["state"] for key, said in answers.items()}  # type: ignore[attr-defined]
    assert states["risk_changed"] == states["naloxone"] == states["preference"] == "confirmed"
    assert states["recovery_capital"] == "confirmed"
    assert answers["problem_drug_use"]["value"] == "less"  # type: ignore[index]
