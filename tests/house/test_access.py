"""Every address, every role, another team, another service, nobody: as `accounts.roles` says.

The expected answers are worked out from the table, so that a role that changes there changes here;
an address that is added is visited without a line being written.
"""

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Trail, User
from accounts.roles import TABLE, Permission, Reach, Role
from tests.house.addresses import OF_A_SERVICE, Address, examples, guarded
from tests.world import World, build_world

pytestmark = pytest.mark.django_db

SIGN_IN, REFUSED, NOT_THERE, LET_IN = "sign in", "refused", "not there", "let in"

ACTORS = (
    "nobody",
    "somebody_without_a_role",
    "keyworker",
    "south_keyworker",
    "prescriber",
    "manager",
    "administrator",
    "other_keyworker",
    "other_manager",
    "other_administrator",
)


@pytest.fixture
def world() -> World:
    return build_world()


def actor(world: World, name: str) -> User | None:
    if name == "nobody":
        return None
    if name in ("somebody_without_a_role", "other_manager", "other_administrator"):
        user = User.objects.create_user(email=f"{name}@world.example", full_name="Nia Prosser")
        if name.startswith("other_"):
            role = Role(name.removeprefix("other_"))
            Membership.objects.create(user=user, service=world.other_service, role=role.value)
        return user
    return getattr(world, name)  # type: ignore[no-any-return]


def reach_of(user: User, permission: Permission) -> Reach | None:
    """The table's answer, read the slow and obvious way."""
    found = None
    for membership in Membership.objects.filter(user=user):
        reach = TABLE[Role(membership.role)].get(permission)
        if reach is Reach.SERVICE or found is None:
            found = reach
    return found


def sees_gareth(user: User, world: World) -> bool:
    reach = reach_of(user, Permission.VIEW_PATIENT)
    mine = Membership.objects.filter(user=user, service=world.service)
    if reach is Reach.SERVICE:
        return mine.exists()
    return reach is Reach.TEAMS and mine.filter(teams=world.north).exists()


def expected(address: Address, user: User | None, world: World) -> str:
    if user is None:
        return SIGN_IN
    works_here = Membership.objects.filter(user=user, service=world.service).exists()
    is_elsewhere = bool(OF_A_SERVICE & set(address.parameters)) and not works_here
    if address.is_member_page:
        if not Membership.objects.filter(user=user).exists():
            return REFUSED
        return NOT_THERE if is_elsewhere else LET_IN
    if address.is_of_a_patient and not sees_gareth(user, world):
        return NOT_THERE
    assert address.permission is not None
    if reach_of(user, address.permission) is None:
        return REFUSED
    return NOT_THERE if is_elsewhere else LET_IN


def answer(client: Client, method: str, path: str) -> tuple[str, int]:
    """What came back, in the words above. Whatever the visit wrote is undone."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    status = response.status_code
    if status == 302 and response["Location"].startswith(reverse("account_login")):
        return SIGN_IN, status
    return {403: REFUSED, 404: NOT_THERE}.get(status, LET_IN), status


@pytest.mark.parametrize("name", ACTORS)
def test_every_address_answers_as_the_table_says(world: World, name: str) -> None:
    user = actor(world, name)
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    known = examples(world, user)
    wrong, visits = [], 0
    for address in guarded():
        path, right = address.path(known), expected(address, user, world)
        answered = False
        for method in ("get", "post"):
            found, status = answer(client, method, path)
            visits += 1
            if status == 405:
                continue  # refused for its method before anything was asked
            answered = True
            if found != right or status >= 500:
                wrong.append(f"{method} {address.name}: {found} ({status}), not {right}")
        if not answered:
            wrong.append(f"{address.name} answers neither a look nor a post")
    assert visits > 80
    assert not wrong, "\n".join(wrong)


def plain(body: bytes, path: str) -> str:
    """A page without what differs from one asking to the next."""
    text = body.decode().replace(path, "")
    return re.sub(r'name="(csrfmiddlewaretoken|opened_by)" value="[^"]+"', "", text)


@pytest.mark.parametrize("name", ["south_keyworker", "other_keyworker", "administrator"])
def test_a_refusal_does_not_tell_whether_the_record_exists(world: World, name: str) -> None:
    client = Client()
    client.force_login(getattr(world, name))
    seen = set()
    for patient_id in (world.gareth.pk, uuid4()):
        path = reverse("patients:contacts", args=[patient_id])
        response = client.get(path)
        assert response.status_code == 404
        seen.add(plain(response.content, path))
    assert len(seen) == 1


def test_a_refusal_is_noted_in_the_trail_and_so_is_a_look(world: World) -> None:
    path = reverse("patients:contacts", args=[world.gareth.pk])
    for user in (world.south_keyworker, world.manager):
        client = Client()
        client.force_login(user)
        client.get(path)
    refused = Trail.objects.get(was_refused=True)
    assert (refused.user, str(world.gareth.pk) in refused.about) == (world.south_keyworker, True)
    look = Trail.objects.get(verb="opened", user=world.manager)
    assert look.patient_id == world.gareth.pk


def test_a_role_taken_away_acts_at_the_next_request(world: World) -> None:
    client = Client()
    client.force_login(world.keyworker)
    path = reverse("patients:contacts", args=[world.gareth.pk])
    assert client.get(path).status_code == 200
    Membership.objects.filter(user=world.keyworker).update(is_current=False)
    assert client.get(path).status_code == 404
