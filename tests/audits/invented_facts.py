"""What invented people said and were offered, and what was done for them: drawn at random."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from audits.health_facts import Done
from audits.people import ON, ago, rated
from audits.support_people import home, offered, supported
from tests.audits.oracle import DAY

LONGEST = 520
EDGES = [0, 1, 7, 14, 15, 27, 28, 29, 42, 43, 56, 57, 83, 84, 85, 98, 99, 112, 113, 181, 182, 183]
EDGES += [280, 281, 363, 364, 365, 366, 393, 394, 456, 457]
ago_days = st.one_of(st.integers(0, 60), st.integers(0, LONGEST), st.sampled_from(EDGES))
answers = st.sampled_from(["yes", "yes", "no", "not_asked", "declined"])
OFFER_KINDS = ["mutual_aid", "mutual_aid", "housing", "employment", "carer_needs", "carer_review"]
OFFER_KINDS += ["depot", "cbt"]
STEP_STATES = ["referred", "introduced", "went_once", "started", "ended", "declined"]
birthdays = st.sampled_from([(9, 30), (10, 1)])
ages = st.sampled_from([15, 16, 40, 40, 65, 66])
born = st.none() | st.builds(lambda age, day: date(ON.year - age, *day), ages, birthdays)


def day_of(record: Any) -> Any:
    return record.on


@st.composite
def offers(draw: Any) -> Any:
    """What came of it came in the order of the days."""
    on = draw(ago_days)
    came = sorted(draw(st.lists(st.integers(0, on), max_size=2)), reverse=True)
    steps = [(days, draw(st.sampled_from(STEP_STATES))) for days in came]
    how = draw(st.sampled_from(["offered", "offered", "asked", "not_available"]))
    return offered(draw(st.sampled_from(OFFER_KINDS)), on, *steps, how=how)


@st.composite
def support(draw: Any) -> Any:
    found = sorted(draw(st.lists(offers(), max_size=3)), key=day_of)
    homes = [
        home(
            draw(ago_days),
            draw(st.sampled_from(["", "1", "2", "3", "3", "declined"])),
            draw(st.sampled_from(["", "1", "12", "9", "15", "6", "99"])),
            draw(answers),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    supporter = draw(st.sampled_from([None, 0, 30]))
    return supported(*found, homes=sorted(homes, key=day_of), supporter=supporter)


@st.composite
def capital(draw: Any) -> Any:
    """At most one rating a day, oldest first."""
    numbers = st.tuples(*[st.sampled_from([None, 0, 4, 5])] * 4)
    on = sorted(draw(st.sets(ago_days, max_size=3)), reverse=True)
    return tuple(rated(days, *draw(numbers)) for days in on)


@st.composite
def health(draw: Any) -> dict[str, Done]:
    """Most parts done or declined, some long ago."""
    some_day = st.sampled_from([None, ago(5), ago(365), ago(366)])
    good_to = st.sampled_from([None, ON, ON - DAY])
    parts = ("naloxone", "viruses", "hepatitis_b", "overdose", "storage")
    done = {part: Done(draw(some_day)) for part in parts if draw(st.integers(0, 9))}
    for part in ("naloxone", "viruses", "hepatitis_b"):
        if part in done:
            last = draw(good_to) if part == "naloxone" else None
            done[part] = replace(done[part], declined_on=draw(some_day), good_to=last)
    return done
