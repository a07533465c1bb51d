"""The eleven domains of benefit at the start, at the last strategic review and now.

Pure over rows. A change is marked as beyond measurement noise only where its threshold is verified;
elsewhere the threshold's status is said. Source: domain/reviews.md §5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from careplans.models import RecoveryCapital
from prescribing.models import Vaccination, VirusTest
from reviews.benefit import offered_rating
from reviews.benefit_domains import (
    DOMAINS,
    EVIDENCE_NOTES,
    EVIDENCE_TITLES,
    RATING_WORDS,
    Domain,
    DomainKey,
    Rating,
)
from reviews.models import StrategicReview, TopRecord
from reviews.top import NOT_INJECTING, is_not_injecting
from reviews.top_change import Category, Change, change
from reviews.top_items import BY_FIELD, ItemKind
from reviews.top_standing import TopStanding, standing
from rodt.words import and_list, count, nhs_date

CAPITAL_KEYS = ("social", "physical", "human", "cultural")
UNKNOWN = "not recorded"
NO_SECOND_TOP = "no second TOP yet"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One domain. `offered`: a rating the record supports; "" where only a person can say."""

    domain: Domain
    start: str
    last: str
    now: str
    change: str
    is_beyond_noise: bool
    status: str
    offered: str

    @property
    def offered_words(self) -> str:
        return RATING_WORDS[Rating(self.offered)].lower() if self.offered else ""


@dataclass(frozen=True, slots=True)
class GridGroup:
    title: str
    note: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class GridFacts:
    """`virus_tests`, `vaccinations`: oldest first, up to the day. `meetings`: (attended, offered)
    since the start. `is_top_old`: the last TOP is past the day by which another was due, so that
    it no longer says how things stand now."""

    on: date
    episode_started_on: date
    tops: Sequence[TopRecord]
    last_on: date | None
    capital: Sequence[RecoveryCapital]
    parts: Sequence[StrategicReview]
    meetings: tuple[int, int]
    overdoses_before: int
    overdoses_since: int
    is_top_old: bool = False
    virus_tests: Sequence[VirusTest] = ()
    vaccinations: Sequence[Vaccination] = ()


def grid(facts: GridFacts) -> tuple[GridGroup, ...]:
    rows = [_row(domain, facts) for domain in DOMAINS]
    return tuple(
        GridGroup(
            EVIDENCE_TITLES[group],
            EVIDENCE_NOTES[group],
            tuple(row for row in rows if row.domain.group is group),
        )
        for group in EVIDENCE_TITLES
    )


def _row(domain: Domain, facts: GridFacts) -> GridRow:
    own = {
        DomainKey.RETENTION: _retention,
        DomainKey.BBV: _viruses,
        DomainKey.SURVIVAL: _survival,
        DomainKey.RECOVERY_CAPITAL: _capital,
        DomainKey.OWN_JUDGEMENT: _judgement,
    }.get(domain.key)
    return own(domain, facts) if own else _from_top(domain, facts)


def _from_top(domain: Domain, facts: GridFacts) -> GridRow:
    if not domain.top_fields:
        return GridRow(domain, UNKNOWN, UNKNOWN, UNKNOWN, "", False, "", "")
    start = facts.tops[0] if facts.tops else None
    stands = standing(facts.tops[1:])
    now = stands.top if stands else None
    held = [top for top in facts.tops if facts.last_on and top.on <= facts.last_on]
    then = standing(held[1:] or held)
    changes = [_change(name, start, now) for name in domain.top_fields] if now else []
    known = [item for item in changes if item.category is not Category.UNKNOWN]
    measured = [item for item in known if item.difference is not None or item.words == "same"]
    lead = measured[0] if measured else None
    offered = {offered_rating(item) for item in measured} if not facts.is_top_old else set()
    return GridRow(
        domain=domain,
        start=_values(domain, start),
        last=_values(domain, then.top if then else None),
        now=_said_now(domain, stands) if stands or not start else NO_SECOND_TOP,
        change=_changed(known),
        is_beyond_noise=any(item.is_beyond_noise for item in known),
        status=_status(lead),
        offered=(offered.pop() or "") if len(offered) == 1 else "",
    )


def _change(name: str, start: TopRecord | None, now: TopRecord | None) -> Change:
    return change(name, getattr(start, name, None), getattr(now, name, None))


