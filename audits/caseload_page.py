"""Benefit across the caseload: every number of the page, each with its people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.access import Access
from audits import caseload_doubt, caseload_reader, caseload_use, caseload_watches
from audits.caseload_doubt import ConclusionLine, Doubtful
from audits.caseload_figures import Figure, Figures
from audits.caseload_reader import Known, Missed
from audits.caseload_use import UseOnTop
from audits.caseload_watches import Watches
from audits.period import period_start
from audits.run import audit_day
from prescribing.doses import MISSED_IN_A_ROW
from prescribing.models import SupervisionStep
from reviews import benefit_list
from reviews.benefit_list import BenefitList
from reviews.review_types import State
from reviews.whose_form import WhoseForm
from rodt.words import count, date_range

IN_DATE, SUPERVISION = "Strategic review", "Supervision and missed doses"
NO_REVIEW = "No strategic review applies today."
MISSED, IN_A_ROW = "Missed a dose in 28 days", "3 days or more in a row"
WAITS = "A prescriber’s decision waits"
BESIDE_AUDIT = (
    "this table takes everybody’s last conclusion, however old it is. 5.2 takes one of the last"
    " {days} days only; 5.3 takes the last review of its period that left doubt, also where a later"
    " one found clear benefit or treatment has ended, and sets apart whoever still has time."
)


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    people: Figure
    missed: list[Figure]


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    figures: Figures
    found: BenefitList
    watches: Watches | None
    conclusions: list[ConclusionLine]
    doubt: list[Doubtful]
    in_date: list[Figure]
    use: UseOnTop
    supervision: list[SupervisionLine]
    beside_audit: str


def read(access: Access, form: WhoseForm, moment: datetime) -> CaseloadPage:
    on = moment.date()
    figures = Figures(form.query)
    found = benefit_list.read(access, form.people(on), on)
    day = audit_day(access.service.pk, on, period_start(on))
    known = caseload_reader.read(access.service, day, found)
    return CaseloadPage(
        figures=figures,
        found=found,
        watches=caseload_watches.read(access.service, found.names, figures, moment),
        conclusions=caseload_doubt.lines(figures, found, known, day),
        doubt=caseload_doubt.work_list(found, known, day),
        in_date=_in_date(figures, found),
        use=caseload_use.use_on_top(figures, found, known, day),
        supervision=_supervision(figures, found, known),
        beside_audit=BESIDE_AUDIT.format(days=day.rules.conclusion_window_days),
    )


def _in_date(figures: Figures, found: BenefitList) -> list[Figure]:
    """Each person on substitution treatment once, by what the schedule says today."""
    by_line: dict[str, list[UUID]] = {line: [] for line in _LINES.values()}
    for who in found.on_ost:
        item = found.strategic.get(who)
        by_line[_LINES[item.state if item else State.NOT_APPLICABLE]].append(who)

    def why(who: UUID) -> str:
        item = found.strategic.get(who)
        return item.why if item else NO_REVIEW

    return [figures.add(IN_DATE, line, "", people, why) for line, people in by_line.items()]


_LINES = {
    State.OVERDUE: "Overdue",
    State.LONG_OVERDUE: "Overdue",
    State.DUE: "Due, not overdue yet",
    State.DUE_SOON: "In date, or the first one still ahead",
    State.NOT_DUE: "In date, or the first one still ahead",
    State.PAUSED: "Paused",
    State.NOT_APPLICABLE: "Does not apply",
}


def _supervision(figures: Figures, found: BenefitList, known: Known) -> list[SupervisionLine]:
    titles = {value: str(label) for value, label in SupervisionStep.Supervision.choices}
    titles[""] = "Not recorded"
    by_value: dict[str, list[UUID]] = {value: [] for value in titles}
    for who in found.on_ost:
        by_value[_supervised(who, known)].append(who)

    def why(who: UUID) -> str:
        return _missed(known.missed.get(who, ()))

    lines = []
    for value, people in by_value.items():
        title = titles[value]
        if people:
            missed = {
                MISSED: [who for who in people if known.missed.get(who)],
                IN_A_ROW: [who for who in people if _in_a_row(who, known)],
                WAITS: [who for who in people if _waits(who, known)],
            }
            lines.append(
                SupervisionLine(
                    figures.add(SUPERVISION, title, "", people, why),
                    [
                        figures.add(SUPERVISION, title, column, which, why)
                        for column, which in missed.items()
                    ],
                )
            )
    return lines


def _supervised(who: UUID, known: Known) -> str:
    prescribed = known.prescribed.get(who)
    return (prescribed.supervision or "") if prescribed else ""


def _in_a_row(who: UUID, known: Known) -> bool:
    return any(_days(one) >= MISSED_IN_A_ROW for one in known.missed.get(who, ()))


def _waits(who: UUID, known: Known) -> bool:
    return any(one.waits for one in known.missed.get(who, ()))


def _days(one: Missed) -> int:
    end = one.days.end or one.days.start
    return (end - one.days.start).days + 1


def _missed(runs: Iterable[Missed]) -> str:
    said = [
        f"{count(_days(one), 'missed dose')}, "
        f"{date_range(one.days.start, one.days.end or one.days.start)}"
        f"{': a decision waits' if one.waits else ''}."
        for one in runs
    ]
    return " ".join(said) or "No missed dose is recorded in 28 days."
