"""One PostgreSQL cluster on a Unix socket: made when missing, adopted when running, stopped.

Trust on that socket: the mode of its folder is the password. Two roles from the first day: `owner`
makes and owns the tables, `app` runs the product, owns nothing and meets row-level security.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from rodt.embedded import binaries, children, processes
from rodt.embedded.children import Account, Child
from rodt.embedded.progress import Step, step
from rodt.embedded.state import private_folder
from rodt.embedded.trouble import Trouble

DATABASE = "rodt"
_START_PATIENCE_S = 120
"""Recovery after a crash may take a while; ten seconds are not enough."""

_TURNS = 3
"""After a kill, what is left of the old server may hold its memory for another second."""

_STOP_SIGNALS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
"""Fast, then at once; the data survive either, the second costs a recovery."""

_THROW_AWAY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
_SETTINGS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=80",
    "timezone=UTC",
    # a statement or a detail in the log could hold what is written about a person
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)


@dataclass
class Cluster:
    """The cluster in `folder`, reached through a socket in `sockets`."""

    name = "PostgreSQL"
    folder: Path
    sockets: Path
    log: Path
    copies: Path
    """Where programs are copied that the account cannot reach."""
    is_throw_away: bool = False
    child: Child | None = field(default=None, init=False)
    adopted_pid: int | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def connect(self, database: str = "postgres", role: str = "owner") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            dbname=database,
            user=role,
            connect_timeout=5,
            autocommit=True,
        )

    def answers(self) -> bool:
        """Whether a server of this very data folder takes connections now."""
        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            with self.connect() as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.Error:
            return False
        return row is not None and Path(row[0]).resolve() == self.data.resolve()

    def start(self) -> None:
        """Start it, or adopt it when it answers; then see that roles and database are there."""
        if self.answers():
            self.adopted_pid = self._pid_on_file()
        else:
            self._start_server()
        self._see_to_roles()

    def is_alive(self) -> bool:
        if self.child is not None:
            return self.child.is_alive()
        return self.adopted_pid is not None and processes.is_alive(self.adopted_pid)

    def pid(self) -> int | None:
        return self.child.pid if self.child else self.adopted_pid

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()
        elif self.adopted_pid is not None:
            for number, patience_s in _STOP_SIGNALS:
                processes.signal_quietly(self.adopted_pid, number)
                if processes.wait_until_gone(self.adopted_pid, patience_s):
                    break
        self.child = self.adopted_pid = None

    # starting

    def _start_server(self) -> None:
        account = binaries.unprivileged_account()
        programs = binaries.find_programs(account, self.copies, self._major_on_file())
        self._make_folders(account)
        self._wait_for_an_ending_server()
        if not self.data.exists():
            self._initdb(programs, account)
        settings = [*_SETTINGS, f"unix_socket_directories={self.sockets}"]
        if self.is_throw_away:
            settings += _THROW_AWAY
        arguments = [part for setting in settings for part in ("-c", setting)]
        with step("Starting PostgreSQL") as shown:
            for turn in range(_TURNS):
                self.child = children.start(
                    "PostgreSQL",
                    [programs["postgres"], "-D", self.data, *arguments],
                    env=binaries.CLEAN_ENVIRONMENT,
                    cwd="/",
                    log=self.log,
                    account=account,
                    death_signal=signal.SIGINT,
                    stop_signals=_STOP_SIGNALS,
                )
                if self._comes_up(self.child, shown, is_last=turn == _TURNS - 1):
                    return
                time.sleep(1)

    def _make_folders(self, account: Account | None) -> None:
        uid, gid = (account.uid, account.gid) if account else (os.getuid(), os.getgid())
        for folder in (self.folder, self.sockets):
            private_folder(folder, uid, gid)
            if account is not None:
                binaries.check_entry(folder, account)

    def _initdb(self, programs: binaries.Programs, account: Account | None) -> None:
        """Made under another name first: a data folder is whole or not there."""
        part = self.folder / "data.new"
        shutil.rmtree(part, ignore_errors=True)
        command: list[str | Path] = [programs["initdb"], "-D", part, "-U", "owner"]
        command += ["--auth=trust", "-E", "UTF8"]
        command += [*binaries.initdb_locale(programs), "--no-instructions"]
        if self.is_throw_away:
            command.append("--no-sync")
        maker = children.start(
            "initdb",
            command,
            env=binaries.CLEAN_ENVIRONMENT,
            cwd="/",
            log=self.log,
            account=account,
        )
        with step("Making the database cluster") as shown:
            try:
                while maker.is_alive():
                    shown.tick()
                    _doze(maker)
            finally:
                maker.stop()
            if maker.popen.returncode != 0:
                raise Trouble(
                    "PostgreSQL's data folder could not be made. "
                    f"The end of {self.log}:\n{children.last_lines(self.log)}"
                )
        part.replace(self.data)

    def _comes_up(self, server: Child, shown: Step, *, is_last: bool) -> bool:
        while not self.answers():
            shown.tick()
            if not server.is_alive() or shown.age_s() > _START_PATIENCE_S:
                server.stop()
                self.child = None
                if not is_last:
                    return False
                raise Trouble(
                    f"PostgreSQL did not start. The end of {self.log}:\n"
                    f"{children.last_lines(self.log)}"
                )
            _doze(server)
        return True

    # what an earlier run left

    def _major_on_file(self) -> int | None:
        try:
            return int((self.data / "PG_VERSION").read_text())
        except (OSError, ValueError):
            return None

    def _pid_on_file(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _wait_for_an_ending_server(self) -> None:
        """One that is shutting down is waited for; a file that names another process is removed."""
        pid = self._pid_on_file()
        if pid is None:
            return
        if str(self.data) in processes.command_of(pid) and processes.is_alive(pid):
            with step("Waiting for the last PostgreSQL of this folder to end"):
                processes.signal_quietly(pid, signal.SIGINT)
                if not processes.wait_until_gone(pid, 30):
                    raise Trouble(
                        f"An earlier PostgreSQL (process {pid}) does not end. End it with "
                        f"`kill -QUIT {pid}`, then try again."
                    )
        if self._pid_on_file() is not None:
            print(
                "PostgreSQL was not stopped properly the last time; it recovers by itself.",
                file=sys.stderr,
            )
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    # roles

    def _see_to_roles(self) -> None:
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'app'").fetchone():
                connection.execute(
                    "CREATE ROLE app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
                )
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if not known:
                self.create_database(DATABASE)

    def create_database(self, name: str, *, template: str = "template0") -> None:
        """A database in which `app` may read and write the rows of tables that `owner` makes."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER owner TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        with self.connect(name) as connection:
            connection.execute(
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
                "ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public"
                " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;"
                "ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public"
                " GRANT USAGE, SELECT ON SEQUENCES TO app;"
            )

    def drop_database(self, name: str) -> None:
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def has_tables(self, database: str = DATABASE) -> bool:
        """Whether it was ever migrated."""
        with self.connect(database) as connection:
            row = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
        return row is not None and row[0] is not None


def _doze(child: Child) -> None:
    """Look again in a moment, or as soon as the child has ended."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.popen.wait(0.05)
