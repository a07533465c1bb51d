"""The tests run as the product does: as a role that owns nothing, over servers of their own."""

import os
from pathlib import Path
from threading import Thread

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.servers import TestServers


@pytest.mark.django_db
def test_the_tests_connect_as_app_which_owns_nothing_and_is_not_exempt_from_row_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("app", False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'app'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_app_may_not_make_or_truncate_tables() -> None:
    for statement in ("CREATE TABLE mine (id int)", "TRUNCATE accounts_user CASCADE"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_servers_are_not_the_demos(servers: TestServers) -> None:
    assert Path(os.environ["RODT_STATE_DIR"]).is_relative_to(servers.folder)
    assert str(servers.folder) in os.environ["DATABASE_URL"]


def test_a_database_of_its_own_holds_what_another_thread_commits(own_database: str) -> None:
    def commit() -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('a', 'b')")
        connection.close()

    thread = Thread(target=commit)
    thread.start()
    thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), count(*) FROM django_content_type")
        name, count = cursor.fetchone()
    assert name == own_database
    assert count > 0
