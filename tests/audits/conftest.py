"""The town, on its day, and a finished report of it: for tests of this room."""

from collections.abc import Iterator

import pytest
import time_machine

from audits.models import Audit
from tests.audits.life import a_report
from tests.world import TODAY, World, build_world


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands still at midday of the town's day."""
    with time_machine.travel(f"{TODAY} 12:00 +0100", tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def audit(world: World) -> Audit:
    return a_report(world)
