"""Which members of staff may be chosen on a form, by what they do in one service."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from patients.actions.episodes import roles_of
from patients.models import Assignment


def who_may_hold(duty: str, service_id: UUID) -> QuerySet[User]:
    """Those whose role goes with the duty."""
    return _with_roles(service_id, roles_of(duty))


def clinicians(service_id: UUID) -> QuerySet[User]:
    """Everybody who sees people: keyworkers and prescribers."""
    return _with_roles(service_id, (Role.KEYWORKER, Role.PRESCRIBER))


def everybody(service_id: UUID) -> QuerySet[User]:
    """All who work there, whatever they do."""
    return _with_roles(service_id, tuple(Role))


def prescribers(service_id: UUID) -> QuerySet[User]:
    return who_may_hold(Assignment.Duty.PRESCRIBER, service_id)


def _with_roles(service_id: UUID, roles: tuple[Role, ...]) -> QuerySet[User]:
    return (
        User.objects.filter(
            is_active=True,
            memberships__service_id=service_id,
            memberships__is_current=True,
            memberships__role__in=[role.value for role in roles],
        )
        .distinct()
        .order_by("full_name")
    )
