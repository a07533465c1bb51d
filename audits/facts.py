"""Gathers what an audit needs to know of a service, once, in a fixed number of queries.

As things stood on the audit's day, and as they were known at its moment (`audits.as_known`). What
the schedule is told comes from the worklist's own reader, so the two cannot disagree.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from audits import facts_sql, leaving_facts, plan_facts, staff_facts, topics
from audits.as_known import Model, as_known, changed_since, only_about
from audits.case_facts import (
    CaseFacts,
    ContactFact,
    EpisodeFact,
    GoalFact,
    OptionsFact,
    Record,
    ReviewHeld,
    TopFact,
)
from audits.leaving import NOTHING, Leaving
from audits.period import AuditDay
from audits.prescribed_facts import PrescribedFacts, gather_prescribed, stable_on
from audits.rows import Ask, by_person
from audits.support_facts import (
    NO_SUPPORT,
    SupportFacts,
    SupportRows,
    ask_support,
    gather_support,
)
from prescribing.doses import ost_spells
from prescribing.endings import endings
from reviews import facts_reader
from reviews.fact_rows import assemble
from reviews.retention import Start, all_starts
from reviews.review_facts import ReviewFacts
from reviews.review_types import ReviewType
from rodt.dates import add_days
from rodt.statements import STANDS, asked_ahead

# A start TOP may be done up to 14 days before treatment starts (domain/top.md §3).
START_TOP_DAYS = 14
CONTACT_DAYS = 365
# Times the database is asked, whatever the caseload: what changed (twice), what the schedule needs,
# what else an audit does, and what begins and ends the reading.
ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Gathered:
    """`cases` by reference; `starts`: every start of substitution treatment on record."""

    cases: tuple[CaseFacts, ...]
    starts: tuple[Start, ...]


def read(service_id: UUID, day: AuditDay, known_at: datetime) -> Gathered:
    """Everybody whose episode had begun and did not end more than a year before the day.

    Row-level security must be open for the service. Should somebody write while it reads, in a
    table nobody had written in since `known_at`, it reads again with that one hidden too.
    """
    hidden: set[Model] = set()
    changed = changed_since(service_id, known_at)
    while True:
        hidden |= changed
        with as_known(service_id, known_at, hidden):
            rows = facts_reader.read_rows(on=day.on, service_id=service_id, died_from=day.start_on)
            answers = _ask(service_id, day)
        changed = changed_since(service_id, known_at) - hidden
        if not changed:
            break
    reviews = assemble(rows, day.on, gap_days=day.schedule.spell_gap_days)
    return _gather(answers, reviews, day)


def read_one(service_id: UUID, patient_id: UUID, day: AuditDay) -> CaseFacts | None:
    """What `read` gives of one person, as known now; None for whoever an audit of that day would
    not read. Row-level security must be open for the service."""
    with only_about(patient_id):
        rows = facts_reader.read_rows(on=day.on, service_id=service_id, died_from=day.start_on)
        answers = _ask(service_id, day)
    reviews = assemble(rows, day.on, gap_days=day.schedule.spell_gap_days)
    cases = _gather(answers, reviews, day).cases
    return cases[0] if cases else None


Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Answers:
    patients: Rows
    episodes: Rows
    keyworkers: Rows
    prescriptions: Rows
    states: Rows
    depots: Rows
    doses: Rows
    medicines: Rows
    reviews: Rows
    tops: Rows
    tests: Rows
    plans: Rows
    goals: Rows
    changes: Rows
    options: Rows
    visions: Rows
    contacts: Rows
    optimisations: Rows
    support: SupportRows
    leaving: tuple[Rows, ...]
    topics: topics.Known
    staff: staff_facts.Staff


def _ask(service_id: UUID, day: AuditDay) -> _Answers:
    given: dict[str, Any] = {
        "service": service_id,
        "on": day.on,
        "from": min(day.start_on, add_days(day.on, -CONTACT_DAYS)),
    }
    with asked_ahead(_statements(), given, once=True) as answer:
        return _answers(lambda _: answer())


@cache
def _statements() -> list[str]:
    """Every statement that is asked, in its order: noted down where nobody answers."""
    noted: list[str] = []

    def note(statement: str) -> Rows:
        noted.append(statement.format(stands=STANDS))
        return []

    _answers(note)
    return noted


def _answers(ask: Ask) -> _Answers:
    return _Answers(
        patients=ask(facts_sql.PATIENTS),
        episodes=ask(facts_sql.EPISODES),
        keyworkers=ask(facts_sql.KEYWORKERS),
        prescriptions=ask(facts_sql.PRESCRIPTIONS),
        states=ask(facts_sql.STATES),
        depots=ask(facts_sql.DEPOTS),
        doses=ask(facts_sql.DOSES),
        medicines=ask(facts_sql.MEDICINES),
        reviews=ask(facts_sql.REVIEWS),
        tops=ask(facts_sql.TOPS),
        tests=ask(facts_sql.TESTS),
        plans=ask(plan_facts.PLANS),
        goals=ask(facts_sql.GOALS),
        changes=ask(facts_sql.GOAL_CHANGES),
        options=ask(facts_sql.OPTIONS),
        visions=ask(facts_sql.VISIONS),
        contacts=ask(facts_sql.CONTACTS),
        optimisations=ask(facts_sql.OPTIMISATIONS),
        support=ask_support(ask),
        leaving=tuple(ask(statement) for statement in leaving_facts.STATEMENTS),
        topics=topics.read(ask),
        staff=staff_facts.read(ask),
    )


def _gather(answers: _Answers, reviews: dict[UUID, ReviewFacts], day: AuditDay) -> Gathered:
    episodes = by_person(answers.episodes)
    prescribed = gather_prescribed(
        answers.prescriptions,
        answers.states,
        answers.depots,
        answers.doses,
        answers.medicines,
        ended_on={row[1]: row[3] for row in answers.episodes if row[3] and row[3] <= day.on},
        on=day.on,
    )
    parts = _Parts.of(answers, day)
    cases = tuple(
        _case(who, episodes[who[0]], prescribed, reviews, parts, day)
        for who in answers.patients
        if who[0] in reviews
    )
    starts = tuple(
        start
        for patient_id, facts in sorted(prescribed.items())
        for start in all_starts(
            facts.prescribed,
            _confirmed_elsewhere(episodes[patient_id]),
            day.schedule.spell_gap_days,
        )
    )
    return Gathered(cases, starts)


def _confirmed_elsewhere(episodes: list[tuple[Any, ...]]) -> list[date]:
    found = [EpisodeFact(*row[1:]) for row in episodes]
    return [one.ended_on for one in found if one.ended_on and one.transfer_confirmed_on]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was asked, by the person (plans by the episode) it is about."""

    keyworkers: dict[UUID, list[tuple[Any, ...]]]
    held: dict[UUID, list[tuple[Any, ...]]]
    tops: dict[UUID, list[tuple[Any, ...]]]
    tests: dict[UUID, list[tuple[Any, ...]]]
    plans: dict[UUID, tuple[Any, ...]]
    goals: dict[UUID, list[GoalFact]]
    options: dict[UUID, list[tuple[Any, ...]]]
    visions: dict[UUID, list[tuple[Any, ...]]]
    contacts: dict[UUID, list[tuple[Any, ...]]]
    optimised: dict[UUID, list[tuple[Any, ...]]]
    support: dict[UUID, SupportFacts]
    leaving: dict[UUID, Leaving]
    topics: topics.Known
    staff: staff_facts.Staff

    @classmethod
    def of(cls, answers: _Answers, day: AuditDay) -> "_Parts":
        steps = {goal_id: step for goal_id, *step in answers.changes}
        goals: dict[UUID, list[GoalFact]] = defaultdict(list)
        for goal_id, plan_id, tags, opened_on, closed_on, substance in answers.goals:
            changed_on, next_on, is_whole = steps.get(goal_id, (None, None, False))
            days = tuple(sorted({opened_on, changed_on or opened_on}))
            goals[plan_id].append(
                GoalFact(frozenset(tags), opened_on, closed_on, days, substance, next_on, is_whole)
            )
        return cls(
            keyworkers=by_person(answers.keyworkers),
            held=by_person(answers.reviews),
            tops=by_person(answers.tops),
            tests=by_person(answers.tests),
            plans=plan_facts.by_episode(answers.plans),
            goals=goals,
            options=by_person(answers.options),
            visions=by_person(answers.visions),
            contacts=by_person(answers.contacts),
            optimised=by_person(answers.optimisations),
            support=gather_support(answers.support),
            leaving=leaving_facts.gather_leaving(
                answers.leaving,
                on=day.on,
                contact_within=day.schedule.last_dose_contact_days,
            ),
            topics=answers.topics,
            staff=answers.staff,
        )


