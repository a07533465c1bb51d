"""A change of configuration: who may do what, in which order."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import configuration, proposals
from accounts.models import Notice, Proposal, Trail, User
from accounts.roles import Permission
from tests.town import World, staff_the_services

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)


@pytest.fixture
def world() -> World:
    return staff_the_services()


def proposed(world: World, by: User | None = None, **more: object) -> Proposal:
    given: dict[str, object] = {
        "values": {"due_soon_days": 7},
        "status": "unverified",
        "reason": "Two weeks is too early",
        "effective_from": ON + timedelta(days=10),
    }
    return proposals.propose(
        service=world.service,
        kind="schedule",
        by=by or world.manager,
        on=ON,
        **given | more,  # type: ignore[arg-type]
    )


def test_what_is_proposed_changes_nothing(world: World) -> None:
    proposed(world)
    later = ON + timedelta(days=400)
    assert configuration.in_force(world.service.pk, "schedule", later).version == 0


def test_a_second_person_agrees_and_it_holds_from_its_day(world: World) -> None:
    made = proposals.agree(proposal=proposed(world), by=world.prescriber, on=ON)
    found = configuration.in_force(world.service.pk, "schedule", made.effective_from)
    assert (found.version, found.values) == (1, {"due_soon_days": 7})
    day_before = made.effective_from - timedelta(days=1)
    assert configuration.in_force(world.service.pk, "schedule", day_before).version == 0
    assert (made.proposed_by, made.agreed_by) == (world.manager, world.prescriber)
    assert Trail.objects.filter(verb="agreed a change", user=world.prescriber).exists()


def test_agreed_after_its_day_it_holds_from_the_day_of_the_answer(world: World) -> None:
    late = ON + timedelta(days=30)
    made = proposals.agree(proposal=proposed(world), by=world.prescriber, on=late)
    assert made.effective_from == late


def test_nobody_agrees_to_or_declines_their_own(world: World) -> None:
    proposal = proposed(world)
    with pytest.raises(ValidationError, match="A second person agrees"):
        proposals.agree(proposal=proposal, by=world.manager, on=ON)
    with pytest.raises(ValidationError, match="A second person agrees"):
        proposals.decline(proposal=proposal, by=world.manager, words="No")
    with (
        pytest.raises(IntegrityError, match="nobody_decides_their_own_proposal"),
        transaction.atomic(),
    ):
        Proposal.objects.filter(pk=proposal.pk).update(state="agreed", decided_by=world.manager)


def test_whoever_declines_says_why(world: World) -> None:
    proposal = proposed(world)
    with pytest.raises(ValidationError, match="Say why you decline"):
        proposals.decline(proposal=proposal, by=world.prescriber, words=" ")
    declined = proposals.decline(proposal=proposal, by=world.prescriber, words="Not before spring")
    assert (declined.state, declined.words) == ("declined", "Not before spring")


def test_only_who_proposed_it_withdraws_it(world: World) -> None:
    proposal = proposed(world)
    with pytest.raises(ValidationError, match="You can decline it"):
        proposals.withdraw(proposal=proposal, by=world.prescriber)
    assert proposals.withdraw(proposal=proposal, by=world.manager).state == "withdrawn"


def test_nothing_is_answered_twice(world: World) -> None:
    proposal = proposed(world)
    proposals.agree(proposal=proposal, by=world.prescriber, on=ON)
    for again in (
        lambda: proposals.agree(proposal=proposal, by=world.administrator, on=ON),
        lambda: proposals.decline(proposal=proposal, by=world.administrator, words="No"),
        lambda: proposals.withdraw(proposal=proposal, by=world.manager),
    ):
        with pytest.raises(ValidationError, match="Agreed by Dr Osei already"):
            again()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": "  "}, "Say why"),
        ({"effective_from": ON - timedelta(days=1)}, "cannot be in the past"),
    ],
)
def test_a_change_has_a_reason_and_starts_today_or_later(
    world: World, more: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        proposed(world, **more)


def test_one_change_waits_at_a_time(world: World) -> None:
    first = proposed(world)
    with pytest.raises(ValidationError, match="proposed by Ruth Calder waits"):
        proposed(world, world.administrator)
    with (
        pytest.raises(IntegrityError, match="one_change_of_a_kind_waits_at_a_time"),
        transaction.atomic(),
    ):
        Proposal.objects.create(
            service=world.service,
            kind="schedule",
            values={},
            status="unverified",
            reason="Again",
            effective_from=ON,
            proposed_by=world.administrator,
        )
    proposals.withdraw(proposal=first, by=world.manager)
    assert proposed(world, world.administrator).state == "waiting"


def test_a_change_starts_no_earlier_than_one_agreed_before_it(world: World) -> None:
    proposals.agree(proposal=proposed(world), by=world.prescriber, on=ON)
    with pytest.raises(ValidationError, match="Version 1 is agreed and starts on 11 October 2026"):
        proposed(world, effective_from=ON)


def test_who_may_answer_is_told_and_the_notice_goes_when_it_is_answered(world: World) -> None:
    proposal = proposed(world)
    proposals.tell(
        proposal, may=Permission.AGREE_INTERVALS, text="Ruth Calder proposes.", link="/somewhere/"
    )
    told = {notice.user for notice in Notice.objects.filter(read_at=None)}
    assert told == {world.prescriber, world.second_prescriber, world.administrator}
    proposals.agree(proposal=proposal, by=world.prescriber, on=ON)
    assert not Notice.objects.filter(read_at=None).exists()
