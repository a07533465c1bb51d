"""The sentence a person's page opens with, and what is due in rows. Pure over what was read.

Pronouns are not recorded, so the sentence does without them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.timezone import localtime

from reviews.due_words import Chip, chip_of, in_sentence, since_words
from reviews.review_facts import Pause
from reviews.review_types import PAUSE_WORDS, Basis, ReviewerRole, State
from reviews.schedule import Due, Schedule
from reviews.sheet import ON_THIS_FORM
from reviews.worklist_reader import Booking, MissedRun
from rodt.words import and_list, count, days_overdue, in_days, nhs_date, nhs_day, nhs_time, sentence

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
    """`stands_for`: how many reviews the row is about."""

    title: str
    chip: Chip
    sub: str
    is_done: bool = False
    stands_for: int = 1


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
    alike = [list(group) for _, group in groupby(wanting, _state)]
    lead, *rest = [_standing(group) for group in alike[:SENTENCES_AT_MOST]]
    more = sum(map(len, alike[SENTENCES_AT_MOST:]))
    if more:
        rest.append(f"{count(more, 'more review is', 'more reviews are')} due or nearly due")
    strong = sentence(lead)
    if not rest:
        return Opening(f"{strong}.", _meeting(page, wanting))
    link = ", " if len(rest) > 1 else "and "
    return Opening(strong, f"{link}{and_list(rest)}. {_meeting(page, wanting)}".rstrip())


def _due_words(page: Standing) -> str:
    """The most urgent due review as a sentence of its own; "" when there is none."""
    wanting = _wanting(page.dues)
    return f"{sentence(_standing(wanting[:1]))}." if wanting else ""


def _next_words(coming: Due | None) -> str:
    if coming is None or coming.due_on is None:
        return ""
    return f"Next is {_named([coming])}, {nhs_date(coming.due_on)}."


def _wanting(dues: Iterable[Due]) -> list[Due]:
    """Overdue, due or due soon: the oldest day first."""
    found = [
        one
        for one in dues
        if one.due_on and (one.state.needs_someone or one.state is State.DUE_SOON)
    ]
    return sorted(found, key=lambda one: (not one.is_overdue, one.due_on or one.on))


def _state(one: Due) -> str:
    """21 days overdue · due today · due in 8 days."""
    if one.is_overdue:
        return days_overdue(one.days_overdue)
    if one.state is State.DUE:
        return "due today" if one.due_on == one.on else "due"
    return f"due {in_days(one.days_until)}"


def _standing(alike: Sequence[Due]) -> str:
    """the care plan review is 21 days overdue · the week 12 and strategic reviews are due today."""
    return f"{_named(alike)} {'is' if len(alike) == 1 else 'are'} {_state(alike[0])}"


def _named(dues: Sequence[Due]) -> str:
    """the risk review · the care plan and strategic reviews."""
    titles = [in_sentence(one.title) for one in dues]
    if len(titles) > 1 and all(title.endswith(" review") for title in titles):
        return f"the {and_list([title.removesuffix(' review') for title in titles])} reviews"
    return f"the {and_list(titles)}"


def _meeting(page: Standing, wanting: list[Due]) -> str:
    """Booked for 11am today: one form does both."""
    booking = page.booking
    together = _together(page, wanting)
    if booking is None:
        said = "No meeting is booked"
    elif booking.on == page.on:
        at = nhs_time(localtime(booking.at))
        said = f"Booked for {at} today"
        said += "" if booking.is_mine else f", with {booking.with_name}"
    else:
        said = f"Booked for {nhs_date(booking.on)}"
        said += "" if booking.is_mine else f", with {booking.with_name}"
    return f"{said}: {together}." if together else f"{said}."


def _together(page: Standing, wanting: list[Due]) -> str:
    """Which of them one form credits, for somebody in this role."""
    credited = [
        one
        for one in wanting
        if one.type in ON_THIS_FORM
        and any(page.role in roles for roles in page.schedule.rule(one.type).completed_by)
    ]
    many = len(credited)
    if many < 2:
        return ""
    if many == len(wanting):
        return f"one form does {NUMBERS.get(many, f'all {many}')}"
    return f"one form does {_named(credited)}"


def due_rows(dues: Iterable[Due]) -> list[DueRow]:
    """What needs somebody first, then what was just done, then what comes; a few at most. What is
    paused is one row."""
    applies = [one for one in dues if one.due_on and one.state is not State.PAUSED]
    paused = [one for one in dues if one.due_on and one.state is State.PAUSED]
    done = [one for one in applies if _just_done(one)]
    rest = sorted(
        (one for one in applies if one not in done),
        key=lambda one: (not one.is_overdue, one.due_on or one.on),
    )
    room = ROWS_AT_MOST - min(len(done), 1)
    wanting = [one for one in rest if one.state.needs_someone]
    shown = rest[: max(room, min(len(wanting), ROWS_AT_MOST))]
    return [
        *([_paused_row(paused)] if paused else []),
        *[_row(one) for one in shown],
        *[_done_row(one) for one in done[: ROWS_AT_MOST - len(shown)]],
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
    said = [_when_and_why(one, chip)]
    if one.booked_on:
        said.append(f"Booked {_booked_day(one.booked_on, one.on)}.")
    if one.attempts and one.state.needs_someone:
        said.append(f"{count(one.attempts, 'meeting')} missed since.")
    return DueRow(one.title, Chip(chip.kind, chip.text), " ".join(said))


def _when_and_why(one: Due, chip: Chip) -> str:
    """Due 8 November 2026. Last held 16 August 2026. What the chip says already is left out, and
    the day is written once."""
    why, due = since_words(one), f"Due {nhs_date(one.due_on)}" if one.due_on else "Due"
    short = why.removeprefix(f"{due}, ").removeprefix("Due ")
    if one.state is State.DUE and one.due_on == one.on:
        return sentence(short)
    said = f"Due {chip.date}" if chip.kind == "due_soon" else chip.date
    return f"{said}, {short}" if said == due and short != why else f"{said}. {why}"


def _booked_day(day: date, on: date) -> str:
    if day == on:
        return "today"
    return nhs_day(day) if day.year == on.year else nhs_date(day)


def _paused_row(paused: Sequence[Due]) -> DueRow:
    """All that waits, in one row: each falls due within the same days of the return."""
    chip = chip_of(paused[0])
    names = sentence(and_list([in_sentence(one.title) for one in paused]))
    within = count(paused[0].return_within_days, "day")
    sub = f"{names}. Then due within {within}."
    return DueRow(chip.date, Chip(chip.kind, chip.text), sub, stands_for=len(paused))


def _done_row(one: Due) -> DueRow:
    ago = in_days(((one.anchor_on or one.on) - one.on).days)
    day = nhs_date(one.due_on) if one.due_on else ""
    return DueRow(one.title, Chip("plain", f"Done {ago}"), f"Next due {day}.", is_done=True)
