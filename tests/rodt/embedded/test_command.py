"""`manage.py` on a machine where nothing is set: servers for as long as the command, one sentence
when something is wrong, nothing left running."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rodt.embedded import claims
from rodt.embedded.command import AS_OWNER, command_name
from rodt.embedded.state import CHECKOUT, State
from tests.rodt.embedded.folders import open_folder

COUNT = "from django.contrib.contenttypes.models import ContentType as C; print(C.objects.count())"
WHO = (
    "from django.db import connection as c; k = c.cursor(); k.execute('SELECT current_user');"
    " print(k.fetchone()[0])"
)


@pytest.fixture(scope="module")
def bare() -> Iterator[dict[str, str]]:
    """An environment that names nothing but where the state may lie."""
    with open_folder() as folder:
        yield {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "RODT_STATE_DIR": f"{folder}/state",
        }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, CHECKOUT / "manage.py", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
    )


def outcome(environment: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    process = manage(environment, *arguments)
    out, err = process.communicate()
    return process.returncode, out, err


def is_quiet(environment: dict[str, str]) -> bool:
    folder = Path(environment["RODT_STATE_DIR"])
    return (
        claims.owner(folder) is None
        and not State(folder).sockets.joinpath(".s.PGSQL.5432").exists()
    )


def test_a_command_on_a_bare_machine_makes_what_it_needs_and_leaves_nothing_running(
    bare: dict[str, str],
) -> None:
    code, out, err = outcome(bare, "shell", "-v", "0", "-c", COUNT)
    assert code == 0, err
    assert int(out) > 0
    assert "Making the tables" in err
    assert is_quiet(bare)
    code, out, err = outcome(bare, "shell", "-v", "0", "-c", WHO)
    assert (code, out) == (0, "app\n"), err
    assert "Making" not in err


def test_two_commands_at_once_share_the_servers_and_the_last_to_end_stops_them(
    bare: dict[str, str],
) -> None:
    slow = manage(bare, "shell", "-v", "0", "-c", f"{COUNT}; import time; time.sleep(1)")
    time.sleep(0.5)
    slower = manage(bare, "shell", "-v", "0", "-c", f"import time; time.sleep(4); {COUNT}")
    outcomes = [process.communicate() for process in (slow, slower)]
    assert [slow.returncode, slower.returncode] == [0, 0], outcomes
    assert all(int(out) > 0 for out, _ in outcomes)
    assert is_quiet(bare)


def test_a_command_that_is_ended_leaves_nothing_running(bare: dict[str, str]) -> None:
    process = manage(bare, "shell", "-v", "0", "-c", "import time; print(1); time.sleep(60)")
    with process:
        assert process.stderr is not None
        while "Valkey" not in process.stderr.readline():
            assert process.poll() is None
        process.terminate()
    assert process.returncode != 0
    assert is_quiet(bare)


@pytest.mark.parametrize("command", ["showmigrations", "migrate"])
def test_a_database_that_is_not_there_is_one_sentence(command: str, bare: dict[str, str]) -> None:
    away = "postgresql://owner@127.0.0.1:9/rodt"
    environment = {**bare, "DATABASE_URL": away, "MIGRATE_DATABASE_URL": away}
    code, out, err = outcome({**environment, "REDIS_URL": "redis://127.0.0.1:9/0"}, command)
    assert code not in (0, 1)
    assert "The database cannot be reached" in err
    assert "Traceback" not in out + err
    assert err.strip().count("\n") == 0, err


def test_a_setting_that_is_missing_is_one_sentence(bare: dict[str, str]) -> None:
    code, out, err = outcome({**bare, "DEBUG": "0"}, "check")
    assert code != 0
    assert "SECRET_KEY is not set. See .env.example" in err
    assert "Traceback" not in out + err


def test_half_a_pair_of_addresses_is_refused(bare: dict[str, str]) -> None:
    code, _, err = outcome({**bare, "MIGRATE_DATABASE_URL": "postgresql://o@h/d"}, "check")
    assert code != 0
    assert "MIGRATE_DATABASE_URL is set and DATABASE_URL is not" in err


def test_help_and_checks_start_nothing(bare: dict[str, str]) -> None:
    for arguments in (("help",), ("check",), ("migrate", "--help"), ("version",)):
        code, _, err = outcome({**bare, "RODT_STATE_DIR": bare["HOME"] + "/none"}, *arguments)
        assert code == 0, err
    assert not Path(bare["HOME"], "none").exists()


def test_only_commands_that_make_tables_or_a_past_run_as_owner() -> None:
    assert {
        "migrate",
        "makemigrations",
        "grant_rights",
        "seed_demo",
        "sqlmigrate",
        "showmigrations",
    } == AS_OWNER


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["manage.py"], "help"),
        (["manage.py", "migrate"], "migrate"),
        (["manage.py", "--traceback", "migrate"], "migrate"),
        (["manage.py", "migrate", "--help"], "help"),
        (["manage.py", "--version"], "help"),
    ],
)
def test_the_command_is_known_by_its_name(arguments: list[str], name: str) -> None:
    assert command_name(arguments) == name
