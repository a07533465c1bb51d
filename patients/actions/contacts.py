"""Contacts held or missed, events after which a review is due, and booked meetings."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import trail
from accounts.models import User
from patients import facts, ties
from patients.actions.tasks import open_task, they_were_seen, tried_again
from patients.models import Appointment, Contact, Patient, SignificantEvent, Task
from rodt.versions import check_version
from rodt.words import nhs_date


@transaction.atomic
def record_contact(
    *,
    patient: Patient,
    on: date,
    kind: str,
    outcome: str,
    with_role: str,
    by: User | None,
    with_staff: User | None = None,
    content: Sequence[str] = (),
    summary: str = "",
    their_words: str = "",
    reason_missed: str = "",
    tied_to: Sequence[str] = (),
    entry_id: UUID | None = None,
) -> Contact:
    """`tied_to`: ids of what it was about in a room above (`patients.ties`)."""
    facts.after_birth(patient, on)
    contact = facts.add(
        Contact,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        kind=kind,
        outcome=outcome,
        with_role=with_role,
        with_staff=with_staff,
        content=list(content),
        summary=summary,
        their_words=their_words,
        reason_missed=reason_missed,
    )
    trail.record(
        "recorded a contact",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(contact.pk),
    )
    if tied_to:
        ties.tie(contact, tied_to, by)
    if outcome == Contact.Outcome.ATTENDED and kind != Contact.Kind.MESSAGE:
        they_were_seen(patient=patient, on=on, by=by)
    return contact


@transaction.atomic
def reach_out(
    *,
    patient: Patient,
    on: date,
    kind: str,
    outcome: str,
    duty: str,
    by: User,
    summary: str = "",
    next_try_on: date | None = None,
    entry_id: UUID | None = None,
) -> Contact:
    """That somebody tried to reach them, how it went, and when it is tried next: a contact, and a
    task for the next try in place of the one that this was. `duty`: whose part it was."""
    made = facts.posted_before(Contact, patient=patient, entry_id=entry_id)
    if made is not None:
        return made
    contact = record_contact(
        patient=patient,
        on=on,
        kind=kind,
        outcome=outcome,
        with_role=duty,
        with_staff=by,
        summary=summary,
        by=by,
        entry_id=entry_id,
    )
    said = f"{contact.get_outcome_display()}, {nhs_date(on)}"
    tried_again(patient=patient, words=said, on=on, by=by)
    if next_try_on is not None:
        open_task(
            patient=patient,
            kind=Task.Kind.REACH,
            text="Try again to reach them",
            duty=duty,
            due_on=next_try_on,
            by=by,
            source_id=contact.pk,
        )
    return contact


@transaction.atomic
def correct_contact(
    *, contact: Contact, by: User, amend_reason: str, is_withdrawn: bool = False, **changes: Any
) -> Contact:
    """A correction beside what it corrects; or the contact is taken back as it stands."""
    if is_withdrawn:
        return facts.withdraw(contact, by=by, reason=amend_reason)
    return facts.amend(contact, by=by, reason=amend_reason, **changes)


@transaction.atomic
def record_event(
    *,
    patient: Patient,
    kind: str,
    on: date,
    by: User | None,
    note: str = "",
    entry_id: UUID | None = None,
) -> SignificantEvent:
    """Something after which a review is due within days. What is due is worked out from it."""
    facts.after_birth(patient, on)
    event = facts.add(
        SignificantEvent, patient=patient, by=by, entry_id=entry_id, kind=kind, on=on, note=note
    )
    trail.record(
        "recorded an event",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(event.pk),
    )
    return event


@transaction.atomic
def book_appointment(
    *,
    patient: Patient,
    at: datetime,
    staff: User,
    by: User | None,
    about: str = "",
    review_types: Sequence[str] = (),
    place: str = "",
    entry_id: UUID | None = None,
) -> Appointment:
    appointment = facts.add(
        Appointment,
        patient=patient,
        by=by,
        entry_id=entry_id,
        at=at,
        staff=staff,
        about=about,
        review_types=list(review_types),
        place=place,
    )
    trail.record(
        "booked an appointment",
        by=by,
        service_id=patient.service_id,
        patient_id=patient.pk,
        row=str(appointment.pk),
    )
    return appointment


@transaction.atomic
def settle_appointment(
    *, appointment: Appointment, version: int, state: str, by: User | None
) -> Appointment:
    """It was held, missed or cancelled."""
    now = Appointment.objects.select_for_update().get(pk=appointment.pk)
    check_version(now, version)
    now.state = Appointment.State(state)
    now.version += 1
    now.save(update_fields=["state", "version"])
    trail.record(
        "settled an appointment",
        by=by,
        service_id=now.service_id,
        patient_id=now.patient_id,
        row=str(now.pk),
        state=state,
    )
    return now
