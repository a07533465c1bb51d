"""The first 12 weeks as a page: each thing that should have happened, and each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reviews.cohort_page import Number
from reviews.first_weeks import Answer, Checked, Item, gone_on
from reviews.first_weeks_reader import Newcomer
from rodt.words import count, nhs_date, people

HEADINGS = {
    Answer.DONE: "done",
    Answer.MISSING: "not done by now",
    Answer.AHEAD: "not due yet",
    Answer.LEFT: "left before it was due",
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    title: str
    by: str
    done: Number
    missing: Number
    ahead: Number
    left: Number


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`missing`: what should have happened by now; `next_words`: what comes due next."""

    patient_id: UUID
    name: str
    started_words: str
    left_words: str
    missing: tuple[Checked, ...]
    next_words: str
    use_words: str


def item_lines(newcomers: Sequence[Newcomer]) -> list[ItemLine]:
    """One a thing, in the order in which they come due. Each line adds up to all who started."""
    if not newcomers:
        return []
    counted: dict[tuple[str, Answer], int] = {}
    for new in newcomers:
        for one in new.checked:
            where = (one.item.key, one.answer)
            counted[where] = counted.get(where, 0) + 1

    def number(item: Item, answer: Answer) -> Number:
        many = counted.get((item.key, answer), 0)
        return Number(many, f"?people={item.key}.{answer.value}" if many else "")

    return [
        ItemLine(
            item.title,
            item.by,
            number(item, Answer.DONE),
            number(item, Answer.MISSING),
            number(item, Answer.AHEAD),
            number(item, Answer.LEFT),
        )
        for item in (one.item for one in newcomers[0].checked)
    ]


def person_lines(newcomers: Sequence[Newcomer], on: date) -> list[PersonLine]:
    """Those of whom something is missing first; within each half by name."""
    lines = [_person(new, on) for new in newcomers]
    return sorted(lines, key=lambda line: not line.missing)


def _person(new: Newcomer, on: date) -> PersonLine:
    one = new.started
    left_on = one.start.left_on
    has_left = left_on is not None and left_on <= on
    since = "Went on elsewhere from" if one.start.is_transfer else "Nothing prescribed since"
    ahead = [checked for checked in new.checked if checked.answer is Answer.AHEAD]
    missing = [checked for checked in new.checked if checked.answer is Answer.MISSING]
    following = min(ahead, key=lambda checked: checked.due_on, default=None)
    return PersonLine(
        one.patient_id,
        new.name,
        f"{nhs_date(one.start.started_on)}: {one.what.title}",
        f"{since} {nhs_date(left_on)}" if has_left and left_on else "",
        tuple(sorted(missing, key=lambda checked: checked.due_on)),
        f"{following.item.title}, {following.words}" if following and not has_left else "",
        _use_words(new),
    )


def _use_words(new: Newcomer) -> str:
    first = new.started.use_by_week.get(0)
    if first is None:
        return "Not answered at the start"
    later = [use for use in new.started.uses if use.on > first.on]
    said = f"{first.days} of 28 days"
    return f"{said}, then {later[-1].days}" if later else said


def opening(newcomers: Sequence[Newcomer], on: date) -> str:
    """The first sentence is the answer."""
    if not newcomers:
        return "Nobody whom you may see has started in the last 12 weeks."
    missing = sum(1 for new in newcomers if any(c.answer is Answer.MISSING for c in new.checked))
    gone_by_now = [new for new in newcomers if gone_on(new.started.start, on) is not None]
    left = len(gone_by_now)
    elsewhere = sum(1 for new in gone_by_now if new.started.start.is_transfer)
    said = f"{people(len(newcomers))} started in the last 12 weeks"
    gone = f"; {count(left, 'has', 'have')} left" if left else ""
    if elsewhere:
        gone += f", {elsewhere:,} of them to go on elsewhere"
    if not missing:
        return f"{said}{gone}. All that should have happened by now has."
    return f"{said}{gone}. For {missing:,}, something that should have happened by now is missing."


def behind(value: str, newcomers: Sequence[Newcomer]) -> dict[str, Any] | None:
    """The people behind a number of the first table, by name, for reviews/cohort_people.html."""
    key, _, answer = value.partition(".")
    items = {one.item.key: one.item for one in newcomers[0].checked} if newcomers else {}
    if key not in items or answer not in set(Answer):
        return None
    rows = [
        {
            "patient_id": new.started.patient_id,
            "name": new.name,
            "why": f"Started on {nhs_date(new.started.start.started_on)}."
            f" {one.item.title}: {one.words}.",
        }
        for new in newcomers
        for one in new.checked
        if one.item.key == key and one.answer == answer
    ]
    heading = f"{items[key].title}: {HEADINGS[Answer(answer)]}"
    return {"heading": heading, "rows": rows, "asked": value}
