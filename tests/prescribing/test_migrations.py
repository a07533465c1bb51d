"""Scripts that stood in columns of a prescription, and in its history, become rows of scripts."""

from collections.abc import Sequence
from datetime import date, timedelta
from importlib import import_module
from uuid import UUID

from django.apps import apps
from django.db import connection, connections, transaction
from psycopg import Connection

from prescribing.models import Medicine, Prescription, Script
from rodt import row_security
from tests.servers import TestServers
from tests.world import World, build_world

COLUMNS = ", ".join(
    field.column
    for field in Prescription.pgh_event_model._meta.concrete_fields
    if field.name not in ("pgh_id", "pgh_created_at")
)
TABLES = ("prescribing_prescription", "prescribing_prescriptionevent")


def as_before(owner: Connection, patient: UUID, named: Sequence[tuple[date, date]]) -> None:
    """The columns of then, and the history of a prescription that named one script after another,
    a minute between them; its row says the last."""
    owner.execute("SET session_replication_role = replica")  # no trigger notes what a test writes
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} ADD script_from_on date, ADD script_to_on date")
    owner.execute("DELETE FROM prescribing_script")
    for minutes, days in enumerate(named):
        owner.execute(
            f"""
            INSERT INTO prescribing_prescriptionevent
                ({COLUMNS}, pgh_created_at, script_from_on, script_to_on)
            SELECT {COLUMNS}, pgh_created_at + make_interval(mins => %s), %s, %s
            FROM prescribing_prescriptionevent
            WHERE patient_id = %s AND script_from_on IS NULL
            """,
            [minutes + 1, *days, patient],
        )
        owner.execute(
            "UPDATE prescribing_prescription SET script_from_on = %s, script_to_on = %s"
            " WHERE patient_id = %s",
            [*days, patient],
        )


def test_scripts_named_before_stand_and_those_named_over_are_superseded(
    servers: TestServers, own_database: str
) -> None:
    migration = import_module("prescribing.migrations.0007_scripts_of_prescriptions")
    with transaction.atomic():
        world = build_world()
    day, person = world.on, world.aoife
    first = (world.day(12), world.day(-2))
    named_over = (day + timedelta(days=3), day + timedelta(days=16))
    last = (day + timedelta(days=4), day + timedelta(days=16))
    connections.close_all()
    with servers.cluster.connect(own_database) as owner:
        as_before(owner, person.pk, (first, named_over, last))
        with row_security.scope([world.service.pk]):
            migration.move(apps, connection.schema_editor())
            kept = [
                ((script.from_on, script.to_on), script.superseded_at is None, script.form)
                for script in Script.objects.filter(patient=person).order_by("from_on")
            ]
            assert Script.objects.exclude(patient=person).count() == 0
        assert kept == [(first, True, ""), (named_over, False, ""), (last, True, "")]
        owner.execute(f"UPDATE {TABLES[0]} SET script_from_on = NULL, script_to_on = NULL")
        owner.execute(migration.LAST)
        back = f"SELECT script_from_on, script_to_on FROM {TABLES[0]} WHERE script_to_on NOTNULL"
        assert owner.execute(back).fetchall() == [last]


def test_the_catalogue_goes_back_although_prescriptions_name_its_medicines(world: World) -> None:
    catalogue = import_module("prescribing.migrations.0003_medicine_catalogue")
    before = set(Medicine.objects.values_list("code", flat=True))
    named = set(Prescription.objects.values_list("medicine", flat=True))
    catalogue.unload(apps, None)
    assert set(Medicine.objects.values_list("code", flat=True)) == named < before
    catalogue.load(apps, None)
    assert set(Medicine.objects.values_list("code", flat=True)) == before
