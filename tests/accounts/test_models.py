"""What must never be false about staff: one test that breaks each constraint."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts import configuration
from accounts.models import Configuration, Membership, Notice, User
from tests.town import World, staff_the_services

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return staff_the_services()


def test_an_email_address_is_kept_in_lower_case(world: World) -> None:
    with (
        pytest.raises(IntegrityError, match="an_email_address_is_kept_in_lower_case"),
        transaction.atomic(),
    ):
        User.objects.create(email="Nia@World.example", full_name="Nia")


def test_a_role_is_held_once_in_a_service(world: World) -> None:
    with (
        pytest.raises(IntegrityError, match="a_role_is_held_once_in_a_service"),
        transaction.atomic(),
    ):
        Membership.objects.create(user=world.keyworker, service=world.service, role="keyworker")


def test_a_notice_is_given_once(world: World) -> None:
    row = {"user": world.keyworker, "service": world.service, "key": "a", "text": "One."}
    Notice.objects.create(**row)
    with pytest.raises(IntegrityError, match="a_notice_is_given_once"), transaction.atomic():
        Notice.objects.create(**row)


def change(world: World, agreed_by: User, reason: str = "As agreed") -> Configuration:
    return configuration.change(
        service=world.service,
        kind="schedule",
        values={"due_soon_days": 7},
        reason=reason,
        effective_from=date(2026, 10, 1),
        proposed_by=world.manager,
        agreed_by=agreed_by,
    )


def test_configuration_needs_a_second_person_and_a_reason(world: World) -> None:
    with pytest.raises(ValueError, match="second person"):
        change(world, world.manager)
    with pytest.raises(ValueError, match="why"):
        change(world, world.prescriber, reason=" ")
    with (
        pytest.raises(IntegrityError, match="configuration_is_agreed_by_a_second_person"),
        transaction.atomic(),
    ):
        Configuration.objects.create(
            service=world.service,
            kind="schedule",
            version=1,
            values={},
            status="unverified",
            effective_from=date(2026, 10, 1),
            proposed_by=world.manager,
            agreed_by=world.manager,
        )


def test_a_change_is_a_new_version_in_force_from_its_day(world: World) -> None:
    change(world, world.prescriber)
    change(world, world.prescriber)
    service_id = world.service.pk
    assert configuration.in_force(service_id, "schedule", date(2026, 9, 30)).version == 0
    found = configuration.in_force(service_id, "schedule", date(2026, 10, 1))
    assert (found.version, found.values) == (2, {"due_soon_days": 7})


def test_configuration_versions_differ(world: World) -> None:
    first = change(world, world.prescriber)
    first.pk = None
    with (
        pytest.raises(IntegrityError, match="configuration_versions_differ"),
        transaction.atomic(),
    ):
        Configuration.objects.bulk_create(
            [
                Configuration(
                    service=world.service,
                    kind="schedule",
                    version=1,
                    values={},
                    status="unverified",
                    reason="Again",
                    effective_from=date(2026, 10, 1),
                    proposed_by=world.manager,
                    agreed_by=world.prescriber,
                )
            ]
        )
