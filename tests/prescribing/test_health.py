"""Health facts: recorded in a form, shown with what is missing, corrected beside what they said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from patients.models import SignificantEvent, Task
from prescribing.actions.health import correct_health, record_health
from prescribing.health.kinds import KINDS
from prescribing.models import (
    DoseStep,
    DrugTest,
    Ecg,
    NaloxoneSupply,
    Pregnancy,
    RiskFactor,
    StateChange,
)
from rodt.ids import new_id
from tests.world import World, signed_in, three_boxes

# What each form needs beside its day.
TYPED = {
    "naloxone": {"answer": "supplied", "product": "nyxoid", "was_trained": "on"},
    "risk": {"kind": "gabapentinoid", "name": "Pregabalin 150mg"},
    "ecg": {"qtc_ms": "430"},
    "virus": {"virus": "hcv_rna", "result": "negative"},
    "vaccination": {"vaccine": "hbv", "dose_number": "2"},
    "liver": {"result": "raised", "note": "ALT 90"},
    "pregnancy": {"found": "not_pregnant"},
    "advice": {"topics": ["driving", "storage"]},
    "test": {
        "matrix": "urine",
        "found": ["opiates"],
        "not_found": ["cocaine"],
        "consent": "yes",
        "method": "laboratory",
        "device": "Harbour Lab",
        "confirmed": "yes",
    },
}


def address(name: str, world: World, *more: object) -> str:
    return reverse(f"prescribing:{name}", args=[world.gareth.pk, *more])


def form(world: World, fact: str, **typed: object) -> dict[str, object]:
    return {
        "entry_id": str(new_id()),
        **three_boxes("from_on" if fact == "risk" else "on", world.day(3)),
        **TYPED[fact],
        **typed,
    }


def record(world: World, model: type, **values: object):
    return record_health(
        model=model,
        patient=world.gareth,
        today=world.on,
        by=world.keyworker,
        entry_id=None,
        **({} if model is RiskFactor else {"on": world.day(2)}) | values,
    )


@pytest.mark.parametrize("fact", KINDS)
def test_each_kind_is_recorded_shown_and_corrected(world: World, fact: str) -> None:
    assert TYPED.keys() == KINDS.keys()
    client = signed_in(world.keyworker)
    typed = form(world, fact)
    for _ in range(2):  # a double click makes one entry
        answer = client.post(address("add_health", world, fact), typed, follow=True)
    assert answer.redirect_chain, answer.context["form"].errors
    world.open()
    model = KINDS[fact].model
    row = model.objects.get(pk=typed["entry_id"])
    assert KINDS[fact].words(row).rstrip(".") in answer.content.decode().replace("&#x27;", "'")
    correct = address("correct_health", world, fact, row.pk)
    assert client.get(correct).status_code == 200
    day = three_boxes("from_on" if fact == "risk" else "on", world.day(5))
    without = {k: v for k, v in typed.items() if k != "entry_id"} | day
    answer = client.post(correct, without)
    assert "Say why it is corrected" in answer.content.decode()
    answer = client.post(correct, without | {"amend_reason": "Wrong day"}, follow=True)
    assert "Corrected: Wrong day." in answer.content.decode()
    world.open()
    now = model.objects.current().get(amends=row)
    assert KINDS[fact].day_of(now) == world.day(5)


@pytest.mark.parametrize(
    ("fact", "typed", "said"),
    [
        ("ecg", {"qtc_ms": "6000"}, "Enter QTc from 200 to 800"),
        ("ecg", {"on_year": "0202"}, "Year must be 1900 or later"),
        ("ecg", {"is_declined": "on"}, "An ECG that was declined has no QTc"),
        ("naloxone", {"product": ""}, "Choose the product that was supplied"),
        ("vaccination", {"is_declined": "on"}, "A vaccine that was declined has no dose"),
        ("advice", {"topics": []}, "Choose what was explained"),
        ("test", {"not_found": ["opiates"]}, "cannot be found and not found"),
        ("pregnancy", {"found": ""}, "Choose an answer"),
    ],
)
def test_what_cannot_be_so_is_said_in_a_sentence(world, fact, typed, said) -> None:
    typed = form(world, fact, **typed)
    answer = signed_in(world.keyworker).post(address("add_health", world, fact), typed)
    assert said in answer.content.decode()


def test_tomorrow_and_an_end_before_a_start_are_refused(world: World) -> None:
    client = signed_in(world.keyworker)
    late = form(world, "ecg", **three_boxes("on", world.day(-1)))
    answer = client.post(address("add_health", world, "ecg"), late)
    assert "must be today or in the past" in answer.content.decode()
    wrong = form(world, "risk", **three_boxes("to_on", world.day(4)))
    answer = client.post(address("add_health", world, "risk"), wrong)
    assert "The last day cannot be before the first" in answer.content.decode()


def test_the_page_says_what_is_missing(world: World) -> None:
    text = signed_in(world.keyworker).get(address("health", world)).content.decode()
    assert "No supply or refusal is recorded" in text
    record(world, NaloxoneSupply, is_declined=True)
    text = signed_in(world.keyworker).get(address("health", world)).content.decode()
    assert "Offered and declined." in text


class TestWhatFollows:
    def tasks(self, world: World) -> list[Task]:
        return list(Task.objects.filter(patient=world.gareth, done_on=None))

    def test_a_qtc_above_500_is_a_red_task_for_the_prescriber_today(self, world: World) -> None:
        record(world, Ecg, qtc_ms=500)
        assert self.tasks(world) == []
        record(world, Ecg, qtc_ms=501)
        (task,) = self.tasks(world)
        assert (task.kind, task.duty, task.is_red, task.due_on) == (
            "qtc",
            "prescriber",
            True,
            world.on,
        )

    def test_an_ecg_read_later_asks_then(self, world: World) -> None:
        ecg = record(world, Ecg, qtc_ms=None)
        assert self.tasks(world) == []
        correct_health(
            fact=ecg, today=world.on, by=world.prescriber, amend_reason="Read now", qtc_ms=520
        )
        assert len(self.tasks(world)) == 1

    def test_a_pregnancy_is_a_red_task_within_24_hours_and_an_event(self, world: World) -> None:
        record(world, Pregnancy, found="pregnant")
        (task,) = self.tasks(world)
        assert (task.kind, task.is_red) == ("pregnancy", True)
        assert task.due_on == world.on + timedelta(days=1)
        event = SignificantEvent.objects.current().get(patient=world.gareth, kind="pregnancy")
        assert event.on == world.day(2)

    def test_the_same_pregnancy_written_down_again_asks_nobody_twice(self, world: World) -> None:
        record(world, Pregnancy, found="pregnant", on=world.day(30))
        record(world, Pregnancy, found="pregnant")
        assert len(self.tasks(world)) == 1
        assert SignificantEvent.objects.current().filter(kind="pregnancy").count() == 1

    def test_one_that_was_never_so_takes_its_event_with_it(self, world: World) -> None:
        found = record(world, Pregnancy, found="pregnant")
        correct_health(
            fact=found,
            today=world.on,
            by=world.keyworker,
            amend_reason="Somebody else",
            is_withdrawn=True,
        )
        assert not SignificantEvent.objects.current().filter(kind="pregnancy").exists()


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_corrected_on_the_page_where_its_rules_are(code: str) -> None:
    assert KINDS[code].model.corrected_at == ("prescribing:correct_health", code)


def test_an_ecg_corrected_from_the_page_of_the_entry_opens_the_red_task(world: World) -> None:
    ecg = record(world, Ecg, qtc_ms=430)
    client = signed_in(world.keyworker)
    entry = reverse("patients:entry", args=[world.gareth.pk, "ecg", ecg.pk])
    assert f'href="{ecg.correct_url}">Correct' in client.get(entry).content.decode()
    general = reverse("patients:correct", args=[world.gareth.pk, "ecg", ecg.pk])
    typed = {
        "qtc_ms": "530",
        "amend_reason": "Read wrongly",
        **three_boxes("on", world.day(2)),
    }
    answer = client.post(general, typed)
    assert (answer.status_code, answer["Location"]) == (302, ecg.correct_url)
    world.open()
    assert Ecg.objects.current().get(patient=world.gareth).pk == ecg.pk, "nothing went round it"
    assert client.post(ecg.correct_url, typed).status_code == 302
    world.open()
    assert Task.objects.get(patient=world.gareth, kind="qtc").is_red


def test_a_test_says_how_it_was_done_and_changes_nothing_by_itself(world: World) -> None:
    client = signed_in(world.keyworker)
    before = Task.objects.count(), StateChange.objects.count(), DoseStep.objects.count()
    text = client.get(address("add_health", world, "test")).content.decode()
    assert "a reason to talk, never a sanction by itself" in text
    typed = form(world, "test", taken_by=str(world.prescriber.pk), found=["cocaine"], not_found=[])
    client.post(address("add_health", world, "test"), typed)
    world.open()
    row = DrugTest.objects.get(pk=typed["entry_id"])
    assert (row.method, row.device, row.consent) == ("laboratory", "Harbour Lab", "yes")
    assert (row.taken_by, row.recorded_by) == (world.prescriber, world.keyworker)
    assert before == (Task.objects.count(), StateChange.objects.count(), DoseStep.objects.count())
    how = (
        "Urine, laboratory (Harbour Lab). Agreed to the test: yes. Taken by Dr Osei. "
        "Confirmed by a laboratory"
    )
    page = client.get(address("prescription", world)).content.decode()
    assert how in page
    assert "a reason to talk, never a sanction by itself" in page
    assert (
        "Confirmed by a laboratory"
        in client.get(reverse("reviews:case", args=[world.gareth.pk])).content.decode()
    )


def test_how_a_test_was_done_is_corrected_and_both_can_be_read(world: World) -> None:
    client = signed_in(world.keyworker)
    typed = form(world, "test", taken_by=str(world.keyworker.pk))
    client.post(address("add_health", world, "test"), typed)
    world.open()
    row = DrugTest.objects.get(pk=typed["entry_id"])
    more = {k: v for k, v in typed.items() if k != "entry_id"}
    more |= {"confirmed": "no", "amend_reason": "It came back"}
    assert client.post(row.correct_url, more).status_code == 302
    text = client.get(address("health", world)).content.decode()
    assert "Not confirmed by a laboratory" in text
    assert "Corrected: It came back." in text
