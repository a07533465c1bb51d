"""The plan as a whole: moves with their reason, agreement, supporters, two days side by side."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans import agreement, compare, plan_actions, trail_of_plan
from careplans.models import CarePlan, PlanAgreement, PlanMove, Supporter
from patients import facts
from rodt.ids import new_id
from tests.world import signed_in, three_boxes


@pytest.fixture
def dee(world):
    return signed_in(world.keyworker)


@pytest.fixture
def plan(world):
    return CarePlan.objects.get(patient=world.gareth)


def page(name, person, *more):
    return reverse(f"careplans:{name}", args=[person.pk, *more])


def move(world, phase, layer, days_ago=0, why="Ready for more"):
    return plan_actions.move_plan(
        episode=world.episode(world.gareth),
        on=world.day(days_ago),
        phase=phase,
        layer=layer,
        why=why,
        by=world.keyworker,
    )


def say(world, answer, days_ago=0, words=""):
    return plan_actions.record_agreement(
        episode=world.episode(world.gareth),
        on=world.day(days_ago),
        answer=answer,
        words=words,
        by=world.keyworker,
    )


def test_people_move_both_ways_and_where_the_plan_began_is_never_overwritten(world, plan):
    began = (plan.phase, plan.layer)
    move(world, "active_change", "intensive", 20)
    move(world, "preparation", "standard", 10, why="A hard month")
    plan.refresh_from_db()
    assert (plan.phase, plan.layer) == began
    trail = trail_of_plan.stops(plan, plan.moves.current())
    assert [stop.why for stop in trail[-2:]] == ["Ready for more", "A hard month"]
    assert trail[0].why == trail_of_plan.BEGAN
    now = [cell for row in trail_of_plan.grid(trail) for cell in row.cells if cell.is_now]
    assert [cell.numbers for cell in now] == [(trail[-1].number,)]
    assert [len(row.cells) for row in trail_of_plan.grid(trail)] == [3, 3, 3, 3]


def test_a_move_needs_a_reason_and_another_place(world, plan):
    with pytest.raises(ValidationError, match="Say why"):
        move(world, "active_change", "intensive", why=" ")
    move(world, "active_change", "intensive")
    with pytest.raises(ValidationError, match="stands there already"):
        move(world, "active_change", "intensive")
    with pytest.raises(ValidationError, match="before the plan was started"):
        move(world, "completion", "standard", 5000)


def test_a_move_without_its_reason_is_refused_by_the_table(world, plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        facts.add(
            PlanMove,
            patient=world.gareth,
            by=None,
            plan=plan,
            on=world.on,
            phase="completion",
            layer="standard",
            why="",
        )


def test_a_move_posted_twice_is_saved_once_and_its_place_on_the_trail_is_shown(world, dee):
    typed = {"entry_id": str(new_id()), "phase": "completion", "layer": "intensive"}
    typed |= {"why": "Ready to go"} | three_boxes("on", world.on)
    for _ in range(2):
        assert dee.post(page("move", world.gareth), typed).status_code == 302
    world.open()
    assert PlanMove.objects.filter(patient=world.gareth, phase="completion").count() == 1
    text = dee.get(page("plan", world.gareth)).content.decode()
    assert "Completion, intensive support" in text
    assert "Ready to go" in text


def test_the_first_move_opens_the_plan(world, dee):
    typed = {"entry_id": str(new_id()), "phase": "preparation", "layer": "standard", "why": "Asked"}
    dee.post(page("move", world.tomos), typed | three_boxes("on", world.on))
    world.open()
    assert CarePlan.objects.get(patient=world.tomos).moves.count() == 1


def test_agreement_and_disagreement_are_both_kept_in_their_words(world, dee):
    say(world, "no", 20, "Too many appointments")
    typed = {"entry_id": str(new_id()), "answer": "yes", "words": "Better"}
    dee.post(page("agree", world.gareth), typed | three_boxes("on", world.on))
    text = dee.get(page("plan", world.gareth)).content.decode()
    assert "“Too many appointments”" in text
    assert "“Better”" in text
    world.open()
    assert PlanAgreement.objects.filter(patient=world.gareth).count() == 2


def test_managers_read_disagreement_as_a_count_without_names(world, plan):
    service = world.gareth.service_id
    before = agreement.counted(service, world.on)
    say(world, "no", 20, "Too many appointments")
    counted = agreement.counted(service, world.on)
    assert (counted.disagree, counted.ever) == (before.disagree + 1, before.ever + 1)
    assert counted.total == sum(number for _, number in counted.rows) == before.total
    say(world, "yes")
    counted = agreement.counted(service, world.on)
    assert (counted.disagree, counted.ever) == (before.disagree, before.ever + 1)
    text = signed_in(world.manager).get(reverse("careplans:agreements")).content.decode()
    assert "They do not agree with it" in text
    assert world.gareth.family_name not in text
    assert signed_in(world.keyworker).get(reverse("careplans:agreements")).status_code == 403


def supporter_form(world, **typed):
    return {
        "entry_id": str(new_id()),
        "name": "Ceri Vale",
        "kind": "carer",
        "relation": "sister",
        "consent": "yes",
        "may_know": "Appointments",
        **three_boxes("consent_on", world.on),
        **three_boxes("on", world.on),
    } | typed


def test_a_supporter_is_named_with_the_persons_consent_and_its_day(world, dee):
    assert dee.post(page("add_supporter", world.gareth), supporter_form(world)).status_code == 302
    text = dee.get(page("plan", world.gareth)).content.decode()
    assert "Ceri Vale, carer (sister)" in text
    assert "The person consents to us being in touch" in text


def test_a_consent_without_its_day_is_refused_and_nothing_is_lost(world, dee):
    typed = {k: v for k, v in supporter_form(world).items() if not k.startswith("consent_on")}
    text = dee.post(page("add_supporter", world.gareth), typed).content.decode()
    assert "Give the day they consented" in text
    assert "Ceri Vale" in text


def test_consent_that_is_taken_back_has_its_day_and_what_was_before_stays(world, dee):
    row = plan_actions.add_supporter(
        patient=world.gareth,
        on=world.day(30),
        name="Ceri Vale",
        kind="supporter",
        consent="yes",
        consent_on=world.day(30),
        by=world.keyworker,
    )
    typed = {"entry_id": str(new_id()), "why": "Asked us to stop"} | three_boxes("on", world.on)
    assert dee.post(page("end_supporter", world.gareth, row.pk), typed).status_code == 302
    text = dee.get(page("plan", world.gareth)).content.decode()
    assert "The person had consented" in text
    assert "Asked us to stop" in text
    world.open()
    now = Supporter.objects.current().get(patient=world.gareth, name="Ceri Vale")
    assert (now.amends_id, now.no_longer_on) == (row.pk, world.on)
    assert dee.get(page("end_supporter", world.gareth, now.pk)).status_code == 404


def test_two_days_of_a_plan_stand_side_by_side(world, plan):
    move(world, "completion", "intensive", 1)
    say(world, "no", 1, "Not yet")
    known = compare.read(plan)
    lines = {line.name: line for line in compare.side_by_side(known, plan.started_on, world.on)}
    assert lines["Phase"].after == "Completion"
    assert lines["Phase"].is_changed
    assert lines["Do they agree?"].after == "No"
    assert "“Cut the crack down”" in lines
    assert {plan.started_on, world.day(1)} <= set(compare.days(known))


@pytest.mark.parametrize("asked", ["", "?before=2026-02-31&after=x", "?before=1900-01-01"])
def test_the_page_of_two_days_takes_any_days(world, dee, asked):
    response = dee.get(page("versions", world.gareth) + asked)
    assert response.status_code == 200
    assert "The plan on two days" in response.content.decode()


def test_two_days_of_no_plan_say_so(world, dee):
    text = dee.get(page("versions", world.tomos)).content.decode()
    assert "No care plan is recorded" in text


def test_the_page_of_two_days_asks_the_same_number_of_queries_with_more_moves(world, dee):
    counts = []
    dee.get(page("versions", world.gareth))
    for days_ago in (3, 2):
        with CaptureQueriesContext(connection) as asked:
            dee.get(page("versions", world.gareth))
        counts.append(len(asked))
        world.open()
        move(world, "completion", "standard" if days_ago == 3 else "enhanced", days_ago)
    assert counts[0] == counts[1]
