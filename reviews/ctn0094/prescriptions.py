"""Days with a dose, made into prescriptions: where they break, which dose held when, what was
missed, which state they were in. Pure. Source: design/product.md, design/decisions.md 25 to 27."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

NALTREXONE = "naltrexone-injection"
ARM_MEDICINES = {
    "Methadone": "methadone-1mg-ml",
    "Outpatient BUP": "buprenorphine-naloxone-sl",
    "Outpatient BUP + EMM": "buprenorphine-naloxone-sl",
    "Outpatient BUP + SMM": "buprenorphine-naloxone-sl",
    "Inpatient BUP": "buprenorphine-naloxone-sl",
    "Inpatient NR-NTX": NALTREXONE,
}
BREAK_DAYS = 28
INJECTION_COVERS_DAYS = 28
INDUCTION_DAYS = 14

Days = tuple[int, int]
"""From a day to a day, both included."""


@dataclass(frozen=True, slots=True)
class Dose:
    mg: Decimal
    days: Days


@dataclass(frozen=True, slots=True)
class Script:
    """One prescription, on the days `days`. `stopped_day` is the first day without it."""

    medicine: str
    days: Days
    doses: tuple[Dose, ...]
    missed: tuple[Days, ...]
    injections: tuple[int, ...]
    states: tuple[tuple[str, int], ...]


def scripts_of(doses: Mapping[int, Decimal], medicine: str) -> tuple[Script, ...]:
    given = sorted(day for day, mg in doses.items() if mg > 0)
    if medicine == NALTREXONE:
        return tuple(_injected(days, medicine) for days in _runs(given, INJECTION_COVERS_DAYS - 1))
    return tuple(_daily(days, doses, medicine) for days in _runs(given, 0))


def _runs(given: list[int], covers_after: int) -> list[list[int]]:
    """Broken where 28 or more days without a dose lie between two of them."""
    runs: list[list[int]] = []
    for day in given:
        if runs and day - (runs[-1][-1] + covers_after) - 1 < BREAK_DAYS:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _injected(days: list[int], medicine: str) -> Script:
    last = days[-1] + INJECTION_COVERS_DAYS
    states = (*_opening(days[0], last), ("stopped", last))
    return Script(medicine, (days[0], last), (), (), tuple(days), states)


def _daily(days: list[int], amounts: Mapping[int, Decimal], medicine: str) -> Script:
    first, last = days[0], days[-1]
    doses = _folded(days, amounts)
    missed = tuple((a + 1, b - 1) for a, b in pairwise(days) if b - a > 1)
    states = _opening(first, last + 1)
    reducing = _reducing_from(doses)
    if reducing is not None:
        states = [*[state for state in states if state[1] < reducing], ("reducing", reducing)]
    states.append(("stopped", last + 1))
    return Script(medicine, (first, last), doses, missed, (), tuple(states))


def _folded(days: list[int], amounts: Mapping[int, Decimal]) -> tuple[Dose, ...]:
    """Equal doses in a row are one step, which holds over missed days up to the next."""
    starts = [days[0]] + [b for a, b in pairwise(days) if amounts[a] != amounts[b]]
    ends = [start - 1 for start in starts[1:]] + [days[-1]]
    return tuple(
        Dose(amounts[start], (start, end)) for start, end in zip(starts, ends, strict=True)
    )


def _opening(first: int, stopped: int) -> list[tuple[str, int]]:
    """Induction for 14 days, then active."""
    states = [("induction", first)]
    if first + INDUCTION_DAYS < stopped:
        states.append(("active", first + INDUCTION_DAYS))
    return states


def _reducing_from(doses: tuple[Dose, ...]) -> int | None:
    """The first day of an unbroken run of lower doses that ends the prescription at half its
    highest dose or less."""
    if doses[-1].mg * 2 > max(dose.mg for dose in doses):
        return None
    begins = None
    for before, after in reversed(list(pairwise(doses))):
        if after.mg >= before.mg:
            break
        begins = after.days[0]
    return begins
