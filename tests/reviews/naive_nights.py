"""What each night has to write, by what the naive oracle says of its day: decisions.md 8."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tests.reviews.naive_history import ONE_DAY
from tests.reviews.naive_oracle import Answer, Review

Moved = tuple[UUID, str, str, date, str, date]
"""Person, type, milestone, due day, kind, effective day: what makes a transition one."""
Flagged = dict[tuple[UUID, Review], date]
"""Of each review that is overdue, the day it was due."""


class Nights:
    """`flagged`: what is overdue after the last night."""

    def __init__(self) -> None:
        self.flagged: Flagged = {}
        self.cleared: set[tuple[UUID, Review, date]] = set()

    def after(self, answers: Mapping[UUID, Answer | None], on: date) -> set[Moved]:
        """What the night of a day writes. A review is overdue from the day after grace ended,
        whenever the check runs; once more by the same due day (a pause has passed), from that
        night. Overdue by another day is both: the old day cleared, the new one overdue."""
        overdue = {
            (person, review): said
            for person, answer in answers.items()
            if answer is not None
            for review, said in answer.dues.items()
            if said.is_overdue
        }
        moved: set[Moved] = set()
        for (person, review), due_on in list(self.flagged.items()):
            now = overdue.get((person, review))
            if now is None or now.due_on != due_on:
                moved.add((person, *review, due_on, "cleared", on))
                self.cleared.add((person, review, due_on))
                del self.flagged[person, review]
        for (person, review), said in overdue.items():
            if (person, review) not in self.flagged:
                again = (person, review, said.due_on) in self.cleared
                since = on if again else said.on_time_to + ONE_DAY
                moved.add((person, *review, said.due_on, "overdue", since))
                self.flagged[person, review] = said.due_on
        return moved
