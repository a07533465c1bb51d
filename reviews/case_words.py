"""The sentence a person's page opens with, and what is due in rows. Pure over what was read.

Pronouns are not recorded, so people are "they".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from reviews.due_words import Chip, chip_of, in_sentence, since_words
from reviews.review_facts import Pause
from reviews.review_types import PAUSE_WORDS, Basis, ReviewerRole, State
from reviews.schedule import Due, Schedule
from reviews.sheet import ON_THIS_FORM
from reviews.worklist_reader import Booking, MissedRun
from rodt.words import count, days_overdue, in_days, nhs_date, nhs_time, sentence

ROWS_AT_MOST = 5
SENTENCES_AT_MOST = 3
RECENT_DAYS = 7
NUMBERS = {2: "both", 3: "all three", 4: "all four", 5: "all five"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands on a day: what the opening sentence is made from. `end_words`: why
    treatment ended. `role`: of the one who reads."""

    on: date
    name: str
    died_on: date | None
    started_on: date | None
    ended_on: date | None
    end_words: str
    dues: tuple[Due, ...]
    pause: Pause | None
    undecided: tuple[MissedRun, ...]
    booking: Booking | None
    role: ReviewerRole
    schedule: Schedule

    @property
    def has_ended(self) -> bool:
        return self.ended_on is not None and self.ended_on <= self.on

    @property
    def is_open(self) -> bool:
        return self.started_on is not None and not self.has_ended and self.died_on is None


@dataclass(frozen=True, slots=True)
class Opening:
    """`strong` is its beginning, in bold."""

    strong: str
    rest: str = ""

    @property
    def goes_on(self) -> bool:
        """A comma stands right after the bold words; everything else after a space."""
        return not self.rest.startswith(",")


@dataclass(frozen=True, slots=True)
class DueRow:
    due: Due
    chip: Chip
    sub: str
    is_done: bool = False


def opening(page: Standing) -> Opening:
    """What is due, and which form does it; or why nothing is."""
    if page.died_on:
        return Opening(f"{page.name} died on {nhs_date(page.died_on)}.", "Nothing is due.")
    if page.started_on is None:
        return Opening("No treatment is recorded here yet.")
    if page.has_ended and page.ended_on:
        why = f"{page.end_words}." if page.end_words else ""
        return Opening(
            f"Treatment here ended on {nhs_date(page.ended_on)}.",
            f"{why} {_due_words(page)}".strip(),
        )
    if page.pause is not None:
        pause = page.pause
        until = f" to {nhs_date(pause.ends_on)}" if pause.ends_on else ""
        return Opening(
            f"Reviews are paused{until}.",
            f"{sentence(PAUSE_WORDS[pause.reason])} since {nhs_date(pause.started_on)}. What fell"
            f" due is then due within {count(page.schedule.return_within_days, 'day')} of the"
            " return.",
        )
    if page.undecided:
        run = page.undecided[0]
        return Opening(
            f"{run.days} missed doses in a row wait for a prescriber’s decision.", _due_words(page)
        )
    return _of_dues(page)


def _of_dues(page: Standing) -> Opening:
    wanting = _wanting(page.dues)
    if not wanting:
        coming = [one for one in page.dues if one.due_on]
        first = min(coming, key=lambda one: one.due_on or page.on, default=None)
        return Opening("Nothing is due now.", _next_words(first))
    lead, *rest = wanting
    rest = rest[: SENTENCES_AT_MOST - 1]
    more = len(wanting) - 1 - len(rest)
    said = [f"their {_standing(one)}" for one in rest]
    said += (
        [f"{count(more, 'more review is', 'more reviews are')} due or nearly due"] if more else []
    )
    strong = f"Their {_standing(lead)}"
    joined = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)
    if not said:
        return Opening(f"{strong}.", _meeting(page, wanting))
    link = ", " if len(said) > 1 else "and "
    return Opening(strong, f"{link}{joined}. {_meeting(page, wanting)}".rstrip())


