"""Scripts that stood in columns of a prescription, and in its history, become rows of scripts."""

import os
import subprocess
import sys
from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction

from prescribing.models import Medicine, Prescription, Script
from rodt import row_security
from tests.servers import TestServers
from tests.world import World, build_world

NAME_A_SCRIPT = """
    UPDATE prescribing_prescription SET script_from_on = %s, script_to_on = %s WHERE patient_id = %s
"""


def migrate(servers: TestServers, name: str, to: str) -> None:
    """As the owner, in a process of its own."""
    environment = {**os.environ, **servers.environment(name, 0), "RODT_DB_ROLE": "owner"}
    environment["DJANGO_SETTINGS_MODULE"] = "rodt.settings"
    command = [sys.executable, "manage.py", "migrate", "prescribing", to, "--verbosity", "0"]
    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)


def test_scripts_named_before_stand_and_those_named_over_are_superseded(
    servers: TestServers, own_database: str
) -> None:
    with transaction.atomic():
        world = build_world()
    day, person = world.on, world.aoife
    first, last = world.day(12), world.day(-2)
    connections.close_all()
    migrate(servers, own_database, "0006")
    for from_on, to_on in ((3, 16), (4, 16)):
        days = (day + timedelta(days=from_on), day + timedelta(days=to_on))
        with row_security.scope([world.service.pk]), connection.cursor() as cursor:
            cursor.execute(NAME_A_SCRIPT, [*days, person.pk])
    connections.close_all()
    migrate(servers, own_database, "0009")
    with row_security.scope([world.service.pk]):
        kept = [
            (script.from_on, script.to_on, script.superseded_at is None, script.form)
            for script in Script.objects.filter(patient=person).order_by("from_on")
        ]
        assert Script.objects.exclude(patient=person).count() == 0
    assert kept == [
        (first, last, True, ""),
        (day + timedelta(days=3), day + timedelta(days=16), False, ""),
        (day + timedelta(days=4), day + timedelta(days=16), True, ""),
    ]


def test_the_catalogue_goes_back_although_prescriptions_name_its_medicines(world: World) -> None:
    catalogue = import_module("prescribing.migrations.0003_medicine_catalogue")
    before = set(Medicine.objects.values_list("code", flat=True))
    named = set(Prescription.objects.values_list("medicine", flat=True))
    catalogue.unload(apps, None)
    assert set(Medicine.objects.values_list("code", flat=True)) == named < before
    catalogue.load(apps, None)
    assert set(Medicine.objects.values_list("code", flat=True)) == before
