"""What changes the record of competences and supervision: a row written down, or taken back."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import Service, User
from rodt.ids import new_id
from support.models import Competence, Supervision

Row = Competence | Supervision


@transaction.atomic
def record_competence(
    *,
    service: Service,
    staff: User,
    by: User,
    intervention: str,
    level: str,
    assessed_on: date,
    assessed_by: str = "",
    expires_on: date | None = None,
    entry_id: UUID | None = None,
) -> Competence:
    """How far somebody is in an intervention from this day. The same form sent twice makes one."""
    if expires_on is not None and expires_on < assessed_on:
        raise ValidationError({"expires_on": "It cannot run out before it was assessed"})
    made = Competence.objects.filter(pk=entry_id, service=service).first() if entry_id else None
    if made is not None:
        return made
    made = Competence.objects.create(
        id=entry_id or new_id(),
        service=service,
        staff=staff,
        recorded_by=by,
        intervention=intervention,
        level=level,
        assessed_on=assessed_on,
        assessed_by=assessed_by.strip(),
        expires_on=expires_on,
    )
    _note("wrote down", made, by)
    return made


@transaction.atomic
def record_supervision(
    *,
    service: Service,
    staff: User,
    by: User,
    on: date,
    kind: str,
    with_whom: str = "",
    entry_id: UUID | None = None,
) -> Supervision:
    """One session, without what was said in it. The same form sent twice makes one."""
    made = Supervision.objects.filter(pk=entry_id, service=service).first() if entry_id else None
    if made is not None:
        return made
    made = Supervision.objects.create(
        id=entry_id or new_id(),
        service=service,
        staff=staff,
        recorded_by=by,
        on=on,
        kind=kind,
        with_whom=with_whom.strip(),
    )
    _note("wrote down", made, by)
    return made


@transaction.atomic
def take_back(*, row: Row, reason: str, by: User) -> None:
    """It was never so. The row stays in its history. Raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is taken back"})
    now = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if now.is_withdrawn:
        return
    now.is_withdrawn, now.why_withdrawn = True, reason.strip()
    now.save(update_fields=["is_withdrawn", "why_withdrawn"])
    _note("took back", now, by)


def _note(verb: str, row: Row, by: User) -> None:
    called = row._meta.verbose_name
    trail.record(f"{verb} {called}", by=by, service_id=row.service_id, about=f"{called} {row.pk}")
