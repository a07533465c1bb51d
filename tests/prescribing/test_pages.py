"""The pages of the prescribing room: what they show, save and refuse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients import actions as patients
from prescribing import actions
from prescribing.models import DepotDose, DoseStep, DrugTest, MissedDoses, Prescription
from rodt.ids import new_id
from tests.world import medicine, signed_in, three_boxes


@pytest.fixture
def osei(world):
    return signed_in(world.prescriber)


def page(name, person, *more):
    return reverse(f"prescribing:{name}", args=[person.pk, *more])


def text_of(client, name, person, *more):
    return client.get(page(name, person, *more)).content.decode()


def dose_form(world, prescription, **typed):
    return {
        "entry_id": str(new_id()),
        "version": str(prescription.version),
        "dose_mg": "60",
        "why": "Not holding",
        "patient_agreed": "yes",
        **three_boxes("from_on", world.on),
    } | typed


class TestThePage:
    def test_the_first_sentence_says_medicine_dose_in_both_units_and_since_when(self, world, osei):
        text = text_of(osei, "prescription", world.gareth)
        assert "<strong>Methadone 55mg (55ml of 1mg/ml)</strong> once a day, as recorded on" in text

    def test_each_dose_says_what_changed_and_why(self, world, osei):
        text = text_of(osei, "prescription", world.gareth)
        assert "From 50mg to 55mg" in text
        assert "Not holding past teatime" in text

    def test_missed_doses_that_wait_come_first(self, world, osei):
        text = text_of(osei, "prescription", world.carl)
        assert "1 run of missed doses waits for a prescriber." in text
        assert "3 missed doses in a row" in text
        assert "Decide now" in text

    def test_a_keyworker_sees_the_wait_and_no_way_to_decide(self, world):
        text = text_of(signed_in(world.keyworker), "prescription", world.carl)
        assert "3 missed doses in a row" in text
        assert "Decide now" not in text

    def test_a_depot_says_when_the_next_is_due_and_its_window(self, world, osei):
        text = text_of(osei, "prescription", world.mina)
        assert "every 7 days" in text
        assert "Next injection" in text
        assert "Record missed doses" not in text

    def test_an_ended_one_is_not_said_to_run(self, world, osei):
        text = text_of(osei, "prescription", world.dan)
        assert "Nothing is recorded as prescribed now." in text
        assert "Completed detoxification" in text

    def test_no_test_is_not_the_same_as_nothing_found(self, world, osei):
        assert "not the same as a test that found nothing" in text_of(
            osei, "prescription", world.leanne
        )

    def test_a_dose_outside_the_usual_is_described(self, world, osei):
        text = text_of(osei, "prescription", world.gareth)
        assert "Usual for most people: 60mg to 120mg a day" in text

    def test_the_page_asks_the_same_number_of_queries_after_many_doses(self, world, osei):
        def asked():
            with CaptureQueriesContext(connection) as seen:
                osei.get(page("prescription", world.gareth))
            return len(seen)

        osei.get(page("prescription", world.gareth))
        before = asked()
        for ago in range(10, 0, -1):
            prescription = world.prescription(world.gareth)
            actions.change_dose(
                prescription=prescription,
                version=prescription.version,
                dose_mg=60 + ago,
                from_on=world.day(ago),
                by=world.prescriber,
            )
        assert asked() == before


class TestDose:
    def test_a_dose_is_recorded_and_said_back_in_both_units(self, world, osei):
        rx = world.prescription(world.gareth)
        answer = osei.post(
            page("change_dose", world.gareth, rx.pk), dose_form(world, rx), follow=True
        )
        assert "Dose recorded: 60mg (60ml of 1mg/ml) from" in answer.content.decode()
        world.open()
        assert DoseStep.objects.current().get(prescription=rx, to_on=None).daily_dose_mg == 60

    @pytest.mark.parametrize("typed", ["", "0", "-5", "60ml", "sixty", "1e9", "nan"])
    def test_what_is_no_dose_in_mg_is_refused(self, world, osei, typed):
        rx = world.prescription(world.gareth)
        answer = osei.post(
            page("change_dose", world.gareth, rx.pk), dose_form(world, rx, dose_mg=typed)
        )
        assert "Enter the dose in mg, as a number more than 0" in answer.content.decode()

    @pytest.mark.parametrize("typed", ["62.5", "62.5mg", " 62.50 "])
    def test_half_milligrams_are_kept(self, world, osei, typed):
        rx = world.prescription(world.gareth)
        osei.post(page("change_dose", world.gareth, rx.pk), dose_form(world, rx, dose_mg=typed))
        assert "62.5mg (62.5ml of 1mg/ml)" in text_of(osei, "prescription", world.gareth)

    def test_the_second_to_save_sees_what_is_there_now(self, world, osei):
        rx = world.prescription(world.gareth)
        actions.change_dose(
            prescription=rx,
            version=rx.version,
            dose_mg=70,
            from_on=world.on,
            by=world.second_prescriber,
        )
        address, typed = page("change_dose", world.gareth, rx.pk), dose_form(world, rx)
        text = osei.post(address, typed).content.decode()
        assert "Priya Nair saved first" in text
        assert "70mg (70ml of 1mg/ml)" in text
        assert 'value="60"' in text
        again = typed | {"version": str(rx.version + 1)}
        assert osei.post(address, again).status_code == 302

    def test_a_prescription_of_somebody_else_is_not_changed_from_here(self, world, osei):
        rx = world.prescription(world.leanne)
        assert osei.get(page("change_dose", world.gareth, rx.pk)).status_code == 404

    def test_a_keyworker_does_not_record_doses(self, world):
        rx = world.prescription(world.gareth)
        client = signed_in(world.keyworker)
        answer = client.post(page("change_dose", world.gareth, rx.pk), dose_form(world, rx))
        assert answer.status_code == 403


class TestOtherChanges:
    def test_supervision_and_script_are_recorded(self, world, osei):
        rx = world.prescription(world.gareth)
        typed = {
            "entry_id": str(new_id()),
            "version": str(rx.version),
            "supervision": "weekly",
            "collection_days": ["1", "4"],
            "reason": "Working days",
            **three_boxes("from_on", world.on),
        }
        osei.post(page("change_supervision", world.gareth, rx.pk), typed)
        rx.refresh_from_db()
        typed = {
            "entry_id": str(new_id()),
            "form": "fp10mda",
            "pharmacy": "Harbour Pharmacy",
            **three_boxes("from_on", world.on),
            **three_boxes("to_on", world.day(-13)),
        }
        osei.post(page("script", world.gareth, rx.pk), typed)
        text = text_of(osei, "prescription", world.gareth)
        assert "Collected weekly, taken at home: Monday and Thursday" in text
        assert "Harbour Pharmacy" in text

    def test_reducing_asks_what_for(self, world, osei):
        rx = world.prescription(world.gareth)
        typed = {
            "entry_id": str(new_id()),
            "version": str(rx.version),
            "state": "reducing",
            "patient_agreed": "yes",
            **three_boxes("on", world.on),
        }
        address = page("change_state", world.gareth, rx.pk)
        assert "Choose what the reduction is for" in osei.post(address, typed).content.decode()
        assert (
            osei.post(address, typed | {"intent": "to_lower", "their_words": "Slowly"}).status_code
            == 302
        )

    def test_a_stop_is_no_choice_of_the_ordinary_form(self, world, osei):
        rx = world.prescription(world.gareth)
        typed = {
            "entry_id": str(new_id()),
            "version": str(rx.version),
            "state": "stopped",
            "patient_agreed": "yes",
            **three_boxes("on", world.on),
        }
        answer = osei.post(page("change_state", world.gareth, rx.pk), typed)
        assert answer.status_code == 200
        world.open()
        assert Prescription.objects.get(pk=rx.pk).ended_on is None


class TestNew:
    def typed(self, world, **more):
        return {
            "entry_id": str(new_id()),
            "medicine": "buprenorphine-sl-8mg",
            "dose_mg": "8",
            "state": "induction",
            "supervision": "daily",
            "patient_agreed": "yes",
            **three_boxes("started_on", world.on),
        } | more

    def test_a_second_medicine_asks_whether_it_replaces_the_first(self, world, osei):
        rx = world.prescription(world.gareth)
        address = page("new", world.gareth)
        text = osei.post(address, self.typed(world)).content.decode()
        assert "Say whether this replaces it." in text
        answer = osei.post(address, self.typed(world, replaces=str(rx.pk)))
        assert answer.status_code == 302

    def test_half_a_script_is_refused(self, world, osei):
        typed = self.typed(world, **three_boxes("script_from_on", world.on))
        text = osei.post(page("new", world.gareth), typed).content.decode()
        assert "Enter both days of the script, or neither" in text

    def test_without_treatment_there_is_no_form(self, world, osei):
        assert "Treatment is not going on" in text_of(osei, "new", world.dan)
        assert osei.post(page("new", world.dan), self.typed(world)).status_code == 200
        world.open()
        assert Prescription.objects.filter(patient=world.dan).count() == 1

    def test_coming_back_opens_the_form_again(self, world, osei):
        patients.reopen_episode(patient=world.dan, on=world.on, by=world.prescriber)
        typed = self.typed(world, medicine=medicine("methadone-1mg-ml").pk, dose_mg="20")
        assert osei.post(page("new", world.dan), typed).status_code == 302


class TestMissedInjectedTested:
    def test_missed_doses_by_phone(self, world):
        client = signed_in(world.keyworker)
        rx = world.prescription(world.gareth)
        typed = {
            "entry_id": str(new_id()),
            "prescription": str(rx.pk),
            "reported_by": "Pharmacy",
            **three_boxes("from_on", world.day(2)),
            **three_boxes("to_on", world.on),
        }
        for _ in range(2):
            assert client.post(page("missed_doses", world.gareth), typed).status_code == 302
        world.open()
        assert MissedDoses.objects.current().get(patient=world.gareth).needs_decision

    def test_more_than_28_days_in_a_row_are_asked_about_once(self, world):
        client = signed_in(world.keyworker)
        typed = {
            "entry_id": str(new_id()),
            "prescription": str(world.prescription(world.gareth).pk),
            "reported_by": "Pharmacy",
            **three_boxes("from_on", world.day(28)),
            **three_boxes("to_on", world.on),
        }
        text = client.post(page("missed_doses", world.gareth), typed).content.decode()
        assert "This is 29 days in a row, more than 28. Is it right?" in text
        assert 'value="Pharmacy"' in text
        typed |= {"is_right": "on"}
        assert client.post(page("missed_doses", world.gareth), typed).status_code == 302

    def test_days_in_the_wrong_order_are_refused_in_words(self, world):
        client = signed_in(world.keyworker)
        typed = {
            "entry_id": str(new_id()),
            "prescription": str(world.prescription(world.gareth).pk),
            **three_boxes("from_on", world.on),
            **three_boxes("to_on", world.day(2)),
        }
        text = client.post(page("missed_doses", world.gareth), typed).content.decode()
        assert "The last day cannot be before the first" in text

    def test_a_prescriber_decides_once(self, world, osei):
        run = MissedDoses.objects.get(patient=world.carl)
        address = page("decide_missed", world.carl, run.pk)
        typed = {"decision": "Seen; 30mg, then look again"} | three_boxes("decided_on", world.on)
        assert "Choose what happens next" in osei.post(address, typed).content.decode()
        typed |= {"outcome": "restart_lower"}
        assert osei.post(address, typed).status_code == 302
        text = osei.post(address, typed).content.decode()
        assert "Dr Osei saved first" in text
        assert "Restart lower. Seen; 30mg, then look again" in text

    def test_a_keyworker_does_not_decide(self, world):
        run = MissedDoses.objects.get(patient=world.carl)
        client = signed_in(world.keyworker)
        assert client.get(page("decide_missed", world.carl, run.pk)).status_code == 403

    def test_an_injection_and_a_test_are_recorded(self, world, osei):
        rx = world.prescription(world.mina)
        typed = {"entry_id": str(new_id()), "dose_mg": "16", "site": "Left arm"}
        osei.post(page("add_depot", world.mina, rx.pk), typed | three_boxes("given_on", world.on))
        typed = {
            "entry_id": str(new_id()),
            "matrix": "urine",
            "found": ["buprenorphine"],
            "not_found": ["opiates", "cocaine"],
        }
        osei.post(page("add_test", world.mina), typed | three_boxes("on", world.on))
        world.open()
        assert DepotDose.objects.filter(patient=world.mina, given_on=world.on).exists()
        assert DrugTest.objects.get(patient=world.mina).not_found == ["opiates", "cocaine"]
