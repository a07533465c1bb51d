"""The facts of a script in words, and what to look at once more. Pure: it refuses nothing.

Source: domain/prescribing.md §4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from prescribing.doses import Strength, dose_words
from prescribing.number_words import milligrams
from prescribing.safety.limits import PRODUCT, Limits
from rodt.dates import days_between
from rodt.words import count, date_range

INSTALMENTS = "fp10mda"
NO_INSTALMENTS = (
    "An FP10MDA names the amount of each instalment and the days between them. Neither is recorded."
)
NO_TOTAL = "A controlled drug's total quantity stands in words and figures. It is not recorded."
THREE_DAYS = 3
NO_THREE_DAYS = (
    "The wording about three missed days is not on it. The pharmacy may then not phone the"
    " prescriber."
)


class ScriptLike(Protocol):
    """What the words need to know of a script."""

    @property
    def form(self) -> str: ...

    @property
    def from_on(self) -> date: ...

    @property
    def to_on(self) -> date: ...

    @property
    def total_mg(self) -> Decimal | None: ...

    @property
    def instalment_mg(self) -> Decimal | None: ...

    @property
    def interval_days(self) -> int | None: ...

    @property
    def phrases(self) -> Sequence[int]: ...


def days_covered(script: ScriptLike) -> int:
    return days_between(script.from_on, script.to_on) + 1


def cautions(script: ScriptLike, limits: Limits = PRODUCT) -> list[str]:
    """What does not look like a script that can be dispensed. Shown, never refused."""
    found: list[str] = []
    if script.form != INSTALMENTS:
        return found
    most = limits.days("fp10mda_days")
    if days_covered(script) > most:
        found.append(
            f"It covers {count(days_covered(script), 'day')}. An FP10MDA covers at most {most} days"
            " of treatment in England (Community Pharmacy England). Look at the days once more."
        )
    if not script.instalment_mg:
        found.append(NO_INSTALMENTS)
    if not script.total_mg:
        found.append(NO_TOTAL)
    if THREE_DAYS not in script.phrases:
        found.append(NO_THREE_DAYS)
    return found


def quantity_words(mg: Decimal | None, medicine: Strength | None = None) -> str:
    """770mg (770ml of 1mg/ml): seven hundred and seventy milligrams; "" when not recorded."""
    if mg is None:
        return ""
    return f"{dose_words(mg, medicine)}: {milligrams(mg).lower()}"


def instalment_words(script: ScriptLike, medicine: Strength | None = None) -> str:
    """55mg (55ml of 1mg/ml) every day; 110mg every 2 days; "" when not recorded."""
    if not script.instalment_mg or not script.interval_days:
        return ""
    every = "every day" if script.interval_days == 1 else f"every {script.interval_days} days"
    return f"{dose_words(script.instalment_mg, medicine)} {every}"


@dataclass(frozen=True, slots=True)
class Standing:
    """The script of a day, and the one after it. `current` may be over: the last there was."""

    current: Any = None
    next: Any = None

    @property
    def ends_on(self) -> date | None:
        """The last day for which any script is recorded."""
        last = self.next or self.current
        return last.to_on if last else None


def standing(scripts: Iterable[Any], on: date) -> Standing:
    """From a prescription's scripts, in any order; they never overlap."""
    ordered = sorted(scripts, key=lambda script: script.from_on)
    begun = [script for script in ordered if script.from_on <= on]
    ahead = [script for script in ordered if script.from_on > on]
    return Standing(begun[-1] if begun else None, ahead[0] if ahead else None)


def overlap_sentence(existing: ScriptLike) -> str:
    return (
        f"A script is recorded already for {date_range(existing.from_on, existing.to_on)}. "
        "Choose other days, or correct that one"
    )
