"""Which checks a dose would fire that is about to be recorded: what is new with it, no more."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal

from prescribing.models import Prescription
from prescribing.safety import reader
from prescribing.safety.facts import Facts
from prescribing.safety.limits import Limits
from prescribing.safety.panel import Triggers, answers_of, panel
from prescribing.safety.table import Warning


def new_with(
    facts: Facts, limits: Limits, answers: Triggers, rx_id: str, mg: Decimal, from_on: date
) -> tuple[Warning, ...]:
    """Pure. Looked at on the first day of the dose; what stands without it is not repeated."""
    stands = {
        (one.check.code, trigger)
        for one in panel(facts, limits, answers).open
        for trigger in one.triggers
    }
    with_it = replace(
        facts,
        on=max(facts.on, from_on),
        prescriptions=tuple(
            rx.with_dose(mg, from_on) if rx.id == rx_id else rx for rx in facts.prescriptions
        ),
    )
    return tuple(
        one
        for one in panel(with_it, limits, answers).open
        if any((one.check.code, trigger) not in stands for trigger in one.triggers)
        and one.check.code in OF_DOSE
    )


OF_DOSE: Collection[str] = frozenset({"ecg", "ecg_interval", "rise", "dose_range", "brand"})
"""The checks that look at a dose. Days that pass until a later first day fire no others here."""


def read(
    prescription: Prescription, mg: Decimal, from_on: date, on: date
) -> tuple[tuple[Warning, ...], int]:
    """The warnings, and the version of the numbers. Four queries."""
    patient_id = prescription.patient_id
    limits = reader.limits_in_force(prescription.service_id, on)
    facts = reader.read([patient_id], on)[patient_id]
    answers = answers_of([patient_id]).get(patient_id, {})
    found = new_with(facts, limits, answers, str(prescription.pk), mg, from_on)
    return found, limits.version
