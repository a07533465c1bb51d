"""Treatment ends, and with it what is prescribed: in one transaction, or not at all."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from patients import actions as patients
from patients import todo
from patients.actions import ending, transfers
from patients.models import Answer, EndReason, Episode, Patient, Pause, Transfer
from prescribing.actions.leaving import end_what_is_prescribed
from prescribing.models import Prescription
from reviews import leaving
from reviews.leaving import Said, Standing
from reviews.models import Conclusion, StrategicReview
from rodt.versions import check_version
from rodt.words import nhs_date, nhs_datetime


def standing(patient: Patient, on: date) -> Standing:
    """What is open now, to be shown before the end and asked about at the save."""
    last = (
        StrategicReview.objects.concluded()
        .filter(patient=patient)
        .select_related("review")
        .order_by("-review__held_on", "-recorded_at")
        .first()
    )
    is_clear = last is not None and last.conclusion == Conclusion.CLEAR
    open_ones = Prescription.objects.filter(patient=patient, ended_on=None)
    transfer = transfers.under_way(patient)
    pause = Pause.objects.current().filter(patient=patient, ended_on=None).first()
    is_leaving = transfer is not None and transfer.direction == Transfer.Direction.OUT
    return Standing(
        prescriptions=tuple(str(one.medicine) for one in open_ones.select_related("medicine")),
        transfer_to=transfer.other_service if transfer and is_leaving else "",
        transfer_accepted_on=transfer.accepted_on if transfer and is_leaving else None,
        clear_benefit_on=last.review.held_on if last is not None and is_clear else None,
        red_tasks=tuple(task.text for task in todo.of_person(patient) if task.is_red),
        meetings=tuple(
            f"{nhs_datetime(meeting.at)} with {meeting.staff.full_name}"
            for meeting in ending.meetings_to_cancel(patient, on)
        ),
        pause=f"{pause.get_reason_display()} since {nhs_date(pause.started_on)}." if pause else "",
    )


@transaction.atomic
def leave_treatment(
    *,
    episode: Episode,
    version: int,
    ended_on: date,
    reason: str,
    by: User,
    may_prescribe: bool,
    transfer_confirmed_on: date | None = None,
    patient_agreed: str = Answer.NOT_ASKED,
    their_words: str = "",
    why: str = "",
    has_risk_plan: bool = False,
    second_clinician: User | None = None,
    to_service: str = "",
) -> Episode:
    """Treatment ends, and everything open with it. Raises ValidationError with what is missing,
    StaleSave when somebody saved first."""
    patient = episode.patient
    now = Episode.objects.select_for_update().get(pk=episode.pk)
    check_version(now, version)
    known = standing(patient, ended_on)
    said = Said(
        reason=reason,
        patient_agreed=patient_agreed,
        why=why,
        transfer_confirmed_on=transfer_confirmed_on,
        has_risk_plan=has_risk_plan,
        has_second_clinician=second_clinician is not None,
        second_is_same_person=second_clinician == by,
        may_prescribe=may_prescribe,
    )
    if reason == EndReason.DIED:
        raise ValidationError({"reason": "Record a death on its own page"})
    if wanted := leaving.missing(known, said):
        raise ValidationError(dict(wanted))
    ended = patients.end_episode(
        episode=episode,
        version=version,
        ended_on=ended_on,
        reason=reason,
        by=by,
        transfer_confirmed_on=transfer_confirmed_on,
        note=_note(leaving.guards(known), why),
    )
    end_what_is_prescribed(
        patient=patient,
        on=ended_on,
        state=leaving.state_of(reason),
        stop_reason=leaving.stop_of(reason),
        why=why.strip() or ended.get_end_reason_display(),
        by=by,
        patient_agreed=patient_agreed,
        their_words=their_words,
        has_risk_plan=has_risk_plan,
        second_clinician=second_clinician,
        to_service=(to_service or known.transfer_to) if reason == EndReason.TRANSFERRED else "",
    )
    return ended


def _note(shown: tuple[leaving.Guard, ...], why: str) -> str:
    """The reason that was given, and what was shown before it."""
    titles = "; ".join(guard.title for guard in shown if guard.asks_why)
    return f"{why.strip()} (shown before: {titles})" if why.strip() and titles else why.strip()


@transaction.atomic
def record_death(
    *, patient: Patient, died_on: date, told_on: date, told_by: str, by: User
) -> Patient:
    """The person has died: treatment, what is prescribed, meetings and reviews end."""
    now = patients.record_death(
        patient=patient, died_on=died_on, told_on=told_on, told_by=told_by, by=by
    )
    end_what_is_prescribed(
        patient=now,
        on=died_on,
        state=leaving.state_of(EndReason.DIED),
        stop_reason=leaving.stop_of(EndReason.DIED),
        why=f"Died on {nhs_date(died_on)}",
        by=by,
    )
    return now


@transaction.atomic
def confirm_pick_up(*, transfer: Transfer, version: int, picked_up_on: date, by: User) -> Transfer:
    """The first pick-up is confirmed. Of somebody going elsewhere, the episode ends as transferred,
    and what we prescribed with it: never two services at once."""
    now = patients.confirm_pick_up(
        transfer=transfer, version=version, picked_up_on=picked_up_on, by=by
    )
    episode = Episode.objects.get(pk=now.episode_id)
    if now.direction == Transfer.Direction.OUT and episode.ended_on is None:
        leave_treatment(
            episode=episode,
            version=episode.version,
            ended_on=picked_up_on,
            reason=EndReason.TRANSFERRED,
            by=by,
            may_prescribe=True,
            transfer_confirmed_on=picked_up_on,
            why=f"Transferred to {now.other_service}, accepted by {now.accepted_by}",
            to_service=now.other_service,
        )
    return now


def of_person(patient: Patient, transfer_id: UUID) -> Transfer | None:
    return Transfer.objects.filter(patient=patient, pk=transfer_id).first()
