"""How treatment of invented people was improved: drawn at random, often right at an edge."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from audits.heart_facts import HeartFacts
from audits.improving_facts import Early, Talked
from audits.improving_people import early, heart, talked, talking
from audits.people import KEYWORKER, ON, ago
from audits.staff_facts import StaffFact
from audits.talking_facts import Talking
from support.skills import NAMED, Assessed
from tests.audits.invented_facts import ago_days, day_of
from tests.audits.oracle import DAY

EVERY_WAY = [3, 4, 5, 6, 7]


@st.composite
def talks(draw: Any, seen: list[int]) -> tuple[Talked, ...]:
    """Often near a day on which use was seen, and often about all that is asked for."""
    near = [day - n for day in seen for n in (0, 27, 28, 29) if day >= n]
    found = []
    for _ in range(draw(st.integers(0, 2))):
        days = draw(st.sampled_from(near) if near else ago_days)
        rungs = draw(st.sampled_from([[], [3, 6], [1, 4, 5, 7], EVERY_WAY, EVERY_WAY]))
        found.append(talked(days, *rungs, medicine=draw(st.booleans())))
    return tuple(sorted(found, key=day_of))


givers = st.sampled_from([None, KEYWORKER, KEYWORKER, UUID(int=2)])


@st.composite
def staff(draw: Any) -> dict[UUID, StaffFact]:
    """One or two members of staff: mostly competent, some of it run out or only in training."""
    found = {}
    for who in draw(st.sets(st.sampled_from([KEYWORKER, UUID(int=2)]))):
        rows = []
        for key in (*NAMED, "counselling"):
            for days in sorted(draw(st.sampled_from([[400], [400], [400, 60]])), reverse=True):
                level = draw(st.sampled_from(["competent"] * 9 + ["training"]))
                runs_out = draw(st.sampled_from([None] * 9 + [ON - DAY, ON]))
                rows.append(Assessed(key, level, ago(days), runs_out))
        last = draw(st.sampled_from([None, ago(0), ago(42), ago(43)]))
        found[who] = StaffFact(tuple(sorted(rows, key=day_of)), last)
    return found


@st.composite
def help_by_talking(draw: Any) -> tuple[Talking, ...]:
    found = []
    for _ in range(draw(st.integers(0, 2))):
        on = draw(ago_days)
        came = sorted(draw(st.lists(st.integers(0, on), max_size=2)), reverse=True)
        states = st.sampled_from(["referred", "started", "started", "ended", "declined"])
        steps = [(days, draw(states)) for days in came]
        how = draw(st.sampled_from(["offered", "asked", "not_available"]))
        kind, staff = draw(st.sampled_from(["cbt", "counselling"])), draw(givers)
        outside = staff is None and draw(st.booleans())
        found.append(talking(kind, on, *steps, how=how, staff=staff, outside=outside))
    return tuple(sorted(found, key=day_of))


@st.composite
def hearts(draw: Any) -> HeartFacts:
    steps = sorted(draw(st.sets(ago_days, max_size=2)), reverse=True)
    return heart(
        mg=[(days, draw(st.sampled_from([60, 100, 101, 120]))) for days in steps],
        risk=draw(st.sampled_from(["", "", "heart", "benzodiazepine"])),
        ecgs=sorted(draw(st.sets(ago_days, max_size=2)), reverse=True),
        declined=sorted(draw(st.sets(ago_days, max_size=1)), reverse=True),
    )


@st.composite
def first_weeks(draw: Any, start: int) -> tuple[Early, ...]:
    """About the days of a start: how doses are collected, a look at it, a TOP at week 12."""
    days = [0, 0, 1, 60, 83, 84, 85, 55, 56, 112, 113]
    kinds = ["daily", "weekly", "depot", "reviewed", "top", "top"]
    found = {
        early(start - after, draw(st.sampled_from(kinds)))
        for after in draw(st.lists(st.sampled_from(days), max_size=4))
        if start >= after
    }
    return tuple(sorted(found))
