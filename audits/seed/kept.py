"""A record kept as it should be: every review in date and none due within two weeks. Planted people
start from it and differ in what they are planted for."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from audits.seed.course import (
    Aim,
    Course,
    Meeting,
    Met,
    Plan,
    Profile,
    Script,
    Step,
    Treatment,
    Turn,
)
from audits.seed.doses import CATALOGUE, rising, set_doses, settled_turns
from audits.seed.draws import Chance
from audits.seed.health import keep_health
from audits.seed.reviewing import draw_strategic
from careplans.models import Tag
from prescribing.doses import depot_window
from rodt.dates import add_days

TOP_START: dict[str, Any] = {
    "opiates_days": 28,
    "crack_days": 0,
    "alcohol_days": 2,
    "cocaine_days": 0,
    "amphetamines_days": 0,
    "cannabis_days": 0,
    "injecting_days": 0,
    "shared_works": "no",
    "shoplifting": "no",
    "drug_selling": "no",
    "other_theft": "no",
    "assault": "no",
    "psych_health": 8,
    "paid_work_days": 0,
    "education_days": 0,
    "physical_health": 9,
    "acute_housing": "no",
    "eviction_risk": "no",
    "quality_of_life": 8,
}
TOP_NOW = TOP_START | {
    "opiates_days": 0,
    "psych_health": 12,
    "physical_health": 12,
    "quality_of_life": 12,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """How many days ago treatment started and each review was last held; None: never. `injected`:
    how many days ago the last injection was, where the medicine is one."""

    started: int = 800
    rx_started: int | None = 797
    care_plan: int | None = 40
    medical: int | None = 40
    strategic: int | None = 150
    top: int | None = 60
    keywork: int | None = 10
    risk: int | None = 40
    medicine: str = "methadone-1mg-ml"
    mg: int = 60
    supervision: str = "weekly"
    script_ends_in: int = 9
    injected: int = 3


def keep(course: Course, on: date, how: Kept) -> Course:
    """The course with one open treatment, kept so. Days are counted back from `on`."""

    def ago(days: int) -> date:
        return add_days(on, -days)

    treatment = Treatment(ago(how.started), contacted_on=ago(how.started + 2))
    if how.rx_started is not None:
        treatment.scripts += steady_scripts(how, on)
    course.treatments.append(treatment)
    _reviews(course, on, how)
    course.profiles.append(Profile(ago(how.started - 1), "start", TOP_START))
    if how.strategic is not None and (how.top or 0) < how.strategic < how.started - 42:
        course.profiles.append(Profile(ago(how.strategic + 2), "review", TOP_NOW))
    if how.top is not None:
        course.profiles.append(Profile(ago(how.top), "review", TOP_NOW))
    if how.keywork is not None:
        for days in range(how.keywork, min(how.started, 400), 26):
            course.contacts.append(Met(ago(days), summary="Talked about the week and what helped."))
    course.plan = _plan(course, ago(how.started - 6), on)
    course.exits.append((ago(how.started - 6), "A job, my own place, and nothing to hide."))
    course.talks.append((ago(how.care_plan or 40), ("stay", "mutual_aid"), "Stay as it is."))
    if how.medical is not None and how.rx_started:
        medicine = "buprenorphine" if "bup" in how.medicine else "methadone"
        tested = ago(how.medical)
        course.tests.append((tested, (medicine,), ("opiates", "cocaine", "benzodiazepines"), 0))
    keep_health(course, on)
    return course


def _reviews(course: Course, on: date, how: Kept) -> None:
    held: dict[tuple[date, str], Meeting] = {}
    for kind, days, by in (
        ("care_plan", how.care_plan, "keyworker"),
        ("risk", how.risk, "keyworker"),
        ("medical", how.medical, "prescriber"),
        ("strategic", how.strategic, "keyworker"),
    ):
        if days is None:
            continue
        day = add_days(on, -days)
        meeting = held.setdefault(
            (day, by), Meeting(day, [], by, words="It's steadier than it was.")
        )
        meeting.counts.append((kind, ""))
        if kind == "strategic":
            meeting.strategic = draw_strategic(Chance(course.number), "clear", day, on)
    course.meetings = sorted(held.values(), key=lambda meeting: (meeting.on, meeting.by))


DAYS_BEFORE_INJECTION = 28
TABLETS, TABLETS_MG = "buprenorphine-naloxone-sl-8mg", 16
"""What an injection of 96mg follows, by the bands of domain/prescribing.md §2."""


def steady_scripts(how: Kept, on: date) -> list[Script]:
    """An injection follows four weeks of tablets; everything else begins by itself."""
    if "depot" not in how.medicine:
        return [steady_script(how, on)]
    row = CATALOGUE[how.medicine]
    every = row["covers_days"]
    times = ((how.rx_started or 0) - DAYS_BEFORE_INJECTION - how.injected) // every + 1
    given = [add_days(on, -how.injected - every * n) for n in reversed(range(times))]
    first_on = given[0]
    tablets = steady_script(but(how, medicine=TABLETS, mg=TABLETS_MG), on)
    last_on = add_days(first_on, -1)
    tablets.ended_on = tablets.doses[-1].to_on = tablets.supervision[-1].to_on = last_on
    tablets.script_from_on = tablets.script_to_on = None
    tablets.turns.append(
        Turn("switched", first_on, stop_reason="switched", agreed="yes", their_words="Yes, that.")
    )
    depot = Script(how.medicine, first_on, doses=[Step(how.mg, first_on)])
    depot.turns = [Turn("active", first_on, agreed="yes")]
    depot.supervision = [Step("depot", first_on)]
    depot.injections = [
        (day, depot_window(day, every, row["window_days"])[2], how.mg) for day in given
    ]
    return [tablets, depot]


def steady_script(how: Kept, on: date) -> Script:
    """From the first day, rising to one dose as prescribing.md has it, then staying there."""
    from_on, last_on = add_days(on, -(how.rx_started or 0)), add_days(on, -1)
    script = Script(how.medicine, from_on)
    set_doses(script, [mark for mark in rising(how.medicine, how.mg, from_on) if mark[0] < on])
    script.turns = [Turn("induction", from_on, agreed="yes"), *settled_turns(script, last_on)]
    script.supervision = [Step(how.supervision, from_on)]
    script.script_to_on = add_days(on, how.script_ends_in)
    script.script_from_on = max(add_days(script.script_to_on, -13), from_on)
    return script


def _plan(course: Course, from_on: date, on: date) -> Plan:
    plan = Plan(from_on, "Turns up when it is hard. Cooks well.", copy_given_on=from_on)
    day = course.meetings[-1].on if course.meetings else from_on
    for words, tag, step in (
        ("Always have naloxone at home", Tag.HARM_REDUCTION, "Collect a kit"),
        ("Keep off the gear in the week", Tag.OVERCOMING_DEPENDENCE, "Saturday group"),
        ("See my kids more", Tag.SOCIAL, "Ring the family worker"),
    ):
        aim = Aim(words, (tag.value,), from_on)
        aim.progress.append((from_on, "new", step, "Both", add_days(from_on, 28)))
        if day > from_on:
            aim.progress.append((day, "progressing", step, "Both", add_days(day, 42)))
        plan.aims.append(aim)
    return plan


def ended(course: Course, ended_on: date, reason: str, closing: Turn) -> Course:
    """The open treatment ends that day, and its prescription the day before `closing`."""
    course.treatment.ended_on, course.treatment.end_reason = ended_on, reason
    script = course.treatment.scripts[-1]
    last_on = add_days(closing.on, -1)
    script.ended_on = last_on
    script.doses[-1].to_on = script.supervision[-1].to_on = last_on
    script.script_from_on = script.script_to_on = None
    script.turns.append(closing)
    course.meetings = [m for m in course.meetings if m.on <= ended_on]
    course.profiles = [p for p in course.profiles if p.on <= ended_on]
    course.contacts = [c for c in course.contacts if c.on <= ended_on]
    course.tests = [t for t in course.tests if t[0] <= ended_on]
    course.talks = [t for t in course.talks if t[0] <= ended_on]
    course.health = [h for h in course.health if h.on <= ended_on]
    if course.plan:
        for aim in course.plan.aims:
            aim.progress = [p for p in aim.progress if p[0] <= ended_on]
    return course


def but(how: Kept, **changes: Any) -> Kept:
    return replace(how, **changes)
