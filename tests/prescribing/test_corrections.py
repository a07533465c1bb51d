"""What stands on a prescription is corrected with a reason; what it said before stays readable."""

from decimal import Decimal

import pytest
from django.urls import reverse

from patients import facts
from prescribing import actions
from prescribing.models import (
    DepotDose,
    DoseStep,
    MissedDoses,
    Script,
    StateChange,
    SupervisionStep,
)
from rodt.dates import ONE_DAY
from tests.world import signed_in, three_boxes


@pytest.fixture
def osei(world):
    return signed_in(world.prescriber)


def page_of(client, person):
    return client.get(reverse("prescribing:prescription", args=[person.pk])).content.decode()


def last_dose(world, person):
    return DoseStep.objects.current().filter(patient=person).order_by("-from_on")[0]


def dose_form(step, **typed):
    return {
        "corrects": str(step.pk),
        "dose_mg": str(step.daily_dose_mg),
        "why": step.why,
        "patient_agreed": step.patient_agreed,
        "amend_reason": "Misread",
        **three_boxes("from_on", step.from_on),
    } | typed


class TestDose:
    def test_a_dose_is_corrected_and_its_row_says_what_it_was(self, world, osei):
        step = last_dose(world, world.gareth)
        assert "Misread" not in page_of(osei, world.gareth)
        answer = osei.post(step.correct_url, dose_form(step, dose_mg="52.5"), follow=True)
        text = answer.content.decode()
        assert "Corrected. What it said before stays." in text
        assert "by Dr Osei: was 55mg from" in text
        assert "Misread." in text
        world.open()
        now = last_dose(world, world.gareth)
        assert (now.daily_dose_mg, now.amends_id) == (Decimal("52.5"), step.pk)

    def test_the_page_names_each_part_in_plain_words(self, world, osei):
        text = osei.get(last_dose(world, world.gareth).correct_url).content.decode()
        for said in ("<dt>Daily dose, mg</dt><dd>55</dd>", "Did the person agree?", 'value="55"'):
            assert said in text
        step = SupervisionStep.objects.current().filter(patient=world.gareth).first()
        step = facts.amend(step, by=world.prescriber, reason="Seen", collection_days=[1, 2, 3])
        text = osei.get(step.correct_url).content.decode()
        assert "<dt>Collected on</dt><dd>Monday to Wednesday</dd>" in text

    def test_the_day_moves_and_the_dose_before_ends_the_day_before(self, world, osei):
        step = last_dose(world, world.gareth)
        for day in (step.from_on - ONE_DAY * 3, step.from_on + ONE_DAY):
            now = last_dose(world, world.gareth)
            typed = dose_form(now, **three_boxes("from_on", day))
            assert osei.post(now.correct_url, typed).status_code == 302
            world.open()
            rows = DoseStep.objects.current().filter(patient=world.gareth).order_by("-from_on")
            assert rows[0].from_on == day
            assert rows[1].to_on == day - ONE_DAY

    def test_a_day_before_the_dose_before_is_refused(self, world, osei):
        step = last_dose(world, world.gareth)
        before = DoseStep.objects.current().get(patient=world.gareth, to_on=step.from_on - ONE_DAY)
        typed = dose_form(step, **three_boxes("from_on", before.from_on))
        assert "The one before begins on" in osei.post(step.correct_url, typed).content.decode()

    def test_one_taken_back_leaves_its_days_to_the_dose_before(self, world, osei):
        step = last_dose(world, world.gareth)
        osei.post(step.correct_url, dose_form(step, is_withdrawn="on"))
        world.open()
        now = last_dose(world, world.gareth)
        assert (now.daily_dose_mg, now.to_on) == (50, None)

    def test_it_needs_a_reason_and_asks_twice_about_a_slip(self, world, osei):
        step = last_dose(world, world.gareth)
        typed = dose_form(step, dose_mg="5500", amend_reason="")
        text = osei.post(step.correct_url, typed).content.decode()
        assert "Say why it is corrected" in text
        text = osei.post(step.correct_url, typed | {"amend_reason": "x"}).content.decode()
        assert "far from any dose" in text

    def test_the_second_to_correct_sees_what_the_first_said(self, world, osei):
        step = last_dose(world, world.gareth)
        other = signed_in(world.second_prescriber)
        other.post(step.correct_url, dose_form(step, dose_mg="52"))
        typed = dose_form(step, dose_mg="53")
        text = osei.post(step.correct_url, typed).content.decode()
        assert "saved first" in text
        assert 'value="53"' in text
        world.open()
        now = last_dose(world, world.gareth)
        assert now.daily_dose_mg == 52
        assert osei.post(step.correct_url, typed | {"corrects": str(now.pk)}).status_code == 302

    def test_a_step_cut_by_the_next_is_not_said_to_be_corrected(self, world, osei):
        rx = world.prescription(world.gareth)
        actions.change_dose(
            prescription=rx, version=rx.version, dose_mg=60, from_on=world.on, by=world.prescriber
        )
        assert "Corrected on" not in page_of(osei, world.gareth)

    def test_a_keyworker_reads_it_and_corrects_no_dose(self, world):
        step = last_dose(world, world.gareth)
        client = signed_in(world.keyworker)
        assert client.get(step.correct_url).status_code == 403
        assert step.correct_url not in page_of(client, world.gareth)
        entry = reverse("patients:entry", args=[world.gareth.pk, "dosestep", step.pk])
        text = client.get(entry).content.decode()
        assert "55" in text
        assert "Correct</a>" not in text


