"""Drawing the care plan: goals and how they moved, a good ending, options, recovery capital."""

from datetime import date

from audits.seed import figures
from audits.seed.course import Aim, Course, Plan
from audits.seed.draws import Chance, Evenly
from audits.seed.phrases import (
    AGREES,
    DISAGREES,
    EXITS,
    GOALS,
    MOVES_BACK,
    MOVES_ON,
    PREFERENCES,
    STRENGTHS,
)
from audits.seed.timeliness import Watch
from careplans.models import OptionsTalk, Tag
from rodt.dates import add_days

HARM = [goal for goal in GOALS if Tag.HARM_REDUCTION in goal[1]]
RECOVERY = [goal for goal in GOALS if Tag.HARM_REDUCTION not in goal[1]]
GOALS_BOTH, GOALS_RECOVERY, GOALS_HARM = 0.66, 0.22, 0.09
"""The rest have a plan with no open goal."""


def draw_plan(chance: Chance, even: Evenly, course: Course, watch: Watch) -> None:
    if (watch.to_on - watch.start_on).days < 8:
        return
    started_on = add_days(
        watch.start_on, chance.days(2, min(14, (watch.to_on - watch.start_on).days - 1))
    )
    plan = Plan(started_on, chance.pick(STRENGTHS) if chance.happens(0.75) else "")
    years = (watch.to_on - watch.start_on).days / 365
    plan.phase = chance.pick(("stabilisation", "stabilisation", "preparation", "active_change"))
    plan.layer = chance.share(((0.72, "standard"), (0.22, "enhanced"), (0.06, "intensive")))
    plan.agreed = "yes" if chance.happens(0.9) else "not_asked"
    plan.copy_given_on = started_on if chance.happens(0.7) else None
    if plan.copy_given_on is None and course.number % 3 == 0:
        plan.copy_not_wanted_on = started_on
    kind = even.one_of(
        "goals",
        (
            (GOALS_BOTH, "both"),
            (GOALS_RECOVERY, "recovery"),
            (GOALS_HARM, "harm"),
            (1 - GOALS_BOTH - GOALS_RECOVERY - GOALS_HARM, "none"),
        ),
        chance,
    )
    days = [m.on for m in course.meetings if ("care_plan", "") in m.counts and m.seen != "not_seen"]
    days = [day for day in days if day >= add_days(watch.to_on, -365 * 2)]
    if kind != "none":
        for words, tags, substance, step in _choose(chance, kind):
            opened_on = started_on if years < 1 or not days else days[0]
            plan.aims.append(_aim(chance, words, tags, substance, step, opened_on, days))
        if days and chance.happens(0.5):
            goal = chance.pick(RECOVERY)
            closed = _aim(chance, *goal, max(started_on, add_days(days[-1], -300)), [])
            closed.closed_on = days[-1]
            state = chance.pick(("achieved", "achieved", "dropped"))
            closed.progress.append((days[-1], state, "", "", None))
            plan.aims.append(closed)
    course.plan = plan
    _moves(course.number, plan, days)
    _talks(chance, course, watch, days)


def _moves(number: int, plan: Plan, days: list[date]) -> None:
    """Where the plan stands was often reached from where plans begin; some people do not agree."""
    later = [day for day in days if day > plan.started_on]
    if not later:
        return
    began = ("stabilisation", "standard")
    if (plan.phase, plan.layer) != began:
        why = MOVES_BACK if plan.phase == began[0] else MOVES_ON
        plan.moves.append((later[0], plan.phase, plan.layer, why))
        plan.phase, plan.layer = began
    if number % 9 == 0:
        plan.said.append((later[-1], "no", DISAGREES))
    elif number % 3 == 1:
        plan.said.append((later[-1], "yes", AGREES))


def _choose(chance: Chance, kind: str) -> list[tuple[str, tuple[str, ...], str, str]]:
    chosen = []
    if kind in ("both", "harm"):
        chosen.append(chance.pick(HARM))
    if kind in ("both", "recovery"):
        chosen += chance.sample(RECOVERY, chance.days(1, 3))
    return chosen


def _aim(
    chance: Chance,
    words: str,
    tags: tuple[str, ...],
    substance: str,
    step: str,
    opened_on: date,
    days: list[date],
) -> Aim:
    aim = Aim(words, tuple(str(tag) for tag in tags), opened_on, substance)
    aim.progress.append((opened_on, "new", step, "Both", add_days(opened_on, 28)))
    is_copied_forward = chance.happens(0.2)
    for day in days:
        if day > opened_on:
            state = "progressing" if is_copied_forward else _how_it_goes(chance)
            by_when = add_days(day, chance.days(7, 60)) if chance.happens(0.85) else None
            aim.progress.append(
                (day, state, step, chance.pick(("Me", "Keyworker", "Both")), by_when)
            )
    return aim


def _how_it_goes(chance: Chance) -> str:
    return chance.share(((0.55, "progressing"), (0.30, "stuck"), (0.15, "changed")))


def _talks(chance: Chance, course: Course, watch: Watch, days: list[date]) -> None:
    """A good ending, the options that were talked about, and the person's own four ratings."""
    start_on = watch.start_on
    if chance.happens(figures.SHARE_EXIT_VISION_EARLY):
        day = min(add_days(start_on, chance.days(3, 26)), add_days(watch.to_on, -1))
        course.exits.append((day, chance.pick(EXITS)))
    elif days and chance.happens(0.4):
        course.exits.append((days[0], chance.pick(EXITS)))
    if course.exits and days and days[-1] > course.exits[0][0] and chance.happens(0.4):
        course.exits.append((days[-1], course.exits[0][1]))
    if days and chance.happens(figures.SHARE_OPTIONS_TALK * 1.2):
        options = sorted(chance.sample(OptionsTalk.Option.values, chance.days(1, 4)))
        preference = chance.pick(PREFERENCES) if chance.happens(0.9) else ""
        course.talks.append((days[-1], tuple(options), preference))
    if days and chance.happens(0.75):
        first = tuple(chance.days(1, 8) for _ in range(4))
        course.capital.append((days[0], first))
        if len(days) > 1 and chance.happens(figures.SHARE_CAPITAL_TWICE / 0.75):
            now = tuple(max(0, min(10, rating + chance.days(-1, 2))) for rating in first)
            if len(days) > 3:
                between = tuple(min(10, rating + 1) for rating in first)
                course.capital.append((days[-4], between))
            course.capital.append((days[-1], now))
