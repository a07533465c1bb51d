"""Invented people for worked examples: said in days before the audit's day, short enough to read.

Only `audits.steps` and its tests use this. Nobody here exists.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from audits.capital_facts import CapitalFact
from audits.case_facts import (
    CaseFacts,
    ContactFact,
    DoseFact,
    EpisodeFact,
    GoalFact,
    MedicineFact,
    OptionsFact,
    Record,
    ReviewHeld,
    TestFact,
    TopFact,
)
from audits.leaving import Reduction
from audits.plan_facts import PlanFact
from audits.plan_sample import Sampled
from audits.prescribed_facts import stable_on
from prescribing.coming_off import Course
from prescribing.doses import DepotCover, Prescribed, StatePoint, ost_spells
from prescribing.endings import Closing, endings
from reviews.coming_off import Known, Supply
from reviews.review_facts import Appointment, Credit, Event, Pause, ReviewFacts
from reviews.review_types import EventKind, PauseReason, ReviewType
from rodt.dates import add_days, spell_on

ON = date(2026, 9, 30)
SPELL_GAP = 28
METHADONE = MedicineFact("Methadone 1mg/ml oral solution", "methadone", Decimal(60), Decimal(120))
DEPOT = MedicineFact("Buprenorphine monthly depot injection 96mg", "depot")
KEYWORKER = UUID(int=1)
ALL_PARTS = ("relapse_plan", "sessions", "way_back")


def ago(days: int) -> date:
    return add_days(ON, -days)


def person(
    *,
    started: int = 400,
    ended: int | None = None,
    end_reason: str = "",
    episodes: Iterable[EpisodeFact] = (),
    prescribed: Iterable[tuple[Prescribed, Closing | None]] | None = None,
    doses: Iterable[DoseFact] = (),
    held: Iterable[ReviewHeld] = (),
    next_on: date | None = None,
    pauses: Iterable[Pause] = (),
    events: Iterable[Event] = (),
    booked: Iterable[int] = (),
    died: int | None = None,
    **facts: Any,
) -> CaseFacts:
    """Somebody on methadone since the start of the episode, unless told otherwise.

    `started`, `ended`, `booked`, `died`: days before the audit's day; `booked` is days after it.
    """
    own = EpisodeFact(ago(started), None if ended is None else ago(ended), end_reason)
    all_episodes = (*episodes, own)
    scripts = list(prescribed) if prescribed is not None else [methadone(started, ended)]
    reviews = tuple(sorted(held, key=lambda item: item.held_on))
    return CaseFacts(
        reference="EXAMPLE",
        episodes=all_episodes,
        spells=ost_spells(item for item, _ in scripts),
        endings=endings(scripts),
        doses=tuple(doses),
        stable_on=facts.pop("stable_on", stable_on(item for item, _ in scripts)),
        held=reviews,
        reviews=_review_facts(
            own,
            scripts,
            reviews,
            next_on=next_on,
            pauses=tuple(pauses),
            events=tuple(events),
            booked=tuple(booked),
            died_on=None if died is None else ago(died),
        ),
        keyworkers=facts.pop("keyworkers", frozenset({KEYWORKER})),
        **facts,
    )


def _review_facts(
    episode: EpisodeFact,
    scripts: list[tuple[Prescribed, Closing | None]],
    held: tuple[ReviewHeld, ...],
    *,
    next_on: date | None,
    pauses: tuple[Pause, ...],
    events: tuple[Event, ...],
    booked: tuple[int, ...],
    died_on: date | None,
) -> ReviewFacts:
    spans = [span for item, _ in scripts if item.is_ost for span in item.covered]
    spell = spell_on(spans, ON, gap_days=SPELL_GAP)
    return ReviewFacts(
        episode_started_on=episode.started_on,
        episode_ended_on=episode.ended_on,
        died_on=died_on,
        ost_started_on=spell.start if spell else None,
        ost_ended_on=spell.end if spell else None,
        credits=tuple(
            Credit(item.type, item.held_on, next_review_on=next_on, conclusion=item.conclusion)
            for item in held
            if item.counts
        ),
        pauses=pauses,
        events=events,
        appointments=tuple(Appointment(add_days(ON, days)) for days in booked),
    )


def reduction(
    began: int,
    stopped: int | None = None,
    *,
    parts: Iterable[str] = ALL_PARTS,
    supplied: int | None = 0,
    expires: int | None = None,
    declined: bool = False,
    met: Iterable[int] = (),
    became: str = "stopped",
    agreed: bool = True,
    **why: bool,
) -> Reduction:
    """A reduction to zero. `stopped`: the first day in another state; `supplied`: days before it
    began on which naloxone was given, None: never; `expires`, `met`: days before the audit's day.
    """
    given = [] if supplied is None else [ago(began + supplied)]
    expires_on = None if expires is None else ago(expires)
    course = Course(ago(began), None if stopped is None else ago(stopped), became)
    known = Known(
        course if stopped is not None else Course(ago(began)),
        is_agreed=agreed,
        parts=frozenset(parts),
        supplies=[Supply(on, declined, expires_on) for on in given],
        met_on=[ago(days) for days in met],
    )
    return Reduction(known, why.get("has_why", False), why.get("is_for_safety", False))


def methadone(
    started: int = 400, ended: int | None = None, *, closing: Closing | None = None, **why: Any
) -> tuple[Prescribed, Closing | None]:
    """A prescription of methadone, and how it ended. `ended`: the first day without."""
    points = [StatePoint(ago(started), "active")]
    if closing is None and ended is not None:
        closing = Closing(ago(ended), why.pop("state", "stopped"), **why)
    if closing is not None:
        points.append(StatePoint(closing.on, closing.state))
    return Prescribed(True, tuple(points)), closing


def depot(given: int, covers_days: int, stopped: int, **why: Any) -> tuple[Prescribed, Closing]:
    closing = Closing(ago(stopped), "stopped", **why)
    points = (StatePoint(ago(given), "active"), StatePoint(closing.on, "stopped"))
    cover = DepotCover(ago(given), add_days(ago(given), covers_days))
    return Prescribed(True, points, (cover,)), closing


def naltrexone(started: int = 400) -> tuple[Prescribed, None]:
    return Prescribed(False, (StatePoint(ago(started), "active"),), is_naltrexone=True), None


def dose(
    mg: int | None, *, state: str = "active", since: int = 400, of: Any = METHADONE
) -> DoseFact:
    return DoseFact(of, state, ago(since), None if mg is None else Decimal(mg))


def strategic(days: int, **more: Any) -> ReviewHeld:
    return ReviewHeld(ReviewType.STRATEGIC, ago(days), **more)


def care_plan(days: int, **more: Any) -> ReviewHeld:
    return ReviewHeld(ReviewType.CARE_PLAN, ago(days), **more)


def first12(days: int) -> ReviewHeld:
    return ReviewHeld(ReviewType.FIRST12, ago(days))


def goal(
    *tags: str,
    opened: int = 100,
    closed: int | None = None,
    changed: int = 0,
    substance: str = "",
    next_in: int | None = None,
    whole: bool = False,
) -> GoalFact:
    """`changed`: the last day on which something about it changed; the day it was opened if 0.
    `next_in`: the next step is due so many days after the audit's day."""
    return GoalFact(
        frozenset(tags),
        ago(opened),
        None if closed is None else ago(closed),
        tuple(sorted({ago(opened), ago(changed or opened)})),
        substance,
        None if next_in is None else add_days(ON, next_in),
        whole,
    )