def _changed(known: list[Change]) -> str:
    """crack 2 fewer days; the rest the same."""
    if len(known) == 1:
        return known[0].words
    moved = [item for item in known if item.words != "same"]
    said = [f"{BY_FIELD[item.measure].label.lower()} {item.words}" for item in moved]
    same = ["the rest the same" if moved else "the same"] if len(moved) < len(known) else []
    return "; ".join([*said, *same])


def _status(lead: Change | None) -> str:
    if lead is None or lead.threshold is None:
        return ""
    unit = "point" if BY_FIELD[lead.measure].kind is ItemKind.SCALE else "day"
    size = count(lead.threshold.value, unit)
    return f"noise is under {size}, {lead.threshold.status.words}"


def _said_now(domain: Domain, stands: TopStanding | None) -> str:
    """With the day of what was answered before the last TOP."""
    if stands is None:
        return UNKNOWN
    days = sorted({stands.older[name] for name in domain.top_fields if name in stands.older})
    said = _values(domain, stands.top)
    return f"{said} (from {and_list([nhs_date(day) for day in days])})" if days else said


def _values(domain: Domain, top: TopRecord | None) -> str:
    """What was said, item by item; only what was asked. "None" is a no to every item."""
    if top is None:
        return UNKNOWN
    if len(domain.top_fields) > 1 and all(getattr(top, name) == "no" for name in domain.top_fields):
        return "none"
    if "shared_works" in domain.top_fields and is_not_injecting(top.injecting_days):
        return NOT_INJECTING
    said = []
    for name in domain.top_fields:
        item, value = BY_FIELD[name], getattr(top, name)
        if item.kind is ItemKind.YES_NO:
            if value in ("yes", "no"):
                said.append(f"{item.label.lower()}: {value}")
        elif value is not None:
            unit = count(value, "day") if item.kind is ItemKind.DAYS else f"{value} of 20"
            said.append(unit if len(domain.top_fields) == 1 else f"{item.label.lower()} {unit}")
    return ", ".join(said) or "not asked"


def _retention(domain: Domain, facts: GridFacts) -> GridRow:
    weeks = (facts.on - facts.episode_started_on).days // 7
    then = (facts.last_on - facts.episode_started_on).days // 7 if facts.last_on else None
    seen, offered = facts.meetings
    return GridRow(
        domain,
        "–",
        count(then, "week") if then is not None else "–",
        count(weeks, "week"),
        f"seen {seen} of {offered}" if offered else "no meetings recorded",
        False,
        "",
        "",
    )


def _viruses(domain: Domain, facts: GridFacts) -> GridRow:
    """The last result of each virus up to the start, the last review and now."""
    last = _viruses_by(facts, facts.last_on) if facts.last_on else UNKNOWN
    start, now = _viruses_by(facts, facts.episode_started_on), _viruses_by(facts, facts.on)
    return GridRow(domain, start, last, now, "", False, "", "")


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
    before = count(facts.overdoses_before, "overdose") + " on record"
    since = count(facts.overdoses_since, "overdose") + " since the start"
    return GridRow(domain, before, "–", since, "", False, "", "")


def _capital(domain: Domain, facts: GridFacts) -> GridRow:
    first = facts.capital[0] if facts.capital else None
    last = facts.capital[-1] if facts.capital else None
    moved: Mapping[str, int] = {
        key: getattr(last, key) - getattr(first, key)
        for key in CAPITAL_KEYS
        if first is not None and getattr(first, key) is not None and getattr(last, key) is not None
    }
    said = [f"{key} {'up' if by > 0 else 'down'}" for key, by in moved.items() if by]
    words = ", ".join(said) or ("the same" if moved and first is not last else "")
    return GridRow(domain, _ratings(first), "–", _ratings(last), words, False, "", "")


def _ratings(row: RecoveryCapital | None) -> str:
    if row is None:
        return "not asked"
    said = [f"{key} {getattr(row, key)}" for key in CAPITAL_KEYS if getattr(row, key) is not None]
    return ", ".join(said) or "not asked"


def _judgement(domain: Domain, facts: GridFacts) -> GridRow:
    rated = [part for part in facts.parts if part.judgement is not None]
    first, last = (rated[0], rated[-1]) if rated else (None, None)
    words = ""
    if first is not None and last is not None and first is not last:
        by = (last.judgement or 0) - (first.judgement or 0)
        words = "the same" if not by else f"{abs(by)} {'more' if by > 0 else 'less'}"
    now = f"{last.judgement} of 10" if last else "not asked"
    return GridRow(
        domain, f"{first.judgement} of 10" if first else "not asked", "–", now, words, False, "", ""
    )
