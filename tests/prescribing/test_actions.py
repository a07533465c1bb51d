"""What each verb of the prescribing room does, and refuses."""

from decimal import Decimal
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from prescribing import actions
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    Prescription,
    StateChange,
    SupervisionStep,
)
from rodt import row_security
from rodt.ids import new_id
from rodt.versions import StaleSave
from tests.world import build_world, medicine


def start(town, patient, **more):
    details = {
        "patient": patient,
        "episode": town.episode(patient),
        "medicine": medicine("buprenorphine-sl-8mg"),
        "started_on": town.on,
        "dose_mg": 8,
        "supervision": "daily",
        "by": town.prescriber,
    }
    return actions.start_prescription(**(details | more))


def dose(town, prescription, ago, mg, **more):
    prescription.refresh_from_db()
    return actions.change_dose(
        **{
            "prescription": prescription,
            "version": prescription.version,
            "dose_mg": mg,
            "from_on": town.day(ago),
            "by": town.prescriber,
        }
        | more
    )


def state(town, prescription, ago, name, **more):
    prescription.refresh_from_db()
    return actions.change_state(
        **{
            "prescription": prescription,
            "version": prescription.version,
            "state": name,
            "on": town.day(ago),
            "by": town.prescriber,
        }
        | more
    )


def steps(prescription):
    rows = DoseStep.objects.current().filter(prescription=prescription).order_by("from_on")
    return [(row.from_on, row.to_on, int(row.daily_dose_mg)) for row in rows]


def missed(town, prescription, first, last, **more):
    return actions.record_missed_doses(
        prescription=prescription,
        from_on=town.day(first),
        to_on=town.day(last),
        by=town.keyworker,
        **more,
    )


def runs(patient):
    current = MissedDoses.objects.current().filter(patient=patient).order_by("from_on")
    return [(row.from_on, row.to_on, row.needs_decision) for row in current]


class TestStarting:
    def test_a_second_running_medicine_must_say_whether_it_replaces_the_first(self, town):
        with pytest.raises(ValidationError) as error:
            start(town, town.gareth)
        assert "Say whether this replaces it" in error.value.messages[0]

    def test_a_replaced_prescription_ends_that_day_as_switched(self, town):
        old = town.prescription(town.gareth)
        start(town, town.gareth, replaces=old)
        old.refresh_from_db()
        assert old.ended_on == town.on
        last = StateChange.objects.filter(prescription=old).latest("on")
        assert (last.state, last.stop_reason) == ("switched", "switched")
        assert steps(old)[-1][1] == town.day(1)

    def test_two_may_stand_side_by_side_with_a_reason(self, town):
        start(town, town.gareth, alongside_reason="Specialist plan of 1 May")
        assert Prescription.objects.filter(patient=town.gareth, ended_on=None).count() == 2

    def test_a_medicine_that_is_no_substitution_asks_nothing(self, town):
        start(town, town.gareth, medicine=medicine("naltrexone-50mg"), dose_mg=50)

    def test_it_starts_within_treatment(self, town):
        with pytest.raises(ValidationError):
            start(town, town.dan, started_on=town.day(341))

    def test_the_same_form_posted_twice_makes_one(self, town):
        entry = new_id()
        old = town.prescription(town.gareth)
        made = [start(town, town.gareth, replaces=old, entry_id=entry) for _ in range(2)]
        assert made[0] == made[1]

    def test_a_script_has_its_days_in_order(self, town):
        prescription = town.prescription(town.gareth)
        with pytest.raises(ValidationError):
            actions.record_script(
                prescription=prescription,
                from_on=town.on,
                to_on=town.day(1),
                by=town.prescriber,
            )

    def test_a_change_of_medicine_says_to_which_prescription(self, town):
        before = town.prescription(town.gareth)
        new = start(town, town.gareth, replaces=before)
        change = before.state_changes.current().get(state="switched")
        assert change.to_prescription == new

    def test_days_that_another_medicine_covers_are_not_covered_twice(self, town):
        said = {"stop_reason": "patient_choice", "why": "His wish"}
        state(town, town.prescription(town.gareth), 5, "stopped", **said)
        with pytest.raises(ValidationError, match="is recorded up to"):
            start(town, town.gareth, started_on=town.day(10))
        start(town, town.gareth, started_on=town.day(5))


