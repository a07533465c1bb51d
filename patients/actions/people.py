"""The person: starting their record and changing their details."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import Service, Team, User
from patients import nhs_number as nhs_numbers
from patients.models import Patient
from rodt.ids import new_id
from rodt.versions import check_version

EDITABLE = frozenset(
    {
        "team",
        "given_name",
        "family_name",
        "known_as",
        "date_of_birth",
        "date_of_birth_is_estimated",
        "sex",
        "ethnicity",
        "deprivation_decile",
        "nhs_number",
        "phone",
        "email",
        "address",
        "communication_needs",
        "children_at_home",
        "children_note",
        "has_injected",
        "locked_box_given_on",
        "court_order",
        "court_order_to_on",
        "top_coordinated_by",
        "top_other_service",
        "died_on",
    }
)


@transaction.atomic
def register_patient(
    *,
    team: Team,
    family_name: str,
    date_of_birth: date,
    by: User | None,
    reference: str = "",
    entry_id: UUID | None = None,
    **details: Any,
) -> Patient:
    """A new record in the service of `team`. Without a reference of the service's own, one is made.

    Raises ValidationError when the NHS number or the reference is taken in this service.
    """
    if entry_id and (made := Patient.objects.filter(pk=entry_id).first()):
        return made
    Service.objects.select_for_update().get(pk=team.service_id)
    patient_id = entry_id or new_id()
    details = _checked({"team": team, "family_name": family_name} | details, team.service_id, None)
    reference = reference.strip() or f"R{patient_id.hex[-8:].upper()}"
    if Patient.objects.filter(service_id=team.service_id, reference=reference).exists():
        raise ValidationError({"reference": "This reference is already used in this service."})
    patient = Patient(
        id=patient_id,
        service_id=team.service_id,
        reference=reference,
        date_of_birth=date_of_birth,
        recorded_by=by,
        **details,
    )
    patient.save(force_insert=True)
    trail.record("registered", by=by, service_id=patient.service_id, patient_id=patient.pk)
    return patient


@transaction.atomic
def edit_patient(*, patient: Patient, version: int, by: User, **changes: Any) -> Patient:
    """Change details. `version` is the one the page was opened with.

    Raises StaleSave when somebody saved first, ValidationError when an NHS number is taken.
    """
    now = Patient.objects.select_for_update().get(pk=patient.pk)
    check_version(now, version)
    changes = _checked(changes, now.service_id, now.pk)
    changed = {name for name, value in changes.items() if getattr(now, name) != value}
    if not changed:
        return now
    for name in changed:
        setattr(now, name, changes[name])
    now.version += 1
    now.save(update_fields=[*changed, "version"])
    trail.record(
        "changed details",
        by=by,
        service_id=now.service_id,
        patient_id=now.pk,
        fields=sorted(changed),
    )
    return now


def _checked(details: dict[str, Any], service_id: UUID, patient_id: UUID | None) -> dict[str, Any]:
    unknown = details.keys() - EDITABLE
    if unknown:
        raise TypeError(f"Not a detail of a person: {', '.join(sorted(unknown))}")
    team = details.get("team")
    if team is not None and team.service_id != service_id:
        raise ValidationError({"team": "This team belongs to another service."})
    if details.get("nhs_number"):
        try:
            details["nhs_number"] = nhs_numbers.clean(details["nhs_number"])
        except ValueError as error:
            raise ValidationError({"nhs_number": str(error)}) from None
        others = Patient.objects.filter(service_id=service_id, nhs_number=details["nhs_number"])
        if patient_id is not None:
            others = others.exclude(pk=patient_id)
        if others.exists():
            raise ValidationError(
                {"nhs_number": "Somebody in this service already has this NHS number. Find them."}
            )
    return details
