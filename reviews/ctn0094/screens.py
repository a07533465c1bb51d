"""Drug tests from positive screens and attended days. Pure.

The folder holds positives only. On a day on which somebody was there, what their trial screened for
and did not find was not found; on other days nothing is known.
"""

from collections.abc import Collection, Mapping, Set
from typing import NamedTuple

NAMES = {
    "opioid": "opiates",
    "thc": "cannabis",
    "benzodiazepine": "benzodiazepines",
    "amphetamine": "amphetamines",
    "barbiturate": "barbiturates",
    "mdma/hallucinogen": "MDMA or hallucinogens",
}
NOT_SCREENED = "NO"


class Screen(NamedTuple):
    day: int
    found: tuple[str, ...]
    not_found: tuple[str, ...]


def name_of(substance: str) -> str:
    """As the product names it: "Thc" is cannabis, "Opioid" opiates."""
    return NAMES.get(substance.lower(), substance.lower())


def screens_of(
    positives: Mapping[int, Set[str]], attended_days: Collection[int], screened: Collection[str]
) -> list[Screen]:
    """One test a day, in the order of days."""
    found = []
    for day in sorted(set(positives) | set(attended_days)):
        positive = positives.get(day, set())
        negative = set(screened) - positive if day in attended_days else set()
        if positive or negative:
            found.append(Screen(day, tuple(sorted(positive)), tuple(sorted(negative))))
    return found
