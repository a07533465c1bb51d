"""What an audit would say of one person today: each indicator that looks at them, and why."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits import facts
from audits.case_facts import Record
from audits.period import period_start
from audits.report_page import OUTCOME_WORDS_BY_VALUE
from audits.run import audit_day
from audits.step import Indicator, Outcome, Step
from audits.steps import STEPS

STAFF_STEP = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One indicator: the verdict in words, why, what would change it, the records it rests on."""

    indicator: Indicator
    outcome: str
    reason: str
    would_change: str
    evidence: tuple[Record, ...]


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


def read(service_id: UUID, patient_id: UUID, on: date) -> OnePerson | None:
    """None for whoever an audit of that day would not read."""
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
            rows.append(
                Said(
                    indicator,
                    OUTCOME_WORDS_BY_VALUE[finding.outcome.value],
                    finding.reason or finding.group,
                    finding.would_change,
                    finding.evidence,
                )
            )
        if rows:
            steps.append(StepSaid(step, tuple(rows)))
    return OnePerson(tuple(steps), tuple(others))
