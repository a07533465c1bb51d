"""Health facts: recorded, corrected, and what follows from them at once.

A QTc above the limit and a pregnancy open a red task for the prescriber in the same transaction; a
pregnancy is also an event, after which a review is due, and so is a new sedative or QT medicine.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.actions.contacts import record_event
from patients.actions.tasks import open_task
from patients.models import Assignment, Fact, Patient, SignificantEvent, Task
from prescribing.models import DrugTest, Ecg, Pregnancy, RiskFactor
from prescribing.safety.reader import limits_in_force
from rodt.words import and_list

IS_PREGNANCY = (Pregnancy.Found.PREGNANT, Pregnancy.Found.MAY_BE)
# Source: domain/reviews.md §2, "new benzodiazepine/gabapentinoid/QT drug".
REVIEWED_WHEN_NEW = (
    RiskFactor.Kind.BENZODIAZEPINE,
    RiskFactor.Kind.GABAPENTINOID,
    RiskFactor.Kind.QT_MEDICINE,
)


@transaction.atomic
def record_health(
    *,
    model: type[Fact],
    patient: Patient,
    today: date,
    by: User | None,
    entry_id: UUID | None = None,
    **values: Any,
) -> Fact:
    """A fact of one of `prescribing.health.kinds`."""
    made = facts.posted_before(model, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    _refuse(model, values)
    fact = facts.add(model, patient=patient, by=by, entry_id=entry_id, **values)
    trail.record(
        "recorded a health fact",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        about=model._meta.label_lower,
        row=str(fact.pk),
    )
    _follow(fact, today, by)
    return fact


@transaction.atomic
def correct_health(
    *,
    fact: Fact,
    today: date,
    by: User,
    amend_reason: str,
    is_withdrawn: bool = False,
    **changes: Any,
) -> Fact:
    """A correction beside what it corrects; or the fact is taken back as it stands. One that was an
    event takes its event with it."""
    if is_withdrawn:
        taken_back = facts.withdraw(fact, by=by, reason=amend_reason)
        _withdraw_event(fact, by, amend_reason)
        return taken_back
    _refuse(type(fact), changes)
    corrected = facts.amend(fact, by=by, reason=amend_reason, **changes)
    event = _event_of(fact)
    is_same = (
        isinstance(corrected, Pregnancy)
        and isinstance(fact, Pregnancy)
        and (corrected.found, corrected.on) == (fact.found, fact.on)
    )
    if event and event != _event_of(corrected):
        _withdraw_event(fact, by, amend_reason)
    if not is_same:
        _follow(corrected, today, by)
    return corrected


def _refuse(model: type[Fact], values: dict[str, Any]) -> None:
    if model is not DrugTest:
        return
    both = sorted(set(values.get("found", ())) & set(values.get("not_found", ())))
    if both:
        raise ValidationError({"not_found": f"{and_list(both)} cannot be found and not found"})
    if not values.get("found") and not values.get("not_found"):
        raise ValidationError({"found": "Say what the test looked for"})


def _follow(fact: Any, today: date, by: User | None) -> None:
    """What somebody has to do because of it, today or within 24 hours. Something found long ago
    and only now written down is as pressing: nobody has looked at it here."""
    if isinstance(fact, Ecg) and fact.qtc_ms is not None:
        limit = limits_in_force(fact.service_id, today)["qtc_high_ms"]
        if fact.qtc_ms > limit:
            _open(fact, Task.Kind.QTC, f"QTc {fact.qtc_ms} ms: above {limit} ms", today, by)
    if isinstance(fact, RiskFactor) and (event := _event_of(fact)) and not _events(fact, event):
        kind, on = event
        words = fact.name or fact.get_kind_display()
        record_event(patient=fact.patient, kind=kind, on=on, by=by, note=words)
    if not isinstance(fact, Pregnancy) or _is_known(fact, today):
        return
    if fact.found in IS_PREGNANCY:
        _open(
            fact,
            Task.Kind.PREGNANCY,
            "Pregnancy: a prescriber sees them within 24 hours",
            today + timedelta(days=1),
            by,
        )
    if fact.found == Pregnancy.Found.PREGNANT:
        record_event(
            patient=fact.patient,
            kind=SignificantEvent.Kind.PREGNANCY,
            on=fact.on,
            by=by,
            note=fact.note,
        )


def _is_known(fact: Pregnancy, today: date) -> bool:
    """The same was found before and has not ended: the prescriber was told then."""
    shown = limits_in_force(fact.service_id, today).days("pregnancy_days")
    before = (
        Pregnancy.objects.current()
        .filter(patient_id=fact.patient_id, on__lte=fact.on, on__gte=fact.on - timedelta(shown))
        .exclude(pk=fact.pk)
        .order_by("-on", "-recorded_at")
        .first()
    )
    return before is not None and before.found == fact.found


def _open(fact: Fact, kind: str, text: str, due_on: date, by: User | None) -> None:
    open_task(
        patient=fact.patient,
        kind=kind,
        text=text,
        duty=Assignment.Duty.PRESCRIBER,
        due_on=due_on,
        by=by,
        is_red=True,
        source_id=fact.pk,
    )


def _event_of(fact: Fact) -> tuple[str, date] | None:
    """The event that a finding is, and its day."""
    if isinstance(fact, Pregnancy) and fact.found == Pregnancy.Found.PREGNANT:
        return SignificantEvent.Kind.PREGNANCY, fact.on
    if isinstance(fact, RiskFactor) and fact.kind in REVIEWED_WHEN_NEW:
        return SignificantEvent.Kind.NEW_SEDATIVE, fact.from_on
    return None


def _events(fact: Fact, event: tuple[str, date]) -> list[SignificantEvent]:
    kind, on = event
    current = SignificantEvent.objects.current()
    return list(current.filter(patient_id=fact.patient_id, kind=kind, on=on))


def _withdraw_event(fact: Fact, by: User | None, reason: str) -> None:
    """The event that was written down with this finding, unless another finding of that day is the
    same event."""
    event = _event_of(fact)
    if event is None:
        return
    others = (
        RiskFactor.objects.current()
        .filter(patient_id=fact.patient_id, kind__in=REVIEWED_WHEN_NEW, from_on=event[1])
        .exclude(pk=fact.pk)
    )
    if isinstance(fact, RiskFactor) and others.exists():
        return
    for found in _events(fact, event):
        facts.withdraw(found, by=by, reason=reason)
