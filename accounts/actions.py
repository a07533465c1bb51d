"""Changing who works here, where and as what. A change acts at the person's next request."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction

from accounts import trail
from accounts.models import DigestChoice, Membership, Notice, Service, Team, User
from accounts.roles import Permission, Role, held_by


class StaffRefused(Exception):
    """What was asked for cannot be done; the sentence says why."""


@transaction.atomic
def add_staff(
    *,
    service: Service,
    email: str,
    full_name: str,
    job_title: str,
    roles: Collection[Role],
    teams: Collection[Team],
    by: User | None,
) -> User:
    """Somebody new, or somebody who has an account already and is new in this service.

    A new account has no password: its owner sets one through "I cannot sign in".
    """
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email=email, full_name=full_name)
        user.job_title = job_title
        user.save(update_fields=["job_title"])
    change_roles(user=user, service=service, roles=roles, teams=teams, by=by)
    return user


@transaction.atomic
def change_roles(
    *,
    user: User,
    service: Service,
    roles: Collection[Role],
    teams: Collection[Team],
    by: User | None,
) -> None:
    """From now on exactly these roles, each in these teams; none at all ends the access.

    Raises StaffRefused when nobody would be left who can manage staff.
    """
    Service.objects.select_for_update().get(pk=service.pk)
    held = {m.role: m for m in Membership.objects.filter(user=user, service=service)}
    for role in Role:
        membership = held.get(role.value)
        if role in roles:
            if membership is None:
                membership = Membership.objects.create(user=user, service=service, role=role.value)
            elif not membership.is_current:
                membership.is_current = True
                membership.save(update_fields=["is_current"])
            membership.teams.set(teams)
        elif membership is not None and membership.is_current:
            membership.is_current = False
            membership.save(update_fields=["is_current"])
    if not _who_may_manage(service):
        raise StaffRefused(
            "Somebody must stay who can manage staff. Give that role to another person first."
        )
    trail.record(
        "changed roles",
        by=by,
        service_id=service.pk,
        about=f"user {user.pk}",
        roles=sorted(role.value for role in roles),
        teams=sorted(str(team.pk) for team in teams),
    )


def _who_may_manage(service: Service) -> bool:
    managing = [role.value for role in held_by(Permission.MANAGE_STAFF)]
    return Membership.objects.filter(
        service=service, is_current=True, role__in=managing, user__is_active=True
    ).exists()


@transaction.atomic
def make_service(
    *, code: str, name: str, kind_of_data: str, email: str, full_name: str
) -> tuple[Service, User]:
    """A service with its first administrator, by whoever runs the product. Asked again, the same.

    Raises StaffRefused where the code is another service's, or somebody else manages its staff.
    """
    about = {"name": name, "kind_of_data": kind_of_data}
    service, is_new = Service.objects.get_or_create(code=code, defaults=about)
    if (service.name, service.kind_of_data) != (name, kind_of_data):
        raise StaffRefused(
            f"{code} is the code of {service.name} already, a service of kind"
            f" {service.kind_of_data}. Give the same name and kind, or another code."
        )
    if is_new:
        trail.record(
            "made a service", by=None, service_id=service.pk, about=f"{code}, {kind_of_data}"
        )
    current = Membership.objects.filter(service=service, is_current=True)
    held = current.filter(user__email=email.lower())
    roles = {Role(membership.role) for membership in held}
    user = User.objects.filter(email=email.lower()).first()
    if user is not None and Role.ADMINISTRATOR in roles:
        return service, user
    if _who_may_manage(service):
        raise StaffRefused(
            f"Somebody manages the staff of {service.name} already. They add others under Staff."
        )
    user = add_staff(
        service=service,
        email=email,
        full_name=full_name,
        job_title="Administrator",
        roles=roles | {Role.ADMINISTRATOR},
        teams=list(Team.objects.filter(memberships__in=held).distinct()),
        by=None,
    )
    return service, user


@transaction.atomic
def add_team(*, service: Service, name: str, by: User) -> Team:
    team = Team.objects.create(service=service, name=name)
    trail.record("added a team", by=by, service_id=service.pk, about=f"team {team.pk}")
    return team


def put_away(*, notice: Notice, by: User, at: datetime) -> None:
    """Read, with every older one of the same service: nobody clicks through a month of nights."""
    Notice.objects.filter(
        user=by, service=notice.service, created_at__lte=notice.created_at, read_at=None
    ).update(read_at=at)


@transaction.atomic
def choose_digest(*, service: Service, by: User, is_on: bool, send_at: time) -> DigestChoice:
    """One's own daily e-mail about a service, on from a time of day, or off from now on."""
    choice, _ = DigestChoice.objects.update_or_create(
        user=by, service=service, defaults={"is_on": is_on, "send_at": send_at}
    )
    trail.record(
        "chose the daily e-mail",
        by=by,
        service_id=service.pk,
        is_on=is_on,
        send_at=f"{send_at:%H:%M}",
    )
    return choice