def _case(
    who: tuple[UUID, str, date | None, str, UUID],
    episodes: list[tuple[Any, ...]],
    prescribed: dict[UUID, PrescribedFacts],
    reviews: dict[UUID, ReviewFacts],
    parts: _Parts,
    day: AuditDay,
) -> CaseFacts:
    patient_id, reference, born_on, has_injected, team_id = who
    own = prescribed.get(patient_id, PrescribedFacts())
    last_id, last_started_on = episodes[-1][0], episodes[-1][1]
    plans = plan_facts.plans_of(episodes, parts.plans)
    plan_id = plans[-1].id if last_id in parts.plans else None
    goals = parts.goals.get(plan_id, []) if plan_id else []
    first_top_on = add_days(last_started_on, -START_TOP_DAYS)
    return CaseFacts(
        reference=reference,
        patient_id=patient_id,
        born_on=born_on,
        has_injected=has_injected,
        team_id=team_id,
        reviews=reviews[patient_id],
        episodes=tuple(EpisodeFact(*row[1:]) for row in episodes),
        spells=ost_spells((rx for rx, _ in own.prescribed), gap_days=day.schedule.spell_gap_days),
        endings=endings(own.prescribed),
        doses=own.doses,
        stable_on=stable_on(rx for rx, _ in own.prescribed),
        held=tuple(_held(row) for row in parts.held.get(patient_id, ())),
        tops=tuple(
            TopFact(*row) for row in parts.tops.get(patient_id, ()) if row[0] >= first_top_on
        ),
        tests=tuple(own.test(*row) for row in parts.tests.get(patient_id, ())),
        has_plan=plan_id is not None,
        plans=plans,
        goals=tuple(_as_on(goal, day.on) for goal in goals),
        options=tuple(OptionsFact(*row) for row in parts.options.get(patient_id, ())),
        visions=tuple(Record("exit vision", *row) for row in parts.visions.get(patient_id, ())),
        contacts=tuple(
            ContactFact(on, role, frozenset(content), contact_id)
            for on, role, content, contact_id in parts.contacts.get(patient_id, ())
        ),
        optimised_on=tuple(row[0] for row in parts.optimised.get(patient_id, ())),
        keyworkers=frozenset(row[0] for row in parts.keyworkers.get(patient_id, ())),
        staff=parts.staff,
        support=parts.support.get(patient_id, NO_SUPPORT),
        leaving=parts.leaving.get(patient_id, NOTHING),
        **topics.of_person(parts.topics, patient_id),
    )


def _held(row: tuple[Any, ...]) -> ReviewHeld:
    kind, held_on, counts, awaits, why, knows_use, conclusion, review_id = row
    return ReviewHeld(
        ReviewType(kind), held_on, counts, awaits, why, knows_use, conclusion, review_id
    )


def _as_on(goal: GoalFact, on: date) -> GoalFact:
    """A goal closed by the day changed on the day it was closed."""
    if goal.closed_on is None or goal.closed_on > on:
        return goal
    return replace(goal, changed_on=tuple(sorted({*goal.changed_on, goal.closed_on})))
