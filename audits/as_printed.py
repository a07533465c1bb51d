"""What an earlier report of the same time makes of a figure that leaves the service. Pure.

Two reports of nearly the same day, laid beside each other, tell how many people differ between
them; one to four are a small cell too. Decided once, when a run is made, by
`audits.printed_before`, and kept with the run: docs/decisions/0026.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from audits.several import CellName, names_of, plain_names
from rodt.words import nhs_date


@dataclass(frozen=True, slots=True)
class AsPrinted:
    """One indicator. `counted` and `totals`: of the report whose figures are printed in place of
    these, and against which of its caseloads they were protected; None where they are these.
    `run` and its day `on`: said beside them. `kept_back`: cells not printed, whatever their size.
    """

    run: int = 0
    on: str = ""
    counted: Mapping[str, Any] | None = None
    totals: tuple[int, ...] | None = None
    kept_back: frozenset[CellName] = frozenset()

    @property
    def words(self) -> str:
        """Said beside the figures."""
        if not self.run:
            return ""
        run = _named(self.run, self.on)
        if self.counted is not None:
            return f"As {run} printed it: only a few people differ"
        return f"What would tell the few who differ from {run} is not shown"

    def values(self) -> dict[str, Any]:
        """As plain values; `of_values` gives them back."""
        return {
            "run": self.run,
            "on": self.on,
            "counted": self.counted,
            "totals": self.totals,
            "kept_back": plain_names(self.kept_back),
        }


def _named(run: int, on: str) -> str:
    return f"run {run} of {nhs_date(date.fromisoformat(on))}"


OWN = AsPrinted()
CASELOADS = ("people", "on_treatment", "in_treatment")


def of_values(values: Mapping[str, Any]) -> AsPrinted:
    totals = values["totals"]
    return AsPrinted(
        run=values["run"],
        on=values["on"],
        counted=values["counted"],
        totals=None if totals is None else tuple(totals),
        kept_back=names_of(values["kept_back"]),
    )


@dataclass(frozen=True, slots=True)
class WeeksPrinted:
    """`now` and `before`: points, as they are kept with a run."""

    run: int
    on: str
    now: list[dict[str, Any]]
    before: list[dict[str, Any]]

    @property
    def words(self) -> str:
        run = _named(self.run, self.on)
        if self.now or self.before:
            return f"As {run} printed it: in some week only a few people differ."
        return f"Not shown: beside {run} it would tell of a few people."


@dataclass(frozen=True, slots=True)
class Leaving:
    """All of it for one report. `totals`: sizes of caseloads as an earlier report printed them.
    `weeks`: the first 12 weeks of an earlier report, which are printed in place of these; without
    points where it asked another question."""

    by_code: Mapping[str, AsPrinted] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    weeks: "WeeksPrinted | None" = None

    def of(self, code: str) -> AsPrinted:
        return self.by_code.get(code, OWN)

    def sizes(self, own: Iterable[int]) -> tuple[int, ...]:
        """Of the `CASELOADS` in their order: as they are printed."""
        return tuple(self.totals.get(name, size) for name, size in zip(CASELOADS, own, strict=True))

    def values(self) -> dict[str, Any]:
        """As plain values; `kept` gives them back."""
        return {
            "by_code": {code: one.values() for code, one in self.by_code.items()},
            "totals": dict(self.totals),
            "weeks": asdict(self.weeks) if self.weeks else None,
        }


NOTHING_BEFORE = Leaving()
KEPT_AS = "as_printed"


def kept(values: Mapping[str, Any] | None) -> Leaving:
    """As it was kept with a run; those of before this was decided have none."""
    if values is None:
        return NOTHING_BEFORE
    by_code = {code: of_values(one) for code, one in values["by_code"].items()}
    weeks = values["weeks"]
    return Leaving(by_code, values["totals"], WeeksPrinted(**weeks) if weeks else None)
