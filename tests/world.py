"""A small town of named, invented people, each in one situation, made only through actions.

Every day is counted from `on`, so a test chooses its own today. `tests.townspeople` says who lives
here; each is an attribute: `world.gareth`, `world.carl`.
"""

from datetime import date

from tests.town import (
    LONDON,
    PASSWORD,
    TODAY,
    World,
    medicine,
    signed_in,
    staff_the_services,
    synthetic_nhs_number,
    three_boxes,
)
from tests.townspeople import settle

__all__ = [
    "LONDON",
    "PASSWORD",
    "TODAY",
    "World",
    "build_world",
    "medicine",
    "signed_in",
    "staff_the_services",
    "synthetic_nhs_number",
    "three_boxes",
]


def build_world(on: date = TODAY) -> World:
    """The whole town, in the caller's transaction, which sees both services from here on."""
    world = staff_the_services(on)
    world.open()
    settle(world)
    return world
