"""Contacts that were about a goal: chosen on the form of the contact, or on the goal's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from careplans.models import Goal, GoalContact
from patients import facts
from patients.models import Contact, Patient
from rodt.words import quoted

OFFERED = 10
"""How many of the last contacts a goal's page offers to tie."""
NOT_ABOUT_IT = "It was not about this goal"


class TieToGoals:
    """For `patients.ties`: the goals that are open."""

    label = "Which of their goals was it about?"

    def choices(self, patient: Patient) -> list[tuple[str, str]]:
        found = Goal.objects.filter(patient=patient, closed_on=None).order_by("opened_on", "id")
        return [(str(goal.pk), quoted(goal.words)) for goal in found]

    def tie(self, contact: Contact, chosen: Sequence[str], by: User | None) -> None:
        for goal in Goal.objects.filter(patient_id=contact.patient_id, pk__in=chosen):
            tie(goal=goal, contact=contact, by=by)


@dataclass(frozen=True, slots=True)
class Tied:
    """A contact as it now reads, with the tie behind it."""

    tie: GoalContact
    contact: Any


@transaction.atomic
def tie(*, goal: Goal, contact: Contact, by: User | None) -> GoalContact:
    """The contact was about the goal; the tie there is, where it was said before. Raises
    ValidationError when they are not of one person."""
    if goal.patient_id != contact.patient_id:
        raise ValidationError("This contact is not about the same person")
    Goal.objects.select_for_update().get(pk=goal.pk)
    held = GoalContact.objects.current().filter(goal=goal, contact=contact).first()
    if held is not None:
        return held
    made = facts.add(GoalContact, patient=goal.patient, by=by, goal=goal, contact=contact)
    facts.note("tied a contact to a goal", goal, by, row=str(goal.pk))
    return made


def untie(*, tied: GoalContact, by: User) -> GoalContact:
    """It was not about this goal. Raises StaleSave."""
    return facts.withdraw(tied, by=by, reason=NOT_ABOUT_IT)


def tied_to(goal: Goal) -> list[Tied]:
    """The newest contact first. One that was taken back is left out; one that was corrected reads
    as corrected: a query more for each time the most corrected one was."""
    ties = list(GoalContact.objects.current().filter(goal=goal).select_related("contact"))
    now = {row.pk: row.contact for row in ties}
    while old := {c.pk: key for key, c in now.items() if c.superseded_at is not None}:
        later = list(Contact.objects.filter(amends__in=old))
        if not later:
            break
        now |= {old[contact.amends_id]: contact for contact in later}
    found = [Tied(row, now[row.pk]) for row in ties]
    standing = [one for one in found if not one.contact.is_withdrawn]
    return sorted(standing, key=lambda one: (one.contact.on, one.contact.pk), reverse=True)


def to_offer(goal: Goal, tied: Sequence[Tied]) -> list[Contact]:
    """The last contacts that are not tied to it yet."""
    known = [one.contact.pk for one in tied]
    found = Contact.objects.current().filter(patient_id=goal.patient_id).exclude(pk__in=known)
    return list(found.order_by("-on", "-recorded_at")[:OFFERED])
