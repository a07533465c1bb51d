"""The wall behind the gate: PostgreSQL itself keeps one service's rows from another's."""

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model
from pghistory.models import Event

from accounts.models import Trail
from patients.models import Contact
from rodt import row_security
from tests.house.rooms import FLOOR_OF
from tests.world import World, build_world

pytestmark = pytest.mark.django_db

ABOUT_PATIENTS = ("patients", "prescribing", "careplans", "support", "reviews", "audits")
ABOUT_NOBODY = frozenset({"prescribing_medicine"})
"""Catalogues: the same for every service."""


def tables_of(*rooms: str) -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in rooms and model._meta.db_table not in ABOUT_NOBODY
    )


OF_SEVERAL = ("audits_auditround", "audits_mergedfile", "audits_mergedreport")
"""Rows of several services at once; they hold nobody's record, only counts of people."""
PROTECTED = sorted({*tables_of(*ABOUT_PATIENTS)} - {*OF_SEVERAL})
APPEND_ONLY = sorted(
    {
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.app_label in FLOOR_OF
    }
    | {Trail._meta.db_table}
)


def ask(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()  # type: ignore[no-any-return]


@pytest.mark.parametrize("table", OF_SEVERAL)
def test_a_table_of_several_services_stands_behind_the_wall(table: str) -> None:
    ((is_on,),) = ask("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table)
    ((reads, writes),) = ask(
        "SELECT pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
        " FROM pg_policy WHERE polrelid = %s::regclass AND polcmd IN ('*')",
        table,
    )
    assert is_on, "row-level security is off"
    assert "services <@" in str(writes)
    assert ("services &&" if table == "audits_auditround" else "services <@") in str(reads)


@pytest.mark.parametrize("table", PROTECTED)
def test_a_table_about_patients_carries_its_service_and_stands_behind_the_wall(table: str) -> None:
    columns = {
        name
        for (name,) in ask(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", table
        )
    }
    assert "service_id" in columns
    ((is_on,),) = ask("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table)
    assert is_on, "row-level security is off"
    ((reads, writes),) = ask(
        "SELECT bool_or(polqual IS NOT NULL), bool_or(polwithcheck IS NOT NULL)"
        " FROM pg_policy WHERE polrelid = %s::regclass AND polcmd IN ('*')",
        table,
    )
    assert (reads, writes) == (True, True)


def test_no_table_with_a_patient_stands_elsewhere() -> None:
    """Found by its column, whatever its name: a new room is not forgotten."""
    rows = ask(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind = 'r' AND a.attname = 'patient_id' AND NOT c.relrowsecurity"
        " AND c.relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in rows} == {Trail._meta.db_table}


@pytest.fixture
def world() -> World:
    return build_world()


def test_without_a_service_nothing_is_seen(world: World) -> None:
    row_security.set_services([])
    for table in (*PROTECTED, *OF_SEVERAL):
        assert ask(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_each_service_sees_its_own_rows_and_no_others(world: World) -> None:
    everything = {table: ask(f"SELECT count(*) FROM {table}")[0][0] for table in PROTECTED}
    assert everything["patients_patient"] == 12
    for service in (world.service, world.other_service):
        row_security.set_services([service.pk])
        for table in PROTECTED:
            assert ask(f"SELECT count(*) FROM {table} WHERE service_id <> %s", service.pk) == [
                (0,)
            ], table
    row_security.set_services([world.other_service.pk])
    assert ask("SELECT count(*) FROM patients_patient") == [(1,)]


def test_a_row_cannot_be_written_for_a_service_that_is_not_open(world: World) -> None:
    row_security.set_services([world.other_service.pk])
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Contact.objects.create(
            service=world.service,
            patient=world.bo,
            on=world.on,
            kind="phone",
            outcome="attended",
            with_role="keyworker",
        )


def test_a_row_cannot_be_moved_to_another_service(world: World) -> None:
    row_security.set_services([world.other_service.pk])
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        ask_nothing("UPDATE patients_patient SET service_id = %s", world.service.pk)


def ask_nothing(sql: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_a_scope_ends_with_its_transaction(world: World) -> None:
    row_security.set_services([])
    with row_security.scope([world.service.pk]):
        assert ask("SELECT count(*) FROM patients_patient") == [(11,)]
    assert ask("SELECT count(*) FROM patients_patient") == [(0,)]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
def test_history_and_trail_are_only_ever_added_to(table: str, right: str) -> None:
    assert ask("SELECT has_table_privilege(current_user, %s, %s)", table, right) == [(False,)]
    assert ask("SELECT has_table_privilege(current_user, %s, 'INSERT')", table) == [(True,)]


def test_the_trail_refuses_to_be_changed(world: World) -> None:
    for statement in (
        "UPDATE accounts_trail SET verb = 'nothing'",
        "DELETE FROM accounts_trail",
        "TRUNCATE accounts_trail",
        "UPDATE patients_patientevent SET family_name = 'Nobody'",
        "DELETE FROM patients_patientevent",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ask_nothing(statement)


def is_kept_in_history(model: type[Model]) -> bool:
    return any(issubclass(m, Event) and m.pgh_tracked_model is model for m in apps.get_models())


WITHOUT_HISTORY = frozenset(
    {
        "patients.SearchWord",  # both are written by triggers, again when a name changes
        "patients.Spelling",
        "patients.Draft",  # not yet part of the record; kept only until the form is saved
        "prescribing.Medicine",  # a catalogue, changed by migrations only
        "reviews.Transition",  # only ever added to
        "reviews.DueDays",  # both are thrown away and worked out again
        "reviews.ChangedRecord",
        "audits.Audit",
        "audits.AuditResult",
        "audits.ReadLater",
        "audits.SampledPlan",
        "audits.AuditFile",  # a finished run is never changed
        "audits.EvidenceFile",  # never changed; what it is evidence of keeps the history
        "audits.Signature",  # both are only ever added to
        "audits.Retirement",
        "audits.AuditRound",
        "audits.RoundMember",  # who took one out of a round, and when, stands in it
        "audits.MergedReport",
        "audits.MergedFile",
        "audits.MonthCount",  # counted anew it is another, and says as known when
        "audits.MonthFinding",  # thrown away and found again with it
    }
)


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in apps.get_models()
        if model._meta.app_label in ABOUT_PATIENTS and not issubclass(model, Event)
    ],
    ids=lambda model: model._meta.label,
)
def test_what_people_write_about_a_patient_keeps_its_history(model: type[Model]) -> None:
    assert is_kept_in_history(model) != (model._meta.label in WITHOUT_HISTORY)


def test_history_is_written_whoever_writes_and_however(world: World) -> None:
    before = ask("SELECT count(*) FROM patients_patientevent WHERE pgh_obj_id = %s", world.ray.pk)
    ask_nothing("UPDATE patients_patient SET phone = '07700 900123' WHERE id = %s", world.ray.pk)
    after = ask("SELECT count(*) FROM patients_patientevent WHERE pgh_obj_id = %s", world.ray.pk)
    assert after[0][0] == before[0][0] + 1  # type: ignore[operator]


def test_rows_about_somebody_are_not_lost_with_them(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ask_nothing("DELETE FROM patients_patient WHERE id = %s", world.ray.pk)
        connection.check_constraints()
