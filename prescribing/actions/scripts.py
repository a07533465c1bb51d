"""Writing down a script as it was issued elsewhere, with its instalment facts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from patients import facts
from prescribing.actions import lock
from prescribing.models import Prescription, Script
from prescribing.scripts import overlap_sentence


@transaction.atomic
def record_script(
    *,
    prescription: Prescription,
    from_on: date,
    to_on: date,
    by: User | None,
    form: str = "",
    total_mg: Decimal | int | None = None,
    instalment_mg: Decimal | int | None = None,
    interval_days: int | None = None,
    phrases: Sequence[int] = (),
    pharmacy: str = "",
    entry_id: UUID | None = None,
) -> Script:
    """The days one script covers, and what stands on it. Scripts of one prescription never overlap.

    Its pharmacy becomes the prescription's. Raises ValidationError with a sentence by field.
    """
    now = lock.locked(prescription)
    made = facts.posted_before(Script, patient=now.patient, entry_id=entry_id)
    if made is not None:
        return made
    lock.refuse_closed(now)
    refuse_half_instalment(instalment_mg, interval_days)
    script = add_script(
        now,
        by=by,
        from_on=from_on,
        to_on=to_on,
        entry_id=entry_id,
        form=form,
        total_mg=total_mg,
        instalment_mg=instalment_mg,
        interval_days=interval_days,
        phrases=sorted(phrases),
        pharmacy=pharmacy or now.pharmacy,
    )
    if script.pharmacy != now.pharmacy:
        now.pharmacy = script.pharmacy
        lock.bump(now, "pharmacy")
    lock.note("recorded a script", now, by, script.pk)
    return script


def refuse_half_instalment(amount_mg: Decimal | int | None, interval_days: int | None) -> None:
    if bool(amount_mg) != bool(interval_days):
        field = "interval_days" if amount_mg else "instalment_mg"
        raise ValidationError({field: "Enter the amount and the days between, or neither"})


def refuse_overlap(
    prescription: Prescription, from_on: date, to_on: date, *, but_not: Script | None = None
) -> None:
    """Days in order, not all before the prescription, and of no other script than `but_not`."""
    if to_on < from_on:
        raise ValidationError({"to_on": "The last day cannot be before the first"})
    lock.refuse_before_start(prescription, "to_on", to_on)
    others = prescription.scripts.current().filter(from_on__lte=to_on, to_on__gte=from_on)
    if but_not is not None:
        others = others.exclude(pk=but_not.pk)
    script = others.first()
    if script is not None:
        raise ValidationError({"from_on": overlap_sentence(script)})


def add_script(
    prescription: Prescription,
    *,
    by: User | None,
    from_on: date,
    to_on: date,
    entry_id: UUID | None = None,
    **said: Any,
) -> Script:
    """The row, of a prescription that the caller has locked or made."""
    refuse_overlap(prescription, from_on, to_on)
    return facts.add(
        Script,
        patient=prescription.patient,
        by=by,
        entry_id=entry_id,
        prescription=prescription,
        from_on=from_on,
        to_on=to_on,
        **({"pharmacy": prescription.pharmacy} | said),
    )
