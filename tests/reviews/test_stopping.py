"""Before a prescription is stopped: what is read, what is asked, what is kept."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from prescribing.models import Prescription, StateChange
from rodt.ids import new_id
from rodt.words import nhs_date
from tests.reviewed_town import strategic
from tests.world import World, build_world, signed_in, three_boxes


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


@pytest.fixture
def osei(world):
    return signed_in(world.prescriber)


def page(name, person, prescription):
    return reverse(f"reviews:{name}", args=[person.pk, prescription.pk])


def stop_form(world, prescription, **typed):
    return {
        "entry_id": str(new_id()),
        "version": str(prescription.version),
        "state": "stopped",
        "stop_reason": "patient_choice",
        "why": "Her wish",
        "patient_agreed": "yes",
        **three_boxes("on", world.on),
    } | typed


class TestStopping:
    def test_the_page_before_a_stop_offers_to_go_back_first(self, world, osei):
        rx = world.prescription(world.gareth)
        text = osei.get(page("before_stop", world.gareth, rx)).content.decode()
        assert text.index("Go back, change nothing") < text.index("Go on to stopping")
        assert "It&#x27;s the weekends Maya isn&#x27;t here" in text
        assert "What you could do instead" in text

    def test_its_words_come_along_to_the_form(self, world, osei):
        rx = world.prescription(world.gareth)
        answer = osei.post(page("stop", world.gareth, rx), {"why": "He asked twice"})
        assert "He asked twice" in answer.content.decode()
        world.open()
        assert Prescription.objects.get(pk=rx.pk).ended_on is None

    def test_opened_by_its_address_alone_it_leads_to_what_is_read_first(self, world, osei):
        rx = world.prescription(world.gareth)
        answer = osei.get(page("stop", world.gareth, rx), follow=True)
        assert answer.redirect_chain == [(page("before_stop", world.gareth, rx), 302)]
        text = answer.content.decode()
        assert "This page is read before a stop. Nothing was changed" in text

    def test_where_nothing_runs_it_is_said_and_led_back(self, world, osei):
        back = reverse("prescribing:prescription", args=[world.dan.pk])
        answer = osei.get(reverse("reviews:stop_what_runs", args=[world.dan.pk]), follow=True)
        assert answer.redirect_chain == [(back, 302)]
        assert "so there is nothing to stop." in answer.content.decode()
        ended = world.prescription(world.dan)
        for name in ("before_stop", "stop"):
            answer = osei.get(page(name, world.dan, ended), follow=True)
            assert answer.redirect_chain == [(back, 302)]
            said = f"This prescription ended on {nhs_date(world.day(45))}. There is nothing to stop"
            assert said in answer.content.decode()
        assert osei.post(page("stop", world.dan, ended), {"why": "x"}).url == back

    def test_an_address_without_a_prescription_leads_to_the_one_that_runs(self, world, osei):
        rx = world.prescription(world.gareth)
        answer = osei.get(reverse("reviews:stop_what_runs", args=[world.gareth.pk]))
        assert answer.url == page("before_stop", world.gareth, rx)

    def test_a_stop_is_recorded(self, world, osei):
        rx = world.prescription(world.gareth)
        address = page("stop", world.gareth, rx)
        typed = stop_form(world, rx)
        for _ in range(2):
            assert osei.post(address, typed).status_code == 302
        world.open()
        assert Prescription.objects.get(pk=rx.pk).ended_on == world.on

    def test_a_service_decision_asks_for_a_second_clinician_and_a_plan(self, world, osei):
        rx = world.prescription(world.gareth)
        address = page("stop", world.gareth, rx)
        typed = stop_form(world, rx, stop_reason="service_decision")
        text = osei.post(address, typed).content.decode()
        assert "A service decision needs a second clinician" in text
        assert "A service decision needs a written plan for the risk" in text
        typed |= {"has_risk_plan": "on", "second_clinician": str(world.second_prescriber.pk)}
        assert osei.post(address, typed).status_code == 302


class TestClearBenefit:
    """A stop that meets clear benefit is read first, is never blocked, and keeps its reason."""

    def test_the_page_says_so_and_what_would_be_lost(self, world, osei):
        strategic(world, world.gareth, 30)
        rx = world.prescription(world.gareth)
        text = osei.get(page("before_stop", world.gareth, rx)).content.decode()
        assert "The record says it is doing them good." in text
        assert f"The strategic review of {nhs_date(world.day(30))} concluded clear benefit." in text
        assert "What would be lost" in text
        for prompt in (
            "What would bring them back:",
            "Naloxone: no supply is recorded",
            "The ladder",
        ):
            assert prompt in text

    def test_it_is_not_blocked_and_what_the_record_said_is_kept(self, world, osei):
        strategic(world, world.gareth, 30)
        rx = world.prescription(world.gareth)
        typed = stop_form(world, rx, why="He wants to, and we talked twice")
        assert osei.post(page("stop", world.gareth, rx), typed).status_code == 302
        world.open()
        change = StateChange.objects.get(prescription=rx, state="stopped")
        assert change.benefit_then == "clear"
        assert change.why == "He wants to, and we talked twice"
        text = osei.get(reverse("prescribing:prescription", args=[world.gareth.pk]))
        assert "The record said clear benefit then. It was read first." in text.content.decode()

    def test_without_a_reason_it_asks_for_one(self, world, osei):
        strategic(world, world.gareth, 30)
        rx = world.prescription(world.gareth)
        answer = osei.post(page("stop", world.gareth, rx), stop_form(world, rx, why=" "))
        assert "Say why, in your own words" in answer.content.decode()

    def test_a_record_that_says_nothing_claims_nothing(self, world, osei):
        rx = world.prescription(world.tomos)
        text = osei.get(page("before_stop", world.tomos, rx)).content.decode()
        assert "doing them good" not in text

    def test_a_keyworker_reads_benefit_elsewhere_and_stops_nothing(self, world):
        rx = world.prescription(world.gareth)
        client = signed_in(world.keyworker)
        assert client.get(page("before_stop", world.gareth, rx)).status_code == 403
        assert client.post(page("stop", world.gareth, rx), {}).status_code == 403

    def test_another_persons_prescription_is_not_stopped_from_here(self, world, osei):
        rx = world.prescription(world.leanne)
        assert osei.get(page("before_stop", world.gareth, rx)).status_code == 404
        assert osei.post(page("stop", world.gareth, rx), {}).status_code == 404
