"""A small town of named, invented people, each in one situation, made only through actions.

Every day is counted from `on`, so a test chooses its own today. `tests.townspeople` says who lives
here; each is an attribute: `world.gareth`, `world.carl`.
"""

from datetime import date

from tests.kept_town import settled
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
    """The whole town, in the caller's transaction, which sees both services from here on.

    Copied where it was kept for this day, which takes a hundredth of the time; built where not."""
    return settled(on) or built_world(on)


def built_world(on: date = TODAY) -> World:
    """The same, through the product's own actions."""
    world = staff_the_services(on)
    world.open()
    settle(world)
    return world