class TestDoses:
    def test_a_new_dose_ends_the_last_one_the_day_before(self, town):
        prescription = town.prescription(town.gareth)
        dose(town, prescription, 0, 60)
        assert steps(prescription) == [
            (town.day(540), town.day(165), 50),
            (town.day(164), town.day(1), 55),
            (town.on, None, 60),
        ]

    def test_a_dose_entered_late_runs_to_the_day_before_the_next(self, town):
        prescription = town.prescription(town.gareth)
        dose(town, prescription, 200, 45)
        assert steps(prescription) == [
            (town.day(540), town.day(201), 50),
            (town.day(200), town.day(165), 45),
            (town.day(164), None, 55),
        ]

    def test_a_dose_of_the_same_day_takes_the_place_of_the_first(self, town):
        prescription = town.prescription(town.gareth)
        dose(town, prescription, 164, 57)
        assert steps(prescription)[1:] == [(town.day(164), None, 57)]

    @pytest.mark.parametrize("mg", [0, -1, Decimal("-0.5")])
    def test_a_dose_is_more_than_nothing(self, town, mg):
        with pytest.raises(ValidationError):
            dose(town, town.prescription(town.gareth), 0, mg)

    def test_no_dose_before_the_start_or_after_the_end(self, town):
        with pytest.raises(ValidationError):
            dose(town, town.prescription(town.gareth), 541, 60)
        with pytest.raises(ValidationError):
            dose(town, town.prescription(town.dan), 0, 60)

    def test_the_second_to_change_a_dose_is_told(self, town):
        prescription = town.prescription(town.gareth)
        seen = prescription.version
        dose(town, prescription, 0, 60)
        with pytest.raises(StaleSave):
            dose(town, prescription, 0, 70, version=seen)
        assert steps(prescription)[-1][2] == 60

    def test_the_same_form_posted_twice_changes_once(self, town):
        prescription = town.prescription(town.gareth)
        seen, entry = prescription.version, new_id()
        for _ in range(2):
            dose(town, prescription, 0, 60, version=seen, entry_id=entry)
        assert len(steps(prescription)) == 3

    def test_of_two_at_once_one_is_told(self, own_database):
        with transaction.atomic():
            town = build_world()
        with row_security.scope([town.service.pk]):
            prescription = town.prescription(town.gareth)
        answers: list[str] = []

        def change(mg: int) -> None:
            try:
                with row_security.scope([town.service.pk]):
                    actions.change_dose(
                        prescription=prescription,
                        version=prescription.version,
                        dose_mg=mg,
                        from_on=town.on,
                        by=town.prescriber,
                    )
                answers.append("saved")
            except StaleSave:
                answers.append("told")
            finally:
                connection.close()

        threads = [Thread(target=change, args=[mg]) for mg in (60, 65)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == ["saved", "told"]

    def test_supervision_follows_the_same_rule(self, town):
        prescription = town.prescription(town.gareth)
        actions.change_supervision(
            prescription=prescription,
            version=prescription.version,
            supervision="weekly",
            from_on=town.on,
            collection_days=[1],
            reason="Working days",
            by=town.prescriber,
        )
        rows = SupervisionStep.objects.current().filter(prescription=prescription)
        assert {(r.supervision, r.to_on) for r in rows} == {
            ("daily", town.day(1)),
            ("weekly", None),
        }


class TestStates:
    def test_a_stop_ends_the_prescription_and_its_doses_the_day_before(self, town):
        prescription = town.prescription(town.gareth)
        state(town, prescription, 0, "stopped", stop_reason="patient_choice", why="Her wish")
        prescription.refresh_from_db()
        assert prescription.ended_on == town.on
        assert steps(prescription)[-1][1] == town.day(1)

    def test_a_dose_that_would_begin_at_the_stop_is_taken_back(self, town):
        prescription = town.prescription(town.gareth)
        dose(town, prescription, 0, 60)
        state(town, prescription, 0, "stopped", stop_reason="patient_choice", why="Her wish")
        assert [mg for _, _, mg in steps(prescription)] == [50, 55]

    def test_nothing_follows_a_stop(self, town):
        with pytest.raises(ValidationError) as error:
            state(town, town.prescription(town.dan), 0, "active")
        assert "Record a new one" in error.value.messages[0]

    def test_a_state_that_may_not_follow_is_refused_in_words(self, town):
        with pytest.raises(ValidationError) as error:
            state(town, town.prescription(town.gareth), 0, "induction")
        assert "It cannot become induction" in error.value.messages[0]

    def test_a_change_before_a_later_one_is_refused(self, town):
        with pytest.raises(ValidationError):
            state(town, town.prescription(town.gareth), 530, "titrating")

    def test_a_service_decision_needs_a_second_clinician_and_a_plan(self, town):
        prescription = town.prescription(town.gareth)
        said = {"stop_reason": "service_decision", "why": "Risk"}
        with pytest.raises(ValidationError) as error:
            state(town, prescription, 0, "stopped", **said)
        assert set(error.value.error_dict) == {"second_clinician", "has_risk_plan"}
        with pytest.raises(ValidationError):
            state(
                town,
                prescription,
                0,
                "stopped",
                has_risk_plan=True,
                second_clinician=town.prescriber,
                **said,
            )
        with pytest.raises(ValidationError, match="must be a prescriber"):
            state(
                town,
                prescription,
                0,
                "stopped",
                has_risk_plan=True,
                second_clinician=town.keyworker,
                **said,
            )
        change = state(
            town,
            prescription,
            0,
            "stopped",
            has_risk_plan=True,
            second_clinician=town.second_prescriber,
            **said,
        )
        assert change.second_clinician == town.second_prescriber

    def test_a_transfer_names_the_service_and_is_its_own_reason(self, town):
        prescription = town.prescription(town.gareth)
        with pytest.raises(ValidationError) as error:
            state(town, prescription, 0, "transferred", why="Moved")
        assert set(error.value.error_dict) == {"to_service"}
        change = state(town, prescription, 0, "transferred", why="Moved", to_service="Quay Road")
        assert change.stop_reason == "transferred"

    def test_the_same_stop_posted_twice_is_one(self, town):
        prescription = town.prescription(town.gareth)
        said = {"stop_reason": "patient_choice", "why": "Her wish", "entry_id": new_id()}
        made = {state(town, prescription, 0, "stopped", **said).pk for _ in range(2)}
        assert len(made) == 1


class TestMissedDoses:
    def test_two_days_need_no_decision_three_do(self, town):
        prescription = town.prescription(town.gareth)
        assert not missed(town, prescription, 23, 22).needs_decision
        assert missed(town, prescription, 10, 8).needs_decision

    def test_days_that_touch_join_into_one_run(self, town):
        prescription = town.prescription(town.gareth)
        missed(town, prescription, 10, 10)
        missed(town, prescription, 8, 8)
        missed(town, prescription, 9, 9)
        assert runs(town.gareth) == [(town.day(10), town.day(8), True)]

    def test_days_already_recorded_are_refused_and_named(self, town):
        prescription = town.prescription(town.gareth)
        missed(town, prescription, 10, 8)
        for first, last in ((9, 9), (12, 10), (8, 5), (20, 1)):
            with pytest.raises(ValidationError, match=r"Already recorded as missed: .*2026"):
                missed(town, prescription, first, last)
        assert runs(town.gareth) == [(town.day(10), town.day(8), True)]

    def test_a_decision_stands_beside_the_run(self, town):
        run = MissedDoses.objects.get(patient=town.carl)
        decided = actions.decide_missed_doses(
            missed=run, decision="Seen; restart at 30mg", decided_on=town.on, by=town.prescriber
        )
        assert (decided.decided_by, decided.decided_on) == (town.prescriber, town.on)
        with pytest.raises(StaleSave):
            actions.decide_missed_doses(
                missed=run, decision="Again", decided_on=town.on, by=town.second_prescriber
            )

    def test_a_run_that_grows_after_a_decision_waits_for_a_new_one(self, town):
        prescription = town.prescription(town.gareth)
        run = missed(town, prescription, 10, 8)
        actions.decide_missed_doses(
            missed=run, decision="Restart", decided_on=town.day(8), by=town.prescriber
        )
        grown = missed(town, prescription, 7, 7)
        assert (grown.from_on, grown.decided_on, grown.needs_decision) == (
            town.day(10),
            None,
            True,
        )

    def test_a_decision_says_something(self, town):
        run = MissedDoses.objects.get(patient=town.carl)
        with pytest.raises(ValidationError):
            actions.decide_missed_doses(
                missed=run, decision=" ", decided_on=town.on, by=town.prescriber
            )

    def test_a_depot_has_no_daily_doses_to_miss(self, town):
        with pytest.raises(ValidationError):
            missed(town, town.prescription(town.mina), 3, 1)

    def test_no_dose_is_missed_before_the_start_or_after_the_end(self, town):
        with pytest.raises(ValidationError):
            missed(town, town.prescription(town.gareth), 541, 539)
        with pytest.raises(ValidationError):
            missed(town, town.prescription(town.dan), 45, 44)


class TestInjectionsAndTests:
    def test_an_injection_covers_to_the_end_of_its_window(self, town):
        last = DepotDose.objects.filter(patient=town.mina).latest("given_on")
        assert (last.covers_to_on - last.given_on).days == 9

    def test_one_injection_a_day_and_only_of_a_depot(self, town):
        last = DepotDose.objects.filter(patient=town.mina).latest("given_on")
        for prescription, day in (
            (town.prescription(town.mina), last.given_on),
            (town.prescription(town.gareth), town.on),
        ):
            with pytest.raises(ValidationError):
                actions.record_depot(prescription=prescription, given_on=day, by=town.prescriber)

    def test_a_test_says_what_it_looked_for_and_nothing_twice(self, town):
        def tested(**lists):
            return actions.record_test(patient=town.leanne, on=town.on, by=town.keyworker, **lists)

        with pytest.raises(ValidationError):
            tested()
        with pytest.raises(ValidationError):
            tested(found=["opiates"], not_found=["opiates", "cocaine"])
        assert tested(not_found=["opiates"]).found == []
        assert DrugTest.objects.filter(patient=town.leanne).count() == 1
