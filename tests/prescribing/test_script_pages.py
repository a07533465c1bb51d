"""Writing down a script, its sheet, and what looks like a slip of the hand."""

import re
from html import unescape

import pytest
from django.urls import reverse

from prescribing.models import DoseStep, Script
from prescribing.scripts import NO_THREE_DAYS
from rodt.ids import new_id
from tests.world import signed_in, three_boxes

ALL_FIVE = ["1", "2", "3", "4", "5"]


@pytest.fixture
def osei(world):
    return signed_in(world.prescriber)


def page(name, person, *more):
    return reverse(f"prescribing:{name}", args=[person.pk, *more])


def script_form(world, first=0, last=-13, **typed):
    return {
        "entry_id": str(new_id()),
        "form": "fp10mda",
        "total_mg": "770",
        "instalment_mg": "55",
        "interval_days": "1",
        "phrases": ALL_FIVE,
        "pharmacy": "Quay Pharmacy",
        **three_boxes("from_on", world.day(first)),
        **three_boxes("to_on", world.day(last)),
    } | typed


class TestScript:
    def test_what_stands_on_it_is_kept_and_printed_as_no_prescription(self, world, osei):
        rx = world.prescription(world.gareth)
        answer = osei.post(
            page("script", world.gareth, rx.pk), script_form(world), follow=True
        ).content.decode()
        assert "Script recorded." in answer
        world.open()
        script = Script.objects.get(prescription=rx)
        text = osei.get(page("script_sheet", world.gareth, rx.pk, script.pk)).content.decode()
        assert "For the record, not a prescription." in text
        assert "770mg (770ml of 1mg/ml): seven hundred and seventy milligrams" in text
        assert "55mg (55ml of 1mg/ml) every day" in text
        assert "Not on it" not in text

    def test_fifteen_days_are_kept_and_said(self, world, osei):
        rx = world.prescription(world.gareth)
        typed = script_form(world, last=-14, phrases=["1", "2"])
        answer = osei.post(page("script", world.gareth, rx.pk), typed, follow=True)
        text = answer.content.decode()
        assert "It covers 15 days. An FP10MDA covers at most 14 days" in text
        assert NO_THREE_DAYS in text
        world.open()
        assert Script.objects.filter(prescription=rx).count() == 1

    def test_one_that_overlaps_is_refused_with_the_days_that_are_taken(self, world, osei):
        rx = world.prescription(world.gareth)
        address = page("script", world.gareth, rx.pk)
        osei.post(address, script_form(world))
        text = osei.post(address, script_form(world, first=-13, last=-20)).content.decode()
        assert "A script is recorded already for" in text
        assert osei.post(address, script_form(world, first=-14, last=-27)).status_code == 302

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"from_on_year": "0202"}, "Year must be 1900 or later"),
            ({"instalment_mg": ""}, "Enter the amount and the days between, or neither"),
            ({"total_mg": "lots"}, "Enter the amount in mg, as a number more than 0"),
            ({"interval_days": "0"}, "Enter days from 1 to 28"),
        ],
    )
    def test_bad_input_is_a_sentence(self, world, osei, typed, said):
        rx = world.prescription(world.gareth)
        answer = osei.post(page("script", world.gareth, rx.pk), script_form(world, **typed))
        assert said in answer.content.decode()

    def test_an_end_before_its_start_is_refused(self, world, osei):
        rx = world.prescription(world.gareth)
        typed = script_form(world, first=0, last=3)
        text = osei.post(page("script", world.gareth, rx.pk), typed).content.decode()
        assert "The last day cannot be before the first" in text

    def test_posted_twice_it_is_one(self, world, osei):
        rx = world.prescription(world.gareth)
        typed = script_form(world)
        for _ in range(2):
            osei.post(page("script", world.gareth, rx.pk), typed)
        world.open()
        assert Script.objects.filter(prescription=rx).count() == 1

    def test_the_sheet_of_somebody_else_is_not_opened_from_here(self, world, osei):
        rx = world.prescription(world.aoife)
        script = Script.objects.get(prescription=rx)
        assert osei.get(page("script_sheet", world.aoife, rx.pk, script.pk)).status_code == 200
        assert osei.get(page("script_sheet", world.gareth, rx.pk, script.pk)).status_code == 404


