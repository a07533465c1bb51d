"""The town, for tests of this room."""

import pytest
from django.utils.timezone import localdate

from tests.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    """As it stands today: pages read the clock at their edge."""
    return build_world(localdate())
