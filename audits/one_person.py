"""What an audit would say of one person today: each indicator that looks at them, and why."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits import facts
from audits.evidence import Rests, rests_on
from audits.missing import Fact, May, fact_of
from audits.period import period_start
from audits.report_page import OUTCOME_WORDS_BY_VALUE
from audits.run import audit_day
from audits.step import Finding, Indicator, Outcome, Step
from audits.steps import STEPS

STAFF_STEP = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One indicator: the verdict in words, why, what would change it, the records it rests on.
    `missing`: where it cannot be said; `where`: the page on which that is written down."""

    indicator: Indicator
    outcome: str
    reason: str
    would_change: str
    evidence: tuple[Rests, ...]
    missing: Fact | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class StepSaid:
    step: Step
    rows: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OnePerson:
    """`steps`: those of which anything looks at them. `others`: indicators that do not. Those of
    step 12 are in neither: they are about staff, and stand on the pages of those who may see them.
    """

    steps: tuple[StepSaid, ...]
    others: tuple[Indicator, ...]


def read(service_id: UUID, patient_id: UUID, on: date, may: May) -> OnePerson | None:
    """None for whoever an audit of that day would not read. `may`: what the reader may do."""
    day = audit_day(service_id, on, period_start(on))
    case = facts.read_one(service_id, patient_id, day)
    if case is None:
        return None
    steps, others = [], []
    for step in STEPS:
        if step.number == STAFF_STEP:
            continue
        rows = []
        for indicator in step.indicators:
            finding = indicator.find(case, day)
            if finding.outcome is Outcome.NOT_APPLICABLE:
                others.append(indicator)
                continue
            rows.append(_said(indicator, finding, patient_id, may))
        if rows:
            steps.append(StepSaid(step, tuple(rows)))
    return OnePerson(tuple(steps), tuple(others))


def _said(indicator: Indicator, finding: Finding, patient_id: UUID, may: May) -> Said:
    is_missing = finding.outcome is Outcome.NOT_RECORDED
    missing = fact_of(indicator.code, finding.group) if is_missing else None
    return Said(
        indicator,
        OUTCOME_WORDS_BY_VALUE[finding.outcome.value],
        finding.reason or finding.group,
        finding.would_change,
        rests_on(patient_id, finding.evidence),
        missing,
        missing.address(patient_id, None, may) if missing else "",
    )
