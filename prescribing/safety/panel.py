"""What a page shows of the checks that fired: those without an answer, and those that have one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from patients.models import Patient
from prescribing.models import SafetyAnswer
from prescribing.safety import reader
from prescribing.safety.facts import Facts, Told
from prescribing.safety.finding import is_answered
from prescribing.safety.limits import Limits
from prescribing.safety.table import Warning, fired

SHOWN = 3  # issue and design/interface.md: at most three at once

Triggers = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Panel:
    """`open`: the most serious first. `answered`: an answer holds for what fired them."""

    open: tuple[Warning, ...]
    answered: tuple[Warning, ...]
    limits: Limits

    @property
    def first(self) -> tuple[Warning, ...]:
        return self.open[:SHOWN]

    @property
    def more(self) -> tuple[Warning, ...]:
        return self.open[SHOWN:]

    def of_code(self, code: str) -> Warning | None:
        return next((one for one in self.open if one.check.code == code), None)


def panel(facts: Facts, limits: Limits, answers: Triggers) -> Panel:
    """Pure. `answers`: triggers answered, by the code of their check."""
    unanswered: list[Warning] = []
    answered: list[Warning] = []
    for one in fired(facts, limits):
        triggers = answers.get(one.check.code, ())
        left = tuple(found for found in one.found if not is_answered(found.trigger, triggers))
        if left:
            unanswered.append(replace(one, found=left))
        else:
            answered.append(one)
    return Panel(tuple(unanswered), tuple(answered), limits)


def read(patient: Patient, on: date, told: Told | None = None) -> Panel:
    """Four queries, whatever there is. `told`: what only higher rooms know."""
    limits = reader.limits_in_force(patient.service_id, on)
    facts = reader.read([patient.pk], on, {patient.pk: told} if told else None)
    return panel(facts[patient.pk], limits, answers_of([patient.pk]).get(patient.pk, {}))


def answers_of(patient_ids: Iterable[UUID]) -> dict[UUID, dict[str, set[str]]]:
    """Triggers answered, by person and check. One query."""
    found: dict[UUID, dict[str, set[str]]] = {}
    rows = SafetyAnswer.objects.filter(patient_id__in=list(patient_ids))
    for patient_id, code, trigger in rows.values_list("patient_id", "check_code", "trigger"):
        found.setdefault(patient_id, {}).setdefault(code, set()).add(trigger)
    return found
