"""The quick answers of the first day, each kept as the fact it is, in one transaction."""

from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import User
from patients import actions as patients
from patients import facts
from patients.models import Answer, Consent, Patient
from prescribing.models import Advice, NaloxoneSupply

DECLINED = "declined"


@transaction.atomic
def save_day_zero(
    *,
    patient: Patient,
    version: int,
    on: date,
    by: User,
    entry_id: UUID,
    consent: str = "",
    naloxone: str = "",
    was_trained: bool = False,
    children_at_home: str = "",
    box_given: bool = False,
    advised: list[str] | None = None,
) -> None:
    """Only what was answered is kept. `naloxone` is a product, or "declined"; `advised` holds the
    topics that were talked about. The same form posted twice is kept once."""
    if consent and consent != Answer.NOT_ASKED:
        patients.record_consent(
            patient=patient,
            by=by,
            entry_id=uuid5(entry_id, "consent"),
            about=Consent.About.TREATMENT,
            answer=consent,
            on=on,
        )
    if naloxone:
        is_declined = naloxone == DECLINED
        facts.add(
            NaloxoneSupply,
            patient=patient,
            by=by,
            entry_id=uuid5(entry_id, "naloxone"),
            on=on,
            is_declined=is_declined,
            product="" if is_declined else naloxone,
            was_trained=was_trained and not is_declined,
        )
    if advised:
        facts.add(
            Advice,
            patient=patient,
            by=by,
            entry_id=uuid5(entry_id, "advice"),
            on=on,
            topics=list(advised),
        )
    changes: dict[str, object] = {}
    if children_at_home:
        changes["children_at_home"] = children_at_home
    if box_given:
        changes["locked_box_given_on"] = on
    if any(getattr(patient, name) != value for name, value in changes.items()):
        patients.edit_patient(patient=patient, version=version, by=by, **changes)
