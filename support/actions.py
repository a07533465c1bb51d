"""What changes the record of support: offers, what came of them, and how home and work stand."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from patients import facts
from patients.models import Answer, Patient
from rodt.history import because
from rodt.versions import check_version
from rodt.words import nhs_date
from support.kinds import OTHERS
from support.models import Circumstances, Offer, OfferStep, Place


@transaction.atomic
def add_offer(
    *,
    patient: Patient,
    on: date,
    kind: str,
    by: User | None,
    other_words: str = "",
    how: str = Offer.How.OFFERED,
    place: Place | None = None,
    words: str = "",
    state: str = "",
    entry_id: UUID | None = None,
) -> Offer:
    """Support that was offered, or that they asked for, whether it is to be had here or not.
    `state`: what came of it at once. Raises ValidationError where "other" does not say what it is,
    and where something came of what is not to be had."""
    if state and how == Offer.How.NOT_AVAILABLE:
        raise ValidationError({"state": "It is not available here: leave this as no answer yet"})
    facts.in_life(patient, on=on)
    offer = facts.add(
        Offer,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        kind=kind,
        other_words=_other_words(kind, other_words),
        how=how,
        place=_of_this_service(place, patient),
        words=words.strip(),
    )
    if state and not offer.steps.exists():
        record_step(offer=offer, on=on, state=state, by=by)
    facts.note("recorded an offer of support", offer, by)
    return offer


@transaction.atomic
def correct_offer(
    *,
    offer: Offer,
    version: int,
    by: User,
    amend_reason: str,
    on: date,
    kind: str,
    how: str,
    other_words: str = "",
    place: Place | None = None,
    words: str = "",
    is_withdrawn: bool = False,
) -> Offer:
    """The offer as it was, or taken back: it never was. What it said before stays in its history
    (docs/decisions/0002). Raises StaleSave, ValidationError without a reason."""
    if not amend_reason.strip():
        raise ValidationError({"amend_reason": "Say why it is corrected"})
    now = Offer.objects.select_for_update(of=("self",)).select_related("patient").get(pk=offer.pk)
    check_version(now, version)
    if not is_withdrawn:
        facts.in_life(now.patient, on=on)
    first = now.steps.current().order_by("on").first()
    if first is not None and first.on < on:
        raise ValidationError({"on": f"Something came of it before that, on {nhs_date(first.on)}"})
    now.on, now.kind, now.how, now.words = on, kind, how, words.strip()
    now.other_words = _other_words(kind, other_words)
    now.place = _of_this_service(place, now.patient)
    now.is_withdrawn = is_withdrawn
    now.version += 1
    with because(amend_reason.strip(), by=by.pk):
        now.save()
    facts.note("took back an offer" if is_withdrawn else "corrected an offer", now, by)
    return now


@transaction.atomic
def record_step(
    *,
    offer: Offer,
    on: date,
    state: str,
    by: User | None,
    with_staff: User | None = None,
    with_outside: str = "",
    helped: str = Answer.NOT_ASKED,
    words: str = "",
    entry_id: UUID | None = None,
) -> OfferStep:
    """What came of an offer. Declining is a full answer, and nothing more is asked. Raises
    ValidationError before the day of the offer, or where two are said to give the support."""
    now = Offer.objects.select_for_update(of=("self",)).select_related("patient").get(pk=offer.pk)
    made = facts.posted_before(OfferStep, patient=now.patient, entry_id=entry_id)
    if made is not None:
        return made
    if on < now.on:
        raise ValidationError({"on": f"This is before it was offered, {nhs_date(now.on)}"})
    facts.in_life(now.patient, on=on)
    if with_staff is not None and with_outside.strip():
        raise ValidationError(
            {"with_outside": "Choose one of our staff, or name somebody outside, not both"}
        )
    step = facts.add(
        OfferStep,
        patient=now.patient,
        by=by,
        entry_id=entry_id,
        offer=now,
        on=on,
        state=state,
        with_staff=with_staff,
        with_outside=with_outside.strip(),
        helped=helped,
        words=words.strip(),
    )
    facts.note("recorded what came of an offer", step, by)
    return step


@transaction.atomic
def record_circumstances(
    *,
    patient: Patient,
    on: date,
    by: User | None,
    housing: str = "",
    employment: str = "",
    wants_work: str = "",
    words: str = "",
    entry_id: UUID | None = None,
) -> Circumstances:
    """How home and work stand, as the person says. What was not asked stays empty."""
    wants_work = wants_work or Answer.NOT_ASKED
    if not housing and not employment and wants_work == Answer.NOT_ASKED:
        raise ValidationError("Answer at least one question. What was not asked can stay empty.")
    facts.in_life(patient, on=on)
    row = facts.add(
        Circumstances,
        patient=patient,
        by=by,
        entry_id=entry_id,
        on=on,
        housing=housing,
        employment=employment,
        wants_work=wants_work,
        words=words.strip(),
    )
    facts.note("recorded housing and work", row, by)
    return row


def _other_words(kind: str, words: str) -> str:
    if kind not in OTHERS:
        return ""
    if not words.strip():
        raise ValidationError({"other_words": "Say what it is"})
    return words.strip()


def _of_this_service(place: Place | None, patient: Patient) -> Place | None:
    if place is not None and place.service_id != patient.service_id:
        raise ValidationError({"place": "This place is not on your service’s list"})
    return place
