"""Domains of benefit that the record speaks to, beside the TOP: staying, viruses, survival,
recovery capital, the person's own judgement."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from careplans.models import RecoveryCapital
from reviews.benefit_cells import NOTHING, UNKNOWN, GridFacts, GridRow
from reviews.benefit_domains import Domain, DomainKey
from reviews.models import StrategicReview
from rodt.words import count, nhs_date

CAPITAL_KEYS = ("social", "physical", "human", "cultural")
NOT_ASKED = "not asked"
LATELY = timedelta(weeks=12)


def _retention(domain: Domain, facts: GridFacts) -> GridRow:
    weeks = (facts.on - facts.episode_started_on).days // 7
    then = (facts.last_on - facts.episode_started_on).days // 7 if facts.last_on else None
    seen, offered = facts.meetings
    missed = sum(1 for day in facts.missed_days if facts.on - LATELY < day <= facts.on)
    return GridRow(
        domain,
        start=NOTHING,
        last=count(then, "week") if then is not None else NOTHING,
        now=count(weeks, "week"),
        change=f"seen {seen} of {offered}" if offered else "no meetings recorded",
        also=f"missed doses in the last 12 weeks: {missed}",
    )


def _viruses(domain: Domain, facts: GridFacts) -> GridRow:
    """The last result of each virus up to the start, the last review and now."""
    last = _viruses_by(facts, facts.last_on) if facts.last_on else UNKNOWN
    start, now = _viruses_by(facts, facts.episode_started_on), _viruses_by(facts, facts.on)
    return GridRow(domain, start, last, now)


def _viruses_by(facts: GridFacts, on: date) -> str:
    known = {test.virus: test for test in facts.virus_tests if test.on <= on}
    said = [
        f"{test.get_virus_display()} {test.get_result_display().lower()}"
        for _, test in sorted(known.items())
    ]
    given = {
        dose.vaccine: dose for dose in facts.vaccinations if dose.on <= on and not dose.is_declined
    }
    said += [
        f"{dose.get_vaccine_display()} vaccine"
        + (f" dose {dose.dose_number}" if dose.dose_number else "")
        for _, dose in sorted(given.items())
    ]
    return ", ".join(said) or UNKNOWN


def _survival(domain: Domain, facts: GridFacts) -> GridRow:
    """The best there can be is none."""
    before = [day for day in facts.overdoses if day < facts.episode_started_on]
    since = [day for day in facts.overdoses if day >= facts.episode_started_on]
    then = [day for day in since if facts.last_on and day <= facts.last_on]
    return GridRow(
        domain,
        start=f"{count(len(before), 'overdose')} on record",
        last=f"{count(len(then), 'overdose')} since the start" if facts.last_on else NOTHING,
        now=f"{count(len(since), 'overdose')} since the start",
        also=_naloxone(facts),
    )


def _naloxone(facts: GridFacts) -> str:
    if not facts.naloxone:
        return "no naloxone recorded"
    last = facts.naloxone[-1]
    if last.is_declined:
        return f"naloxone declined {nhs_date(last.on)}"
    until = f", in date to {nhs_date(last.expires_on)}" if last.expires_on else ""
    return f"naloxone supplied {nhs_date(last.on)}{until}"


def _capital(domain: Domain, facts: GridFacts) -> GridRow:
    first = facts.capital[0] if facts.capital else None
    last = facts.capital[-1] if facts.capital else None
    then = [row for row in facts.capital if facts.last_on and row.on <= facts.last_on]
    moved: Mapping[str, int] = {
        key: getattr(last, key) - getattr(first, key)
        for key in CAPITAL_KEYS
        if first is not None and getattr(first, key) is not None and getattr(last, key) is not None
    }
    said = [f"{key} {'up' if by > 0 else 'down'}" for key, by in moved.items() if by]
    return GridRow(
        domain,
        start=_ratings(first),
        last=_ratings(then[-1] if then else None),
        now=_ratings(last),
        best=_best_ratings(facts.capital),
        change=", ".join(said) or ("the same" if moved and first is not last else ""),
        also=_quality_of_life(facts),
    )


def _ratings(row: RecoveryCapital | None) -> str:
    if row is None:
        return NOT_ASKED
    said = [f"{key} {getattr(row, key)}" for key in CAPITAL_KEYS if getattr(row, key) is not None]
    return ", ".join(said) or NOT_ASKED


def _best_ratings(rows: Sequence[RecoveryCapital]) -> str:
    """Of each kind the highest; never one number for all of them."""
    if len(rows) < 2:
        return NOTHING
    rated = {key: [getattr(row, key) for row in rows] for key in CAPITAL_KEYS}
    known = {key: [value for value in found if value is not None] for key, found in rated.items()}
    return ", ".join(f"{key} {max(found)}" for key, found in known.items() if found) or NOTHING


def _quality_of_life(facts: GridFacts) -> str:
    rated = [top.quality_of_life for top in facts.tops if top.quality_of_life is not None]
    if not rated:
        return ""
    before = f", first {rated[0]}" if len(rated) > 1 else ""
    return f"quality of life by TOP {rated[-1]} of 20{before}"


def _judgement(domain: Domain, facts: GridFacts) -> GridRow:
    rated = [part for part in facts.parts if part.judgement is not None]
    then = [part for part in rated if facts.last_on and part.review.held_on <= facts.last_on]
    words, best = "", NOTHING
    if len(rated) > 1:
        by = (rated[-1].judgement or 0) - (rated[0].judgement or 0)
        words = "the same" if not by else f"{abs(by)} {'more' if by > 0 else 'less'}"
        top = max(rated, key=lambda part: part.judgement or 0)
        best = f"{_of_10(top)}, {nhs_date(top.review.held_on)}"
    return GridRow(
        domain,
        start=_of_10(rated[0] if rated else None),
        last=_of_10(then[-1] if then else None),
        now=_of_10(rated[-1] if rated else None),
        best=best,
        change=words,
    )


def _of_10(part: StrategicReview | None) -> str:
    return f"{part.judgement} of 10" if part else NOT_ASKED


FROM_THE_RECORD: Mapping[DomainKey, Callable[[Domain, GridFacts], GridRow]] = {
    DomainKey.RETENTION: _retention,
    DomainKey.BBV: _viruses,
    DomainKey.SURVIVAL: _survival,
    DomainKey.RECOVERY_CAPITAL: _capital,
    DomainKey.OWN_JUDGEMENT: _judgement,
}
