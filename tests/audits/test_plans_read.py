"""Colleagues read the plans of a run: frozen, blind to each other, and worked out with the last."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Notice, User
from audits import actions, reading_actions, readings, report_reader, run
from audits.models import Audit, PlanReading, SampledPlan
from audits.peer_checklist import PROPOSAL
from audits.printed import printed
from jobs.models import Job
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
YES = {item.key: True for item in PROPOSAL.items}
NO = dict.fromkeys(YES, False)


@pytest.fixture
def audit(world: World) -> Audit:
    made = actions.make_audit(service=world.service, on=world.on, by=world.manager)
    return run.assess(made, lambda percent, words: None)


def outcomes(audit: Audit) -> dict[str, int]:
    audit.refresh_from_db()
    return dict(audit.service_figures["counts"]["7.3"]["outcomes"])


def readers(world: World) -> list[User]:
    return [world.manager, world.second_prescriber, world.prescriber]


def read_all_but(audit: Audit, world: World, left: int = 0) -> list[SampledPlan]:
    """Everybody's plan passes with the first reader; a second one says no."""
    sample = list(audit.sampled_plans.order_by("place"))
    for one in sample[: len(sample) - left]:
        for reader, answers in zip(readers(world), (YES, NO), strict=False):
            if one.readings.count() < 1 + one.is_read_twice:
                reading_actions.read_plan(sampled=one, answers=answers, by=reader)
    return sample


def test_the_sample_is_drawn_and_frozen_with_the_run(world: World, audit: Audit) -> None:
    sample = list(audit.sampled_plans.order_by("place"))
    assert sample
    assert [one.place for one in sample] == list(range(1, len(sample) + 1))
    assert outcomes(audit)["not_recorded"] == len(sample)
    again = actions.make_audit(service=world.service, on=world.on, by=world.manager)
    run.assess(again, lambda percent, words: None)
    assert again.digest == audit.digest
    assert list(again.sampled_plans.order_by("place").values_list("patient", flat=True)) == [
        one.patient_id for one in sample
    ]


def test_with_the_last_reading_7_3_is_worked_out_and_the_files_are_made_again(
    world: World, audit: Audit
) -> None:
    digest = audit.digest
    sample = read_all_but(audit, world, left=1)
    assert outcomes(audit)["not_recorded"] == len(sample)
    assert not Job.objects.exists()
    last = sample[-1]
    for reader in readers(world)[: 1 + last.is_read_twice]:
        reading_actions.read_plan(sampled=last, answers=NO, by=reader)
    found = outcomes(audit)
    assert (found["met"], found["not_met"], found["not_recorded"]) == (len(sample) - 1, 1, 0)
    assert audit.results.filter(findings__has_key="7.3").count() == len(sample)
    assert Job.objects.get().arguments["audit"] == str(audit.pk)
    assert audit.digest == digest
    item = printed(report_reader.build(audit).indicator("7.3"))
    assert item.people == f"{len(sample) - 1} of {len(sample)}"
    twice, same = item.figures[:2]
    assert (twice.label, same.label) == (readings.TWICE, readings.SAME)
    assert int(same.value.split()[0]) == int(last.is_read_twice), "others: yes, then no"
    assert "about" in Job.objects.get().arguments


def test_another_run_of_the_day_takes_over_what_was_read(world: World, audit: Audit) -> None:
    read_all_but(audit, world, left=1)
    again = actions.make_audit(service=world.service, on=world.on, by=world.manager)
    run.assess(again, nothing)
    sample = again.sampled_plans.count()
    assert outcomes(again)["not_recorded"] == sample
    assert f"What colleagues read of {sample - 1} plan" in page_of(again, world)
    last = again.sampled_plans.get(readings=None)
    for reader in readers(world)[: 1 + last.is_read_twice]:
        reading_actions.read_plan(sampled=last, answers=NO, by=reader)
    third = actions.make_audit(service=world.service, on=world.on, by=world.manager)
    run.assess(third, nothing)
    assert outcomes(third) == outcomes(again) | {"not_recorded": 0}
    assert third.digest == audit.digest, "what colleagues say lies outside it"
    other_day = actions.make_audit(service=world.service, on=world.day(1), by=world.manager)
    run.assess(other_day, nothing)
    assert not PlanReading.objects.filter(sampled__audit=other_day).exists()


