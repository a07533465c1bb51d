"""What the pages of a run print: its figures as words, each with the way to its people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.urls import reverse

from audits import people_behind, sentences
from audits.definitions import OUTCOME_WORDS
from audits.monthly import CHARTED
from audits.people_behind import COUNTED, OF, OTHERS, SET_APART, UNKNOWN
from audits.printed import Printed, PrintedGroup, printed
from audits.report import AuditReport, IndicatorReport, StepReport
from audits.sign_off import PLACES
from audits.step import Direction
from audits.steps import BY_CODE
from rodt.words import and_list, count, nhs_datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A number of people. `url`: where they are listed; empty where it may not be opened."""

    people: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    words: str
    shown: Shown
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator. `asked_head`: the heading over the reasons. `months_words`: what its monthly
    chart says since the last run."""

    item: Printed
    number: Shown
    of: Shown
    unknown: Shown
    set_apart: Shown
    asked: Shown
    asked_head: str
    reasons: tuple[ShownGroup, ...]
    unknown_groups: tuple[ShownGroup, ...]
    set_apart_groups: tuple[ShownGroup, ...]
    marks: tuple[ShownGroup, ...]
    sentence: str
    effective_from: date
    is_descriptive: bool
    teams_url: str
    months_url: str
    months_words: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    step: StepReport
    row: Row
    own_view: str
    url: str


class Links:
    """The way from a figure to its people; without the permission there is none."""

    def __init__(self, audit_id: UUID, *, may_open: bool) -> None:
        self.audit_id, self.may_open = audit_id, may_open

    def step(self, number: int) -> str:
        return reverse("audits:step", args=[self.audit_id, number])

    def figure(self, code: str, figure: str) -> str:
        return reverse("audits:people", args=[self.audit_id, code, figure])

    def shown(self, code: str, figure: str, people: int) -> Shown:
        if not people or not self.may_open:
            return Shown(people)
        return Shown(people, self.figure(code, figure))

    def teams(self, code: str) -> str:
        return reverse("audits:teams", args=[self.audit_id, code]) if self.may_open else ""

    def months(self, code: str) -> str:
        return reverse("audits:indicator_months", args=[code]) if code in CHARTED else ""

    def groups(self, code: str, groups: Iterable[PrintedGroup]) -> tuple[ShownGroup, ...]:
        return tuple(
            ShownGroup(
                group.words,
                self.shown(code, people_behind.of_group(group.outcome, group.slug), group.number),
                OUTCOME_WORDS_BY_VALUE.get(group.outcome, ""),
            )
            for group in groups
        )

    def marks(self, code: str, marks: Iterable[PrintedGroup]) -> tuple[ShownGroup, ...]:
        return tuple(
            ShownGroup(mark.words, self.shown(code, people_behind.of_sign(mark.slug), mark.number))
            for mark in marks
        )


NOTHING: Mapping[str, str] = MappingProxyType({})
DIRECTION_WORDS = {
    Direction.UP: "Higher is better",
    Direction.DOWN: "Lower is better. Those counted are looked at one by one",
    Direction.DESCRIPTIVE: "Described only: neither higher nor lower is better",
}
OUTCOME_WORDS_BY_VALUE = {outcome.value: words for outcome, words in OUTCOME_WORDS.items()}


def row(indicator: IndicatorReport, links: Links) -> Row:
    item, code = printed(indicator), indicator.code
    asked_figure, asked_people, asked_head = _asked(indicator)
    return Row(
        item=item,
        number=links.shown(code, COUNTED, indicator.number),
        of=links.shown(code, OF, indicator.of),
        unknown=links.shown(code, UNKNOWN, indicator.unknown),
        set_apart=links.shown(code, SET_APART, indicator.set_apart),
        asked=links.shown(code, asked_figure, asked_people),
        asked_head=asked_head,
        reasons=links.groups(code, item.reasons),
        unknown_groups=links.groups(code, item.unknown_groups),
        set_apart_groups=links.groups(code, item.set_apart_groups),
        marks=links.marks(code, item.marks),
        sentence=sentences.of_indicator(item),
        effective_from=date.fromisoformat(indicator.definition["effective_from"]),
        is_descriptive=indicator.direction is Direction.DESCRIPTIVE,
        teams_url=links.teams(code) if indicator.of else "",
        months_url=links.months(code),
    )


def _asked(indicator: IndicatorReport) -> tuple[str, int, str]:
    """Whose reasons are listed: those not met, those counted in a watch, or everybody."""
    if indicator.direction is Direction.DESCRIPTIVE:
        return OF, indicator.of, "All who were counted"
    if indicator.direction is Direction.DOWN:
        return COUNTED, indicator.number, "Who is counted"
    return OTHERS, indicator.others, "Not met"


def summary(report: AuditReport, links: Links) -> list[StepRow]:
    """The 12 rows."""
    return [
        StepRow(step, row(step.headline, links), own_view(step), links.step(step.number))
        for step in report.steps
    ]


def opened(
    report: AuditReport, step: StepReport, links: Links, months: Mapping[str, str] = NOTHING
) -> dict[str, Any]:
    """One step with its indicators, and the way to the steps before and after it. `months`: by
    code, what the monthly chart of an indicator says since the last run."""
    beside = {
        name: {"number": other.number, "url": links.step(other.number)}
        for name, number in (("before", step.number - 1), ("after", step.number + 1))
        for other in report.steps
        if other.number == number
    }
    return {
        "step": step,
        "sentence": sentences.of_step(
            [printed(item) for item in step.indicators], str(step.definition["headline"])
        ),
        "rows": [
            replace(row(item, links), months_words=months.get(item.code, ""))
            for item in step.indicators
        ],
        "has_definition": set(BY_CODE),
        **beside,
    }


def own_view(step: StepReport) -> str:
    return "Not said" if step.own_view is None else f"{step.own_view} of 3"


def head(report: AuditReport, on: date) -> dict[str, Any]:
    """What stands above the rows: the opening sentence and three facts."""
    items = [printed(step.headline) for step in report.steps]
    return {
        "opening": sentences.of_report(items, report.previous_number, report.alone_because),
        "promises": _promises(report, on),
        "commented": _commented(report),
        "complete": complete(report),
        "example": next((item.strip for item in items if item.strip), None),
        "signatures": signature_pair(report),
    }


NOTHING_PROMISED = "No next action is written down."


def signature_pair(report: AuditReport) -> list[dict[str, str]]:
    """As `components/signature_pair.html` draws them."""
    given = [
        {
            "name": one.name,
            "role": one.role,
            "state": "signed",
            "when": nhs_datetime(one.at) + (f". “{one.remark}”" if one.remark else ""),
        }
        for one in report.signatures
    ]
    missing = [
        {"name": place, "role": "", "state": "awaiting", "words": "Not given yet"}
        for place in PLACES[len(given) :]
    ]
    return given + missing


def _promises(report: AuditReport, on: date) -> str:
    """What the service said it will do, as kept with this run."""
    promised = count(len(report.said.actions), "action") if report.said.actions else ""
    actions = [(step.number, action) for step in report.steps for action in step.actions]
    if not actions:
        return f"{promised} promised in this report." if promised else NOTHING_PROMISED
    steps = len({number for number, _ in actions})
    said = f"{promised} promised in this report. " if promised else ""
    said += f"{count(len(actions), 'next action')} for {count(steps, 'step')} in our own view."
    late = sorted({n for n, a in actions if a.next_action_on and a.next_action_on < on})
    if late:
        numbers = and_list([str(number) for number in late])
        said += f" Their day has passed for {'step' if len(late) == 1 else 'steps'} {numbers}."
    return said


def _commented(report: AuditReport) -> str:
    steps = [str(comment.step) for comment in report.said.comments]
    if not steps:
        return "No step has a comment."
    return (
        f"Step {steps[0]} has a comment."
        if len(steps) == 1
        else f"Steps {and_list(steps)} have comments."
    )


def complete(report: AuditReport) -> str:
    asked = len(report.asked)
    thin = asked - report.known_enough
    least = report.numbers["known_at_least"]
    if not asked:
        return "There is nobody to count."
    if not thin:
        return f"All {count(asked, 'indicator')} are known for {least}% or more."
    return (
        f"{thin} of {count(asked, 'indicator')}"
        f" {'is' if thin == 1 else 'are'} known for less than {least}%: no verdict is given there."
    )


def since(report: AuditReport) -> str:
    """The heading over the changes; a report over several services is compared with none."""
    if report.several:
        return ""
    return f"Since run {report.previous_number}" if report.previous_number else "Change"


def heading(figure: str, indicator: IndicatorReport, people: int) -> str | None:
    """Who the people of a figure are; None where there is no such figure."""
    definition = indicator.definition
    said = {
        COUNTED: str(definition["counted_words"]),
        OTHERS: str(definition["other_words"]),
        OF: "are counted here",
        UNKNOWN: "cannot be counted: too little is recorded",
        SET_APART: "are set apart",
        people_behind.ALL: "were looked at",
    }
    who = count(people, "person", "people")
    if figure in said:
        return f"{who}: people {said[figure]}" if people == 1 else f"{who} {said[figure]}"
    groups: Sequence[Any] = indicator.groups
    words = [g.words for g in groups if people_behind.of_group(g.outcome, g.slug) == figure]
    marks = (m for m in indicator.marks if people_behind.of_sign(m.slug) == figure)
    words += [mark.words.replace(": ", ", ") for mark in marks]
    return f"{who}: {words[0][:1].lower()}{words[0][1:]}" if words else None
