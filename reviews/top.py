"""A Treatment Outcomes Profile as typed: what can be true, what is missing, its totals. Pure.

A blank is not asked and never 0; what the person would rather not say is an answer, and unknown.
Source: domain/top.md §2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reviews.credits import TopState
from reviews.top_items import BY_FIELD, ITEMS, NEEDED_FIELDS, ItemKind, TopItem, amount_words
from reviews.top_windows import Stage
from rodt.dates import days_between
from rodt.words import nhs_date

WEEKS = 4
DAYS_IN_A_WEEK = 7
YES, NO, NOT_ASKED, DECLINED = "yes", "no", "not_asked", "declined"
NOT_INJECTING = "not injecting"
FAR_FROM_EVENT_DAYS = 28

Value = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class TopAnswers:
    """One TOP. `values` by field: whole numbers, amounts, "yes" or "no", a name; None or absent:
    not asked.

    `weeks` by field: days in week 4 (longest ago), 3, 2 and 1 (last week), None where not asked.
    `declined`: fields the person would rather not answer (NA on the form).
    """

    held_on: date
    stage: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    weeks: Mapping[str, Sequence[int | None]] = field(default_factory=dict, hash=False)
    declined: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence for one field. A warning asks for a second look; it never stops a save."""

    field: str
    words: str
    is_warning: bool = False


def total_of(weeks: Sequence[int | None]) -> int | None:
    """The days of the four weeks together; None unless all four were asked."""
    asked = [days for days in weeks if days is not None]
    return sum(asked) if len(asked) == WEEKS else None


def answer_to(name: str, given: TopAnswers) -> Value:
    """What was answered, from the total or else from the four weeks; None where it is unknown."""
    value = given.values.get(name)
    if value in (None, "", NOT_ASKED, DECLINED):
        return total_of(given.weeks.get(name, ())) if name in given.weeks else None
    return value


def check(
    given: TopAnswers,
    on: date,
    *,
    items: Sequence[TopItem] = ITEMS,
    episode_started_on: date | None = None,
    episode_ended_on: date | None = None,
) -> tuple[Problem, ...]:
    """What cannot be so, then what deserves a second look. A blank is never a problem. `items`: as
    the service words them."""
    problems: list[Problem] = []
    if given.stage not in set(Stage):
        problems.append(Problem("stage", "Choose when this TOP is done: start, review or exit."))
    if given.held_on > on:
        problems.append(Problem("held_on", "The day of the TOP must be today or in the past."))
    for item in items:
        problems.extend(_check_item(item, given))
    problems.extend(_check_injecting(given))
    problems.extend(_far_from_event(given, episode_started_on, episode_ended_on))
    return tuple(problems)


def missing_from(given: TopAnswers, asked: Iterable[str] = NEEDED_FIELDS) -> tuple[str, ...]:
    """Fields that were neither answered nor declined, of those that this service asks."""
    answered = given.declined | _implied(given)
    return tuple(name for name in asked if name not in answered and answer_to(name, given) is None)


def has_answers(given: TopAnswers) -> bool:
    """Is anything answered or declined? A name alone says nothing of how things are. One without
    any answer is never stored: it would stand as "now" in the place of the last real answers.
    `reviews.querysets` has the same rule for what is stored."""
    return bool(given.declined) or any(
        item.kind is not ItemKind.NAME
        and (
            given.values.get(item.field) not in (None, "", NOT_ASKED)
            or any(days is not None for days in given.weeks.get(item.field, ()))
        )
        for item in ITEMS
    )


def state_of(given: TopAnswers, asked: Iterable[str] = NEEDED_FIELDS) -> TopState:
    """Complete when every item asked for has an answer or was declined; none when nothing has."""
    if not missing_from(given, asked):
        return TopState.COMPLETE
    return TopState.PARTIAL if has_answers(given) else TopState.NONE


def counts(given: TopAnswers, asked: Iterable[str] = NEEDED_FIELDS) -> bool:
    """Whether it restarts the clock of TOP and is a TOP in date: only when it is complete. Whoever
    writes one stores this with it (`TopRecord.is_complete`); whoever reads asks no other rule."""
    return state_of(given, asked) is TopState.COMPLETE


def with_implied(given: TopAnswers) -> Mapping[str, Value]:
    """Values as they are stored: totals from the weeks, and nobody shares who does not inject."""
    values = {name: answer_to(name, given) for name in BY_FIELD}
    if is_not_injecting(values["injecting_days"]):
        values["shared_works"] = NO
    return values


def is_not_injecting(injecting_days: Value) -> bool:
    """Nobody shares who does not inject: whether works were shared is then no answer of its own."""
    return injecting_days == 0


