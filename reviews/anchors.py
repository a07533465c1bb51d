"""What a review is counted from, and how many days on: the anchor and the interval.

Source: domain/reviews.md §2 and §3, design/decisions.md 1 and 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reviews.intervals import Schedule
from reviews.review_facts import Credit, ReviewFacts
from reviews.review_types import SHORT_CONCLUSIONS, TITLES, Basis, ReviewType
from reviews.rules import CountedFrom, Rule
from rodt.dates import add_days, age_on, days_between
from rodt.words import nhs_date

NOT_ON_OST = "No opioid substitution treatment on this day."
NALTREXONE_START = "the start of naltrexone"
LAST_WORDS = {kind: f"the last {title[0].lower()}{title[1:]}" for kind, title in TITLES.items()} | {
    ReviewType.TOP: "the last TOP"
}


@dataclass(frozen=True, slots=True)
class Base:
    """Where a type is counted from before its first review; or why it is not counted at all."""

    on: date | None
    what: str


class Counted(NamedTuple):
    """A due day before any pause moves it, and what it was counted from."""

    due_on: date
    basis: Basis
    anchor_on: date
    what: str = ""
    interval_days: int | None = None


def bases_on(
    facts: ReviewFacts, on: date, schedule: Schedule
) -> tuple[Mapping[CountedFrom, Base], bool]:
    """What each type is counted from on this day; True where naltrexone stands in for OST."""
    if facts.died_on is not None and facts.died_on <= on:
        return _nothing(f"The person died on {nhs_date(facts.died_on)}."), False
    if on < facts.episode_started_on:
        return _nothing(f"Treatment starts on {nhs_date(facts.episode_started_on)}."), False
    if facts.episode_ended_on is not None and facts.episode_ended_on <= on:
        bases = _nothing(f"Treatment ended on {nhs_date(facts.episode_ended_on)}.")
        bases[CountedFrom.PLANNED_EXIT] = _aftercare(facts, on)
        return bases, False
    prescribed, is_relapse_prevention = _prescribed(facts, on, schedule)
    episode = Base(facts.episode_started_on, "the start of treatment")
    return {
        CountedFrom.EPISODE_START: episode,
        CountedFrom.OST_START: prescribed,
        CountedFrom.PLANNED_EXIT: Base(None, "Aftercare starts when treatment ends."),
        CountedFrom.EVENT: episode,
    }, is_relapse_prevention


def _prescribed(facts: ReviewFacts, on: date, schedule: Schedule) -> tuple[Base, bool]:
    started_on = _running(facts.ost_started_on, facts.ost_ended_on, on, schedule)
    if started_on is not None:
        return Base(started_on, "the start of the prescription"), False
    started_on = _running(
        facts.relapse_prevention_started_on, facts.relapse_prevention_ended_on, on, schedule
    )
    if started_on is not None:
        return Base(started_on, NALTREXONE_START), True
    return Base(None, NOT_ON_OST), False


def _nothing(because: str) -> dict[CountedFrom, Base]:
    return dict.fromkeys(CountedFrom, Base(None, because))


def _aftercare(facts: ReviewFacts, on: date) -> Base:
    if not facts.exit_was_planned:
        return Base(None, "Treatment did not end as planned. Aftercare follows a planned exit.")
    if facts.aftercare_declined_on is not None and facts.aftercare_declined_on <= on:
        return Base(None, f"Aftercare was declined on {nhs_date(facts.aftercare_declined_on)}.")
    return Base(facts.episode_ended_on, "the planned exit")


def _running(
    started_on: date | None, ended_on: date | None, on: date, schedule: Schedule
) -> date | None:
    """The start of a spell that runs on a day. It runs on until 28 days have passed without."""
    if started_on is None or started_on > on:
        return None
    if ended_on is not None and days_between(ended_on, on) >= schedule.spell_gap_days:
        return None
    return started_on


def last_held(
    kind: ReviewType, rule: Rule, credits: Iterable[Credit], base_on: date
) -> list[Credit]:
    """Reviews of the latest day: those since the base, and those brought along from elsewhere.

    A start TOP may be done up to 14 days before treatment starts.
    """
    latest: list[Credit] = []
    for credit in credits:
        if credit.held_on < base_on and not credit.is_inherited:
            days_early = days_between(credit.held_on, base_on)
            if not _is_start_top(kind, credit) or days_early > (rule.first_due_days or 0):
                continue
        if not latest or credit.held_on > latest[0].held_on:
            latest = [credit]
        elif credit.held_on == latest[0].held_on:
            latest.append(credit)
    return latest


def before_any_review(rule: Rule, base: Base, base_on: date) -> Counted:
    days = rule.first_due_days or 0
    return Counted(add_days(base_on, days), Basis.FIRST, base_on, base.what, days)


def after_review(
    kind: ReviewType,
    rule: Rule,
    credit: Credit,
    base: Base,
    facts: ReviewFacts,
    schedule: Schedule,
) -> Counted:
    """The earlier of the interval and the day agreed at the review.

    A start TOP is counted from the start of treatment, even where it was done some days before or
    after: the first review TOP is due within 26 weeks of the start (domain/top.md §3).
    """
    base_on = base.on or credit.held_on
    days = interval_after(rule, credit, base_on, facts, schedule) or 0
    anchor_on, what = credit.held_on, _last_words(kind, credit, base)
    if _is_start_top(kind, credit) and not credit.is_inherited:
        anchor_on, what = base_on, base.what
    due_on = add_days(anchor_on, days)
    agreed_on = credit.next_review_on
    if agreed_on is not None and credit.held_on < agreed_on < due_on:
        return Counted(agreed_on, Basis.AGREED, credit.held_on, what, days)
    return Counted(due_on, Basis.INTERVAL, anchor_on, what, days)


def _is_start_top(kind: ReviewType, credit: Credit) -> bool:
    return kind is ReviewType.TOP and credit.milestone == "start"


def _last_words(kind: ReviewType, credit: Credit, base: Base) -> str:
    words = LAST_WORDS[kind]
    if kind is ReviewType.STRATEGIC and base.what == NALTREXONE_START:
        words = "the last relapse-prevention review"
    return f"{words} at another service" if credit.is_inherited else words


def interval_after(
    rule: Rule, credit: Credit, base_on: date, facts: ReviewFacts, schedule: Schedule
) -> int | None:
    """Days from a review to the next. What is true of the person is read on the day of the review,
    so that a birthday does not make a review overdue overnight.
    """
    for before, days in rule.steps:
        if days_between(base_on, credit.held_on) < before:
            return days
    if rule.short_interval_days is not None:
        is_older = (
            facts.has_comorbidity is True
            and facts.born_on is not None
            and age_on(facts.born_on, credit.held_on) >= schedule.older_from_years
        )
        if is_older or credit.conclusion in SHORT_CONCLUSIONS:
            return rule.short_interval_days
    if (
        rule.allows_stable_interval
        and rule.stable_interval_days is not None
        and facts.stable_since_on is not None
        and days_between(facts.stable_since_on, credit.held_on) > schedule.stable_after_days
    ):
        return rule.stable_interval_days
    return rule.interval_days
