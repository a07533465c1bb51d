"""`/healthz` asks nobody; `/readyz` asks the database, the tables and the queue."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_database_tables_and_queue_are_there(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {"database": True, "tables": True, "queue": True}
    assert answer.status_code == 200


@pytest.mark.django_db
def test_not_ready_without_the_queue(client: Client, settings: Settings) -> None:
    gone = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere.sock?db=1"}}
    settings.CACHES = gone
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "tables": True, "queue": False}


def test_not_ready_while_a_migration_is_missing(own_database: str, servers, client: Client) -> None:  # type: ignore[no-untyped-def]
    with servers.cluster.connect(own_database) as owner:
        owner.execute(
            "DELETE FROM django_migrations WHERE app = 'sessions' AND name = '0001_initial'"
        )
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "tables": False, "queue": True}


def test_not_ready_and_still_answering_without_the_database(
    own_database: str, client: Client
) -> None:
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "no_such_database"
    try:
        answer = client.get("/readyz")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
    assert answer.status_code == 503
    assert answer.json() == {"database": False, "tables": False, "queue": True}