def may_carry_zero(name: str, last: Value) -> bool:
    """Only a row of days that was 0 last time may be answered "still 0": domain/top.md §6."""
    item = BY_FIELD.get(name)
    return item is not None and item.kind is ItemKind.DAYS and last == 0


def _implied(given: TopAnswers) -> frozenset[str]:
    is_implied = is_not_injecting(answer_to("injecting_days", given))
    return frozenset({"shared_works"}) if is_implied else frozenset()


def _check_item(item: TopItem, given: TopAnswers) -> list[Problem]:
    value = given.values.get(item.field)
    has_value = value not in (None, "", NOT_ASKED, DECLINED)
    weeks = given.weeks.get(item.field, ())
    has_weeks = any(days is not None for days in weeks)
    if item.field in given.declined and (has_value or has_weeks):
        words = f"{item.label}: give an answer or “would rather not say”, not both."
        return [Problem(item.field, words)]
    if item.kind is ItemKind.NAME:
        return []
    if item.kind is ItemKind.YES_NO:
        if has_value and value not in (YES, NO):
            return [Problem(item.field, f"{item.label}: answer yes or no.")]
        return []
    if item.kind is ItemKind.AMOUNT:
        return _check_amount(item, value, given) if has_value else []
    problems = _check_number(item, value) if has_value else []
    if has_weeks:
        problems.extend(_check_weeks(item, weeks, value if has_value else None))
    return problems


def _check_number(item: TopItem, value: Value) -> list[Problem]:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return [Problem(item.field, f"{item.label}: give a whole number.")]
    if item.most is not None and value > item.most:
        what = "days" if item.kind is ItemKind.DAYS else "points"
        return [Problem(item.field, f"{item.label}: give 0 to {item.most} {what}.")]
    return []


def _check_amount(item: TopItem, value: Value, given: TopAnswers) -> list[Problem]:
    """The average of a day of use: there is none without such a day, and it is not 0 on one. What
    is not known stays empty."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
        return [Problem(item.field, f"{item.label}: give a number of {item.unit}.")]
    if item.most is not None and value > item.most:
        return [Problem(item.field, f"{item.label}: give at most {amount_words(item, item.most)}.")]
    days = answer_to(item.amount_of, given)
    if value and days == 0:
        words = f"{item.label}: no day of use is given. Correct the days, or leave this empty."
        return [Problem(item.field, words)]
    if not value and days:
        words = f"{item.label}: 0 does not fit the days. If it is not known, leave this empty."
        return [Problem(item.field, words)]
    return []


def _check_weeks(item: TopItem, weeks: Sequence[int | None], total: Value) -> list[Problem]:
    if item.kind is not ItemKind.DAYS or len(weeks) != WEEKS:
        return [Problem(item.field, f"{item.label}: give four weeks, or the total only.")]
    asked = [days for days in weeks if days is not None]
    if any(not isinstance(days, int) or not 0 <= days <= DAYS_IN_A_WEEK for days in asked):
        return [Problem(item.field, f"{item.label}: each week has 0 to 7 days.")]
    total_of_weeks = total_of(weeks)
    if total is not None and total_of_weeks is not None and total != total_of_weeks:
        words = f"{item.label}: the weeks add up to {total_of_weeks}, the total says {total}."
        return [Problem(item.field, words)]
    if total is not None and total_of_weeks is None and isinstance(total, int):
        room = DAYS_IN_A_WEEK * (WEEKS - len(asked))
        if not sum(asked) <= total <= sum(asked) + room:
            words = f"{item.label}: a total of {total} does not fit the weeks given."
            return [Problem(item.field, words)]
    return []


def _check_injecting(given: TopAnswers) -> list[Problem]:
    injected = answer_to("injecting_days", given)
    if injected == 0 and given.values.get("shared_works") == YES:
        words = "Used shared works: the answer is no where there was no injecting."
        return [Problem("shared_works", words)]
    return []


def _far_from_event(
    given: TopAnswers, started_on: date | None, ended_on: date | None
) -> list[Problem]:
    """A start or exit TOP more than 28 days from its event: a second look, never a refusal."""
    event_on, what = {
        Stage.START.value: (started_on, "the start of treatment"),
        Stage.EXIT.value: (ended_on, "the end of treatment"),
    }.get(given.stage, (None, ""))
    if event_on is None or abs(days_between(event_on, given.held_on)) <= FAR_FROM_EVENT_DAYS:
        return []
    words = f"This is more than 28 days from {what} on {nhs_date(event_on)}. Is the day right?"
    return [Problem("held_on", words, is_warning=True)]
