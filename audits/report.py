"""The arithmetic of an audit, done once. Page and files only print what stands here. Pure.

`AuditReport` holds true figures. What leaves the service goes through `audits.protect` first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from audits.as_printed import NOTHING_BEFORE, Leaving
from audits.own_questions import PartReport
from audits.said import NOTHING_SAID, SIGNATURES, Said, Signed
from audits.several import CellName, Several
from audits.statistics import UnknownRange, unknown_range, wilson
from audits.step import Direction, Outcome
from audits.tally import slug

STREAMS = (("process", "Process"), ("numbers", "Numbers"), ("experience", "Experience"))
RATINGS = {
    0: "Absent",
    1: "Informal",
    2: "Agreed and working, not yet reviewed",
    3: "Working and reviewed",
}


@dataclass(frozen=True, slots=True)
class Group:
    """People counted together by the reason given for them."""

    words: str
    people: int
    outcome: str = ""

    @property
    def slug(self) -> str:
        return slug(self.words)


@dataclass(frozen=True, slots=True)
class FigureReport:
    label: str
    value: float | None
    unit: str
    of: int
    is_count: bool = False
    words: str = ""
    """What is said in place of a value."""


def figure_report(kept: Mapping[str, Any]) -> FigureReport:
    """A run made before it was kept which figures are counts tells them by what they look like."""
    looks_so = kept["unit"] == "people" and kept["value"] == kept["of"]
    return FigureReport(**{"is_count": looks_so, **kept})


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """`number` of `of` people are what is counted; `of` leaves out unknowns and those set apart."""

    definition: Mapping[str, Any]
    met: int
    not_met: int
    set_apart: int
    unknown: int
    groups: tuple[Group, ...]
    marks: tuple[Group, ...]
    figures: tuple[FigureReport, ...]
    known_at_least: int
    threshold: int | None = None
    previous: "IndicatorReport | None" = None

    @property
    def code(self) -> str:
        return str(self.definition["code"])

    @property
    def step(self) -> int:
        return int(self.code.split(".")[0])

    @property
    def direction(self) -> Direction:
        return Direction(self.definition["direction"])

    @property
    def counts(self) -> Outcome:
        return Outcome.NOT_MET if self.direction is Direction.DOWN else Outcome.MET

    @property
    def number(self) -> int:
        return self.not_met if self.counts is Outcome.NOT_MET else self.met

    @property
    def of(self) -> int:
        return self.met + self.not_met

    @property
    def others(self) -> int:
        return self.of - self.number

    @property
    def share(self) -> float | None:
        return self.number / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.number, self.of)

    @property
    def unknown_range(self) -> UnknownRange | None:
        return unknown_range(self.number, self.of, self.unknown) if self.unknown else None

    @property
    def known_share(self) -> float | None:
        """Known of those eligible and not set apart."""
        everyone = self.of + self.unknown
        return self.of / everyone if everyone else None

    @property
    def is_known_enough(self) -> bool:
        return self.known_share is not None and self.known_share * 100 >= self.known_at_least

    @property
    def previous_share(self) -> float | None:
        """Of the last run, where the definition was the same."""
        if self.previous is None or self.previous.definition["version"] != self.version:
            return None
        return self.previous.share

    @property
    def version(self) -> int:
        return int(self.definition["version"])

    @property
    def change(self) -> float | None:
        if self.share is None or self.previous_share is None:
            return None
        return self.share - self.previous_share

    @property
    def verdict(self) -> str:
        """strength, needs_attention, insufficient_data, descriptive_only, or nobody where there is
        nobody to count. Without a threshold of the service's own there is no verdict, only a
        description."""
        if self.known_share is None:
            return "nobody"
        if not self.is_known_enough:
            return "insufficient_data"
        if self.direction is Direction.DESCRIPTIVE or self.threshold is None or self.share is None:
            return "descriptive_only"
        percent = self.share * 100
        is_good = (
            percent <= self.threshold
            if self.counts is Outcome.NOT_MET
            else (percent >= self.threshold)
        )
        return "strength" if is_good else "needs_attention"

    def groups_of(self, outcome: Outcome) -> tuple[Group, ...]:
        """Largest first."""
        found = [group for group in self.groups if group.outcome == outcome]
        return tuple(sorted(found, key=lambda group: (-group.people, group.words)))

    @property
    def asked_about(self) -> tuple[Group, ...]:
        """Why not: the reasons of those for whom it was not met; all groups where nothing is good
        or bad."""
        if self.direction is Direction.DESCRIPTIVE:
            return (*self.groups_of(Outcome.MET), *self.groups_of(Outcome.NOT_MET))
        return self.groups_of(Outcome.NOT_MET)


@dataclass(frozen=True, slots=True)
class StreamReport:
    """How the service sees itself in one stream. Empty streams are printed empty. `old`: what is to
    be said of evidence that counts no more."""

    key: str
    name: str
    rating: int | None = None
    evidence: str = ""
    link: str = ""
    file_id: str = ""
    file_name: str = ""
    evidence_on: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""
    old: str = ""
    owner: str = ""
    next_action: str = ""
    next_action_on: date | None = None

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence or self.link or self.file_name)

    @property
    def is_empty(self) -> bool:
        return self.rating is None and not self.has_evidence and not self.next_action

    @property
    def rating_words(self) -> str:
        return "" if self.rating is None else RATINGS[self.rating]


@dataclass(frozen=True, slots=True)
class StepReport:
    definition: Mapping[str, Any]
    indicators: tuple[IndicatorReport, ...]
    streams: tuple[StreamReport, ...]

    @property
    def number(self) -> int:
        return int(self.definition["number"])

    @property
    def headline(self) -> IndicatorReport:
        return next(i for i in self.indicators if i.code == self.definition["headline"])

    @property
    def own_view(self) -> int | None:
        """The lowest rating given: a step is no further on than its weakest stream."""
        return min((s.rating for s in self.streams if s.rating is not None), default=None)

    @property
    def own_view_words(self) -> str:
        return "" if self.own_view is None else RATINGS[self.own_view]

    @property
    def actions(self) -> tuple[StreamReport, ...]:
        return tuple(stream for stream in self.streams if stream.next_action)


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    week: int
    at_risk: int
    share: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Retention:
    """The first 12 weeks of those who started in the period, and in the one before."""

    now: tuple[RetentionPoint, ...]
    before: tuple[RetentionPoint, ...]


def retention(now: list[dict[str, Any]], before: list[dict[str, Any]]) -> Retention:
    """As it is kept with a run."""
    return Retention(
        now=tuple(RetentionPoint(**point) for point in now),
        before=tuple(RetentionPoint(**point) for point in before),
    )


@dataclass(frozen=True, slots=True)
class AuditReport:
    service_name: str
    service_code: str
    kind_of_data: str
    number: int
    on: date
    period_start_on: date
    known_at: datetime
    created_at: datetime
    prepared_by: str
    prepared_role: str
    digest: str
    people: int
    on_treatment: int
    in_treatment: int
    steps: tuple[StepReport, ...]
    retention: Retention
    numbers: Mapping[str, Any]
    schedule: Mapping[str, Any]
    schedule_version: str
    before: "AuditReport | None" = None
    leaving: Leaving = NOTHING_BEFORE
    alone_because: str = ""
    sample_seed: str = ""
    answers: tuple[PartReport, ...] = ()
    said: Said = NOTHING_SAID
    signatures: tuple[Signed, ...] = ()
    several: Several | None = None

    @property
    def previous_number(self) -> int | None:
        return self.before.number if self.before else None

    @property
    def previous_on(self) -> date | None:
        return self.before.on if self.before else None

    def caseload(self, name: str) -> int:
        """people, on_treatment or in_treatment, as it may leave the service."""
        own: int = getattr(self, name)
        return self.leaving.totals.get(name, own)

    @property
    def weeks_leaving(self) -> Retention:
        """The first 12 weeks as they may leave the service, but for small numbers."""
        weeks = self.leaving.weeks
        return self.retention if weeks is None else retention(weeks.now, weeks.before)

    @property
    def is_signed(self) -> bool:
        """By both: until then it is a draft."""
        return len(self.signatures) == SIGNATURES

    @property
    def indicators(self) -> tuple[IndicatorReport, ...]:
        return tuple(item for step in self.steps for item in step.indicators)

    def step(self, number: int) -> StepReport:
        return next(item for item in self.steps if item.number == number)

    def indicator(self, code: str) -> IndicatorReport:
        return next(item for item in self.indicators if item.code == code)

    @property
    def asked(self) -> tuple[IndicatorReport, ...]:
        """Those that have somebody to count."""
        return tuple(item for item in self.indicators if item.known_share is not None)

    @property
    def known_enough(self) -> int:
        return sum(1 for item in self.indicators if item.is_known_enough)

    @property
    def has_thresholds(self) -> bool:
        return bool(self.numbers["thresholds"])

    @property
    def intervals_words(self) -> str:
        """Which set of review intervals this run used."""
        if self.several and not self.schedule_version:
            return "each service’s own"
        if self.schedule_version == "0":
            return "the product’s defaults, not verified"
        return f"{self.schedule_version} of this service"

    @property
    def called(self) -> str:
        """Run 7; a report over several services is of a round."""
        return f"{'Round' if self.several else 'Run'} {self.number}"

    def kept_back(self, code: str) -> frozenset[CellName]:
        if self.several:
            return self.several.kept_back.get(code, frozenset())
        return self.leaving.of(code).kept_back

    @property
    def short_digest(self) -> str:
        return " ".join(self.digest[place : place + 4] for place in range(0, 16, 4))


def indicator_report(
    definition: Mapping[str, Any],
    counted: Mapping[str, Any],
    numbers: Mapping[str, Any],
) -> IndicatorReport:
    outcomes = counted["outcomes"]
    shown = {mark["words"]: mark["people"] for mark in counted["marks"]}
    return IndicatorReport(
        definition=definition,
        met=outcomes[Outcome.MET.value],
        not_met=outcomes[Outcome.NOT_MET.value],
        set_apart=outcomes[Outcome.EXCEPTION.value],
        unknown=outcomes[Outcome.NOT_RECORDED.value],
        groups=tuple(Group(g["words"], g["people"], g["outcome"]) for g in counted["groups"]),
        marks=tuple(Group(sign, shown.get(sign, 0)) for sign in definition["signs"]),
        figures=tuple(map(figure_report, counted["figures"])),
        known_at_least=numbers["known_at_least"],
        threshold=numbers["thresholds"].get(definition["code"]),
    )


def step_reports(
    definitions: list[Mapping[str, Any]],
    counts: Mapping[str, Mapping[str, Any]],
    numbers: Mapping[str, Any],
    streams: Mapping[int, tuple[StreamReport, ...]],
) -> tuple[StepReport, ...]:
    return tuple(
        StepReport(
            definition=step,
            indicators=tuple(
                indicator_report(item, counts[item["code"]], numbers) for item in step["indicators"]
            ),
            streams=streams.get(step["number"], empty_streams()),
        )
        for step in definitions
    )


def empty_streams() -> tuple[StreamReport, ...]:
    return tuple(StreamReport(key, name) for key, name in STREAMS)


def compared(
    steps: tuple[StepReport, ...], earlier: tuple[StepReport, ...]
) -> tuple[StepReport, ...]:
    """Each indicator beside the same one of an earlier run."""
    before = {item.code: item for step in earlier for item in step.indicators}
    return tuple(
        replace(
            step,
            indicators=tuple(
                replace(item, previous=before.get(item.code)) for item in step.indicators
            ),
        )
        for step in steps
    )
