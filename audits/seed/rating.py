"""What a strategic review rated, from the record as it stood that day: a rating never says what the
record does not. What was not recorded is "unknown"; none used then or now is "at goal".

The conclusion of the last review was drawn with the course; those before it are what the product's
own rule suggests. Where the two clinicians concluded otherwise than suggested, they say why.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from audits.seed.course import Course, Meeting
from reviews.benefit import suggest
from reviews.benefit_domains import DOMAINS, DomainKey, Rating
from reviews.top_change import Category, change
from reviews.top_items import BY_FIELD, ItemKind
from rodt.dates import add_days

BETTER = (Category.ABSTINENT, Category.RELIABLY_IMPROVED)
WORSE = (Category.RELIABLY_DETERIORATED, Category.NEW_USE)
LATELY_DAYS = 84
NEXT_IN_DAYS = 182
"""To the next review, where the second signature is all that is missing."""
WHY = {
    "clear": "Both see a gain that is held, and so does the person.",
    "partial": "Some of it helps; use goes on, and more support is what is missing.",
    "not_evident": "Neither the record nor the person shows a gain yet.",
    "not_enough": "Both would like to hear more from the person first.",
}


def rate(course: Course) -> None:
    """Fills in every strategic review of this person."""
    held = [meeting for meeting in course.meetings if meeting.strategic]
    signed = [m for m in held if m.strategic and not m.strategic.awaits_prescriber]
    for place, meeting in enumerate(held):
        found = meeting.strategic
        assert found is not None
        if found.awaits_prescriber and meeting.next_on is None:
            meeting.next_on = add_days(meeting.on, NEXT_IN_DAYS)
        found.ratings = ratings_of(course, meeting, held[:place])
        found.suggested = suggest(found.ratings).conclusion.value
        is_earlier = meeting in signed[:-1]
        if is_earlier or (found.conclusion == "not_enough" and found.suggested == "clear"):
            found.conclusion = found.suggested
        if found.conclusion not in ("partial", "not_evident"):
            found.optimised_on = None
        found.why = WHY[found.conclusion] if found.conclusion != found.suggested else ""


def ratings_of(course: Course, meeting: Meeting, earlier: list[Meeting]) -> dict[str, str]:
    day = meeting.on
    known = [profile.known_on(day) for profile in course.profiles if profile.on <= day]
    from_top: dict[str, str] = {
        domain.key.value: _from_top(domain.top_fields, known[0], known[-1])
        if len(known) > 1
        else Rating.UNKNOWN
        for domain in DOMAINS
    }
    own: dict[str, str] = {
        DomainKey.RETENTION.value: _retention(course, day),
        DomainKey.BBV.value: _viruses(course, day),
        DomainKey.SURVIVAL.value: _survival(course, day),
        DomainKey.RECOVERY_CAPITAL.value: _capital(course, day),
        DomainKey.OWN_JUDGEMENT.value: _judgement(meeting, earlier),
    }
    return from_top | own


def _from_top(fields: Iterable[str], start: dict[str, Any], now: dict[str, Any]) -> str:
    ways = [way for name in fields if (way := _way(name, start.get(name), now.get(name)))]
    if not ways:
        return Rating.UNKNOWN
    if all(way == Rating.AT_GOAL for way in ways):
        return Rating.AT_GOAL
    moved = {way for way in ways if way in (Rating.BETTER, Rating.WORSE)}
    return moved.pop() if len(moved) == 1 else Rating.SAME


def _way(name: str, before: Any, after: Any) -> str:
    """Which way one item went; "" where it was not asked, then or now."""
    found = change(name, before, after)
    if found.category is Category.UNKNOWN:
        return ""
    is_yes_no = BY_FIELD[name].kind is ItemKind.YES_NO
    if found.category is Category.NOT_APPLICABLE or (is_yes_no and before == after == "no"):
        return Rating.AT_GOAL
    if found.category in BETTER:
        return Rating.BETTER
    if found.category in WORSE:
        return Rating.WORSE
    if found.category in (Category.FEWER, Category.MORE):
        is_good = (found.category is Category.FEWER) is (
            is_yes_no or BY_FIELD[name].is_better_lower is True
        )
        return Rating.BETTER if is_good else Rating.WORSE
    return Rating.SAME


def _retention(course: Course, day: date) -> str:
    since = add_days(day, -LATELY_DAYS)
    met = [met.outcome == "attended" for met in course.contacts if since <= met.on <= day]
    if not met:
        return Rating.UNKNOWN
    share = sum(met) / len(met)
    return Rating.BETTER if share >= 0.7 else Rating.SAME if share >= 0.4 else Rating.WORSE


def _viruses(course: Course, day: date) -> str:
    """Better: an infection that was found is found no longer."""
    results = [
        fact.values["result"]
        for fact in course.health
        if fact.kind == "virus" and fact.on <= day and fact.values["virus"] == "hcv_rna"
    ]
    is_tested = any(fact.kind == "virus" and fact.on <= day for fact in course.health)
    if not is_tested:
        return Rating.UNKNOWN
    is_cleared = len(results) > 1 and results[0] == "positive" and results[-1] == "negative"
    return Rating.BETTER if is_cleared else Rating.SAME


def _survival(course: Course, day: date) -> str:
    started_on = course.treatment.started_on
    overdoses = [on for on, kind, _ in course.events if kind == "overdose" and on <= day]
    since = [on for on in overdoses if on >= started_on]
    if any(on >= add_days(day, -365) for on in since):
        return Rating.WORSE
    return Rating.BETTER if overdoses and not since else Rating.SAME


def _capital(course: Course, day: date) -> str:
    rated = [ratings for on, ratings in course.capital if on <= day]
    if len(rated) < 2:
        return Rating.UNKNOWN
    pairs = zip(rated[0], rated[-1], strict=True)
    by = sum(now - then for then, now in pairs if then is not None and now is not None)
    return Rating.BETTER if by > 0 else Rating.WORSE if by < 0 else Rating.SAME


def _judgement(meeting: Meeting, earlier: list[Meeting]) -> str:
    found = meeting.strategic
    if found is None or found.judgement is None:
        return Rating.UNKNOWN
    before = [m.strategic.judgement for m in earlier if m.strategic and m.strategic.judgement]
    if not before:
        return Rating.BETTER if found.judgement > 5 else Rating.SAME
    by = found.judgement - before[0]
    return Rating.BETTER if by > 0 else Rating.WORSE if by < 0 else Rating.SAME
