"""The town, for tests of this room."""

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.world import World, build_world, signed_in


@pytest.fixture
def world(db: None) -> World:
    """As it stands today: pages read the clock at their edge."""
    return build_world(localdate())


@pytest.fixture
def town(db: None) -> World:
    """On a day of its own, for rules that are told their day."""
    return build_world()


@pytest.fixture
def dee(world: World) -> Client:
    """The keyworker's browser, signed in."""
    return signed_in(world.keyworker)
