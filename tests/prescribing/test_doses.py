"""On treatment or not, spells, doses in words, missed days: truth tables."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prescribing.doses import (
    DepotCover,
    Placement,
    Prescribed,
    Spell,
    StatePoint,
    depot_window,
    dose_since,
    dose_words,
    missed_runs,
    on_ost,
    ost_spells,
    outside_usual,
    place_step,
    relapse_prevention_spells,
    run_length,
    spell_up_to,
    state_on,
    waits_for_prescriber,
)
from rodt.dates import Span

DAY_1 = date(2026, 1, 1)


def day(number: int) -> date:
    """Day 1 is 1 January 2026."""
    return DAY_1 + timedelta(days=number - 1)


def prescribed(*points: tuple[int, str], covers=(), is_ost=True, is_naltrexone=False):
    return Prescribed(
        is_ost=is_ost,
        points=tuple(StatePoint(day(number), state) for number, state in points),
        covers=tuple(DepotCover(day(a), day(b)) for a, b in covers),
        is_naltrexone=is_naltrexone,
    )


@dataclass
class Medicine:
    mg_per_ml: Decimal | None = None
    usual_from_mg: Decimal | None = None
    usual_to_mg: Decimal | None = None


@pytest.mark.parametrize(
    ("state", "is_on"),
    [
        ("draft", False),
        ("induction", True),
        ("titrating", True),
        ("active", True),
        ("reducing", True),
        ("suspended", False),
        ("stopped", False),
        ("transferred", False),
        ("switched", False),
    ],
)
def test_on_treatment_means_four_of_the_states(state, is_on):
    assert on_ost([StatePoint(day(1), state)], [], day(1)) is is_on
    assert on_ost([StatePoint(day(1), state)], [], day(400)) is is_on


def test_before_the_first_state_nobody_is_on_treatment():
    assert state_on([StatePoint(day(5), "active")], day(4)) == ""
    assert not on_ost([StatePoint(day(5), "active")], [], day(4))


def test_the_first_day_of_a_stop_is_the_first_day_without():
    points = [StatePoint(day(1), "active"), StatePoint(day(10), "stopped")]
    assert on_ost(points, [], day(9))
    assert not on_ost(points, [], day(10))


def test_of_two_changes_on_one_day_the_one_recorded_last_holds():
    points = [StatePoint(day(1), "induction"), StatePoint(day(1), "active")]
    assert state_on(points, day(1)) == "active"


def test_a_depot_covers_to_the_end_of_its_window_even_after_a_stop():
    points = [StatePoint(day(1), "active"), StatePoint(day(5), "stopped")]
    covers = [DepotCover(day(1), day(9))]
    assert on_ost(points, covers, day(9))
    assert not on_ost(points, covers, day(10))


@pytest.mark.parametrize(
    ("without_days", "spells"),
    [
        (0, [(1, None)]),
        (1, [(1, None)]),
        (27, [(1, None)]),
        (28, [(1, 10), (39, None)]),
        (29, [(1, 10), (40, None)]),
    ],
)
def test_a_spell_ends_after_28_days_without(without_days, spells):
    one = prescribed((1, "active"), (11, "stopped"))
    two = prescribed((11 + without_days, "active"))
    expected = tuple(Spell(day(a), day(b) if b else None) for a, b in spells)
    assert ost_spells([one, two]) == expected
    assert ost_spells([two, one]) == expected


def test_a_suspension_of_28_days_ends_a_spell_inside_one_prescription():
    one = prescribed((1, "active"), (11, "suspended"), (39, "active"))
    assert ost_spells([one]) == (Spell(day(1), day(10)), Spell(day(39)))


def test_a_switch_of_medicine_on_the_same_day_goes_on_as_one_spell():
    one = prescribed((1, "active"), (50, "switched"))
    two = prescribed((50, "induction"))
    assert ost_spells([one, two]) == (Spell(day(1)),)


def test_injections_join_into_one_spell_while_their_windows_reach():
    depot = prescribed((1, "active"), (3, "stopped"), covers=[(1, 9), (8, 16), (50, 58)])
    assert ost_spells([depot]) == (Spell(day(1), day(16)), Spell(day(50), day(58)))


def test_naltrexone_is_no_substitution_but_has_spells_of_its_own():
    blocker = prescribed((1, "active"), covers=[(1, 28)], is_ost=False, is_naltrexone=True)
    assert ost_spells([blocker]) == ()
    assert relapse_prevention_spells([blocker]) == (Spell(day(1)),)


def test_a_draft_makes_no_spell():
    assert ost_spells([prescribed((1, "draft"))]) == ()


def test_the_spell_up_to_a_day_is_the_running_one_or_the_last():
    spells = (Spell(day(1), day(10)), Spell(day(50)))
    assert spell_up_to(spells, day(5)) == spells[0]
    assert spell_up_to(spells, day(30)) == spells[0]
    assert spell_up_to(spells, day(50)) == spells[1]
    assert spell_up_to(spells, day(1) - timedelta(days=1)) is None


changes = st.lists(
    st.tuples(st.integers(1, 200), st.sampled_from(["active", "suspended", "reducing"])),
    min_size=1,
    max_size=6,
)
injections = st.lists(st.tuples(st.integers(1, 200), st.integers(0, 30)), max_size=4)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(changes, injections), min_size=1, max_size=3))
def test_spells_cover_each_day_on_treatment_and_gaps_are_long_enough(world):
    """The slow, obvious version: walk the days one by one."""
    all_prescribed = [
        prescribed(*sorted(points, key=lambda p: p[0]), covers=[(a, a + n) for a, n in covers])
        for points, covers in world
    ]
    horizon = [day(number) for number in range(1, 301)]
    is_on = {d: any(on_ost(p.points, p.covers, d) for p in all_prescribed) for d in horizon}
    spells = ost_spells(all_prescribed)
    for d in horizon:
        if is_on[d]:
            assert any(spell.covers(d) for spell in spells)
    for spell in spells:
        assert is_on[spell.started_on]
        run = 0
        for d in horizon:
            if spell.covers(d):
                run = 0 if is_on[d] else run + 1
                assert run < 28
    for earlier, later in pairwise(spells):
        assert (later.started_on - earlier.ended_on).days - 1 >= 28


@pytest.mark.parametrize(
    ("mg", "mg_per_ml", "words"),
    [
        (60, 1, "60mg (60ml of 1mg/ml)"),
        (Decimal("60.00"), Decimal("1.00"), "60mg (60ml of 1mg/ml)"),
        (37, 10, "37mg (3.7ml of 10mg/ml)"),
        (25, 20, "25mg (1.25ml of 20mg/ml)"),
        (Decimal("2.50"), None, "2.5mg"),
        (Decimal("0.40"), None, "0.4mg"),
        (1000, None, "1,000mg"),
        (8, None, "8mg"),
    ],
)
def test_a_dose_carries_its_unit_and_a_liquid_both(mg, mg_per_ml, words):
    assert dose_words(mg, Medicine(mg_per_ml)) == words


def test_a_dose_without_a_medicine_is_in_mg():
    assert dose_words(Decimal("55.00")) == "55mg"


@pytest.mark.parametrize(
    ("mg", "low", "high", "words"),
    [
        (60, 60, 120, ""),
        (120, 60, 120, ""),
        (59, 60, 120, "Usual for most people: 60mg to 120mg a day"),
        (121, 60, 120, "Usual for most people: 60mg to 120mg a day"),
        (18, None, 18, ""),
        (20, None, 18, "Usual for most people: up to 18mg a day"),
        (500, None, None, ""),
    ],
)
def test_a_dose_outside_the_usual_is_described_and_never_called_wrong(mg, low, high, words):
    assert outside_usual(mg, Medicine(usual_from_mg=low, usual_to_mg=high)) == words


def test_missed_days_that_touch_are_one_run():
    runs = missed_runs([Span(day(5), day(6)), Span(day(1), day(2)), Span(day(3), day(3))])
    assert runs == (Span(day(1), day(3)), Span(day(5), day(6)))
    assert [run_length(run) for run in runs] == [3, 2]


def test_a_run_that_goes_on_is_counted_up_to_a_day():
    assert run_length(Span(day(1)), on=day(4)) == 4
    with pytest.raises(ValueError, match="goes on"):
        run_length(Span(day(1)))


@pytest.mark.parametrize(("days", "waits"), [(1, False), (2, False), (3, True), (12, True)])
def test_three_days_in_a_row_wait_for_a_prescriber(days, waits):
    assert waits_for_prescriber(days) is waits


@pytest.mark.parametrize(
    ("given", "every", "around", "window"),
    [
        (day(1), 7, 2, (day(8), day(6), day(10))),
        (day(1), 28, 7, (day(29), day(22), day(36))),
        (day(1), 28, None, (day(29), day(29), day(29))),
        (date(2028, 2, 22), 7, 2, (date(2028, 2, 29), date(2028, 2, 27), date(2028, 3, 2))),
    ],
)
def test_the_next_injection_has_a_day_and_a_window(given, every, around, window):
    assert depot_window(given, every, around) == window


@pytest.mark.parametrize(
    ("steps", "from_on", "placement"),
    [
        ([], 5, Placement(None, None, None)),
        ([(1, None)], 5, Placement(0, None, None)),
        ([(5, None)], 5, Placement(None, 0, None)),
        ([(1, 9), (10, None)], 5, Placement(0, None, day(9))),
        ([(1, 9), (10, None)], 10, Placement(None, 1, None)),
        ([(1, 9), (10, None)], 12, Placement(1, None, None)),
        ([(1, 3), (10, None)], 5, Placement(None, None, day(9))),
        ([(10, None)], 5, Placement(None, None, day(9))),
    ],
)
def test_a_new_step_never_overlaps_another(steps, from_on, placement):
    spans = [Span(day(a), day(b) if b else None) for a, b in steps]
    assert place_step(spans, day(from_on)) == placement


@dataclass(frozen=True)
class Dose:
    daily_dose_mg: Decimal
    from_on: date
    to_on: date | None = None


def dose(mg: int, day: int, to: int | None = None) -> Dose:
    return Dose(Decimal(mg), date(2026, 9, day), date(2026, 9, to) if to else None)


@pytest.mark.parametrize(
    ("steps", "since"),
    [
        ([], None),
        ([dose(70, 1)], 1),
        ([dose(60, 1, 9), dose(70, 10)], 10),
        ([dose(70, 1, 9), dose(70, 10)], 1),  # written down again
        ([dose(70, 1, 5), dose(70, 10)], 10),  # days without one lie between
        ([dose(70, 1, 3), dose(60, 4, 9), dose(70, 10)], 10),
        ([dose(70, 1, 9)], None),  # ended before the day
        ([dose(70, 10), dose(70, 1, 9)], 1),  # in any order
        ([dose(70, 1, 29), dose(80, 30)], 1),  # begins after the day
    ],
)
def test_since_when_a_dose_holds(steps: list[Dose], since: int | None) -> None:
    expected = date(2026, 9, since) if since else None
    assert dose_since(steps, date(2026, 9, 20)) == expected
