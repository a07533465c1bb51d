"""People to reach: where somebody is found, when they were last met, and what is due. Printed for
whoever goes out, and shown beside the form that writes down a try."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts import trail
from accounts.access import Access
from accounts.roles import Permission
from patients.models import Contact, Patient
from reviews import worklist
from reviews.order import Group
from reviews.timeline_words import TRIED
from reviews.worklist import Entry, Worklist
from reviews.worklist_rows import Row, Rows
from rodt.words import nhs_date

MOST = 100  # Ours: more on one print is a copy of the caseload


@dataclass(frozen=True, slots=True)
class ToReach:
    """Somebody on the print. In words: `last_met`; `row`, what is due, was tried and is booked."""

    patient: Patient
    last_met: str
    row: Row


def choice(found: Worklist, asked: str) -> tuple[Entry, ...]:
    """Whom one may choose from: a group of the list by its name, or all who need somebody; the most
    urgent first, as many as may stand on one print."""
    if asked.upper() in Group.__members__ and Group[asked.upper()].needs_someone:
        return tuple(found.by_group[Group[asked.upper()]][:MOST])
    return tuple(entry for entry in found.shown if entry.needs_someone)[:MOST]


def last_met(people: Collection[Patient], on: date) -> dict[UUID, str]:
    """When and how each was last met, in words, also where that is not known. One query."""
    met = {
        contact.patient_id: contact
        for contact in Contact.objects.current()
        .filter(patient__in=people, on__lte=on, outcome=Contact.Outcome.ATTENDED)
        .order_by("patient", "-on", "-recorded_at")
        .distinct("patient")
    }
    return {person.pk: _met(met.get(person.pk)) for person in people}


def _met(contact: Contact | None) -> str:
    if contact is None:
        return "No meeting is recorded"
    how = "in person" if contact.kind == Contact.Kind.IN_PERSON else TRIED[contact.kind]
    with_role = contact.get_with_role_display().lower()
    return f"{nhs_date(contact.on)}, {how}, {with_role}"


@transaction.atomic
def print_list(access: Access, on: date, patient_ids: Collection[UUID]) -> Sequence[ToReach] | None:
    """These people in the list's order, each noted in the trail as printed. None unless all of them
    are people this member of staff may print, and not more than may stand on one print."""
    wanted = set(patient_ids)
    printable = Patient.objects.visible_to(access, Permission.PRINT_OUTREACH)
    found = {person.pk: person for person in printable.filter(pk__in=wanted)}
    listed = worklist.of_people(access, on, wanted)
    if len(wanted) > MOST or not wanted <= found.keys() & {e.person.id for e in listed.shown}:
        return None
    trail.record_each(
        "printed to reach",
        by=access.user,
        service_id=access.service.pk,
        patient_ids=[entry.person.id for entry in listed.shown],
        about=f"{len(listed.shown)} people",
    )
    met, rows = last_met(found.values(), on), Rows(access, on, listed.schedule)
    return [
        ToReach(found[entry.person.id], met[entry.person.id], rows.row(entry))
        for entry in listed.shown
    ]
