"""Where a day lies in the dosing window, which places were used, and how doses are collected."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from prescribing.collecting import EARLY, LONG, caution
from prescribing.depots import Place, Window, places_used
from prescribing.doses import depot_window, far_outside
from prescribing.forms.fields import DoseField
from prescribing.safety.limits import from_values

GIVEN = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("covers", "around", "day", "place"),
    [
        (7, 2, 4, Place.EARLY),
        (7, 2, 5, Place.OPEN),
        (7, 2, 7, Place.OPEN),
        (7, 2, 9, Place.OPEN),
        (7, 2, 10, Place.LATE),
        (28, 7, 20, Place.EARLY),
        (28, 7, 21, Place.OPEN),
        (28, 7, 35, Place.OPEN),
        (28, 7, 36, Place.LATE),
        (28, None, 28, Place.OPEN),
        (28, None, 29, Place.LATE),
    ],
)
def test_a_day_is_before_in_or_after_the_window(covers, around, day, place):
    window = Window(*depot_window(GIVEN, covers, around))
    assert window.place(GIVEN + timedelta(days=day)) is place


def test_the_window_says_when_it_opens_and_when_it_closed():
    window = Window(*depot_window(GIVEN, 7, 2))
    assert window.words(GIVEN) == "The window opens on 6 October 2026"
    assert window.words(date(2026, 10, 8)) == "The window is open to 10 October 2026"
    assert window.words(date(2026, 10, 11)) == "The window closed on 10 October 2026, 1 day ago"


@dataclass
class Injected:
    ago: int
    site: str

    @property
    def given_on(self) -> date:
        return GIVEN - timedelta(days=self.ago)


def test_each_place_stands_once_with_its_last_day_for_eight_weeks():
    given = [Injected(7, "Left arm"), Injected(21, "left arm "), Injected(14, "Abdomen")]
    given += [Injected(56, "Right arm"), Injected(3, "")]
    assert places_used(given, GIVEN) == [
        ("Left arm", GIVEN - timedelta(days=7)),
        ("Abdomen", GIVEN - timedelta(days=14)),
    ]


@dataclass
class Collected:
    supervision: str
    day: int
    reason: str = ""

    @property
    def from_on(self) -> date:
        return GIVEN + timedelta(days=self.day)


@pytest.mark.parametrize(
    ("steps", "day", "said"),
    [
        ([], 10, ""),
        ([Collected("daily", 0)], 84, ""),
        ([Collected("daily", 0)], 85, LONG),
        ([Collected("some_days", 0)], 85, LONG),
        ([Collected("daily", 0), Collected("daily", 80)], 90, ""),
        ([Collected("weekly", 0)], 83, EARLY),
        ([Collected("weekly", 0, "Works nights")], 83, ""),
        ([Collected("weekly", 0)], 84, ""),
        ([Collected("none", 0)], 10, EARLY),
        ([Collected("depot", 0)], 300, ""),
        ([Collected("daily", 0), Collected("weekly", 70)], 60, ""),
    ],
)
def test_what_to_look_at_again_about_collecting(steps, day, said):
    assert caution(GIVEN, steps, GIVEN + timedelta(days=day)) == said


@dataclass
class Known:
    group: str = "methadone"
    strength: str = "1mg/ml"
    usual_from_mg: int | None = 60
    usual_to_mg: int | None = 120


@pytest.mark.parametrize(
    ("mg", "medicine", "asks"),
    [
        (120, Known(), False),
        (360, Known(), False),
        (361, Known(), True),
        (6000, Known(), True),
        (2000, Known("morphine", "", None, None), False),
        (2001, Known("morphine", "", None, None), True),
        (16, Known("depot", "16mg", None, None), False),
        (24, Known("depot", "16mg", None, None), True),
        (None, Known(), False),
    ],
)
def test_a_number_far_from_any_dose_used_is_asked_about(mg, medicine, asks):
    assert bool(far_outside(mg, medicine)) is asks


@pytest.mark.parametrize(
    ("mg", "before", "asks"),
    [(1000, 38, True), (114, 38, False), (115, 38, True), (20, 60, False), (19, 60, True)],
)
def test_a_jump_from_the_dose_before_is_asked_about_for_every_medicine(mg, before, asks):
    for group in ("morphine", "diamorphine", "methadone"):
        said = far_outside(mg, Known(group, "", None, None), before=before)
        assert bool(said) is asks
    if asks:
        assert said == f"{mg:,}mg is far from the dose before, {before}mg."


@pytest.mark.parametrize("typed", ["1e3", "1_0", "1E3mg", "٣", "NaN", "Infinity", "+5", "1,000"])
def test_a_dose_is_digits_and_one_point(typed):
    with pytest.raises(ValidationError, match="Enter the dose in mg, as a number"):
        DoseField().clean(typed)


def test_the_question_offers_no_other_number():
    assert far_outside(6000, Known()) == (
        "6,000mg is far from any dose that is used. Usual for most people: 60mg to 120mg a day."
    )


def test_a_service_may_ask_about_other_numbers():
    limits = from_values({"far_times": 2, "far_without_range_mg": 500}, version=3, is_verified=True)
    usual = Known()
    assert usual.usual_to_mg is not None
    twice = usual.usual_to_mg * 2 + 1
    assert far_outside(twice, usual) == ""
    assert far_outside(twice, usual, limits)
