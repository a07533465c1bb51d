"""What every test may ask for: servers of its own, a database of its own, the whole stack.

Plain tests use `django_db`: one transaction, undone after, as the role `app`, so that rights and
row-level security are real. A test that needs commits asks for `own_database`. A test of the
running product asks for `stack`.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.servers import TestServers, own_name, this_run, throw_away, worker_number
from tests.stack import Stack, running_stack

_SERVERS = pytest.StashKey[TestServers]()
_NEED_A_DATABASE = ("db", "transactional_db", "own_database")
# Files that take minutes, the longest first. They begin the run, or one worker would be alone with
# one of them at its end.
_LONGEST = (
    "test_a_thousand_histories.py",
    "test_workers.py",
    "test_demo.py",
    "test_import_ctn0094.py",
    "test_seed_demo.py",
    "test_run_again_after_rules_change.py",
    "test_report_signed.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: number for number, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SERVERS] = servers = this_run()
    if getattr(config.option, "numprocesses", None):
        servers.start()  # one pair, that outlives each worker


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_SERVERS].stop()
    if worker_number() == 0:
        throw_away()


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> TestServers:
    found = pytestconfig.stash[_SERVERS]
    found.start()
    found.make_migrated()
    return found


@pytest.fixture(scope="session")
def django_db_setup(servers: TestServers, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's own, which would make the tables as the role under test."""
    servers.copy(own_name())
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def own_database(
    servers: TestServers, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A fresh database, for what only real commits show: locks, races, `on_commit`."""
    with django_db_blocker.unblock(), servers.own_database() as name:
        yield name


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits and the like are counted in the cache; no test sees another's."""
    yield
    is_marked = request.node.get_closest_marker("django_db") is not None
    if is_marked or any(name in request.fixturenames for name in _NEED_A_DATABASE):
        cache.clear()


@pytest.fixture(scope="session")
def stack(servers: TestServers) -> Iterator[Stack]:
    """The product as it runs: web, workers and beat over a database with synthetic people."""
    with running_stack(servers) as running:
        yield running
