"""What one signed-in member of staff may do in one service, worked out afresh on each request,
so that a change of role or team acts at once."""

import re
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Membership, Service, User
from accounts.roles import Permission, Reach, Role, reach
from rodt.statements import ask_all, made, select

# Asked on every request: what somebody holds where, by the service's name, and those services.
_MEMBERSHIPS = (
    """
    SELECT service_id, role, ARRAY(
        SELECT team_id FROM accounts_membership_teams WHERE membership_id = membership.id
    )
    FROM accounts_membership AS membership
    JOIN accounts_service AS service ON service.id = service_id
    WHERE user_id = %(user)s AND is_current ORDER BY service.name, role
    """,
    select(
        Service,
        "id IN (SELECT service_id FROM accounts_membership"
        " WHERE user_id = %(user)s AND is_current)",
    ),
)


@dataclass(frozen=True)
class Access:
    user: User
    service: Service
    roles: frozenset[Role]
    team_ids: frozenset[UUID]
    other_services: tuple[Service, ...] = ()

    @property
    def services(self) -> tuple[Service, ...]:
        """Every service they work in, by name."""
        return tuple(sorted((self.service, *self.other_services), key=_by_name))

    def may(self, permission: Permission) -> bool:
        return self.reach(permission) is not None

    def reach(self, permission: Permission) -> Reach | None:
        return reach(self.roles, permission)


def _by_name(service: Service) -> tuple[list[str], str]:
    """As people read names: Site 2 before Site 10, whatever the case; of one name, by code."""
    parts = re.split(r"(\d+)", service.name.casefold())
    return [part.zfill(9) if part.isdigit() else part.strip() for part in parts], service.code


def services_with(user: User, permission: Permission) -> list[Service]:
    """The services in which somebody's roles hold a permission. One query."""
    held = Membership.objects.filter(user=user, is_current=True).select_related("service")
    roles: dict[Service, set[Role]] = defaultdict(set)
    for membership in held:
        roles[membership.service].add(Role(membership.role))
    return [service for service, those in roles.items() if reach(frozenset(those), permission)]


def access_for(user: User, service_id: UUID | None = None) -> Access | None:
    """The member's access to `service_id`, or to their first service; None without any."""
    memberships, rows = ask_all(_MEMBERSHIPS, {"user": user.pk})
    if not memberships:
        return None
    known = {service.pk: service for service in made(Service, rows)}
    services = {held_in: known[held_in] for held_in, _, _ in memberships}
    chosen = service_id if service_id in services else next(iter(services))
    held = [(role, teams) for held_in, role, teams in memberships if held_in == chosen]
    return Access(
        user=user,
        service=services[chosen],
        roles=frozenset(Role(role) for role, _ in held),
        team_ids=frozenset(team_id for _, teams in held for team_id in teams),
        other_services=tuple(s for i, s in services.items() if i != chosen),
    )
