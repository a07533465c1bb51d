"""Changing who works here: noted, at once, and never so that nobody is left to do it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions
from accounts.access import access_for
from accounts.models import Membership, Notice, Trail, User
from accounts.roles import Permission, Reach, Role
from tests.town import World, staff_the_services

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staff_the_services()


def add(world: World, *roles: Role, email: str = "new@world.example") -> User:
    return actions.add_staff(
        service=world.service,
        email=email,
        full_name="Nia Prosser",
        job_title="Keyworker",
        roles=roles,
        teams=[world.north],
        by=world.administrator,
    )


def test_somebody_new_may_do_what_their_role_lets_them_in_their_teams(world: World) -> None:
    access = world.access(add(world, Role.KEYWORKER))
    assert access.reach(Permission.VIEW_PATIENT) is Reach.TEAMS
    assert access.team_ids == {world.north.pk}
    assert not access.may(Permission.RUN_AUDIT)


def test_a_new_account_has_no_password_until_its_owner_sets_one(world: World) -> None:
    assert not add(world, Role.KEYWORKER).has_usable_password()


def test_who_has_an_account_elsewhere_keeps_it_and_works_in_both(world: World) -> None:
    user = add(world, Role.KEYWORKER, email=world.other_keyworker.email.upper())
    assert user.pk == world.other_keyworker.pk
    assert user.full_name == "Ola Brand"
    access = world.access(user)
    assert {service.pk for service in access.services} == {
        world.service.pk,
        world.other_service.pk,
    }


def test_a_change_of_role_acts_at_once_and_keeps_the_row(world: World) -> None:
    user = add(world, Role.KEYWORKER)
    before = Membership.objects.get(user=user)
    actions.change_roles(
        user=user,
        service=world.service,
        roles=[Role.MANAGER],
        teams=[],
        by=world.administrator,
    )
    assert world.access(user).roles == {Role.MANAGER}
    before.refresh_from_db()
    assert not before.is_current


def test_no_role_at_all_ends_the_access(world: World) -> None:
    user = add(world, Role.KEYWORKER)
    actions.change_roles(
        user=user, service=world.service, roles=[], teams=[], by=world.administrator
    )
    assert access_for(user) is None


def test_somebody_must_stay_who_can_manage_staff(world: World) -> None:
    with pytest.raises(actions.StaffRefused, match="Somebody must stay"):
        actions.change_roles(
            user=world.administrator,
            service=world.service,
            roles=[],
            teams=[],
            by=world.administrator,
        )
    assert world.access(world.administrator).may(Permission.MANAGE_STAFF)
    add(world, Role.ADMINISTRATOR)
    actions.change_roles(
        user=world.administrator,
        service=world.service,
        roles=[],
        teams=[],
        by=world.administrator,
    )
    assert access_for(world.administrator) is None


def test_each_change_is_in_the_trail_by_ids(world: World) -> None:
    user = add(world, Role.KEYWORKER)
    note = Trail.objects.get(verb="changed roles")
    assert (note.user, note.service) == (world.administrator, world.service)
    assert note.about == f"user {user.pk}"
    assert note.facts == {"roles": ["keyworker"], "teams": [str(world.north.pk)]}


def test_team_names_differ_within_a_service(world: World) -> None:
    with pytest.raises(IntegrityError, match="team_names_differ"), transaction.atomic():
        actions.add_team(service=world.service, name="North", by=world.administrator)
    assert actions.add_team(service=world.other_service, name="North", by=world.administrator).pk


def test_putting_a_notice_away_puts_away_the_older_ones_and_no_others(world: World) -> None:
    now = timezone.now()

    def notice(days_ago: int, user: User = world.keyworker) -> Notice:
        return Notice.objects.create(
            user=user,
            service=world.service,
            key=f"{days_ago}",
            text="2 reviews became overdue.",
            created_at=now - timedelta(days=days_ago),
        )

    newer, this, older, of_another = (
        notice(1),
        notice(2),
        notice(3),
        notice(4, world.south_keyworker),
    )
    actions.put_away(notice=this, by=world.keyworker, at=now)
    unread = set(Notice.objects.filter(read_at=None))
    assert unread == {newer, of_another}
    assert Notice.objects.get(pk=older.pk).read_at == now
