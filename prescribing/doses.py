"""What is prescribed, over plain values: on opioid substitution treatment or not, its spells, doses
in words, days missed in a row. No database, request or clock. It never works out a dose to give.

Sources: domain/prescribing.md §6 and §10, design/decisions.md 2, 5 and 26.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import Protocol

from prescribing.safety.limits import PRODUCT, Limits
from rodt.dates import ONE_DAY, Span, add_days, merge_spans
from rodt.words import plain_number

SPELL_GAP_DAYS = 28
MISSED_IN_A_ROW = 3
# Product default [P]: more missed days in a row than this are asked about once, never refused.
ASK_MISSED_AFTER = 28

ON_STATES = frozenset({"induction", "titrating", "active", "reducing"})
CLOSING_STATES = frozenset({"stopped", "transferred", "switched"})


@dataclass(frozen=True, slots=True, order=True)
class StatePoint:
    """From this day on the prescription is in this state, until the next point."""

    on: date
    state: str


@dataclass(frozen=True, slots=True, order=True)
class DepotCover:
    """An injection and the last day it covers, the end of its dosing window."""

    given_on: date
    covers_to_on: date


@dataclass(frozen=True)
class Prescribed:
    """One prescription: its dated states and injections. `points` of one day stand in the order in
    which they were recorded; the last of a day holds."""

    is_ost: bool
    points: tuple[StatePoint, ...]
    covers: tuple[DepotCover, ...] = ()
    is_naltrexone: bool = False

    @cached_property
    def covered(self) -> tuple[Span, ...]:
        """The days on which this prescription covers the person, whatever its medicine."""
        by_day = {point.on: point.state for point in self.points}
        days = sorted(by_day)
        spans = [Span(cover.given_on, cover.covers_to_on) for cover in self.covers]
        for day, following in zip_longest(days, days[1:]):
            if by_day[day] in ON_STATES:
                spans.append(Span(day, following and following - ONE_DAY))
        return tuple(spans)


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """A run of treatment with never 28 days in a row without it. `ended_on` is the last
    day covered; None while it goes on."""

    started_on: date
    ended_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


def state_on(points: Iterable[StatePoint], day: date) -> str:
    """The state on a day; "" before the first."""
    state, since = "", date.min
    for point in points:
        if since <= point.on <= day:
            state, since = point.state, point.on
    return state


def on_ost(points: Iterable[StatePoint], covers: Iterable[DepotCover], day: date) -> bool:
    """For a prescription of a substitution medicine: is this day covered?

    In induction, titrating, active or reducing; a depot to the end of its window, even after it
    was stopped. The first day of a closing state is the first day without.
    """
    return state_on(points, day) in ON_STATES or any(
        cover.given_on <= day <= cover.covers_to_on for cover in covers
    )


def _spells(chosen: Iterable[Prescribed], gap_days: int) -> tuple[Spell, ...]:
    spans = [span for prescribed in chosen for span in prescribed.covered]
    return tuple(Spell(span.start, span.end) for span in merge_spans(spans, gap_days=gap_days))


def ost_spells(
    prescriptions: Iterable[Prescribed], *, gap_days: int = SPELL_GAP_DAYS
) -> tuple[Spell, ...]:
    """Spells of opioid substitution treatment, oldest first. Naltrexone is not substitution."""
    return _spells((p for p in prescriptions if p.is_ost), gap_days)


def relapse_prevention_spells(
    prescriptions: Iterable[Prescribed], *, gap_days: int = SPELL_GAP_DAYS
) -> tuple[Spell, ...]:
    """Spells of naltrexone, oldest first."""
    return _spells((p for p in prescriptions if p.is_naltrexone), gap_days)


def spell_up_to(spells: Sequence[Spell], day: date) -> Spell | None:
    """The spell running on a day, or else the last one before it."""
    begun = [spell for spell in spells if spell.started_on <= day]
    return begun[-1] if begun else None


def depot_window(
    given_on: date, covers_days: int, window_days: int | None
) -> tuple[date, date, date]:
    """When the next injection is due, and the first and last day of its window. The last day is the
    last that this injection covers."""
    due_on = add_days(given_on, covers_days)
    around = window_days or 0
    return due_on, add_days(due_on, -around), add_days(due_on, around)


class Strength(Protocol):
    """What a dose in words needs to know of a medicine."""

    @property
    def mg_per_ml(self) -> Decimal | None: ...


class Usual(Protocol):
    """The range that is usual for most people. Never right or wrong."""

    @property
    def usual_from_mg(self) -> Decimal | None: ...

    @property
    def usual_to_mg(self) -> Decimal | None: ...


def dose_words(mg: Decimal | float | int, medicine: Strength | None = None) -> str:
    """55mg; for a liquid both units, "60mg (60ml of 1mg/ml)", because mg read as ml kills.

    Never a trailing zero: 2.5mg, 60mg.
    """
    amount = Decimal(str(mg))
    said = f"{plain_number(amount)}mg"
    strength = medicine.mg_per_ml if medicine else None
    if not strength:
        return said
    volume = (amount / Decimal(str(strength))).quantize(Decimal("0.001"))
    return f"{said} ({plain_number(volume)}ml of {plain_number(strength)}mg/ml)"


def usual_words(medicine: Usual) -> str:
    """60mg to 120mg; up to 18mg; "" where the catalogue has no range."""
    low, high = medicine.usual_from_mg, medicine.usual_to_mg
    if high is None:
        return ""
    return f"{dose_words(low)} to {dose_words(high)}" if low else f"up to {dose_words(high)}"


def outside_usual(mg: Decimal | float | int, medicine: Usual) -> str:
    """A nudge that describes: "Usual for most people: 60mg to 120mg a day"; "" inside the range."""
    low, high = medicine.usual_from_mg, medicine.usual_to_mg
    amount = Decimal(str(mg))
    if high is None or (low or Decimal(0)) <= amount <= high:
        return ""
    return f"Usual for most people: {usual_words(medicine)} a day"


class Dosed(Usual, Protocol):
    """What is known of the doses a medicine is used in."""

    @property
    def group(self) -> str: ...

    @property
    def strength(self) -> str: ...


def far_outside(
    mg: Decimal | float | int | None,
    medicine: Dosed | None,
    limits: Limits = PRODUCT,
    before: Decimal | int | None = None,
) -> str:
    """Why a dose looks like a slip of the hand; "" when it does not.

    More than three times the top of the usual range, or of the dose `before`, or less than a third
    of that; where no range is known, over 2,000mg (all numbers as in `limits`); for a depot,
    another amount than the injection holds. It asks, and says no other number.
    """
    if mg is None or medicine is None:
        return ""
    amount = Decimal(str(mg))
    if medicine.group == "depot":
        held = medicine.strength.removesuffix("mg")
        if held.isdigit() and amount != Decimal(held):
            return f"This injection holds {medicine.strength}, and you typed {dose_words(amount)}."
        return ""
    high = medicine.usual_to_mg
    most = high * limits["far_times"] if high else limits["far_without_range_mg"]
    if amount > most:
        usual = f" Usual for most people: {usual_words(medicine)} a day." if high else ""
        return f"{dose_words(amount)} is far from any dose that is used.{usual}"
    times = limits["jump_times"]
    if before and (amount > before * times or amount * times < before):
        return f"{dose_words(amount)} is far from the dose before, {dose_words(before)}."
    return ""


class Step(Protocol):
    """A dose, and the days on which it holds. `to_on` None: it goes on."""

    @property
    def from_on(self) -> date: ...

    @property
    def to_on(self) -> date | None: ...

    @property
    def daily_dose_mg(self) -> Decimal: ...


def dose_since(steps: Iterable[Step], on: date) -> date | None:
    """Since when the dose of a day has been what it is: the same dose written down again does not
    begin it anew. None on a day without a dose."""
    begun = sorted((step for step in steps if step.from_on <= on), key=lambda step: step.from_on)
    if not begun or (begun[-1].to_on is not None and begun[-1].to_on < on):
        return None
    since = begun[-1].from_on
    for step in reversed(begun[:-1]):
        touches = step.to_on is not None and step.to_on >= since - ONE_DAY
        if not touches or step.daily_dose_mg != begun[-1].daily_dose_mg:
            break
        since = step.from_on
    return since


def missed_runs(days: Iterable[Span]) -> tuple[Span, ...]:
    """Missed days joined into runs: spans that touch or overlap are one run."""
    return merge_spans(days, gap_days=1)


def run_length(run: Span, on: date | None = None) -> int:
    """Days of a run that has an end; or up to `on`."""
    last = run.end or on
    if last is None:
        raise ValueError("A run that goes on is counted up to a day.")
    return (last - run.start).days + 1


def waits_for_prescriber(days: int, *, in_a_row: int = MISSED_IN_A_ROW) -> bool:
    """Three or more days missed in a row: a prescriber decides before the next dose."""
    return days >= in_a_row


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a new step goes among those of one prescription.

    `cuts`: index of the step that ends the day before. `replaces`: index of a step that began on
    that very day. `to_on`: the last day of the new step, None while it goes on.
    """

    cuts: int | None
    replaces: int | None
    to_on: date | None


def place_step(steps: Sequence[Span], from_on: date) -> Placement:
    """Steps never overlap: the one that holds on `from_on` ends the day before,
    and the new one runs to the day before the next that is already recorded."""
    cuts = replaces = None
    to_on: date | None = None
    for index, step in enumerate(steps):
        if step.start == from_on:
            replaces, to_on = index, step.end
        elif step.covers(from_on):
            cuts, to_on = index, step.end
    later = min((step.start for step in steps if step.start > from_on), default=None)
    if later is not None and to_on is None:
        to_on = later - ONE_DAY
    return Placement(cuts, replaces, to_on)
