"""What a step, an indicator and a finding are. Pure.

An indicator that does not say where it comes from, who wrote it and who checked it, or whose worked
examples do not come out as they say, does not start: the check runs when the steps are loaded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from audits.case_facts import CaseFacts, Record
from audits.period import AuditDay

FEWEST_EXAMPLES = 8
NOT_CHECKED = "not yet checked"


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    EXCEPTION = "exception"
    NOT_APPLICABLE = "not_applicable"
    NOT_RECORDED = "not_recorded"


class Direction(StrEnum):
    """Which way is good. DOWN: what is counted are the people for whom it was not met."""

    UP = "up"
    DOWN = "down"
    DESCRIPTIVE = "descriptive"


class Mark(StrEnum):
    """How far a source was verified. As in domain/README.md."""

    FOUND = "S"
    SECOND_HAND = "S2"
    KNOWN = "K"
    PRODUCT = "P"

    @property
    def words(self) -> str:
        return _MARK_WORDS[self]


_MARK_WORDS = {
    Mark.FOUND: "found in a stored public source",
    Mark.SECOND_HAND: "found, but in a second-hand copy",
    Mark.KNOWN: "known of a named publication, not verified",
    Mark.PRODUCT: "the product's own proposal",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one indicator says of one person.

    `reason`: a sentence a keyworker can act on. `group`: the same in a few words, for counting
    people together. `marks`: signs of which a person may show several, each counted by itself.
    `would_change`: what would make it met; empty where nothing is asked for.
    """

    outcome: Outcome
    reason: str
    group: str = ""
    evidence: tuple[Record, ...] = ()
    would_change: str = ""
    marks: tuple[str, ...] = ()


def _finding(outcome: Outcome) -> Callable[..., Finding]:
    def make(
        reason: str,
        group: str = "",
        *,
        evidence: Record | Sequence[Record] | None = None,
        would_change: str = "",
        marks: Sequence[str] = (),
    ) -> Finding:
        records = () if evidence is None else evidence
        records = (records,) if isinstance(records, Record) else tuple(records)
        return Finding(
            outcome, reason, group or reason.rstrip("."), records, would_change, tuple(marks)
        )

    return make


met = _finding(Outcome.MET)
not_met = _finding(Outcome.NOT_MET)
exception = _finding(Outcome.EXCEPTION)
not_recorded = _finding(Outcome.NOT_RECORDED)
NOT_APPLICABLE = Finding(Outcome.NOT_APPLICABLE, "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the whole service beside an indicator: a median, a largest value. `of`: how
    many it was worked out from; under 5 of them it does not leave the service. `is_count`: so many
    people and nothing else, which adds up over several services; see `how_many`."""

    label: str
    value: float | None
    unit: str
    of: int
    is_count: bool = False


def how_many(label: str, people: int) -> Figure:
    return Figure(label, float(people), "people", people, is_count=True)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a wording or a rule comes from, and how far that was verified."""

    title: str
    mark: Mark
    year: int | None = None
    section: str = ""

    @property
    def words(self) -> str:
        parts = [self.title, str(self.year) if self.year else "", self.section]
        return f"{', '.join(part for part in parts if part)}: {self.mark.words}"


@dataclass(frozen=True, slots=True)
class Example:
    """One invented person and what the indicator says: documentation and test in one."""

    words: str
    facts: CaseFacts
    expect: Outcome
    group: str = ""
    on: date = date(2026, 9, 30)
    start_on: date = date(2025, 10, 1)

    @property
    def day(self) -> AuditDay:
        return AuditDay(self.on, self.start_on)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing counted. `of_whom`, `counted` and `set_apart` are its definition in words.

    `counted_words` completes "171 of 251 people …"; `other_words` says the same of the others.
    `lead_figure`: the label of the figure that is said first, where a share would mislead.
    `signs`: what a person may show several of; "People: higher" and "People: lower" are answers to
    one question, of which a person gives one. `gives_away`: the label of a figure that how many
    people would tell; where it may not leave the service, neither may they.
    """

    code: str
    version: int
    effective_from: date
    title: str
    sub: str
    of_whom: str
    counted: str
    set_apart: str
    counted_words: str
    other_words: str
    direction: Direction
    eligible: Callable[[CaseFacts, AuditDay], bool]
    assess: Callable[[CaseFacts, AuditDay], Finding]
    sources: tuple[Source, ...]
    written_by: str
    checked_by: str | None
    review_on: date
    caveat: str
    look_back: str
    examples: tuple[Example, ...] = field(repr=False)
    numbers: tuple[str, ...] = ()
    guard: str = ""
    signs: tuple[str, ...] = ()
    signs_head: str = "Signs, of which a person may show several"
    figures: Callable[[Sequence[CaseFacts], AuditDay], tuple[Figure, ...]] | None = None
    lead_figure: str = ""
    gives_away: str = ""

    @property
    def step(self) -> int:
        return int(self.code.split(".")[0])

    @property
    def counts(self) -> Outcome:
        """The outcome that is the n of n of N."""
        return Outcome.NOT_MET if self.direction is Direction.DOWN else Outcome.MET

    @property
    def checked_words(self) -> str:
        return f"checked by {self.checked_by}" if self.checked_by else NOT_CHECKED

    def find(self, case: CaseFacts, day: AuditDay) -> Finding:
        return self.assess(case, day) if self.eligible(case, day) else NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Step:
    """One of the 12. Its number, wording and where they come from are data."""

    number: int
    title: str
    short_title: str
    wording_status: str
    numbering_status: str
    asks: str
    sources: tuple[Source, ...]
    self_assess: str
    indicators: tuple[Indicator, ...]
    headline: str
    guard: str = ""
    not_counted: str = ""

    @property
    def headline_indicator(self) -> Indicator:
        return next(item for item in self.indicators if item.code == self.headline)


class DefinitionError(Exception):
    """A definition that may not be used, and why."""


def check(step: Step) -> Step:
    """The step itself, or DefinitionError with the first thing that is wrong."""
    if not step.sources:
        raise DefinitionError(f"Step {step.number} does not say where its wording comes from.")
    for indicator in step.indicators:
        _check(indicator, step)
    return step


def _check(indicator: Indicator, step: Step) -> None:
    where = f"Indicator {indicator.code}"
    if indicator.step != step.number:
        raise DefinitionError(f"{where} stands in step {step.number}.")
    if not indicator.sources or not indicator.written_by.strip():
        raise DefinitionError(f"{where} does not name its source and who wrote it.")
    if indicator.checked_by is not None and not indicator.checked_by.strip():
        raise DefinitionError(f"{where}: name who checked it, or say None.")
    if len(indicator.examples) < FEWEST_EXAMPLES:
        raise DefinitionError(f"{where} has fewer than {FEWEST_EXAMPLES} worked examples.")
    for example in indicator.examples:
        found = indicator.find(example.facts, example.day)
        if found.outcome is not example.expect or (example.group and found.group != example.group):
            raise DefinitionError(
                f"{where}, example “{example.words}”: {found.outcome.value} ({found.group}),"
                f" not {example.expect.value} ({example.group})."
            )
        if _asks(indicator, found) and not found.would_change:
            raise DefinitionError(
                f"{where}, example “{example.words}”: it does not say what would change it."
            )


def _asks(indicator: Indicator, found: Finding) -> bool:
    """Whether something is asked for: where neither higher nor lower is better, only what is not
    recorded is."""
    is_described = indicator.direction is Direction.DESCRIPTIVE
    return found.outcome is Outcome.NOT_RECORDED or (
        found.outcome is Outcome.NOT_MET and not is_described
    )
