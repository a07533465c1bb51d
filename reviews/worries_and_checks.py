"""Worries and safety checks of one person in one order, nothing said twice: the page shows the
first three of them together."""

from collections.abc import Sequence

from prescribing.safety.panel import Panel
from prescribing.safety.table import Warning
from reviews.worries import Worry


def beside_checks(found: Sequence[Worry], checks: Panel) -> tuple[Worry, ...]:
    """Worries and the safety checks that stand, in one order: missed doses that wait, the checks,
    the rest. What a check says, or an answer to it holds for, is not said a second time."""
    said = {one.check.code for one in (*checks.open, *checks.answered)}
    first = [worry for worry in found if worry.about == "missed"]
    rest = [worry for worry in found if worry not in first and worry.check not in said]
    standing = [
        Worry(one.check.title, one.text, about=_answered_by(one), check=one.check.code)
        for one in checks.open
        if not (first and one.check.code == "tolerance" and _is_of_missed_doses(one))
    ]
    return (*first, *standing, *rest)


def _answered_by(one: Warning) -> str:
    return "prescriber_check" if one.check.is_for_prescriber else "check"


def _is_of_missed_doses(one: Warning) -> bool:
    return all(part.startswith("miss") for found in one.found for part in found.parts)
