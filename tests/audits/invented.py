"""Invented people for the two versions of the audit: drawn at random, often right at an edge."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from audits.case_facts import CaseFacts, EpisodeFact, TopFact
from audits.leaving import Leaving
from audits.people import (
    ALL_PARTS,
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
    first12,
    goal,
    options,
    person,
    plan,
    read,
    reduction,
    strategic,
    test,
    vision,
)
from audits.plan_facts import PlanFact
from audits.plan_sample import Sampled
from prescribing.doses import DepotCover, Prescribed, StatePoint
from prescribing.endings import Closing
from prescribing.models import StopReason
from reviews.review_facts import Credit
from reviews.review_types import ReviewType
from rodt.dates import Span
from tests.audits.invented_facts import ago_days, answers, born, capital, day_of, health, support
from tests.audits.invented_improving import first_weeks as weeks
from tests.audits.invented_improving import hearts, help_by_talking, staff, talks
from tests.audits.oracle import DAY, Script, Written

lengths = st.one_of(st.integers(1, 300), st.sampled_from([1, 20, 27, 28, 29, 83, 84, 85, 364]))
gaps = st.sampled_from([0, 0, 1, 10, 27, 28, 29, 60])
item_days = st.one_of(st.none(), st.sampled_from([0, 0, 1, 12, 13, 28]))
tags = st.lists(
    st.sampled_from(["harm_reduction", "overcoming_dependence", "social", "ete"]), max_size=2
)
end_reasons = st.sampled_from(
    ["completed_drug_free", "completed_occasional", "transferred", "left", "died", "records_end"]
)
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
        whole=draw(st.booleans()),
        substance=draw(st.sampled_from(["", "Heroin", "crack", "alcohol"])),
        next_in=draw(st.sampled_from([None, -1, 0, 7])),
    )


@st.composite
def plans(draw: Any, started: int) -> tuple[PlanFact, ...]:
    """Of the treatment that began so many days ago, or of another; often right at an edge."""
    if draw(st.integers(0, 3)) == 0:
        return ()
    of = draw(st.sampled_from([started, started, started, started + 10]))
    return (
        plan(
            of,
            after=draw(st.sampled_from([0, 13, 14, 15, 40])),
            agreed=draw(answers),
            has_strengths=draw(st.booleans()),
            has_copy=draw(st.booleans()),
            layer=draw(st.sampled_from(["standard", "standard", "enhanced"])),
            moved_on=draw(st.sampled_from([None, ago(182), ago(183)])),
        ),
    )


@st.composite
def drawn(draw: Any) -> Sampled | None:
    if draw(st.booleans()):
        return None
    return read(*draw(st.lists(st.booleans(), max_size=2)), twice=draw(st.booleans()))


@st.composite
def first_weeks(draw: Any, start: int) -> list[Any]:
    """A full plan and two reviews about their days after a start, some of them just beside it."""
    full = draw(st.sampled_from([20, 27, 28, 29]))
    early = draw(st.sampled_from([20, 21, 28, 35, 36]))
    late = draw(st.sampled_from([76, 77, 84, 91, 92]))
    found = [care_plan(start - full), first12(start - early), first12(start - late)]
    return [review for review in found if review.held_on <= ON]


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
            injecting_days=draw(item_days),
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
def leaving(draw: Any) -> Leaving:
    """Reductions to zero with some of their parts, and what was said of aftercare."""
    found = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        began = draw(ago_days)
        stopped = draw(st.one_of(st.none(), st.integers(0, began)))
        near = [0, 1, 2, 6, 7, 8]
        found.append(
            reduction(
                began,
                stopped,
                parts=draw(st.sets(st.sampled_from(ALL_PARTS), min_size=2)),
                supplied=draw(st.sampled_from([None, 0, 30])),
                expires=draw(st.sampled_from([None, None, -30, 0, 1, stopped])),
                declined=draw(st.integers(0, 4)) == 0,
                met=[(stopped or 0) - n for n in draw(st.sets(st.sampled_from(near), max_size=1))],
                became=draw(st.sampled_from(["stopped", "stopped", "active"])),
                agreed=draw(st.integers(0, 3)) > 0,
                has_why=draw(st.booleans()),
                is_for_safety=draw(st.booleans()),
            )
        )
    said = sorted((ago(draw(ago_days)), draw(answers)) for _ in range(draw(st.integers(0, 2))))
    reviewed_on = draw(st.sampled_from([None, ago(0)]))
    found.sort(key=lambda one: one.course.started_on)
    return Leaving(tuple(found), tuple(said), reviewed_on)


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
    kinds = st.sampled_from(["overdose", "asks_to_stop", "pregnancy", "homeless"])
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
        held=[*draw(held()), *(draw(first_weeks(first)) if draw(st.booleans()) else [])],
        next_on=draw(st.sampled_from([None, None, ago(1), ago(30), ago(200), ago(-30)])),
        has_plan=draw(st.booleans()),
        plans=draw(plans(started)),
        sampled=draw(drawn()),
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
            sorted((vision(draw(ago_days)) for _ in range(draw(st.integers(0, 2)))), key=day_of)
        ),
        contacts=tuple(draw(contacts())),
        events=[event(draw(ago_days), draw(kinds)) for _ in range(draw(st.integers(0, 2)))],
        optimised_on=tuple(ago(draw(ago_days)) for _ in range(draw(st.integers(0, 1)))),
        pauses=[away(pause_from, pause_to, why)] if draw(st.booleans()) else (),
        support=draw(support()),
        born_on=draw(born),
        capital=draw(capital()),
        health=draw(health()),
        heart=draw(hearts()),
        talking=draw(help_by_talking()),
        staff=draw(staff()),
        early=draw(weeks(first)),
        has_injected=draw(st.sampled_from(["yes", "no", "not_asked", "declined"])),
        **({"stable_on": ()} if draw(st.integers(0, 4)) == 0 else {}),
        keyworkers=frozenset({KEYWORKER}) if draw(st.booleans()) else frozenset(),
        leaving=draw(leaving()),
        died=None if ended is None else draw(st.sampled_from([None, *_deaths(ended)])),
    )
    seen = [(ON - item.on).days for item in (*case.tops, *case.tests)]
    case = replace(case, talked=draw(talks(seen)))
    return Written(_with_more(draw, case, contacted), tuple(written))


def _with_more(draw: Any, case: CaseFacts, contacted: int | None) -> CaseFacts:
    """The day they got in touch, a transfer that was picked up, and keywork that is no review."""
    last = case.episodes[-1]
    touched_on = None if contacted is None else last.started_on - contacted * DAY
    picked_up = draw(st.sampled_from([None, last.ended_on]))
    last = replace(last, contacted_on=touched_on, transfer_confirmed_on=picked_up)
    keywork = [Credit(ReviewType.KEYWORK, ago(draw(ago_days)))] if draw(st.booleans()) else []
    after = [Credit(ReviewType.AFTERCARE, day) for day in _contacts_after(draw, case)]
    reviews = replace(case.reviews, credits=(*case.reviews.credits, *keywork, *after))
    if draw(st.integers(0, 3)) == 0:
        last_missed = draw(st.sampled_from([0, 55, 56, 57, 100]))
        run = Span(ago(last_missed + 2), ago(last_missed))
        reviews = replace(reviews, missed_doses=(run,))
    return replace(case, episodes=(*case.episodes[:-1], last), reviews=reviews)


def _contacts_after(draw: Any, case: CaseFacts) -> list[Any]:
    """Aftercare at the edges of its days; often all of it."""
    left = [item.ended_on for item in case.episodes if item.ended_on is not None]
    days = st.sampled_from([[7, 28, 84, 182], [1, 21, 91, 189], [0, 14, 36], [15, 77], []])
    return [day + n * DAY for day in left for n in draw(days)]


def _deaths(ended: int) -> list[int]:
    """Days before the audit's day on which somebody may have died: on leaving, or after it."""
    return [ended - after for after in (0, 1, 100, 182, 183, 365, 366) if after <= ended]
