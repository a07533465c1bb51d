"""The slow second version of 3.3, 4.4, 6.1, 6.2 and 6.5, from domain/twelve-steps.md."""

from datetime import date, timedelta
from typing import Any

from audits.case_facts import EpisodeFact
from tests.audits.oracle import DAY, Written

PLANNED_ENDS = {"completed_drug_free", "completed_occasional"}
AFTERCARE_DAYS, AROUND = (7, 28, 84, 182), 7
PARTS = {"relapse_plan", "sessions", "way_back"}


def _begun(who: Written, on: date, start_on: date) -> list[Any]:
    """Reductions to zero that began in the period."""
    return [r for r in who.case.leaving.reductions if start_on <= r.known.course.started_on <= on]


def agreement(who: Written, on: date, start_on: date) -> str:
    found = _begun(who, on, start_on)
    if not found:
        return "not_applicable"
    asked = [one for one in found if not (one.is_for_safety and one.has_why)]
    if not asked:
        return "exception"
    return "met" if all(one.known.is_agreed for one in asked) else "not_met"


def bundle(who: Written, on: date, start_on: date) -> str:
    found = _begun(who, on, start_on)
    if not found:
        return "not_applicable"
    known = found[-1].known
    course = known.course
    there = known.is_agreed and set(known.parts) == PARTS
    there = there and _has_naloxone(known, course.ended_on or on)
    if course.became == "stopped" and course.ended_on is not None:
        week = [course.ended_on + n * DAY for n in range(7)]
        is_over = on > week[-1]
        seen = any(day in week and day <= on for day in known.met_on)
        there = there and (seen or not is_over)
    return "met" if there else "not_met"


def _has_naloxone(known: Any, day: date) -> bool:
    for supply in reversed(list(known.supplies)):
        if supply.is_declined or supply.expires_on is None:
            return True
        return bool(supply.expires_on >= day)
    return False


def _exit(who: Written, on: date) -> EpisodeFact | None:
    """The last planned one of the last 364 days; one from 182 days ago or more goes first."""
    planned = [e for e in who.case.episodes if e.ended_on and e.end_reason in PLANNED_ENDS]
    recent = [e for e in planned if e.ended_on and 0 <= (on - e.ended_on).days <= 364]
    long_ago = [e for e in recent if e.ended_on and (on - e.ended_on).days >= 182]
    return (long_ago or recent or [None])[-1]


def _back(who: Written, left: EpisodeFact) -> list[date]:
    assert left.ended_on is not None
    return sorted(
        e.started_on for e in who.case.episodes if e is not left and e.started_on >= left.ended_on
    )


def exits_hold(who: Written, on: date, start_on: date) -> str:
    left = _exit(who, on)
    if left is None or left.ended_on is None:
        return "not_applicable"
    if (on - left.ended_on).days < 182:
        return "exception"
    happened = [*_back(who, left)[:1], who.case.reviews.died_on]
    for day in happened:
        if day is not None and 0 <= (day - left.ended_on).days <= 182:
            return "not_met"
    return "met"


def aftercare(who: Written, on: date, start_on: date) -> str:
    left = _exit(who, on)
    if left is None or left.ended_on is None:
        return "not_applicable"
    span = [left.started_on + n * DAY for n in range((left.ended_on - left.started_on).days)]
    if not any(who.treated(day) or _in_gap(who, day) for day in span):
        return "not_applicable"
    said = [answer for day, answer in who.case.leaving.aftercare_said if day >= left.started_on]
    if said and said[-1] == "no":
        return "exception"
    ends = [*_back(who, left)[:1], who.case.reviews.died_on]
    until = min((d for d in ends if d is not None and d >= left.ended_on), default=date.max)
    held = [c.held_on for c in who.case.reviews.credits if c.type == "aftercare"]
    held = [day for day in held if day <= on]
    outcomes = []
    for number in AFTERCARE_DAYS:
        due = left.ended_on + number * DAY
        last = due + AROUND * DAY
        if last < on and last < until:
            first = max(due - AROUND * DAY, left.ended_on + DAY)
            outcomes.append(any(first <= day <= last for day in held))
    if not outcomes:
        return "exception"
    return "met" if all(outcomes) else "not_met"


def _in_gap(who: Written, day: date) -> bool:
    """Within a spell all the same: treated before and after it, with fewer than 28 days between."""
    before = next((n for n in range(1, 28) if who.treated(day - n * DAY)), None)
    after = next((n for n in range(1, 28) if who.treated(day + n * DAY)), None)
    return before is not None and after is not None and before + after <= 28


def deaths(who: Written, on: date, start_on: date) -> str:
    died = who.case.reviews.died_on
    if died is None or not start_on <= died <= on:
        return "not_applicable"
    for episode in who.case.episodes:
        end = episode.ended_on
        year_after = (end or died) + timedelta(days=365)
        if episode.started_on <= died <= year_after or (end and end <= died <= year_after):
            return "met" if who.case.leaving.death_reviewed_on else "not_met"
    return "not_applicable"
