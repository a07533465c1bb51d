"""A due review as people read it: the chip, the day beside it, and since when. Pure."""

from dataclasses import dataclass

from reviews.dues import Due
from reviews.review_types import PauseReason, ReviewType, State
from reviews.schedule import Basis
from rodt.words import days_overdue, in_days, nhs_date, sentence

PAUSED_CHIPS = {
    PauseReason.CUSTODY: "In custody",
    PauseReason.HOSPITAL: "In hospital",
    PauseReason.RESIDENTIAL: "In residential care",
}

HELD = {ReviewType.TOP: "Last done", ReviewType.KEYWORK: "Last met"}
NOT_HELD = {ReviewType.TOP: "None done", ReviewType.KEYWORK: "No meeting recorded"}


@dataclass(frozen=True, slots=True)
class Chip:
    """`kind` is one of components/due_chip.html. `date`: the words beside the chip."""

    kind: str
    text: str
    date: str = ""
    has_clock: bool = False


def chip_of(due: Due) -> Chip:
    """The state as a chip, always with a day beside it."""
    if due.due_on is None:
        return Chip("not_applicable", "Does not apply")
    day = nhs_date(due.due_on)
    if due.state is State.LONG_OVERDUE:
        return Chip("long_overdue", days_overdue(due.days_overdue), f"Due {day}")
    if due.state is State.OVERDUE:
        return Chip("overdue", days_overdue(due.days_overdue), f"Due {day}")
    if due.state is State.DUE:
        if due.due_on == due.on:
            return Chip("due", "Due today", day)
        return Chip("due", "Due", f"On time to {nhs_date(due.on_time_to or due.due_on)}")
    if due.state is State.PAUSED and due.pause is not None:
        ends_on = due.pause.ends_on
        until = f"Paused to {nhs_date(ends_on)}" if ends_on else "Paused"
        return Chip("paused", PAUSED_CHIPS[due.pause.reason], until)
    return Chip("due_soon", sentence(in_days(due.days_until)), day)


def since_words(due: Due) -> str:
    """What it is counted from, shorter than `Due.why` where the chip already says the rest."""
    if due.anchor_on is None or due.returned is not None or due.pause is not None:
        return due.why
    day = nhs_date(due.anchor_on)
    if due.basis is Basis.INTERVAL and due.anchor_what.startswith("the last"):
        where = " at another service" if due.anchor_what.endswith("another service") else ""
        return f"{HELD.get(due.type, 'Last held')}{where} {day}."
    if due.basis is Basis.FIRST:
        return f"{NOT_HELD.get(due.type, 'None held')} since {due.anchor_what} on {day}."
    return due.why


def in_sentence(title: str) -> str:
    """The title of a review within a sentence: "care plan review", but "TOP review"."""
    return title if title.startswith("TOP") else title[0].lower() + title[1:]


def soon_words(due: Due) -> str:
    """strategic review, in 8 days."""
    return f"{in_sentence(due.title)}, {in_days(due.days_until)}"
