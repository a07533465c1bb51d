"""An entry of any kind is corrected with a reason; what it said before stays readable."""

import pytest
from django.urls import reverse

from patients import actions
from patients.entries import kinds
from patients.forms.entries import CorrectForm
from patients.models import Pause, SignificantEvent
from prescribing.models import DrugTest
from tests.world import signed_in, three_boxes


@pytest.fixture
def event(world):
    return actions.record_event(
        patient=world.gareth,
        kind="overdose",
        on=world.day(4),
        note="At home",
        by=world.keyworker,
    )


def correct(row):
    return reverse("patients:correct", args=[row.patient_id, row.entry_kind, row.pk])


def test_an_event_is_corrected_beside_what_it_said(world, event):
    client = signed_in(world.keyworker)
    typed = {
        "kind": "overdose",
        "note": "At his sister's",
        "amend_reason": "Misheard",
        **three_boxes("on", world.day(5)),
    }
    text = client.post(correct(event), typed, follow=True).content.decode()
    for said in ("Corrected on", "Misheard", "What it said before", "At home", "At his sister"):
        assert said in text
    world.open()
    now = SignificantEvent.objects.current().get(patient=world.gareth)
    assert (now.on, now.note, now.amends_id) == (world.day(5), "At his sister's", event.pk)


def test_a_correction_needs_a_reason_and_keeps_what_was_typed(world, event):
    typed = {"kind": "overdose", "note": "Kept words", **three_boxes("on", world.day(5))}
    text = signed_in(world.keyworker).post(correct(event), typed).content.decode()
    assert "Say why it is corrected" in text
    assert "Kept words" in text


@pytest.mark.parametrize("ahead", [-1, -400])
def test_a_day_to_come_is_refused(world, event, ahead):
    typed = {"kind": "overdose", "amend_reason": "x", **three_boxes("on", world.day(ahead))}
    text = signed_in(world.keyworker).post(correct(event), typed).content.decode()
    assert "must be today or in the past" in text


def test_an_entry_is_taken_back_and_stays_on_record(world, event):
    typed = {
        "kind": "overdose",
        "amend_reason": "Never so",
        "is_withdrawn": "on",
        **three_boxes("on", world.day(4)),
    }
    text = signed_in(world.keyworker).post(correct(event), typed, follow=True).content.decode()
    assert "Taken back" in text
    world.open()
    assert not SignificantEvent.objects.current().filter(patient=world.gareth).exists()


def test_what_cannot_be_is_refused_with_the_rule_in_words(world):
    pause = actions.pause_reviews(
        patient=world.gareth,
        reason="custody",
        started_on=world.day(10),
        expected_end_on=world.day(-10),
        by=world.keyworker,
    )
    typed = {
        "reason": "custody",
        "agreed_by": "",
        "amend_reason": "Wrong days",
        **three_boxes("started_on", world.day(2)),
        **three_boxes("expected_end_on", world.day(5)),
    }
    text = signed_in(world.keyworker).post(correct(pause), typed).content.decode()
    assert "a pause is looked at after it starts" in text
    world.open()
    assert Pause.objects.current().get(patient=world.gareth).pk == pause.pk


def test_a_test_of_several_substances_is_corrected_word_by_word(world):
    row = DrugTest.objects.filter(patient__service=world.service).first()
    assert row is not None
    form = CorrectForm(
        {
            "matrix": "urine",
            "consent": "yes",
            "found": "opiates, cocaine",
            "not_found": "",
            "amend_reason": "Wrong cup",
            **three_boxes("on", row.on),
        },
        entry=row,
        on=world.on,
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["found"] == ["opiates", "cocaine"]


def test_the_older_address_of_a_corrected_entry_shows_what_stands(world, event):
    client = signed_in(world.keyworker)
    typed = {"kind": "overdose", "amend_reason": "x", **three_boxes("on", world.day(5))}
    client.post(correct(event), typed)
    page = reverse("patients:entry", args=[world.gareth.pk, "significantevent", event.pk])
    assert "As it stands" in client.get(page).content.decode()


def test_every_kind_of_entry_has_a_form_of_its_own_fields(world):
    for name, table in kinds().items():
        form = CorrectForm(entry=table(), on=world.on)
        assert "amend_reason" in form.fields, name
        assert form.as_p(), name


def test_an_unknown_kind_or_somebody_elses_entry_is_not_there(world, event):
    client = signed_in(world.keyworker)
    for patient, kind in ((world.gareth, "patient"), (world.mina, "significantevent")):
        page = reverse("patients:entry", args=[patient.pk, kind, event.pk])
        assert client.get(page).status_code == 404
