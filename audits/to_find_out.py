"""Person by person, what the run of the latest day could not tell: for whoever can find it out."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from accounts.access import Access
from accounts.roles import Permission, Reach
from audits import standing
from audits.missing import Fact, fact_of
from audits.models import Audit
from patients.models import Assignment, Patient
from rodt.spreadsheet import safe

NOBODY = "nobody"
COLUMNS = ("reference", "what", "indicators", "who_can_say")
_LACKING = """
    SELECT result.patient_id, finding.key, finding.value ->> 'group'
    FROM audits_auditresult AS result CROSS JOIN LATERAL jsonb_each(result.findings) AS finding
    WHERE result.audit_id = %(audit)s AND result.patient_id = ANY(%(people)s)
        AND finding.value ->> 'outcome' = 'not_recorded'
    ORDER BY result.patient_id, finding.key
"""
Lacking = dict[str, tuple[Fact, list[str]]]
"""Facts of one person by their words, each with the codes that wait for it."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One fact of one person. `codes`: the indicators that wait for it."""

    fact: Fact
    codes: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    patient: Patient
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class OfStaff:
    """`key`: as the address names them; `people`: of how many something is missing."""

    key: str
    name: str
    people: int


def last_run(access: Access) -> Audit | None:
    runs = Audit.objects.filter(service=access.service).only("number", "on", "service")
    return standing.latest(standing.to_be_used(runs))


def sees_all(access: Access) -> bool:
    return access.reach(Permission.VIEW_WORKLIST) is Reach.SERVICE


def by_keyworker(audit: Audit, access: Access, on: date) -> list[OfStaff]:
    """By name, for whoever sees the whole service; people of nobody last."""
    lacking = set(_lacking(audit, _visible(access)))
    people: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    held = _keyworkers_on(on).filter(service=access.service, patient__in=lacking)
    for patient_id, staff_id, name in held.values_list(
        "patient_id", "staff_id", "staff__full_name"
    ):
        people[name, str(staff_id)].add(patient_id)
    rows = [OfStaff(key, name, len(ids)) for (name, key), ids in sorted(people.items())]
    left = len(lacking - set().union(*people.values()))
    return [*rows, OfStaff(NOBODY, "Nobody is their keyworker now", left)] if left else rows


def name_of(access: Access, key: str) -> str:
    """Whose people the list holds; empty where there is no such keyworker in the service."""
    if key in ("", NOBODY):
        return "everybody" if not key else "people without a keyworker now"
    of_service = Assignment.objects.filter(service=access.service, staff_id=UUID(key))
    name = of_service.values_list("staff__full_name", flat=True).first()
    return f"people of {name}" if name else ""


def of_member(audit: Audit, access: Access, key: str, on: date) -> list[Person]:
    """People of one keyworker, or of none; everybody where none is named. By name."""
    people, held = _visible(access), _keyworkers_on(on)
    if key == NOBODY:
        people = people.exclude(pk__in=held.values("patient_id"))
    elif key:
        people = people.filter(pk__in=held.filter(staff_id=UUID(key)).values("patient_id"))
    return _people(audit, access, people)


def own(audit: Audit, access: Access, on: date) -> list[Person]:
    """People whose keyworker or prescriber they are."""
    held = _held_on(on).filter(staff=access.user).values("patient_id")
    return _people(audit, access, _visible(access).filter(pk__in=held))


def _visible(access: Access) -> Any:
    return Patient.objects.visible_to(access, Permission.VIEW_WORKLIST).filter(merged_into=None)


def _held_on(on: date) -> Any:
    return Assignment.objects.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


def _keyworkers_on(on: date) -> Any:
    return _held_on(on).filter(duty=Assignment.Duty.KEYWORKER)


def _people(audit: Audit, access: Access, people: Any) -> list[Person]:
    found = _lacking(audit, people)
    named = people.filter(pk__in=found).order_by("family_name", "given_name", "reference")
    return [Person(one, _lacks(found[one.pk], one.pk, audit, access)) for one in named]


def _lacks(found: Lacking, patient_id: UUID, audit: Audit, access: Access) -> tuple[Lack, ...]:
    return tuple(
        Lack(fact, ", ".join(codes), fact.address(patient_id, audit.pk, access.may))
        for fact, codes in found.values()
    )


def _lacking(audit: Audit, people: Any) -> dict[UUID, Lacking]:
    given: dict[str, Any] = {"audit": audit.pk, "people": list(people.values_list("pk", flat=True))}
    found: dict[UUID, Lacking] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_LACKING, given)
        for patient_id, code, group in cursor.fetchall():
            fact = fact_of(code, group)
            found[patient_id].setdefault(fact.words, (fact, []))[1].append(code)
    return found


def as_csv(people: Iterable[Person]) -> bytes:
    """By reference, without names. It stays in the service."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [safe(cell) for cell in (one.patient.reference, lack.fact.words, lack.codes, lack.fact.who)]
        for one in people
        for lack in one.lacks
    )
    return sheet.getvalue().encode("utf-8")
