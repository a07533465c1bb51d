"""Changing the state of a prescription: who, when, why, and whether the person agreed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from patients import facts
from patients.models import Answer
from patients.staff_choices import prescribers
from prescribing.actions import coming_off, lock
from prescribing.doses import CLOSING_STATES, state_on
from prescribing.models import ComingOffPart, Prescription, State, StateChange, StopReason
from prescribing.states import Asked, impossible, missing
from rodt.dates import ONE_DAY
from rodt.versions import check_version
from rodt.words import nhs_date, says

Kind = ComingOffPart.Kind


@transaction.atomic
def change_state(
    *,
    prescription: Prescription,
    version: int,
    state: str,
    on: date,
    by: User | None,
    intent: str = "",
    stop_reason: str = "",
    why: str = "",
    patient_agreed: str = Answer.NOT_ASKED,
    their_words: str = "",
    has_risk_plan: bool = False,
    second_clinician: User | None = None,
    to_service: str = "",
    benefit_then: str = "",
    support: str = "",
    support_on: date | None = None,
    way_back: str = "",
    why_without: str = "",
    is_for_safety: bool = False,
    entry_id: UUID | None = None,
) -> StateChange:
    """A dated transition. A closing state is the first day without the medicine: the prescription
    and its steps end there.

    `benefit_then`: what the record said of benefit when it was read before a stop. `support`, with
    the day of the first session, and `way_back` go with a reduction to zero, and are kept as parts
    of it; `why_without`: why it goes ahead without what it needs.

    Raises StaleSave when somebody changed the prescription first, ValidationError with a sentence
    by field when something is missing (`prescribing.states.missing`).
    """
    now = lock.locked(prescription)
    made = facts.posted_before(StateChange, patient=now.patient, entry_id=entry_id)
    if made is not None:
        return made
    check_version(now, version)
    lock.refuse_closed(now)
    lock.refuse_before_start(now, "on", on)
    _refuse_out_of_order(now, state, on)
    if state == State.TRANSFERRED:
        stop_reason = StopReason.TRANSFERRED
    there = coming_off.parts_of(now, on)
    asked = Asked(
        state=state,
        intent=intent,
        stop_reason=stop_reason,
        why=why,
        their_words=their_words,
        to_service=to_service,
        has_risk_plan=has_risk_plan,
        has_second_clinician=second_clinician is not None,
        second_is_same_person=second_clinician is not None and second_clinician == by,
        second_may_prescribe=_is_prescriber(second_clinician, now),
        is_agreed=patient_agreed == Answer.YES,
        has_support=says(support) or Kind.SESSIONS in there,
        has_way_back=says(way_back) or Kind.WAY_BACK in there,
        why_without=why_without,
        is_for_safety=is_for_safety,
    )
    if wanted := missing(asked):
        raise ValidationError(dict(wanted))
    if asked.is_coming_off:
        facts.in_life(now.patient, support_on=support_on)
    said = {
        "intent": intent,
        "stop_reason": stop_reason,
        "why": why,
        "patient_agreed": patient_agreed,
        "their_words": their_words,
        "has_risk_plan": has_risk_plan,
        "second_clinician": second_clinician,
        "to_service": to_service,
        "benefit_then": benefit_then,
        "why_without": why_without.strip() if asked.is_coming_off else "",
        "is_for_safety": is_for_safety and asked.is_without,
    }
    if state in CLOSING_STATES:
        return close(now, state=state, on=on, by=by, entry_id=entry_id, **said)
    change = facts.add(
        StateChange,
        patient=now.patient,
        by=by,
        entry_id=entry_id,
        prescription=now,
        state=state,
        on=on,
        **said,
    )
    if asked.is_coming_off:
        today = {"patient": now.patient, "on": on, "by": by}
        coming_off.add_said(Kind.SESSIONS, support, first_on=support_on, **today)
        coming_off.add_said(Kind.WAY_BACK, way_back, **today)
    lock.bump(now)
    verb = "reduces to zero without its parts" if asked.is_without else f"changed to {state}"
    lock.note(verb, now, by, change.pk)
    return change


def _refuse_out_of_order(prescription: Prescription, state: str, on: date) -> None:
    points = lock.points(prescription)
    if points and points[-1].on > on:
        raise ValidationError(
            {"on": f"A later change is recorded, {nhs_date(points[-1].on)}. Choose a later day"}
        )
    before = state_on(points, on)
    if said := impossible(before, state):
        raise ValidationError({"state": said})


def _is_prescriber(staff: User | None, prescription: Prescription) -> bool:
    return staff is None or prescribers(prescription.service_id).filter(pk=staff.pk).exists()


def close(
    prescription: Prescription,
    *,
    state: str,
    on: date,
    by: User | None,
    entry_id: UUID | None = None,
    **said: Any,
) -> StateChange:
    """End a prescription that the caller has locked. The day before `on` is the last day of its
    doses; a step that begins on that day or later is taken back."""
    change = facts.add(
        StateChange,
        patient=prescription.patient,
        by=by,
        entry_id=entry_id,
        prescription=prescription,
        state=state,
        on=on,
        **said,
    )
    reason = f"The prescription ended on {nhs_date(on)}"
    for steps in (prescription.dose_steps, prescription.supervision_steps):
        for step in steps.current():
            if step.from_on >= on:
                facts.withdraw(step, by=by, reason=reason)
            elif step.to_on is None or step.to_on >= on:
                facts.amend(step, by=by, reason=reason, to_on=on - ONE_DAY)
    prescription.ended_on = on
    lock.bump(prescription, "ended_on")
    lock.note(f"changed to {state}", prescription, by, change.pk)
    return change
