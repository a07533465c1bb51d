"""Invented people for the two versions of the audit: drawn at random, often right at an edge."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from audits.case_facts import CaseFacts, EpisodeFact, TopFact
from audits.endings import Closing
from audits.health_facts import Done
from audits.people import (
    DEPOT,
    KEYWORKER,
    METHADONE,
    ON,
    ago,
    away,
    care_plan,
    contact,
    dose,
    event,
    goal,
    options,
    person,
    rated,
    strategic,
    test,
    vision,
    wish,
)
from audits.said_facts import Said
from prescribing.doses import DepotCover, Prescribed, StatePoint
from prescribing.models import StopReason
from reviews.review_facts import Credit
from reviews.review_types import ReviewType
from tests.audits.oracle import DAY, Script, Written

LONGEST = 520
EDGES = [0, 1, 7, 14, 15, 27, 28, 29, 42, 43, 56, 57, 83, 84, 85, 98, 99, 112, 113, 181, 182, 183]
EDGES += [280, 281, 363, 364, 365, 366, 393, 394, 456, 457]
ago_days = st.one_of(st.integers(0, 60), st.integers(0, LONGEST), st.sampled_from(EDGES))
lengths = st.one_of(st.integers(1, 300), st.sampled_from([1, 20, 27, 28, 29, 83, 84, 85, 364]))
gaps = st.sampled_from([0, 0, 1, 10, 27, 28, 29, 60])
item_days = st.one_of(st.none(), st.sampled_from([0, 0, 1, 12, 13, 28]))
answers = st.sampled_from(["yes", "yes", "no", "not_asked", "declined"])
tags = st.lists(
    st.sampled_from(["harm_reduction", "overcoming_dependence", "social", "ete"]), max_size=2
)
end_reasons = st.sampled_from(
    ["completed_drug_free", "completed_occasional", "transferred", "left", "died", "records_end"]
)
birthdays = st.sampled_from([(9, 30), (10, 1)])
ages = st.sampled_from([15, 16, 40, 40, 65, 66])
born = st.none() | st.builds(lambda age, day: date(ON.year - age, *day), ages, birthdays)
stop_reasons = st.sampled_from(["", "", *StopReason.values])


@st.composite
def scripts(draw: Any) -> list[Script]:
    """One after another, the last perhaps still going on."""
    found: list[Script] = []
    start = draw(ago_days)
    for _ in range(draw(st.integers(0, 3))):
        closed = start - draw(lengths)
        is_open = closed < 0
        covers = draw(st.sampled_from([None, None, None, 7, 28])) if not is_open else None
        found.append(
            Script(
                started=ago(start),
                closed=None if is_open else ago(closed),
                state=draw(st.sampled_from(["stopped", "stopped", "transferred", "suspended"])),
                reason=draw(stop_reasons),
                has_plan=draw(st.booleans()),
                is_their_wish=draw(st.booleans()),
                to_zero=draw(st.booleans()),
                is_ost=draw(st.integers(0, 7)) > 0,
                window_to=None if covers is None else ago(start) + covers * DAY,
            )
        )
        start = closed - draw(gaps)
        if is_open or start < 0:
            break
    return found


@st.composite
def settled(draw: Any) -> list[Script]:
    """Somebody who is in treatment now, perhaps after some days without."""
    start = draw(st.sampled_from([20, 27, 28, 83, 84, 181, 182, 363, 364, 365, 400, 480, 519]))
    without = draw(st.sampled_from([0, 0, 0, 10, 27, 28]))
    if not without or start < 40:
        return [Script(ago(start))]
    again = draw(st.integers(1, start - 30))
    return [Script(ago(start), ago(min(again + without, start - 1))), Script(ago(again))]


def prescribed(script: Script) -> tuple[Prescribed, Closing | None]:
    """As the product keeps it."""
    points = [StatePoint(script.started, "active")]
    closing = None
    if script.closed is not None:
        points.append(StatePoint(script.closed, script.state))
        closing = Closing(
            script.closed,
            script.state,
            script.reason,
            script.has_plan,
            script.is_their_wish,
            script.to_zero,
        )
    covers = () if script.window_to is None else (DepotCover(script.started, script.window_to),)
    return Prescribed(script.is_ost, tuple(points), covers, not script.is_ost), closing


@st.composite
def goals(draw: Any) -> Any:
    opened = draw(ago_days)
    closed = draw(st.one_of(st.none(), st.integers(0, opened)))
    return goal(
        *draw(tags),
        opened=opened,
        closed=closed,
        changed=draw(st.integers(0, opened)),
        substance=draw(st.sampled_from(["", "Heroin", "crack", "alcohol"])),
        next_in=draw(st.sampled_from([None, -1, 0, 7])),
    )


@st.composite
def tops(draw: Any, started: int) -> tuple[TopFact, ...]:
    """One a day at most, oldest first; often one at the start of treatment."""
    on = draw(st.sets(ago_days, max_size=3)) | draw(st.sampled_from([set(), {started}]))
    return tuple(
        TopFact(
            ago(days),
            stage="start" if days == started else draw(st.sampled_from(["start", "review"])),
            opiates_days=draw(item_days),
            crack_days=draw(item_days),
            acute_housing=draw(answers),
            paid_work_days=draw(item_days),
            volunteer_days=draw(item_days),
            education_days=draw(item_days),
            is_complete=draw(st.booleans()),
        )
        for days in sorted(on, reverse=True)
    )


@st.composite
def earlier_episodes(draw: Any, started: int) -> list[EpisodeFact]:
    if draw(st.booleans()):
        return []
    ended = started + draw(st.sampled_from([0, 5, 100, 181, 182, 183, 200]))
    return [
        EpisodeFact(
            ago(ended + draw(lengths)),
            ago(ended),
            draw(end_reasons),
            transfer_confirmed_on=draw(st.sampled_from([None, ago(ended)])),
        )
    ]


@st.composite
def doses(draw: Any) -> Any:
    since = draw(st.sets(st.sampled_from([0, 5, 14, 15, 16, 100]), max_size=2))
    return [
        dose(
            draw(st.sampled_from([None, 30, 59, 60, 90, 120, 121])),
            state=draw(st.sampled_from(["active", "active", "reducing", "induction"])),
            since=days,
            of=draw(st.sampled_from([METHADONE, METHADONE, DEPOT])),
        )
        for days in since
    ]


@st.composite
def held(draw: Any) -> list[Any]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        counts = draw(st.integers(0, 4)) > 0
        knows_use, on = draw(st.booleans()), draw(ago_days)
        if draw(st.booleans()):
            found.append(care_plan(on, knows_use=knows_use, counts=counts))
        else:
            said = draw(st.sampled_from(["clear", "partial", "not_evident", ""]))
            found.append(strategic(on, knows_use=knows_use, counts=counts, conclusion=said))
    return found


@st.composite
def contacts(draw: Any) -> list[Any]:
    return [
        contact(
            draw(ago_days),
            draw(st.sampled_from(["peer", "mutual_aid", "keyworker"])),
            *draw(st.sampled_from([(), ("collection",), ("collection",), ("health",)])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]


@st.composite
def said(draw: Any) -> Said:
    """At most one wish and one rating a day, oldest first."""
    wishes = sorted(draw(st.sets(ago_days, max_size=2)), reverse=True)
    ratings = sorted(draw(st.sets(ago_days, max_size=3)), reverse=True)
    answers_ = st.sampled_from(["wants", "not_now", "unable"])
    numbers = st.tuples(*[st.sampled_from([None, 0, 4, 5])] * 4)
    return Said(
        tuple(wish(days, draw(answers_)) for days in wishes),
        tuple(rated(days, *draw(numbers)) for days in ratings),
    )


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


@st.composite
def people(draw: Any) -> Written:
    is_settled = draw(st.booleans())
    written = draw(settled() if is_settled else scripts())
    first = (ON - written[0].started).days if written else draw(ago_days)
    started = first + draw(st.sampled_from([0, 0, 3, 40, 300]))
    ended = draw(st.sampled_from([None, None, None, 0, 20, 100, 182, 183, 300, 364, 365]))
    if is_settled or (ended is not None and ended >= started):
        ended = None
    contacted = draw(st.sampled_from([None, 0, 1, 3, 4, 5, 6, 30]))
    kinds = st.sampled_from(["overdose", "asks_to_stop", "pregnancy"])
    pause_from = draw(ago_days)
    pause_to = draw(st.one_of(st.none(), st.integers(0, pause_from)))
    why = draw(st.sampled_from(["custody", "hospital", "residential"]))
    case = person(
        started=started,
        ended=ended,
        end_reason=draw(end_reasons) if ended is not None else "",
        episodes=draw(earlier_episodes(started)),
        prescribed=[prescribed(script) for script in written],
        doses=draw(doses()),
        held=draw(held()),
        next_on=draw(st.sampled_from([None, None, ago(1), ago(30), ago(200), ago(-30)])),
        has_plan=draw(st.booleans()),
        goals=tuple(draw(st.lists(goals(), max_size=3))),
        tops=draw(tops(started)),
        tests=tuple(
            test(days, draw(st.sampled_from([None, True, False])))
            for days in sorted(draw(st.sets(ago_days, max_size=2)), reverse=True)
        ),
        options=tuple(
            options(draw(ago_days), preference=draw(st.booleans()), number=draw(st.integers(0, 2)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        visions=tuple(
            sorted((vision(draw(ago_days)) for _ in range(draw(st.integers(0, 2)))), key=_on)
        ),
        contacts=tuple(draw(contacts())),
        events=[event(draw(ago_days), draw(kinds)) for _ in range(draw(st.integers(0, 2)))],
        optimised_on=tuple(ago(draw(ago_days)) for _ in range(draw(st.integers(0, 1)))),
        pauses=[away(pause_from, pause_to, why)] if draw(st.booleans()) else (),
        born_on=draw(born),
        said=draw(said()),
        health=draw(health()),
        has_injected=draw(st.sampled_from(["yes", "no", "not_asked", "declined"])),
        keyworkers=frozenset({KEYWORKER}) if draw(st.booleans()) else frozenset(),
    )
    return Written(_with_more(draw, case, contacted), tuple(written))


def _on(record: Any) -> Any:
    return record.on


def _with_more(draw: Any, case: CaseFacts, contacted: int | None) -> CaseFacts:
    """The day they got in touch, a transfer that was picked up, and keywork that is no review."""
    last = case.episodes[-1]
    touched_on = None if contacted is None else last.started_on - contacted * DAY
    picked_up = draw(st.sampled_from([None, last.ended_on]))
    last = replace(last, contacted_on=touched_on, transfer_confirmed_on=picked_up)
    keywork = [Credit(ReviewType.KEYWORK, ago(draw(ago_days)))] if draw(st.booleans()) else []
    reviews = replace(case.reviews, credits=(*case.reviews.credits, *keywork))
    return replace(case, episodes=(*case.episodes[:-1], last), reviews=reviews)
