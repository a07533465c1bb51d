"""The items of the Treatment Outcomes Profile as data, so that the text can be replaced.

The form is under copyright and its electronic use needs written permission: labels here are short
names, not the form's own questions. Source: domain/top.md §1 and §2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rodt.words import plain_number

MOST_DAYS = 28
MOST_POINTS = 20
MOST_AMOUNT = 200
"""More than that on one day is a slip of the pen. Ours; it says nothing clinical."""


class ItemKind(StrEnum):
    DAYS = "days"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    SCALE = "scale"
    NAME = "name"


class Section(StrEnum):
    """The four sections of the form."""

    SUBSTANCES = "1"
    INJECTING = "2"
    CRIME = "3"
    HEALTH = "4"


SECTION_TITLES = {
    Section.SUBSTANCES: "Substances",
    Section.INJECTING: "Injecting",
    Section.CRIME: "Crime",
    Section.HEALTH: "Health and social life",
}

# Shown as context only, never as a verdict on benefit, never coloured: domain/top.md §1 and §6.
CONTEXT_ONLY = frozenset({Section.CRIME})


@dataclass(frozen=True, slots=True)
class TopItem:
    """`unit`: of an amount, what it is measured in; `amount_of`: the item whose days it is the
    average of. `since`: "all", or "newer" forms only.

    `is_better_lower`: None where neither direction is better by itself.
    `is_optional`: a TOP is complete without it.
    """

    field: str
    label: str
    kind: ItemKind
    section: Section
    number: str
    unit: str = ""
    since: str = "all"
    is_better_lower: bool | None = None
    is_optional: bool = False
    amount_of: str = ""

    @property
    def most(self) -> int | None:
        """The largest answer; None where there is no limit."""
        return {
            ItemKind.DAYS: MOST_DAYS,
            ItemKind.SCALE: MOST_POINTS,
            ItemKind.AMOUNT: MOST_AMOUNT,
        }.get(self.kind)


DAYS, YES_NO, SCALE = ItemKind.DAYS, ItemKind.YES_NO, ItemKind.SCALE
DRUGS, NEEDLES, CRIME, LIFE = Section.SUBSTANCES, Section.INJECTING, Section.CRIME, Section.HEALTH


def _amount(field: str, label: str, number: str, unit: str, of: str) -> TopItem:
    """How much on a day of use, on average: asked beside the days, complete without it."""
    return TopItem(
        field,
        label,
        ItemKind.AMOUNT,
        DRUGS,
        number,
        unit,
        is_better_lower=True,
        is_optional=True,
        amount_of=of,
    )


ITEMS = (
    TopItem("alcohol_days", "Alcohol", DAYS, DRUGS, "1a", is_better_lower=True),
    _amount("alcohol_units_per_day", "Alcohol on a drinking day", "1a", "units", of="alcohol_days"),
    TopItem("opiates_days", "Heroin and other opiates", DAYS, DRUGS, "1b", is_better_lower=True),
    _amount("opiates_avg_g", "Opiates on a day of use", "1b", "g", of="opiates_days"),
    TopItem("crack_days", "Crack", DAYS, DRUGS, "1c", is_better_lower=True),
    _amount("crack_avg_g", "Crack on a day of use", "1c", "g", of="crack_days"),
    TopItem("cocaine_days", "Cocaine powder", DAYS, DRUGS, "1d", is_better_lower=True),
    _amount("cocaine_avg_g", "Cocaine powder on a day of use", "1d", "g", of="cocaine_days"),
    TopItem("amphetamines_days", "Amphetamines", DAYS, DRUGS, "1e", is_better_lower=True),
    _amount(
        "amphetamines_avg_g", "Amphetamines on a day of use", "1e", "g", of="amphetamines_days"
    ),
    TopItem("cannabis_days", "Cannabis", DAYS, DRUGS, "1f", is_better_lower=True),
    _amount(
        "cannabis_avg_spliffs", "Cannabis on a day of use", "1f", "spliffs", of="cannabis_days"
    ),
    TopItem("other_name", "Another substance: which", ItemKind.NAME, DRUGS, "1g", is_optional=True),
    TopItem(
        "other_days",
        "Another substance",
        DAYS,
        DRUGS,
        "1g",
        is_better_lower=True,
        is_optional=True,
    ),
    _amount("other_avg_g", "Another substance on a day of use", "1g", "g", of="other_days"),
    TopItem(
        "tobacco_days",
        "Tobacco",
        DAYS,
        DRUGS,
        "1h",
        since="newer",
        is_better_lower=True,
        is_optional=True,
    ),
    TopItem("injecting_days", "Injected", DAYS, NEEDLES, "2a", is_better_lower=True),
    TopItem("shared_works", "Used shared works", YES_NO, NEEDLES, "2b/c", is_better_lower=True),
    TopItem("shoplifting", "Shoplifting", YES_NO, CRIME, "3a"),
    TopItem("drug_selling", "Selling drugs", YES_NO, CRIME, "3b"),
    TopItem("other_theft", "Other theft, burglary or fraud", YES_NO, CRIME, "3c-e"),
    TopItem("assault", "Assault or violence", YES_NO, CRIME, "3f"),
    TopItem("psych_health", "Psychological health", SCALE, LIFE, "4a", is_better_lower=False),
    TopItem("paid_work_days", "Paid work", DAYS, LIFE, "4b"),
    TopItem("volunteer_days", "Volunteering", DAYS, LIFE, "4c", since="newer", is_optional=True),
    TopItem(
        "placement_days",
        "Unpaid structured placement",
        DAYS,
        LIFE,
        "4d",
        since="newer",
        is_optional=True,
    ),
    TopItem("education_days", "College or school", DAYS, LIFE, "4e"),
    TopItem("physical_health", "Physical health", SCALE, LIFE, "4f", is_better_lower=False),
    TopItem("acute_housing", "Acute housing problem", YES_NO, LIFE, "4g", is_better_lower=True),
    TopItem(
        "unsuitable_housing",
        "Unsuitable housing",
        YES_NO,
        LIFE,
        "4h",
        since="newer",
        is_better_lower=True,
        is_optional=True,
    ),
    TopItem("eviction_risk", "At risk of eviction", YES_NO, LIFE, "4i", is_better_lower=True),
    TopItem("quality_of_life", "Quality of life", SCALE, LIFE, "4j", is_better_lower=False),
)

BY_FIELD = {item.field: item for item in ITEMS}
DAYS_FIELDS = tuple(item.field for item in ITEMS if item.kind is ItemKind.DAYS)
AMOUNT_FIELDS = tuple(item.field for item in ITEMS if item.kind is ItemKind.AMOUNT)
SCALE_FIELDS = tuple(item.field for item in ITEMS if item.kind is ItemKind.SCALE)
YES_NO_FIELDS = tuple(item.field for item in ITEMS if item.kind is ItemKind.YES_NO)
NEEDED_FIELDS = tuple(item.field for item in ITEMS if not item.is_optional)
ACTIVE_DAYS_FIELDS = ("paid_work_days", "volunteer_days", "placement_days", "education_days")


def amount_words(item: TopItem, amount: Decimal | int) -> str:
    """0.5g, 3 units, 1 spliff: with its unit, which is never left out."""
    if item.unit == "g":
        return f"{plain_number(amount)}g"
    return (
        f"1 {item.unit.removesuffix('s')}" if amount == 1 else f"{plain_number(amount)} {item.unit}"
    )


def weeks_words(weeks: Sequence[int | None]) -> str:
    """1 day in week 1; 2 in week 3, 1 in week 1: of an item that was asked for some weeks only.
    `weeks`: from week 4, the longest ago, to week 1, the last. "" where none was asked."""
    numbered = zip(range(len(weeks), 0, -1), weeks, strict=True)
    said = [f"{days} in week {number}" for number, days in numbered if days is not None]
    return ", ".join(said)
