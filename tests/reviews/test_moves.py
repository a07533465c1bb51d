"""What moved since the last checks, over any history: the notes end where the list stands."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from reviews.dues import Due
from reviews.moves import Noted, Review, since
from reviews.review_types import ReviewType, State
from reviews.transitions import Transition, TransitionKind
from rodt.dates import add_days

FIRST_NIGHT = date(2026, 10, 1)
PEOPLE = [UUID(int=number) for number in (1, 2)]
REVIEWS = [(ReviewType.CARE_PLAN, ""), (ReviewType.FIRST12, "week 4")]
GRACE = 14

Nights = list[dict[tuple[int, int], tuple[int, State]]]

standings = st.dictionaries(
    st.tuples(st.integers(0, 1), st.integers(0, 1)),
    st.tuples(
        st.integers(15, 60),
        st.sampled_from([State.OVERDUE, State.LONG_OVERDUE, State.DUE, State.PAUSED]),
    ),
)
histories: st.SearchStrategy[Nights] = st.lists(standings, min_size=1, max_size=6)
"""Night by night, for each person and review: days since it was due, and its state."""


def dues_of(
    night: dict[tuple[int, int], tuple[int, State]], on: date
) -> dict[UUID, tuple[Due, ...]]:
    found: dict[UUID, tuple[Due, ...]] = {}
    for (person, review), (ago, state) in night.items():
        kind, milestone = REVIEWS[review]
        due = Due(kind, on, state, "0", milestone, due_on=add_days(on, -ago), grace_days=GRACE)
        found[PEOPLE[person]] = (*found.get(PEOPLE[person], ()), due)
    return found


class Book:
    """The table of transitions, kept in a list: the slow, obvious version of `moves.noted_by`."""

    def __init__(self) -> None:
        self.rows: list[tuple[UUID, Transition]] = []

    def last(self, on: date) -> dict[tuple[Review, date], Transition]:
        found: dict[tuple[Review, date], Transition] = {}
        in_order = sorted(enumerate(self.rows), key=lambda row: (row[1][1].effective_on, row[0]))
        for _, (person, row) in in_order:
            if row.effective_on <= on:
                found[(person, row.type.value, row.milestone), row.due_on] = row
        return found

    def noted(self, on: date) -> Noted:
        still_open: dict[Review, frozenset[date]] = {}
        cleared_on = {}
        for (review, due_on), row in self.last(on).items():
            if row.kind is TransitionKind.OVERDUE:
                still_open[review] = still_open.get(review, frozenset()) | {due_on}
            else:
                cleared_on[review, due_on] = row.effective_on
        return Noted(still_open, cleared_on)

    def open(self, on: date) -> set[tuple[Review, date]]:
        return {key for key, row in self.last(on).items() if row.kind is TransitionKind.OVERDUE}

    def check(self, night: dict[tuple[int, int], tuple[int, State]], on: date) -> int:
        moved = since(self.noted(on), dues_of(night, on), on)
        rows = [(person, row) for person, theirs in moved.items() for row in theirs]
        fresh = [row for row in rows if row not in self.rows]
        self.rows.extend(fresh)
        return len(fresh)


def overdue(night: dict[tuple[int, int], tuple[int, State]], on: date) -> set[tuple[Review, date]]:
    return {
        ((person, due.type.value, due.milestone), due.due_on)
        for person, dues in dues_of(night, on).items()
        for due in dues
        if due.is_overdue and due.due_on
    }


@given(histories)
def test_after_each_night_what_is_open_is_what_is_overdue(nights: Nights) -> None:
    book = Book()
    for number, night in enumerate(nights):
        on = add_days(FIRST_NIGHT, number)
        book.check(night, on)
        assert book.open(on) == overdue(night, on)


@given(histories)
def test_a_night_checked_twice_writes_nothing_more(nights: Nights) -> None:
    book = Book()
    for number, night in enumerate(nights):
        on = add_days(FIRST_NIGHT, number)
        book.check(night, on)
        assert book.check(night, on) == 0


@given(histories)
def test_each_transition_is_written_once(nights: Nights) -> None:
    book = Book()
    for number, night in enumerate(nights):
        book.check(night, add_days(FIRST_NIGHT, number))
    keys = [
        (person, row.type, row.milestone, row.due_on, row.kind, row.effective_on)
        for person, row in book.rows
    ]
    assert len(keys) == len(set(keys))
