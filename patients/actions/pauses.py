"""Time away, in which reviews wait: with a reason, who agreed, and a day to look at it again."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts
from patients.actions.tasks import ask_about_tolerance
from patients.models import Episode, Patient, Pause
from rodt.words import nhs_date

BACK: dict[str, str] = {
    Pause.Reason.CUSTODY: "Released",
    Pause.Reason.HOSPITAL: "Left hospital",
    Pause.Reason.RESIDENTIAL: "Back from residential care",
}


@transaction.atomic
def pause_reviews(
    *,
    patient: Patient,
    reason: str,
    started_on: date,
    expected_end_on: date,
    by: User | None,
    agreed_by: str = "",
    entry_id: UUID | None = None,
) -> Pause:
    """Reviews wait from this day. Raises ValidationError when a pause already covers it."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    made = facts.posted_before(Pause, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    first = Episode.objects.filter(patient=patient).order_by("started_on").first()
    if first is not None and started_on < first.started_on:
        day = nhs_date(first.started_on)
        raise ValidationError({"started_on": f"Treatment here started on {day}: enter a later day"})
    if expected_end_on < started_on:
        raise ValidationError(
            {"expected_end_on": "The day to look again cannot be before the pause starts"}
        )
    for other in Pause.objects.current().filter(patient=patient):
        if other.ended_on is None:
            raise ValidationError(
                f"Reviews are already paused from {nhs_date(other.started_on)}. "
                "Record the return, or a new day to look again."
            )
        if other.ended_on >= started_on:
            raise ValidationError(
                {"started_on": f"Another pause ran until {nhs_date(other.ended_on)}"}
            )
    pause = facts.add(
        Pause,
        patient=patient,
        by=by,
        entry_id=entry_id,
        reason=reason,
        started_on=started_on,
        expected_end_on=expected_end_on,
        agreed_by=agreed_by,
    )
    trail.record(
        "paused reviews",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        about=reason,
    )
    return pause


@transaction.atomic
def extend_pause(*, pause: Pause, expected_end_on: date, by: User) -> Pause:
    """Still away: a new day on which the pause is looked at again."""
    if expected_end_on < pause.started_on:
        raise ValidationError(
            {"expected_end_on": "The day to look again cannot be before the pause starts"}
        )
    return facts.amend(pause, by=by, reason="Still away", expected_end_on=expected_end_on)


@transaction.atomic
def resume_reviews(*, pause: Pause, ended_on: date, by: User | None) -> Pause:
    """The person is back; `ended_on` is the first day back. Reviews are due within days, and a
    prescriber looks at tolerance before the next dose."""
    if pause.ended_on is not None:
        raise ValidationError(f"The return is already recorded, {nhs_date(pause.ended_on)}.")
    if ended_on < pause.started_on:
        raise ValidationError(
            {"ended_on": f"The return cannot be before the pause, {nhs_date(pause.started_on)}"}
        )
    back = facts.amend(pause, by=by, reason="Return recorded", ended_on=ended_on)
    trail.record(
        "resumed reviews",
        by=by,
        service_id=pause.service_id,
        patient_id=pause.patient_id,
        about=pause.reason,
    )
    ask_about_tolerance(
        patient=pause.patient, since=ended_on, why=BACK[pause.reason], source_id=back.pk, by=by
    )
    return back
