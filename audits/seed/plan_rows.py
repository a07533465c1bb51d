"""The care plan and what was talked about, as rows."""

from datetime import date
from typing import Any

from audits.seed.page import Page
from audits.seed.phrases import IN_PLACE, STRENGTHS, SUPPORTERS, TO_BUILD, WAYS_BACK
from audits.seed.sheets import Then
from careplans.models import (
    CarePlan,
    ExitVision,
    Goal,
    GoalContact,
    GoalProgress,
    OptionsTalk,
    PlanAgreement,
    PlanMove,
    RecoveryCapital,
    Supporter,
)

MINUTE = 14 * 60 + 20


def write_plan(page: Page, episode_id: str) -> None:
    plan = page.course.plan
    if plan is None:
        return
    first_name = page.place.keyworker.full_name.split()[0]
    who_does_it = {"Both": f"You and {first_name}", "Me": "You", "Keyworker": first_name}
    plan_id = page.add(
        CarePlan,
        page.at(plan.started_on, MINUTE),
        episode_id=episode_id,
        started_on=plan.started_on,
        strengths=plan.strengths,
        phase=plan.phase,
        layer=plan.layer,
        patient_agreed=plan.agreed,
        copy_given_on=plan.copy_given_on,
        copy_not_wanted_on=plan.copy_not_wanted_on,
    )
    for on, phase, layer, why in plan.moves:
        page.add(
            PlanMove,
            page.at(on, MINUTE + 7),
            plan_id=plan_id,
            on=on,
            phase=phase,
            layer=layer,
            why=why,
        )
    for on, answer, words in plan.said:
        page.add(
            PlanAgreement,
            page.at(on, MINUTE + 8),
            plan_id=plan_id,
            on=on,
            answer=answer,
            words=words,
        )
    for aim in plan.aims:
        then: tuple[Then, ...] = ()
        if aim.closed_on:
            then = ((page.at(aim.closed_on, MINUTE + 2), {"closed_on": aim.closed_on}),)
        goal_id = page.add(
            Goal,
            page.at(aim.opened_on, MINUTE + 1),
            then=then,
            plan_id=plan_id,
            words=aim.words,
            tags=list(aim.tags),
            substance=aim.substance,
            opened_on=aim.opened_on,
        )
        if aim.closed_on is None:
            page.marks.setdefault("goal", goal_id)
            page.marks.setdefault("goal from", aim.opened_on.isoformat())
        for on, state, next_step, who, by_when in aim.progress:
            page.add(
                GoalProgress,
                page.at(on, MINUTE + 3),
                goal_id=goal_id,
                on=on,
                state=state,
                next_step=next_step,
                next_step_by=who_does_it.get(who, who),
                next_step_on=by_when,
            )


def write_ties(page: Page) -> None:
    """The contact that was marked as about the first open goal."""
    if "contact" in page.marks:
        day = date.fromisoformat(page.marks["contact on"])
        page.add(
            GoalContact,
            page.at(day, 16 * 60),
            goal_id=page.marks["goal"],
            contact_id=page.marks["contact"],
        )


def _write_supporter(page: Page) -> None:
    """Of one person in four; every other one consents."""
    plan, number = page.course.plan, page.course.number
    if plan is None or number % 4:
        return
    name, kind, relation = SUPPORTERS[number % len(SUPPORTERS)]
    consents = number % 8 == 0
    page.add(
        Supporter,
        page.at(plan.started_on, MINUTE + 9),
        on=plan.started_on,
        name=name,
        kind=kind,
        relation=relation,
        consent="yes" if consents else "not_asked",
        consent_on=plan.started_on if consents else None,
        may_know="Appointments, and how I am doing" if consents else "",
    )


def write_talks(page: Page) -> None:
    course = page.course
    _write_supporter(page)
    for index, (on, words) in enumerate(course.exits):
        page.add(
            ExitVision,
            page.at(on, MINUTE + 4),
            on=on,
            words=words,
            in_place=IN_PLACE[course.number % len(IN_PLACE)],
            way_back=WAYS_BACK[course.number % len(WAYS_BACK)],
            is_confirmed=index > 0,
        )
    for on, options, preference in course.talks:
        page.add(
            OptionsTalk,
            page.at(on, MINUTE + 5),
            on=on,
            options=list(options),
            preference=preference,
        )
    for index, (on, ratings) in enumerate(course.capital):
        names = ("social", "physical", "human", "cultural")
        values: dict[str, Any] = dict(zip(names, ratings, strict=True))
        page.add(
            RecoveryCapital,
            page.at(on, MINUTE + 6),
            on=on,
            **values,
            strengths=STRENGTHS[(course.number + index) % len(STRENGTHS)],
            one_thing_to_build=TO_BUILD[(course.number + index) % len(TO_BUILD)],
        )
