"""Pharmacy phoned: from the search to the red task, the decision, and a call that was wrong."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from patients import facts
from patients.models import Task
from prescribing import actions
from prescribing.models import MissedDoses
from reviews.rx_today import Kind
from reviews.rx_today_reader import read
from reviews.worklist_reader import tasks_of
from rodt.ids import new_id
from tests.world import World, signed_in, three_boxes

WHO = {"who": "Asha", "pharmacy": "Quay Pharmacy"}


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, town: World) -> World:
    """Pages read the town's own day: Thursday 1 October 2026."""
    monkeypatch.setattr("prescribing.views.phoned.localdate", lambda: town.on)
    return town


def address(patient: Any) -> str:
    return reverse("prescribing:phoned_about", args=[patient.pk])


def call(world: World, first: int = 0, last: int = 0, **typed: str) -> dict[str, str]:
    """What the form posts about Gareth, on days ago."""
    return {
        "entry_id": str(new_id()),
        "said": "missed",
        "prescription": str(world.prescription(world.gareth).pk),
        **three_boxes("from_on", world.day(first)),
        **three_boxes("to_on", world.day(last)),
        **WHO,
        **typed,
    }


def runs(patient: Any) -> list[tuple[date, date, bool]]:
    found = MissedDoses.objects.current().filter(patient=patient).order_by("from_on")
    return list(found.values_list("from_on", "to_on", "needs_decision"))


class TestFinding:
    def test_one_found_goes_straight_to_the_call(self, world):
        client = signed_in(world.keyworker)
        answer = client.post(reverse("prescribing:phoned"), {"words": "Gareth Penrose"})
        assert answer.headers["Location"] == address(world.gareth)
        text = client.get(address(world.gareth)).content.decode()
        assert 'value="Quay Pharmacy"' in text

    def test_nobody_is_found_outside_the_teams(self, world):
        client = signed_in(world.keyworker)
        text = client.post(reverse("prescribing:phoned"), {"words": "Llinos"}).content.decode()
        assert "Nobody is found among the people you work with" in text
        assert client.get(address(world.llinos)).status_code == 404

    def test_the_words_are_never_in_an_address(self, world):
        client = signed_in(world.keyworker)
        text = client.get(reverse("prescribing:phoned") + "?words=Gareth").content.decode()
        assert 'value="Gareth"' not in text


