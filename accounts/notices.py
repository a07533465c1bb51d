"""Notices to several members of staff, once a key."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Membership, Notice, User
from accounts.roles import Permission, held_by

LONGEST = 300


def tell(
    *, may: Permission, but: User | None, service_id: UUID, key: str, text: str, link: str
) -> int:
    """Everybody whose role in the service holds the permission, but for whoever does it. How many
    they are."""
    roles = [role.value for role in held_by(may)]
    members = Membership.objects.filter(
        service=service_id, is_current=True, role__in=roles, user__is_active=True
    )
    told = set(members.values_list("user_id", flat=True)) - {but.pk if but else None}
    give(told, service_id=service_id, key=key, text=text, link=link)
    return len(told)


def give(users: Iterable[UUID], *, service_id: UUID, key: str, text: str, link: str) -> None:
    Notice.objects.bulk_create(
        [
            Notice(user_id=user_id, service_id=service_id, key=key, text=text[:LONGEST], link=link)
            for user_id in users
        ],
        ignore_conflicts=True,
    )
