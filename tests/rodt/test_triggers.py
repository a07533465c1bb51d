"""What pgtrigger refuses is refused as by its own list."""

import pgtrigger
import pytest
from pgtrigger import registry

from patients.models import Contact, Patient


def _trigger(name: str, func: str = "RETURN NEW;") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Insert, func=func
    )


def test_every_tracked_table_is_in_it_by_its_name() -> None:
    held = registry._registry
    assert held.by_db_table == {
        (model._meta.db_table, trigger.name): trigger for model, trigger in held.values()
    }
    assert held.pg_function_names == {trigger.get_pgid(model) for model, trigger in held.values()}
    assert ("patients_patient", "insert_insert") in held.by_db_table


def test_a_name_that_is_taken_is_refused_and_nothing_changes() -> None:
    before = dict(registry._registry.by_db_table)
    with pytest.raises(KeyError, match="already used"):
        registry._registry["patients.Patient:insert_insert"] = (
            Patient,
            _trigger("insert_insert", "RETURN OLD;"),
        )
    assert registry._registry.by_db_table == before


def test_what_is_taken_out_may_be_put_in_again() -> None:
    one = _trigger("only_here")
    for model in (Patient, Contact, Patient):
        with one.register(model):
            assert registry.registered(one.get_uri(model)) == [(model, one)]
        assert (model._meta.db_table, "only_here") not in registry._registry.by_db_table
        assert one.get_pgid(model) not in registry._registry.pg_function_names
