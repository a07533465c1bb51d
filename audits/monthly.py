"""Every indicator month by month: what is kept of a month, and what its chart is told. Pure.

A month stands for its last day, with the twelve months that end on it, as an audit of that day
would count it. Neighbouring months share most of what they look at, so the change from one to the
next is what is told from chance (docs/decisions/0029).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from audits.definitions import NUMBER_WORDS
from audits.period import AuditDay
from audits.step import Indicator, Outcome
from audits.steps import BY_CODE, INDICATORS
from reviews.flows import Flow, Month
from rodt.dates import add_days, add_months
from rodt.words import and_list, nhs_date

READ_BY_COLLEAGUES = "7.3"
COUNTED_WITH_LIMITS = frozenset({"9.6"})
"""Those of the safety checks, besides its own numbers and the review intervals."""
KEPT_AS = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not_met",
    Outcome.EXCEPTION: "set_apart",
    Outcome.NOT_RECORDED: "unknown",
}
"""What the number of people of each outcome is called in what is kept."""
NAMES = NUMBER_WORDS | {
    "schedule": "the review intervals",
    "limits": "the limits of the safety checks",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator in one month. `made_with`: the service's own numbers it was counted with."""

    month: date
    known_at: datetime
    version: int
    made_with: Mapping[str, Any]
    met: int
    not_met: int
    set_apart: int
    unknown: int

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.met, self.not_met, self.set_apart, self.unknown


def why_not(indicator: Indicator) -> str:
    """Why it has no monthly chart; "" where it has one."""
    if indicator.code == READ_BY_COLLEAGUES:
        return "Colleagues read its plans for one run: there is nothing to count between runs."
    if indicator.lead_figure:
        return "What it says first is no share of people, so a chart of shares would mislead."
    return ""


CHARTED = {one.code: one for one in INDICATORS if not why_not(one)}


def last_day(month: date) -> date:
    return add_days(add_months(month, 1), -1)


def stored(indicator: Indicator, outcomes: Mapping[str, int], day: AuditDay) -> dict[str, Any]:
    """What is kept of one indicator. `outcomes`: people by outcome."""
    values = day.rules.values()
    made_with = {name: values[name] for name in indicator.numbers}
    made_with["schedule"] = day.schedule.version
    if indicator.code in COUNTED_WITH_LIMITS:
        made_with["limits"] = day.limits.version
    return {
        "version": indicator.version,
        "made_with": made_with,
        **{name: outcomes[outcome] for outcome, name in KEPT_AS.items()},
    }


def flow_of(code: str) -> Flow:
    """As the charts of *Month by month* are told what they show."""
    one = BY_CODE[code]
    return Flow(
        code,
        f"{code} {one.title}",
        ("person", "people"),
        one.counted,
        of=f"of people {one.counted_words}",
        is_stock=True,
    )


def months_of(code: str, counted: Iterable[Counted]) -> list[Month]:
    counts = BY_CODE[code].counts
    return [
        Month(
            one.month,
            one.not_met if counts is Outcome.NOT_MET else one.met,
            one.met + one.not_met,
        )
        for one in counted
    ]


def begun(counted: Sequence[Counted]) -> dict[date, str]:
    """The months in which the limits begin anew, and why: from then on it is counted otherwise."""
    found = {}
    for before, after in pairwise(counted):
        if reasons := _differences(before, after):
            found[after.month] = f"{and_list(reasons)}."
    return found


def _differences(before: Counted, after: Counted) -> list[str]:
    found = []
    if before.version != after.version:
        found.append(f"version {after.version} of the definition, before it {before.version}")
    for name in sorted({*before.made_with, *after.made_with}):
        was, now = (one.made_with.get(name, "not used") for one in (before, after))
        if was != now:
            found.append(f"{NAMES.get(name, name)}: {_plain(now)}, before it {_plain(was)}")
    return found


def _plain(value: Any) -> str:
    return "the product’s own" if value in ("0", 0) else str(value)


def known_words(counted: Sequence[Counted]) -> str:
    """As known on 1 November 2026; where months were counted on other days, from first to last."""
    days = sorted({one.known_at.date() for one in counted})
    if len(days) == 1:
        return f"as known on {nhs_date(days[0])}"
    return f"as known between {nhs_date(days[0])} and {nhs_date(days[-1])}"