def plan(episode: int = 400, *, after: int = 0, **parts: Any) -> PlanFact:
    """Of the treatment that began `episode` days ago, written `after` days later. Strengths, their
    agreement and a copy, unless told otherwise."""
    written: dict[str, Any] = {"has_strengths": True, "agreed": "yes", "has_copy": True}
    return PlanFact(ago(episode - after), ago(episode), **(written | parts))


def read(*passes: bool, twice: bool = False) -> Sampled:
    return Sampled(twice, passes)


def top(days: int, **items: Any) -> TopFact:
    return TopFact(ago(days), **items)


def test(days: int, opiates: bool | None = False) -> TestFact:
    return TestFact(ago(days), opiates)


def clouded_test(days: int) -> TestFact:
    """One that finds the medicine that was prescribed."""
    return TestFact(ago(days), is_clouded=True)


def contact(days: int, role: str = "keyworker", *content: str) -> ContactFact:
    return ContactFact(ago(days), role, frozenset(content))


def options(days: int, *, preference: bool = True, number: int = 2) -> OptionsFact:
    return OptionsFact(ago(days), number, preference)


def vision(days: int) -> Record:
    return Record("exit vision", ago(days))


def rated(days: int, *ratings: int | None) -> CapitalFact:
    """Recovery capital: people, home and money, skills and health, belonging."""
    return CapitalFact(ago(days), ratings)


def away(started: int, back: int | None = None, reason: str = "custody") -> Pause:
    """`back`: the day of return; None when it is expected only after the audit's day."""
    return Pause(
        ago(started),
        PauseReason(reason),
        expected_end_on=add_days(ON, 60),
        returned_on=None if back is None else ago(back),
    )


def event(days: int, kind: str) -> Event:
    return Event(ago(days), EventKind(kind))


def reference(case: CaseFacts, name: str) -> CaseFacts:
    return replace(case, reference=name)
