"""How often each safety check stands today, and how it was answered: for a whole service or team.

A fixed number of queries. Counts of people and answers only; never of a member of staff.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from accounts.access import Access
from accounts.roles import Permission
from patients.models import Patient
from prescribing.models import SafetyAnswer
from prescribing.safety import reader
from prescribing.safety.limits import DEFAULTS, ON_FORMS, Limits, Threshold
from prescribing.safety.panel import answers_of, panel
from prescribing.safety.table import TABLE, Check
from reviews import told


@dataclass(frozen=True, slots=True)
class Number:
    """A number in force. `is_own`: the service's, not the product's."""

    threshold: Threshold
    value: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class CheckCount:
    """`stands`: people for whom it waits for an answer; `held`: whose answer still holds."""

    check: Check
    numbers: tuple[Number, ...]
    stands: int
    held: int
    acted: int
    accepted: int
    not_so: int

    @property
    def answers(self) -> int:
        return self.acted + self.accepted + self.not_so


@dataclass(frozen=True, slots=True)
class Counts:
    """`people`: in treatment, among those one may see. `on_forms`: numbers that forms ask about
    twice."""

    on: date
    people: int
    limits: Limits
    rows: tuple[CheckCount, ...]
    on_forms: tuple[Number, ...]


def read(access: Access, on: date) -> Counts:
    mine = Patient.objects.visible_to(access, Permission.VIEW_BENEFIT)
    ids = list(
        mine.filter(
            episodes__started_on__lte=on, episodes__ended_on=None, died_on=None
        ).values_list("id", flat=True)
    )
    limits = reader.limits_in_force(access.service.pk, on)
    facts = reader.read(ids, on, told.read(ids, on))
    answered = answers_of(ids)
    stands: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for patient_id, known in facts.items():
        shown = panel(known, limits, answered.get(patient_id, {}))
        stands.update(one.check.code for one in shown.open)
        held.update(one.check.code for one in shown.answered)
    given: Counter[tuple[str, str]] = Counter()
    for code, outcome, many in (
        SafetyAnswer.objects.filter(patient__in=mine)
        .values_list("check_code", "outcome")
        .annotate(many=Count("id"))
    ):
        given[code, outcome] = many
    outcome_of = SafetyAnswer.Outcome
    return Counts(
        on=on,
        people=len(ids),
        limits=limits,
        rows=tuple(
            CheckCount(
                check,
                tuple(_number(name, limits) for name in check.limits),
                stands[check.code],
                held[check.code],
                given[check.code, outcome_of.ACTED],
                given[check.code, outcome_of.ACCEPTED],
                given[check.code, outcome_of.NOT_SO],
            )
            for check in TABLE
        ),
        on_forms=tuple(_number(name, limits) for name in DEFAULTS if name in ON_FORMS),
    )


def _number(name: str, limits: Limits) -> Number:
    default = DEFAULTS[name]
    value = f"{limits[name].normalize():f}"
    return Number(default, value, limits[name] != default.value)
