"""Competences and supervision: what counts, how it is written down and taken back, who may."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Configuration, Trail
from rodt.ids import new_id
from rodt.words import nhs_date
from support import skill_actions, skills
from support.models import Competence, Supervision
from support.skill_lists import everybody, rules_in_force
from support.skills import NAMED, PRODUCT, Assessed, competent_in, is_supervised
from tests.world import signed_in, three_boxes

DAY = date(2026, 11, 20)


def assessed(level="competent", on=date(2026, 1, 1), expires_on=None, key="cbt"):
    return Assessed(key, level, on, expires_on)


@pytest.mark.parametrize(
    ("rows", "is_competent"),
    [
        ([], False),
        ([assessed()], True),
        ([assessed("training")], False),
        ([assessed(expires_on=DAY)], True),
        ([assessed(expires_on=date(2026, 11, 19))], False),
        ([assessed(on=DAY)], True),
        ([assessed(on=date(2026, 11, 21))], False),
        ([assessed("training"), assessed(on=date(2026, 3, 1))], True),
        ([assessed(on=date(2026, 3, 1)), assessed("training")], True),
        ([assessed(), assessed("training")], False),
        ([assessed(key="motivational")], False),
    ],
)
def test_the_last_assessment_says_who_is_competent(rows, is_competent) -> None:
    assert ("cbt" in competent_in(rows, DAY)) is is_competent


def test_supervision_is_in_time_to_the_last_day() -> None:
    assert is_supervised(date(2026, 10, 9), DAY, PRODUCT)  # 42 days
    assert not is_supervised(date(2026, 10, 8), DAY, PRODUCT)
    assert not is_supervised(None, DAY, PRODUCT)


def test_a_service_asks_for_what_it_offers(world) -> None:
    assert rules_in_force(world.service.pk, world.on) == PRODUCT
    Configuration.objects.create(
        service=world.service,
        kind=skills.KIND,
        version=3,
        values={"interventions": ["cbt", "mapping"], "supervision_days": 28},
        status="verified",
        reason="What we offer",
        effective_from=world.on,
        proposed_by=world.manager,
        agreed_by=world.prescriber,
    )
    rules = rules_in_force(world.service.pk, world.on)
    assert (rules.interventions, rules.weeks, rules.version) == (("mapping", "cbt"), 4, 3)
    for wrong in ({"interventions": ["singing"]}, {"interventions": []}, {"supervision_days": 0}):
        with pytest.raises(ValueError, match="must be"):
            skills.from_values(wrong, version=4, is_verified=False)


@pytest.fixture
def ruth(world):
    return signed_in(world.manager)


def competence(world, key="cbt", **more):
    return skill_actions.record_competence(
        service=world.service,
        staff=world.keyworker,
        by=world.manager,
        intervention=key,
        level="competent",
        **{"assessed_on": world.day(30), **more},
    )


def test_a_manager_writes_down_both_and_reads_them(world, ruth) -> None:
    staff = str(world.keyworker.pk)
    typed = {"entry_id": str(new_id()), "staff": staff, "intervention": "cbt"}
    typed |= {"level": "competent", "assessed_by": "Anna Lind"}
    typed |= three_boxes("assessed_on", world.day(30))
    where = reverse("support:add_competence")
    for _ in range(2):  # a double click makes one entry
        answer = ruth.post(where, typed, follow=True)
    text = answer.content.decode()
    assert "Relapse prevention based on CBT" in text and "Anna Lind" in text
    session = {"entry_id": str(new_id()), "staff": staff, "kind": "clinical", "with_whom": "Anna"}
    session |= three_boxes("on", world.day(2))
    assert ruth.post(reverse("support:add_supervision"), session).status_code == 302
    world.open()
    assert Competence.objects.count() == Supervision.objects.count() == 1
    text = ruth.get(reverse("support:skills")).content.decode()
    number = len(everybody(world.service.pk, world.on).lines)
    assert f"1 of {number} keyworkers had clinical supervision in the last 6 weeks." in text
    assert "not yet verified" in text
    assert Trail.objects.filter(verb="wrote down supervision").count() == 1


def test_what_cannot_be_so_is_said_and_nothing_is_lost(world, ruth) -> None:
    typed = {"entry_id": str(new_id()), "staff": "", "intervention": "", "assessed_by": "Anna Lind"}
    typed |= three_boxes("assessed_on", world.day(-1)) | three_boxes("expires_on", world.day(9))
    text = ruth.post(reverse("support:add_competence"), typed).content.decode()
    for said in ("Choose who it is about", "Choose the intervention", "today or in the past"):
        assert said in text
    assert "Anna Lind" in text
    typed |= three_boxes("assessed_on", world.day(3))
    text = ruth.post(reverse("support:add_competence"), typed).content.decode()
    assert "It cannot run out before it was assessed" in text
    typed |= three_boxes("assessed_on", date(1900, 1, 1))
    text = ruth.post(reverse("support:add_competence"), typed).content.decode()
    assert "cannot be before 1 January 2000" in text


def test_what_was_never_so_is_taken_back_and_stays_in_the_history(world, ruth) -> None:
    row = competence(world)
    with pytest.raises(ValidationError, match="Say why"):
        skill_actions.take_back(row=row, reason=" ", by=world.manager)
    where = reverse("support:take_back_skill", args=["competence", row.pk])
    assert "Say why it is taken back" in ruth.post(where, {"reason": ""}).content.decode()
    assert ruth.post(where, {"reason": "Somebody else"}).status_code == 302
    world.open()
    row.refresh_from_db()
    assert (row.is_withdrawn, row.why_withdrawn) == (True, "Somebody else")
    assert row.events.count() == 2
    assert ruth.get(where).status_code == 404
    assert ruth.get(where.replace("competence", "singing")).status_code == 404


def test_only_managers_keep_it(world) -> None:
    for user in (world.keyworker, world.prescriber):
        assert signed_in(user).get(reverse("support:skills")).status_code == 403


def test_the_constraints_hold(world) -> None:
    row = competence(world)
    for wrong in ({"is_withdrawn": True}, {"expires_on": world.day(31)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Competence.objects.filter(pk=row.pk).update(**wrong)


def test_the_list_asks_as_often_for_many_as_for_one(world, django_assert_num_queries) -> None:
    for key in NAMED:
        competence(world, key, expires_on=world.day(-20))
    with django_assert_num_queries(4):
        found = everybody(world.service.pk, world.on)
    line = next(line for line in found.lines if line.user == world.keyworker)
    assert line.has_all and found.with_all == 1
    runs_out = f"Competent until {nhs_date(world.day(-20))}"
    assert line.stands == tuple((name, runs_out) for name in NAMED.values())
