"""Outcome profiles (TOP) from days of reported use. Pure. Source: design/product.md, "Data"."""

from collections.abc import Mapping
from dataclasses import dataclass

RECALL_DAYS = 28
REVIEW_WEEKS = (4, 8, 12, 16, 20, 24)

ITEM_OF = {
    "Opioid": "opiates_days",
    "Heroin": "opiates_days",
    "Cocaine": "cocaine_days",
    "Amphetamine": "amphetamines_days",
    "THC": "cannabis_days",
    "Alcohol": "alcohol_days",
}
"""Crack is not told apart from cocaine in the trials, so it stays not recorded."""
ITEMS = tuple(dict.fromkeys(ITEM_OF.values()))


@dataclass(frozen=True, slots=True)
class Profile:
    """`days`: days of use among the 28 before `day`, by item."""

    day: int
    stage: str
    days: Mapping[str, int]


def profile_days(allocated_day: int, last_dose_day: int | None) -> list[tuple[int, str]]:
    """The start, then every four weeks while there is still a dose on that day or later."""
    found = [(allocated_day, "start")]
    for weeks in REVIEW_WEEKS:
        day = allocated_day + weeks * 7
        if last_dose_day is not None and day <= last_dose_day:
            found.append((day, "review"))
    return found


def in_recall(used_day: int, profile_day: int) -> bool:
    """One of the 28 days before the profile's day, which is not one of them."""
    return profile_day - RECALL_DAYS <= used_day < profile_day


def profiles_of(
    allocated_day: int | None, last_dose_day: int | None, used_on: Mapping[str, set[int]]
) -> list[Profile]:
    """Without an allocation there is none: nobody knows where treatment started."""
    if allocated_day is None:
        return []
    return [
        Profile(
            day,
            stage,
            {
                item: sum(1 for used in used_on.get(item, ()) if in_recall(used, day))
                for item in ITEMS
            },
        )
        for day, stage in profile_days(allocated_day, last_dose_day)
    ]
