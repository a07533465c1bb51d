"""Correcting what stands on a prescription: doses, collecting, scripts, injections, states.

Each correction is a row beside what it corrects. The step before a dose or a way of collecting ends
on the day before it begins, also when that day is corrected.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from patients import facts
from prescribing.actions import lock
from prescribing.actions.scripts import refuse_half_instalment, refuse_overlap
from prescribing.actions.steps import refuse_slip
from prescribing.doses import CLOSING_STATES, depot_window
from prescribing.models import (
    DepotDose,
    DoseStep,
    Prescription,
    Script,
    State,
    StateChange,
    SupervisionStep,
)
from prescribing.querysets import dose_before
from prescribing.safety.limits import PRODUCT, Limits
from prescribing.states import BY_STATE, SENTENCES, Ask
from rodt.dates import ONE_DAY
from rodt.words import nhs_date, says

FOLLOWS = "The day of the next step was corrected"
END_MOVED = "The day the prescription ended was corrected"


@transaction.atomic
def correct_dose(
    *,
    row: DoseStep,
    by: User,
    amend_reason: str,
    dose_mg: Decimal | int,
    from_on: date,
    why: str = "",
    patient_agreed: str,
    is_right: bool = False,
    limits: Limits = PRODUCT,
    is_withdrawn: bool = False,
) -> DoseStep:
    """Raises ValidationError by field, StaleSave when it was corrected meanwhile."""
    now = lock.locked(row.prescription)
    if not is_withdrawn:
        before = dose_before(now, from_on, besides=row)
        refuse_slip(dose_mg, now.medicine, limits, before, is_right=is_right, why=why)
    said = {"daily_dose_mg": dose_mg, "why": why, "patient_agreed": patient_agreed}
    return _correct_step(row, now, by, amend_reason, from_on, is_withdrawn, said)


@transaction.atomic
def correct_collecting(
    *,
    row: SupervisionStep,
    by: User,
    amend_reason: str,
    supervision: str,
    from_on: date,
    collection_days: Sequence[int] = (),
    reason: str = "",
    review_on: date | None = None,
    is_withdrawn: bool = False,
) -> SupervisionStep:
    now = lock.locked(row.prescription)
    said = {
        "supervision": supervision,
        "collection_days": list(collection_days),
        "reason": reason,
        "review_on": review_on,
    }
    return _correct_step(row, now, by, amend_reason, from_on, is_withdrawn, said)


def _correct_step(
    row: Any,
    prescription: Any,
    by: User,
    amend_reason: str,
    from_on: date,
    is_withdrawn: bool,
    said: dict[str, Any],
) -> Any:
    others = type(row).objects.current().filter(prescription=prescription).exclude(pk=row.pk)
    before = others.filter(from_on__lt=row.from_on).order_by("-from_on").first()
    follows_on = before is not None and before.to_on == row.from_on - ONE_DAY
    if is_withdrawn:
        new = facts.withdraw(row, by=by, reason=amend_reason)
        if follows_on:
            facts.amend(before, by=by, reason="The next step was taken back", to_on=row.to_on)
    else:
        _refuse_day(row, prescription, before, from_on)
        said |= {"from_on": from_on}
        is_later = from_on > row.from_on
        if is_later:
            new = facts.amend(row, by=by, reason=amend_reason, values=said)
        ends_on = from_on - ONE_DAY
        is_cut = before is not None and (follows_on or before.to_on > ends_on)
        if is_cut and before.to_on != ends_on:
            facts.amend(before, by=by, reason=FOLLOWS, to_on=ends_on)
        if not is_later:
            new = facts.amend(row, by=by, reason=amend_reason, values=said)
    lock.bump(prescription)
    lock.note("corrected a prescription", prescription, by, new.pk)
    return new


def _refuse_day(row: Any, prescription: Any, before: Any, from_on: date) -> None:
    lock.refuse_before_start(prescription, "from_on", from_on)
    if before is not None and from_on <= before.from_on:
        raise ValidationError(
            {"from_on": f"The one before begins on {nhs_date(before.from_on)}. Choose a later day"}
        )
    if row.to_on is not None and from_on > row.to_on:
        raise ValidationError(
            {"from_on": f"Its last day is {nhs_date(row.to_on)}. Choose that day or an earlier one"}
        )


@transaction.atomic
def correct_script(
    *,
    row: Script,
    by: User,
    amend_reason: str,
    from_on: date,
    to_on: date,
    is_withdrawn: bool = False,
    phrases: Sequence[int] = (),
    **said: Any,
) -> Script:
    now = lock.locked(row.prescription)
    if is_withdrawn:
        new = facts.withdraw(row, by=by, reason=amend_reason)
    else:
        refuse_half_instalment(said.get("instalment_mg"), said.get("interval_days"))
        refuse_overlap(now, from_on, to_on, but_not=row)
        said |= {"from_on": from_on, "to_on": to_on, "phrases": sorted(phrases)}
        new = facts.amend(row, by=by, reason=amend_reason, values=said)
    lock.note("corrected a script", now, by, new.pk)
    return new


@transaction.atomic
def correct_injection(
    *,
    row: DepotDose,
    by: User,
    amend_reason: str,
    given_on: date,
    dose_mg: Decimal | int | None = None,
    site: str = "",
    is_withdrawn: bool = False,
) -> DepotDose:
    """The days it covers are worked out again from the day it was given."""
    now = lock.locked(row.prescription)
    if is_withdrawn:
        new = facts.withdraw(row, by=by, reason=amend_reason)
    else:
        lock.refuse_before_start(now, "given_on", given_on)
        if now.depot_doses.current().filter(given_on=given_on).exclude(pk=row.pk).exists():
            raise ValidationError({"given_on": "An injection is already recorded for this day"})
        said: dict[str, Any] = {"given_on": given_on, "dose_mg": dose_mg, "site": site}
        if given_on != row.given_on and now.medicine.covers_days:
            window = depot_window(given_on, now.medicine.covers_days, now.medicine.window_days)
            said["covers_to_on"] = window[2]
        new = facts.amend(row, by=by, reason=amend_reason, values=said)
    lock.note("corrected an injection", now, by, new.pk)
    return new


@transaction.atomic
def correct_state(
    *,
    row: StateChange,
    by: User,
    amend_reason: str,
    on: date,
    why: str = "",
    their_words: str = "",
    patient_agreed: str,
) -> StateChange:
    """Its day and its words; what that state has to say (`prescribing.states`) it says still.

    A corrected last day is the prescription's, and that of its last steps.
    """
    now = lock.locked(row.prescription)
    asks = BY_STATE[row.state].asks if row.state in BY_STATE else ()
    if Ask.WHY in asks and row.why and not says(why):
        raise ValidationError({"why": SENTENCES[Ask.WHY]})
    if Ask.THEIR_WORDS in asks and not says(why, their_words, row.why_without):
        raise ValidationError({"their_words": SENTENCES[Ask.THEIR_WORDS]})
    if on != row.on:
        _refuse_state_day(row, now, on)
        if row.state in CLOSING_STATES:
            _end_on(now, row.on, on, by)
    said = {"on": on, "why": why, "their_words": their_words, "patient_agreed": patient_agreed}
    new = facts.amend(row, by=by, reason=amend_reason, values=said)
    lock.note("corrected a change of state", now, by, new.pk)
    return new


def _refuse_state_day(row: StateChange, prescription: Prescription, on: date) -> None:
    """States keep their order. The first starts the prescription, and one that was switched or
    transferred ended together with something else: those days are not moved here."""
    changes = list(prescription.state_changes.current().order_by("on", "recorded_at", "id"))
    place = changes.index(row)
    if place == 0:
        raise ValidationError(
            {"on": "The prescription starts on this day. It cannot be moved here"}
        )
    if row.state in CLOSING_STATES and row.state != State.STOPPED:
        raise ValidationError(
            {"on": f"{row.get_state_display()} goes with another record. Its day cannot be moved"}
        )
    before, after = changes[place - 1], next(iter(changes[place + 1 :]), None)
    if on <= before.on:
        raise ValidationError(
            {"on": f"The state before begins on {nhs_date(before.on)}. Choose a later day"}
        )
    if after is not None and on >= after.on:
        raise ValidationError(
            {"on": f"The next state begins on {nhs_date(after.on)}. Choose an earlier day"}
        )


def _end_on(prescription: Prescription, was_on: date, on: date, by: User) -> None:
    """Steps that ran up to the old last day run up to the new one."""
    episode_ended_on = prescription.episode.ended_on
    if episode_ended_on is not None and on > episode_ended_on:
        raise ValidationError(
            {"on": f"Treatment ended on {nhs_date(episode_ended_on)}. Choose that day or earlier"}
        )
    for steps in (prescription.dose_steps, prescription.supervision_steps):
        for step in steps.current().filter(to_on=was_on - ONE_DAY):
            if step.from_on >= on:
                raise ValidationError(
                    {"on": f"A step begins on {nhs_date(step.from_on)}. Correct that step first"}
                )
            facts.amend(step, by=by, reason=END_MOVED, to_on=on - ONE_DAY)
    prescription.ended_on = on
    lock.bump(prescription, "ended_on")