class TestMissed:
    def test_two_days_are_told_three_are_red_for_the_prescriber(self, today):
        client = signed_in(today.keyworker)
        osei = today.access(today.prescriber)
        before = tasks_of(osei, today.on)
        assert client.post(address(today.gareth), call(today, 1, 0)).status_code == 302
        today.open()
        assert runs(today.gareth) == [(today.day(1), today.on, False)]
        assert tasks_of(osei, today.on) == before

        answer = client.post(address(today.gareth), call(today, 2, 2), follow=True)
        assert "3 missed doses in a row. A prescriber decides" in answer.content.decode()
        today.open()
        assert runs(today.gareth) == [(today.day(2), today.on, True)]
        assert tasks_of(osei, today.on) == before + 1

    def test_a_second_call_that_names_the_days_again_makes_the_run_longer(self, today):
        client = signed_in(today.keyworker)
        client.post(address(today.gareth), call(today, 3, 2))
        assert client.post(address(today.gareth), call(today, 3, 1)).status_code == 302
        text = client.post(address(today.gareth), call(today, 2, 1)).content.decode()
        assert "Already recorded as missed" in text
        today.open()
        assert runs(today.gareth) == [(today.day(3), today.day(1), True)]

    def test_two_calls_join_over_a_closed_sunday(self, today):
        """Saturday 26 and Monday 28 September."""
        client = signed_in(today.keyworker)
        client.post(address(today.gareth), call(today, 5, 5))
        today.open()
        assert runs(today.gareth) == [(today.day(5), today.day(5), False)]
        client.post(address(today.gareth), call(today, 3, 3))
        today.open()
        assert runs(today.gareth) == [(today.day(5), today.day(3), True)]

    def test_friday_and_saturday_leave_three_days_without_a_dose(self, today):
        client = signed_in(today.keyworker)
        answer = client.post(address(today.gareth), call(today, 6, 5), follow=True)
        assert "3 days without a dose with those closed" in answer.content.decode()
        today.open()
        assert runs(today.gareth) == [(today.day(6), today.day(5), True)]

    def test_who_collects_on_sundays_misses_two(self, today):
        rx = today.prescription(today.gareth)
        actions.change_supervision(
            prescription=rx,
            version=rx.version,
            supervision="daily",
            collection_days=[1, 2, 3, 4, 5, 6, 7],
            from_on=today.day(20),
            by=today.prescriber,
        )
        signed_in(today.keyworker).post(address(today.gareth), call(today, 6, 5))
        today.open()
        assert runs(today.gareth) == [(today.day(6), today.day(5), False)]

    def test_the_same_form_posted_twice_is_one_call(self, today):
        client = signed_in(today.keyworker)
        typed = call(today, 2, 0, words="Looks unwell")
        for _ in range(2):
            assert client.post(address(today.gareth), typed).status_code == 302
        today.open()
        assert MissedDoses.objects.filter(patient=today.gareth).count() == 1
        task = Task.objects.get(patient=today.gareth, kind=Task.Kind.PHARMACY)
        assert (task.text, task.is_red) == ("Looks unwell (Asha, Quay Pharmacy)", False)

    def test_a_call_that_was_wrong_is_taken_back_and_recorded_again(self, today):
        client = signed_in(today.keyworker)
        osei = today.access(today.prescriber)
        client.post(address(today.gareth), call(today, 2, 0))
        today.open()
        waiting = tasks_of(osei, today.on)
        run = MissedDoses.objects.current().get(patient=today.gareth)
        facts.withdraw(run, by=today.keyworker, reason="They meant another person")
        assert tasks_of(osei, today.on) == waiting - 1
        assert client.post(address(today.gareth), call(today, 2, 1)).status_code == 302
        today.open()
        assert runs(today.gareth) == [(today.day(2), today.day(1), False)]

    def test_a_decision_ends_the_line_on_every_page_and_says_its_outcome(self, today):
        client, osei = signed_in(today.keyworker), signed_in(today.prescriber)
        client.post(address(today.gareth), call(today, 5, 0))
        today.open()
        run = MissedDoses.objects.current().get(patient=today.gareth)
        decide = reverse("prescribing:decide_missed", args=[today.gareth.pk, run.pk])
        assert "looked at again as a new induction" in osei.get(decide).content.decode()
        contacts = reverse("patients:contacts", args=[today.gareth.pk])
        assert "6 missed doses in a row" in client.get(contacts).content.decode()
        typed = {"outcome": "new_induction", "decision": "Seen today"}
        typed |= three_boxes("decided_on", today.on)
        assert osei.post(decide, typed).status_code == 302
        assert "missed doses in a row" not in client.get(contacts).content.decode()
        today.open()
        kept = MissedDoses.objects.current().get(patient=today.gareth)
        assert kept.decision == "New induction. Seen today"

    def test_where_no_prescriber_has_them_the_teams_prescribers_see_it(self, today):
        today.gareth.assignments.filter(duty="prescriber").update(to_on=today.day(9))
        second = today.access(today.second_prescriber)
        before = tasks_of(second, today.on)
        client = signed_in(today.keyworker)
        client.post(address(today.gareth), call(today, 2, 1))
        client.post(address(today.gareth), call(today, 0, 0))
        today.open()
        assert tasks_of(second, today.on) == before + 1
        waits = [t for t in read(second, today.on).things if t.patient_id == today.gareth.pk]
        assert [thing.kind for thing in waits] == [Kind.MISSED]

        client.post(address(today.gareth), call(today, 3, 3))
        today.open()
        assert tasks_of(second, today.on) == before + 1
        actions.decide_missed_doses(
            missed=MissedDoses.objects.current().get(patient=today.gareth),
            outcome="suspend",
            decision="Not seen",
            decided_on=today.on,
            by=today.second_prescriber,
        )
        assert tasks_of(second, today.on) == before
        assert not Task.objects.filter(patient=today.gareth, done_on=None)
        done = {task.outcome: task.done_by for task in Task.objects.filter(patient=today.gareth)}
        assert done == {
            "Joined with the days beside it": None,
            "Suspend. Not seen": today.second_prescriber,
        }

    def test_an_injection_has_no_daily_doses_to_miss(self, world):
        client = signed_in(world.keyworker)
        typed = {"entry_id": str(new_id()), "said": "missed", **WHO}
        text = client.post(address(world.mina), typed).content.decode()
        assert "No daily medicine runs on this record. Choose another concern" in text


class TestConcerns:
    def test_who_came_in_intoxicated_cannot_wait(self, today):
        client = signed_in(today.keyworker)
        before = tasks_of(today.access(today.prescriber), today.on)
        answer = client.post(
            address(today.gareth), call(today, said="intoxicated", words="Unsteady"), follow=True
        )
        assert "A prescriber sees it today" in answer.content.decode()
        today.open()
        task = Task.objects.get(patient=today.gareth, kind=Task.Kind.PHARMACY)
        assert task.text == "Came in intoxicated: Unsteady (Asha, Quay Pharmacy)"
        assert (task.is_red, task.duty, task.due_on) == (True, "prescriber", today.on)
        assert tasks_of(today.access(today.prescriber), today.on) == before + 1
        assert not runs(today.gareth)

    def test_another_concern_needs_words_and_may_wait(self, today):
        client = signed_in(today.keyworker)
        typed = call(today, said="concern")
        text = client.post(address(today.gareth), typed).content.decode()
        assert "Write what the concern is" in text
        assert 'value="Asha"' in text
        client.post(address(today.gareth), typed | {"words": "asks for a Saturday pick-up"})
        today.open()
        task = Task.objects.get(patient=today.gareth, kind=Task.Kind.PHARMACY)
        assert (task.is_red, task.text[:4]) == (False, "Asks")

    def test_words_too_long_for_the_task_are_refused_and_kept(self, today):
        client = signed_in(today.keyworker)
        typed = call(today, said="concern", words="x" * 160, who="A" * 50)
        text = client.post(address(today.gareth), typed).content.decode()
        assert "It is too long with the names" in text
        assert "x" * 160 in text
