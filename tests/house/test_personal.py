"""Every field is declared: does it say who somebody is, something about them, or nothing?"""

import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

from patients.models import Patient
from rodt.personal import FIELDS, Says
from tests.house.rooms import FLOOR_OF


def models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in FLOOR_OF and not issubclass(model, Event)
    ]


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_field_is_declared(model: type[Model]) -> None:
    declared = FIELDS.get(model._meta.label)
    assert declared is not None, f"{model._meta.label} has no line in rodt/personal.py"
    fields = {field.name for field in model._meta.local_fields}
    assert fields - declared.keys() == set(), "declare these in rodt/personal.py"
    assert declared.keys() - fields == set(), "these are gone: take them out"


def test_nothing_is_declared_of_a_table_that_is_gone() -> None:
    assert FIELDS.keys() == {model._meta.label for model in models()}


def test_only_the_patients_own_row_other_names_and_search_words_say_who_somebody_is() -> None:
    telling = {label for label, fields in FIELDS.items() if Says.WHO in fields.values()}
    assert telling == {
        "patients.Patient",
        "patients.OtherName",
        "patients.SearchWord",
        "patients.Spelling",
    }


def test_jobs_and_notices_say_nothing_about_a_patient() -> None:
    for label in ("jobs.Job", "accounts.Notice"):
        assert not {Says.WHO, Says.ABOUT, Says.WHICH} & set(FIELDS[label].values())


def test_the_words_for_a_patient_are_their_reference_and_no_more() -> None:
    """`str(row)` ends in logs and messages."""
    who = {name for name, says in FIELDS["patients.Patient"].items() if says is Says.WHO}
    row = Patient(**{name: f"telling {name}" for name in who})
    assert str(row) == "telling reference"
