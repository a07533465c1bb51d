"""Counting findings: how many people for each outcome, reason and sign of an indicator. Pure.

The counts are stored with the run. Everything printed is worked out from them (`audits.report`);
the stored findings of each person add up to them, which a test walks through.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.text import slugify

from audits.case_facts import CaseFacts
from audits.period import AuditDay
from audits.step import Figure, Finding, Indicator, Outcome

SLUG_LENGTH = 80


@lru_cache(maxsize=2_000)
def slug(words: str) -> str:
    """The address of a group of people: its words without marks. Long words that begin alike stay
    apart by a few letters of their digest."""
    whole = slugify(words)
    if len(whole) <= SLUG_LENGTH:
        return whole
    return f"{whole[: SLUG_LENGTH - 9]}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


@dataclass
class Tally:
    """Of one indicator, over those it looks at. `groups`: (outcome, words) to people. `marks`:
    signs, of which a person may show several."""

    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        self.groups[finding.outcome, finding.group] += 1
        for mark in finding.marks:
            self.marks[mark] += 1

    def stored(self, people: int) -> dict[str, Any]:
        """`people`: how many there are, with those the indicator does not look at."""
        outcomes = dict.fromkeys(map(str, Outcome), 0)
        outcomes[Outcome.NOT_APPLICABLE] = people - self.groups.total()
        for (outcome, _), number in self.groups.items():
            outcomes[outcome] += number
        return {
            "outcomes": outcomes,
            "groups": [
                {"outcome": outcome, "words": words, "people": number}
                for (outcome, words), number in sorted(self.groups.items())
            ],
            "marks": [
                {"words": words, "people": number} for words, number in sorted(self.marks.items())
            ],
        }


def stored_finding(finding: Finding) -> dict[str, Any]:
    """As it is kept. Nothing is kept of somebody an indicator does not look at."""
    return {
        "outcome": finding.outcome,
        "reason": finding.reason,
        "group": finding.group,
        "slug": slug(finding.group),
        "marks": [slug(mark) for mark in finding.marks],
        "would_change": finding.would_change,
        "evidence": [
            {"what": record.what, "on": record.on.isoformat(), "id": str(record.id or "")}
            for record in finding.evidence
        ],
    }


def find_all(
    case: CaseFacts, indicators: Iterable[Indicator], day: AuditDay, tallies: Mapping[str, Tally]
) -> dict[str, Any]:
    """Every finding of one person, added to the tallies and ready to be kept."""
    kept = {}
    for indicator in indicators:
        finding = indicator.find(case, day)
        if finding.outcome is not Outcome.NOT_APPLICABLE:
            tallies[indicator.code].add(finding)
            kept[indicator.code] = stored_finding(finding)
    return kept


def stored_figures(
    indicator: Indicator, cases: Sequence[CaseFacts], day: AuditDay
) -> list[dict[str, Any]]:
    figures: tuple[Figure, ...] = indicator.figures(cases, day) if indicator.figures else ()
    return [asdict(item) for item in figures]
