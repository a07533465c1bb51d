"""Journey 10: a pregnancy is written down by the keyworker; the prescriber has a red task within
24 hours, and answers; the treatment goes on; a review of what happened is due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from patients.models import Task
from prescribing.models import SafetyAnswer
from reviews import facts_reader
from reviews.review_types import ReviewType
from reviews.schedule import due
from rodt.ids import new_id
from tests.world import build_world, signed_in, three_boxes

pytestmark = pytest.mark.django_db


def test_from_the_keyworkers_note_to_the_prescribers_answer() -> None:
    world = build_world(localdate())
    leanne = world.leanne
    keyworker, prescriber = signed_in(world.keyworker), signed_in(world.prescriber)

    # The keyworker writes it down, from the page of health.
    health = reverse("prescribing:health", args=[leanne.pk])
    form = reverse("prescribing:add_health", args=[leanne.pk, "pregnancy"])
    assert form in keyworker.get(health).content.decode()
    typed = {
        "entry_id": str(new_id()),
        "found": "pregnant",
        "note": "Home test, and she wants to keep it",
        **three_boxes("on", world.on),
        **three_boxes("due_on", world.day(-220)),
    }
    said = keyworker.post(form, typed, follow=True).content.decode()
    assert "Pregnancy: recorded." in said

    # It stands first for everybody who opens her record, with what holds for treatment.
    world.open()
    page = keyworker.get(reverse("reviews:case", args=[leanne.pk])).content.decode()
    assert page.index("Pregnancy was recorded on") < page.index("timeline")
    assert "Methadone or buprenorphine goes on." in page
    prescription = reverse("prescribing:prescription", args=[leanne.pk])
    assert "within 24 hours" in prescriber.get(prescription).content.decode()

    # A red task for the prescriber by tomorrow; an event review is due.
    world.open()
    task = Task.objects.get(patient=leanne)
    assert (task.kind, task.duty, task.is_red) == ("pregnancy", "prescriber", True)
    assert task.due_on == world.on + timedelta(days=1)
    facts = facts_reader.read(on=world.on, patient_ids=[leanne.pk])[leanne.pk]
    events = [one for one in due(facts, world.on) if one.type == ReviewType.EVENT and one.due_on]
    assert events

    # Only a prescriber answers it.
    answer = reverse("reviews:answer_check", args=[leanne.pk, "pregnancy"])
    assert keyworker.get(answer).status_code == 403
    typed = {
        "entry_id": str(new_id()),
        "outcome": "acted",
        "reason": "Seen today. Goes on; midwife told, with her consent.",
    }
    prescriber.post(answer, typed)
    world.open()
    assert SafetyAnswer.objects.get(patient=leanne).outcome == "acted"
    assert "within 24 hours" not in prescriber.get(prescription).content.decode()

    # Nothing was stopped or changed.
    world.open()
    assert world.prescription(leanne).ended_on is None
    assert world.prescription(leanne).dose_steps.current().count() == 1
