"""A report that is not to be used any more: another took its place, or it was withdrawn. It stays,
with its files and signatures, and says so wherever it is shown."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts import trail
from accounts.models import User
from audits.models import Audit, Retirement
from audits.signing import locked

Kind = Retirement.Kind
MEANWHILE = (
    "After you opened this page another run was said to take its place. Nothing is withdrawn yet:"
    " look whether it still needs to be, then withdraw it."
)
NOT_SUCH = "Choose a later run of the same day that is not withdrawn"


@transaction.atomic
def supersede(*, audit: Audit, replaced_by: Audit, reason: str, by: User) -> Retirement:
    """Another report of the same day takes its place. Asked again it is as it was. Raises
    ValidationError for a report that cannot, and without a reason."""
    audit = locked(audit)
    if not can_replace(audit).filter(pk=replaced_by.pk).exists():
        raise ValidationError({"replaced_by": NOT_SUCH})
    return _retire(audit, Kind.SUPERSEDED, reason, by, replaced_by)


@transaction.atomic
def withdraw(*, audit: Audit, reason: str, by: User, seen: str = "") -> Retirement:
    """Asked again it is as it was. `seen`: which run had its place when it was decided. Raises
    ValidationError without a reason, and where another took its place since."""
    audit = locked(audit)
    if as_seen(audit) != seen:
        raise ValidationError(MEANWHILE)
    return _retire(audit, Kind.WITHDRAWN, reason, by)


def as_seen(audit: Audit) -> str:
    """The number of the run that has taken its place; empty where none has."""
    made = Retirement.objects.filter(audit=audit, kind=Kind.SUPERSEDED)
    return "".join(str(number) for number in made.values_list("replaced_by__number", flat=True))


def can_replace(audit: Audit) -> QuerySet[Audit]:
    """Later finished runs of the same day, the newest first."""
    same = Audit.objects.filter(
        service=audit.service_id, on=audit.on, number__gt=audit.number, state=Audit.State.READY
    )
    return same.exclude(retirements__kind=Kind.WITHDRAWN).order_by("-number")


def _retire(
    audit: Audit, kind: str, reason: str, by: User, replaced_by: Audit | None = None
) -> Retirement:
    if audit.state != Audit.State.READY:
        raise ValidationError("This run has not finished: there is no report yet.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why"})
    made = Retirement.objects.filter(audit=audit, kind=kind).first()
    if made is not None and made.replaced_by == replaced_by:
        return made
    if made is not None:
        raise ValidationError("Another run has taken its place already. Nothing was changed.")
    made = Retirement.objects.create(
        service_id=audit.service_id,
        audit=audit,
        kind=kind,
        replaced_by=replaced_by,
        reason=reason.strip(),
        recorded_by=by,
    )
    trail.record(
        f"said that a report is {kind}",
        by=by,
        service_id=audit.service_id,
        about=f"run {audit.number}",
        audit=str(audit.pk),
        by_run=replaced_by.number if replaced_by else None,
    )
    return made
