"""What strategic reviews concluded last, and what was done where they left benefit in doubt. Pure,
over what was read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits.caseload_figures import Figure, Figures
from audits.caseload_reader import Known, Plan
from audits.doubt_answered import Answer, answer_to
from audits.period import AuditDay
from reviews.benefit_list import BenefitList, Concluded
from reviews.models import Conclusion
from reviews.strategic import IN_DOUBT
from rodt.words import nhs_date

SECTION = "Conclusions"
PLANNED, FOLLOWED = "Plan to improve within 28 days", "Follow-up within 12 weeks"
NOT_CONCLUDED = "No strategic review with a conclusion is on record."
BOTH, AHEAD, LACKING = "Both", "Still time", "Late or missing"


@dataclass(frozen=True, slots=True)
class ConclusionLine:
    """`answers`: by column, where the conclusion leaves doubt."""

    people: Figure
    answers: list[Figure]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One person in doubt. `to_do`: what comes next, "" where nothing is asked for now; `by`: by
    when; `page`: where it is written. `has_more`: there is more than one plan."""

    patient_id: UUID
    name: str
    conclusion: str
    held_on: date
    planned: str
    no_plan_because: str
    has_more: bool
    followed: str
    to_do: str
    by: date | None
    is_past: bool
    page: str


def lines(
    figures: Figures, found: BenefitList, known: Known, day: AuditDay
) -> list[ConclusionLine]:
    """Each person on substitution treatment once."""
    concluded = {row.patient_id: row for row in found.concluded}
    made = []
    for conclusion in Conclusion:
        rows = [row for row in found.concluded if row.conclusion == conclusion]
        line = str(conclusion.label)
        ids = (row.patient_id for row in rows)
        people = figures.add(SECTION, line, "", ids, lambda who: _said(concluded[who]))
        answers = []
        if conclusion in IN_DOUBT:
            answers = _answers(figures, line, rows, known, day)
        made.append(ConclusionLine(people, answers))
    none = figures.add(
        SECTION,
        "No conclusion on record",
        "",
        (who for who in found.on_ost if who not in concluded),
        lambda who: found.strategic[who].why if who in found.strategic else NOT_CONCLUDED,
    )
    return [*made, ConclusionLine(none, [])]


def _said(row: Concluded) -> str:
    return f"Strategic review of {nhs_date(row.held_on)}: {_label(row).lower()}."


def _label(row: Concluded) -> str:
    return str(Conclusion(row.conclusion).label)


def _answers(
    figures: Figures,
    line: str,
    rows: Iterable[Concluded],
    known: Known,
    day: AuditDay,
) -> list[Figure]:
    answered = {row.patient_id: (row, _answer(row, known, day)) for row in rows}
    columns: dict[str, Callable[[Answer], object]] = {
        PLANNED: lambda answer: answer.planned_on,
        FOLLOWED: lambda answer: answer.followed_on,
        BOTH: lambda answer: answer.planned_on and answer.followed_on,
        AHEAD: lambda answer: _is_ahead(answer, day.on),
        LACKING: lambda answer: _is_lacking(answer, day.on),
    }

    def why(who: UUID) -> str:
        row, answer = answered[who]
        return f"{_said(row)} {_answer_words(answer)}"

    return [
        figures.add(
            SECTION, line, column, (who for who, (_, one) in answered.items() if counts(one)), why
        )
        for column, counts in columns.items()
    ]


def _answer(row: Concluded, known: Known, day: AuditDay) -> Answer:
    planned = [plan.on for plan in known.plans.get(row.patient_id, ())]
    return answer_to(row.held_on, planned, known.followed.get(row.patient_id, ()), day.rules)


def _is_lacking(answer: Answer, on: date) -> bool:
    return answer.lacks_plan(on) or answer.lacks_follow_up(on)


def _is_ahead(answer: Answer, on: date) -> bool:
    is_whole = answer.planned_on and answer.followed_on
    return not is_whole and not _is_lacking(answer, on)


def _answer_words(answer: Answer) -> str:
    plan = (
        f"Plan written {nhs_date(answer.planned_on)}."
        if answer.planned_on
        else f"No plan by {nhs_date(answer.plan_by)}."
    )
    follow_up = (
        f"Followed up {nhs_date(answer.followed_on)}."
        if answer.followed_on
        else f"No follow-up by {nhs_date(answer.follow_by)}."
    )
    return f"{plan} {follow_up}"


def work_list(found: BenefitList, known: Known, day: AuditDay) -> list[Doubtful]:
    """Everybody in doubt: of whom something is asked for first, by the day it was to be done."""
    rows = [
        _doubtful(row, found.names[row.patient_id], known, day)
        for row in found.concluded
        if row.conclusion in IN_DOUBT
    ]
    return sorted(rows, key=lambda row: (row.by or date.max, row.name))


def _planned(plans: list[Plan]) -> str:
    """13 May 2026; of several, 13 May 2026, the last of 3 on 10 November 2026."""
    if not plans:
        return ""
    first, last = nhs_date(plans[0].on), nhs_date(plans[-1].on)
    return first if first == last else f"{first}, the last of {len(plans)} on {last}"


def _doubtful(row: Concluded, name: str, known: Known, day: AuditDay) -> Doubtful:
    """A plan or a follow-up that came late counts here: what is left to do is what is asked. Of
    several plans the last asks for a follow-up of its own; the first is the one the table has."""
    plans = [plan for plan in known.plans.get(row.patient_id, ()) if plan.on >= row.held_on]
    plan = plans[-1] if plans else None
    since = plan.on if plan else row.held_on
    followed = [on for on in known.followed.get(row.patient_id, ()) if on > since]
    answer = _answer(row, known, day)
    to_do, by, page = "", None, "reviews:benefit"
    if plan is None:
        to_do, by, page = "Write the plan", answer.plan_by, "reviews:write_plan"
    elif not followed:
        follow_by = plan.follow_up_on or answer.follow_by
        to_do, by, page = "Follow up", follow_by, "reviews:plan_outcome"
    return Doubtful(
        patient_id=row.patient_id,
        name=name,
        conclusion=_label(row),
        held_on=row.held_on,
        planned=_planned(plans),
        no_plan_because=row.no_plan_because,
        has_more=len(plans) > 1,
        followed=nhs_date(followed[0]) if followed else "",
        to_do=to_do,
        by=by,
        is_past=by is not None and by < day.on,
        page=page,
    )
