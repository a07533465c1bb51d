"""Kaplan and Meier's curve, against a worked example in print and against plain counting."""

import pytest

from rodt.survival import Step, Watched, kaplan_meier

# Freireich and others, Blood 1963;21:699-716: weeks of remission of 21 children on
# 6-mercaptopurine. Shares and band (log-minus-log) as textbooks print them, by week.
RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
STILL_WELL = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
PRINTED = {
    6: (0.8571, 0.6197, 0.9516),
    7: (0.8067, 0.5631, 0.9228),
    10: (0.7529, 0.5032, 0.8894),
    13: (0.6902, 0.4316, 0.8491),
    16: (0.6275, 0.3675, 0.8049),
    22: (0.5378, 0.2678, 0.7468),
    23: (0.4482, 0.1881, 0.6801),
}
CHILDREN = [
    *(Watched(weeks, True) for weeks in RELAPSED),
    *(Watched(weeks, False) for weeks in STILL_WELL),
]


def test_the_curve_and_its_band_are_those_in_print() -> None:
    curve = kaplan_meier(CHILDREN)
    assert curve is not None
    assert curve.last_day == 35
    first, *steps = curve.steps
    assert first == Step(0, 1.0)
    assert {s.day: (s.share, s.low, s.high) for s in steps} == {
        week: pytest.approx(values, abs=0.00006) for week, values in PRINTED.items()
    }


@pytest.mark.parametrize(("week", "share"), [(0, 1.0), (5, 1.0), (6, 0.8571), (9, 0.8067)])
def test_a_step_holds_until_the_next(week: int, share: float) -> None:
    curve = kaplan_meier(CHILDREN)
    assert curve is not None
    assert curve.at(week).share == pytest.approx(share, abs=0.00006)


def test_when_everybody_was_watched_to_the_end_it_is_plain_counting() -> None:
    curve = kaplan_meier([Watched(days, True) for days in (3, 5, 5, 9)])
    assert curve is not None
    assert [(s.day, s.share) for s in curve.steps] == [(0, 1.0), (3, 0.75), (5, 0.25), (9, 0.0)]
    assert (curve.at(9).low, curve.at(9).high) == (None, None)


def test_nobody_has_no_curve_and_nobody_leaving_has_no_band() -> None:
    assert kaplan_meier([]) is None
    curve = kaplan_meier([Watched(4, False), Watched(9, False)])
    assert curve is not None
    assert curve.at(30) == Step(0, 1.0)
    assert curve.last_day == 9


def test_whoever_is_lost_on_the_first_day_counts() -> None:
    curve = kaplan_meier([Watched(0, True), Watched(8, False)])
    assert curve is not None
    assert curve.at(0).share == 0.5
