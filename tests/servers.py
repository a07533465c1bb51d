"""PostgreSQL and Valkey for one run of the tests, thrown away after: never the demo's.

The environment is pointed at them before settings are read, and they start when the first test
needs them. With pytest-xdist one pair serves all: a database for each worker.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import connections
from django.utils.timezone import localdate

from rodt.embedded import claims, processes, tables
from rodt.embedded.cluster import Cluster
from rodt.embedded.valkey import Valkey

_FOLDER = "RODT_TEST_SERVERS"
_PREFIX = "rodt-test-"
_MEMORY = Path("/dev/shm")
_ROOM = 6 * 1024**3
_MIGRATED = "migrated"
_OWN_TO_TESTS = ("SECRET_KEY", "ALLOWED_HOSTS", "RODT_DRAFT_KEYS", "RODT_ORGANISATION")
_OWN_TO_TESTS += ("CSRF_TRUSTED_ORIGINS", "EMAIL_URL", "SECURE_COOKIES", "STATIC_ROOT")
_OWN_TO_TESTS += ("RODT_DB_ROLE", "EMAIL_FROM", "SITE_URL")


class TestServers:
    """The pair, in one folder under the temp directory that its account can pass through."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        sockets, log = folder / "run", folder / "servers.log"
        self.cluster = Cluster(
            folder / "postgres", sockets, log, folder / "binaries", is_throw_away=True
        )
        self.valkey = Valkey(folder / "valkey", sockets, log, is_throw_away=True)

    def environment(self, database: str, queue: int) -> dict[str, str]:
        """Addresses of one database and one queue (the cache is the number after)."""
        return {
            "DATABASE_URL": self.cluster.url("app", database),
            "MIGRATE_DATABASE_URL": self.cluster.url("owner", database),
            "REDIS_URL": self.valkey.url(queue),
        }

    def start(self) -> None:
        """Start what does not answer yet. Whoever starts them stops them."""
        with claims.migrating(self.folder):
            for server in (self.cluster, self.valkey):
                if not server.answers():
                    server.start()

    def stop(self) -> None:
        for server in (self.valkey, self.cluster):
            if server.child is not None:
                server.stop()

    def make_migrated(self) -> None:
        """The database all others are copied from: tables by `owner`, rights for `app`."""
        with claims.migrating(self.folder):
            if self._has(_MIGRATED):
                return
            part = f"{_MIGRATED}_part"
            self.cluster.drop_database(part)
            self.cluster.create_database(part)
            environment = {**os.environ, **self.environment(part, 0)}
            environment["DJANGO_SETTINGS_MODULE"] = "rodt.settings"
            tables.make(environment, self.folder / "migrate.log", "Making the tests' tables")
            keep_the_town(self, part)
            with self.cluster.connect() as connection:
                connection.execute(f"ALTER DATABASE {part} RENAME TO {_MIGRATED}")

    def _has(self, name: str) -> bool:
        with self.cluster.connect() as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, [name]).fetchone() is not None

    def copy(self, name: str, source: str = _MIGRATED) -> None:
        with claims.migrating(self.folder), self.cluster.connect() as connection:
            connection.execute(
                f'CREATE DATABASE "{name}" OWNER owner TEMPLATE "{source}" STRATEGY FILE_COPY'
            )

    @contextlib.contextmanager
    def own_database(self) -> Iterator[str]:
        """A fresh migrated database for one test that commits, in place of the shared one."""
        name = f"own_{uuid.uuid4().hex[:12]}"
        self.copy(name)
        settings = connections.settings["default"]
        before = settings["NAME"]
        connections.close_all()
        settings["NAME"] = name
        try:
            yield name
        finally:
            connections.close_all()
            settings["NAME"] = before
            self.cluster.drop_database(name)


def keep_the_town(servers: TestServers, database: str) -> None:
    from tests import kept_town  # models are there only once Django is set up
    from tests.town import TODAY

    kept_town.keep(servers, database, {TODAY, localdate()})


def this_run() -> TestServers:
    """The folder is made once; xdist workers inherit its name."""
    if _FOLDER not in os.environ:
        prefix = f"{_PREFIX}{os.getpid()}-"
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=_where()))
        folder.chmod(0o711)
        os.environ[_FOLDER] = str(folder)
        atexit.register(throw_away)  # for a run that ends before it began
    return TestServers(Path(os.environ[_FOLDER]))


def _where() -> Path | None:
    """In memory, where there is room and programs may run; None for the ordinary folder.

    A database is a thousand files: a disk copies one in a second or two, memory in a twentieth.
    """
    try:
        about = os.statvfs(_MEMORY)
    except OSError:
        return None
    for left in _MEMORY.glob(f"{_PREFIX}*"):
        if not processes.is_alive(int(left.name.split("-")[2])):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
    has_room = about.f_bavail * about.f_frsize > _ROOM
    may_run = os.access(_MEMORY, os.W_OK) and not about.f_flag & os.ST_NOEXEC
    return _MEMORY if has_room and may_run else None


def worker_number() -> int:
    """0 without xdist, else 1 for gw0 and so on."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) + 1 if name else 0


def own_name() -> str:
    return f"test_{worker_number()}"


def point_environment() -> None:
    """Before settings are read: nothing of the machine's, nothing of the demo's."""
    for name in _OWN_TO_TESTS:
        os.environ.pop(name, None)
    servers = this_run()
    os.environ.update(servers.environment(own_name(), 2 * worker_number()))
    os.environ["DEBUG"] = "1"
    os.environ["RODT_STATE_DIR"] = str(servers.folder / "state")
    # Playwright's loop runs in the tests' own thread, which Django takes for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def throw_away() -> None:
    if folder := os.environ.pop(_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)