def nothing(percent: int, words: str) -> None:
    """Progress that nobody follows."""


def page_of(audit: Audit, world: World) -> str:
    found = signed_in(world.manager).get(reverse("audits:plans", args=[audit.pk]))
    return found.content.decode()


@pytest.mark.parametrize(
    ("reader", "said"),
    [("keyworker", "You are their keyworker"), ("manager", "You have read this plan")],
)
def test_nobody_reads_twice_or_the_plan_of_their_own_person(
    world: World, audit: Audit, reader: str, said: str
) -> None:
    one = audit.sampled_plans.get(patient=world.gareth)
    reading_actions.read_plan(sampled=one, answers=YES, by=world.manager)
    SampledPlan.objects.filter(pk=one.pk).update(is_read_twice=True)
    one.refresh_from_db()
    with pytest.raises(ValidationError, match=said):
        reading_actions.read_plan(sampled=one, answers=YES, by=getattr(world, reader))


def test_a_question_left_out_is_refused(world: World, audit: Audit) -> None:
    one = audit.sampled_plans.get(patient=world.gareth)
    with pytest.raises(ValidationError, match="Choose yes or no"):
        reading_actions.read_plan(sampled=one, answers={"own": True}, by=world.manager)
    assert not PlanReading.objects.exists()


def test_a_second_reader_does_not_see_what_the_first_one_answered(
    world: World, audit: Audit
) -> None:
    one = audit.sampled_plans.get(patient=world.gareth)
    SampledPlan.objects.filter(pk=one.pk).update(is_read_twice=True)
    address = reverse("audits:read_plan", args=[world.gareth.pk, one.pk])
    typed = {item.key: "no" for item in PROPOSAL.items}
    ruth = signed_in(world.manager)
    assert ruth.post(address, typed).status_code == 302
    priya = signed_in(world.second_prescriber)
    text = priya.get(address).content.decode()
    assert "Are the goals what the person wants" in text
    assert "checked" not in text.split("<form")[2]
    listed = priya.get(reverse("audits:plans", args=[audit.pk])).content.decode()
    assert "Read by one; a second reader is needed" in listed
    assert "Ruth Calder" not in listed.split("<main")[1]


def test_a_keyworker_finds_the_plans_of_their_own_teams_alone(world: World, audit: Audit) -> None:
    text = signed_in(world.south_keyworker).get(reverse("audits:plans", args=[audit.pk]))
    assert world.gareth.name not in text.content.decode()
    assert "in other teams" in text.content.decode()
    own = signed_in(world.keyworker).get(reverse("audits:plans", args=[audit.pk]))
    assert "You are their keyworker: a colleague reads it" in own.content.decode()


def test_a_manager_asks_colleagues_once(world: World, audit: Audit) -> None:
    ruth = signed_in(world.manager)
    for _ in range(2):
        assert ruth.post(reverse("audits:ask_readers", args=[audit.pk])).status_code == 302
    asked = Notice.objects.filter(key=f"plans to read:{audit.pk}")
    assert world.keyworker in {notice.user for notice in asked}
    assert world.administrator not in {notice.user for notice in asked}
    assert asked.count() == len({notice.user_id for notice in asked})


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("keyworker", "You are their keyworker"),
        ("manager", "You have read this plan"),
        ("second_prescriber", None),
        ("prescriber", "This plan is read already"),
    ],
)
def test_who_may_not_read_a_plan_finds_a_sentence_and_no_form(
    world: World, audit: Audit, reader: str, said: str | None
) -> None:
    one = audit.sampled_plans.get(patient=world.gareth)
    SampledPlan.objects.filter(pk=one.pk).update(is_read_twice=True)
    one.refresh_from_db()
    reading_actions.read_plan(sampled=one, answers=YES, by=world.manager)
    if reader == "prescriber":
        reading_actions.read_plan(sampled=one, answers=YES, by=world.second_prescriber)
    address = reverse("audits:read_plan", args=[world.gareth.pk, one.pk])
    text = signed_in(getattr(world, reader)).get(address).content.decode().split("<main")[1]
    assert ("Save your answers" in text) == (said is None)
    assert (said or "How does this plan read?") in text