class TestSlips:
    def typed(self, world, rx, **more):
        return {
            "entry_id": str(new_id()),
            "version": str(rx.version),
            "dose_mg": "6000",
            "patient_agreed": "yes",
            **three_boxes("from_on", world.on),
        } | more

    def test_six_thousand_asks_twice_and_keeps_what_was_typed(self, world, osei):
        rx = world.prescription(world.gareth)
        address = page("change_dose", world.gareth, rx.pk)
        text = osei.post(address, self.typed(world, rx)).content.decode()
        assert "6,000mg is far from any dose that is used." in text
        assert "Did you mean another number?" in text
        assert 'value="6000"' in text
        assert 'name="is_right"' in text
        text = osei.post(address, self.typed(world, rx, is_right="on")).content.decode()
        assert "Say why this dose is right" in text
        typed = self.typed(world, rx, is_right="on", why="Read twice")
        checks = osei.post(address, typed).content.decode()
        seen = re.search(r'name="seen" value="([^"]+)"', checks)
        assert seen, "a dose shows the safety checks it fires once, before it is saved"
        answer = osei.post(address, typed | {"seen": unescape(seen[1])})
        assert answer.status_code == 302
        world.open()
        assert DoseStep.objects.current().get(prescription=rx, to_on=None).why == "Read twice"

    def test_a_jump_from_the_dose_before_asks_twice(self, world, osei):
        rx = world.prescription(world.gareth)
        address = page("change_dose", world.gareth, rx.pk)
        held = DoseStep.objects.current().get(prescription=rx, to_on=None).daily_dose_mg
        text = osei.post(address, self.typed(world, rx, dose_mg=held / 4)).content.decode()
        assert "is far from the dose before" in text
        assert 'name="is_right"' in text

    def test_an_ordinary_dose_shows_no_such_box(self, world, osei):
        rx = world.prescription(world.gareth)
        text = osei.get(page("change_dose", world.gareth, rx.pk)).content.decode()
        assert 'name="is_right"' not in text

    @pytest.mark.parametrize("year", ["0202", "202"])
    def test_a_year_long_ago_is_refused(self, world, osei, year):
        rx = world.prescription(world.gareth)
        typed = self.typed(world, rx, dose_mg="60", from_on_year=year)
        text = osei.post(page("change_dose", world.gareth, rx.pk), typed).content.decode()
        assert "Year must" in text


class TestInjection:
    def test_the_form_shows_window_and_places_used(self, world, osei):
        rx = world.prescription(world.mina)
        typed = {"entry_id": str(new_id()), "dose_mg": "16", "site": "Left arm"}
        osei.post(page("add_depot", world.mina, rx.pk), typed | three_boxes("given_on", world.on))
        text = osei.get(page("add_depot", world.mina, rx.pk)).content.decode()
        assert "Left arm, last on" in text
        assert "The window opens on" in text
        assert "at least 8 weeks" in text


class TestStates:
    def test_each_change_says_the_dose_before_and_after(self, world, osei):
        rx = world.prescription(world.gareth)
        osei.post(
            page("change_state", world.gareth, rx.pk),
            {
                "entry_id": str(new_id()),
                "version": str(rx.version),
                "state": "reducing",
                "intent": "to_lower",
                "their_words": "A bit less, slowly",
                "patient_agreed": "yes",
                **three_boxes("on", world.on),
            },
        )
        text = osei.get(page("prescription", world.gareth)).content.decode()
        assert "Reducing: to a lower dose" in text
        assert "A bit less, slowly" in text
        assert "55mg, as before" in text