class TestOthers:
    def test_a_script_keeps_clear_of_the_others(self, world, osei):
        rx = world.prescription(world.gareth)
        first, second = (
            actions.record_script(
                prescription=rx, from_on=world.day(a), to_on=world.day(b), by=world.prescriber
            )
            for a, b in ((20, 7), (6, -7))
        )
        typed = {
            "corrects": str(second.pk),
            "form": "fp10mda",
            "pharmacy": "Quay Pharmacy",
            "amend_reason": "Read again",
            **three_boxes("from_on", world.day(7)),
            **three_boxes("to_on", world.day(-7)),
        }
        text = osei.post(second.correct_url, typed).content.decode()
        assert "A script is recorded already for" in text
        typed |= three_boxes("from_on", world.day(5))
        text = osei.post(second.correct_url, typed, follow=True).content.decode()
        assert "Read again." in text
        world.open()
        assert Script.objects.current().get(amends=second).from_on == world.day(5)
        assert Script.objects.current().filter(pk=first.pk).exists()

    def test_an_injection_moves_with_the_days_it_covers(self, world, osei):
        depot = DepotDose.objects.current().filter(patient=world.mina).order_by("-given_on")[0]
        typed = {
            "corrects": str(depot.pk),
            "dose_mg": "16",
            "site": "Left arm",
            "amend_reason": "Wrong day",
            **three_boxes("given_on", depot.given_on + ONE_DAY),
        }
        assert osei.post(depot.correct_url, typed).status_code == 302
        world.open()
        now = DepotDose.objects.current().get(amends=depot)
        assert now.covers_to_on == depot.covers_to_on + ONE_DAY
        assert "Wrong day." in page_of(osei, world.mina)

    def test_missed_doses_and_tests_lead_to_their_corrections(self, world):
        client = signed_in(world.keyworker)
        run = MissedDoses.objects.current().get(patient=world.carl)
        assert run.correct_url in page_of(client, world.carl)
        test = actions.record_test(
            patient=world.carl, on=world.on, by=world.keyworker, found=["opiates"]
        )
        assert test.correct_url in page_of(client, world.carl)

    def test_what_was_taken_back_is_not_corrected_again(self, world, osei):
        step = last_dose(world, world.gareth)
        osei.post(step.correct_url, dose_form(step, is_withdrawn="on"))
        assert osei.get(step.correct_url).status_code == 404


def states_of(person):
    return list(StateChange.objects.current().filter(patient=person).order_by("on", "recorded_at"))


def state_form(change, **typed):
    return {
        "corrects": str(change.pk),
        "why": change.why,
        "their_words": change.their_words,
        "patient_agreed": change.patient_agreed,
        "amend_reason": "Wrong day",
        **three_boxes("on", typed.pop("on", change.on)),
    } | typed


class TestState:
    def test_its_words_are_corrected(self, world, osei):
        change = states_of(world.gareth)[-1]
        typed = state_form(change, why="Holding well", patient_agreed="yes")
        assert osei.post(change.correct_url, typed).status_code == 302
        world.open()
        now = StateChange.objects.current().get(amends=change)
        assert (now.why, now.on, now.state) == ("Holding well", change.on, change.state)

    def test_its_day_moves_between_the_states_around_it(self, world, osei):
        before, change = states_of(world.gareth)[-2:]
        assert osei.post(change.correct_url, state_form(change, on=change.on + ONE_DAY)).url
        world.open()
        now = states_of(world.gareth)[-1]
        assert (now.on, now.amends_id) == (change.on + ONE_DAY, change.pk)
        text = page_of(osei, world.gareth)
        assert "Wrong day." in text
        refused = osei.post(now.correct_url, state_form(now, on=before.on)).content.decode()
        assert "Choose a later day" in refused
        world.open()
        assert states_of(world.gareth)[-1].pk == now.pk

    def test_the_first_day_of_a_prescription_stays(self, world, osei):
        first = states_of(world.gareth)[0]
        refused = osei.post(first.correct_url, state_form(first, on=first.on + ONE_DAY))
        assert "The prescription starts on this day" in refused.content.decode()

    def test_two_states_of_one_day_keep_the_order_in_which_they_were_recorded(self, world, osei):
        rx = world.gareth.prescriptions.get(ended_on=None)
        first = states_of(world.gareth)[0]
        said = {"patient": world.gareth, "by": world.prescriber, "prescription": rx}
        facts.add(StateChange, state="titrating", on=first.on, **said)
        refused = osei.post(first.correct_url, state_form(first, on=first.on + ONE_DAY))
        assert "The prescription starts on this day" in refused.content.decode()

    @pytest.mark.parametrize("days", [-2, 3])
    def test_a_corrected_end_is_the_prescriptions_and_that_of_its_last_dose(
        self, world, osei, days
    ):
        rx = world.gareth.prescriptions.get(ended_on=None)
        actions.change_state(
            prescription=rx,
            version=rx.version,
            state="stopped",
            on=world.on - ONE_DAY * 3,
            by=world.prescriber,
            stop_reason="patient_choice",
            why="He asked for it",
        )
        end = states_of(world.gareth)[-1]
        day = end.on + ONE_DAY * days
        assert osei.post(end.correct_url, state_form(end, on=day)).status_code == 302
        world.open()
        rx.refresh_from_db()
        assert (rx.ended_on, last_dose(world, world.gareth).to_on) == (day, day - ONE_DAY)