def _due_words(page: Standing) -> str:
    """The most urgent due review as a sentence of its own; "" when there is none."""
    wanting = _wanting(page.dues)
    return f"Their {_standing(wanting[0])}." if wanting else ""


def _next_words(coming: Due | None) -> str:
    if coming is None or coming.due_on is None:
        return ""
    return f"Next is their {in_sentence(coming.title)}, {nhs_date(coming.due_on)}."


def _wanting(dues: Iterable[Due]) -> list[Due]:
    """Overdue, due or due soon: the oldest day first."""
    found = [
        one
        for one in dues
        if one.due_on and (one.state.needs_someone or one.state is State.DUE_SOON)
    ]
    return sorted(found, key=lambda one: (not one.is_overdue, one.due_on or one.on))


def _standing(one: Due) -> str:
    """care plan review is 21 days overdue · strategic review is due in 8 days."""
    title = in_sentence(one.title)
    if one.is_overdue:
        return f"{title} is {days_overdue(one.days_overdue)}"
    if one.state is State.DUE:
        return f"{title} is due today" if one.due_on == one.on else f"{title} is due"
    return f"{title} is due {in_days(one.days_until)}"


def _meeting(page: Standing, wanting: list[Due]) -> str:
    """They are booked for 11am today: one form does both."""
    booking = page.booking
    together = _together(page, wanting)
    if booking is None:
        said = "No meeting is booked"
    elif booking.on == page.on:
        at = nhs_time(localtime(booking.at))
        said = f"They are booked for {at} today"
        said += "" if booking.is_mine else f", with {booking.with_name}"
    else:
        said = f"They are booked for {nhs_date(booking.on)}"
        said += "" if booking.is_mine else f", with {booking.with_name}"
    return f"{said}: {together}." if together else f"{said}."


def _together(page: Standing, wanting: list[Due]) -> str:
    """How many of them one form credits, for somebody in this role."""
    many = sum(
        1
        for one in wanting
        if one.type in ON_THIS_FORM
        and any(page.role in roles for roles in page.schedule.rule(one.type).completed_by)
    )
    if many < 2:
        return ""
    if many == len(wanting):
        return f"one form does {NUMBERS.get(many, f'all {many}')}"
    return f"one form does {many} of them"


def due_rows(dues: Iterable[Due]) -> list[DueRow]:
    """What needs somebody first, then what was just done, then what comes; a few at most."""
    applies = [one for one in dues if one.due_on]
    done = [one for one in applies if _just_done(one)]
    rest = sorted(
        (one for one in applies if one not in done),
        key=lambda one: (not one.is_overdue, one.due_on or one.on),
    )
    room = ROWS_AT_MOST - min(len(done), 1)
    wanting = [one for one in rest if one.state.needs_someone]
    shown = rest[: max(room, min(len(wanting), ROWS_AT_MOST))]
    return [_row(one) for one in shown] + [
        _done_row(one) for one in done[: ROWS_AT_MOST - len(shown)]
    ]


def _just_done(one: Due) -> bool:
    return (
        one.state is State.NOT_DUE
        and one.basis in (Basis.INTERVAL, Basis.AGREED)
        and one.anchor_on is not None
        and not one.is_first
        and (one.on - one.anchor_on).days <= RECENT_DAYS
    )


def _row(one: Due) -> DueRow:
    chip = chip_of(one)
    said = chip.date if chip.kind != "due_soon" else f"Due {chip.date}"
    if one.state is State.PAUSED and one.due_on:
        said = f"{said}. Then due within {count(one.return_within_days, 'day')}"
        return DueRow(one, Chip(chip.kind, chip.text), f"{said}.")
    return DueRow(one, Chip(chip.kind, chip.text), f"{said}. {since_words(one)}")


def _done_row(one: Due) -> DueRow:
    ago = in_days(((one.anchor_on or one.on) - one.on).days)
    day = nhs_date(one.due_on) if one.due_on else ""
    return DueRow(one, Chip("plain", f"Done {ago}"), f"Next due {day}.", is_done=True)
