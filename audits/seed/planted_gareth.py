"""One long story in full: doses up and down, use that fell, a life that changed around it."""

from datetime import date
from itertools import pairwise

from audits.seed.course import (
    Aim,
    Booking,
    Course,
    Meeting,
    Met,
    Missed,
    Plan,
    Profile,
    Script,
    Step,
    Strategic,
    Treatment,
    Turn,
)
from audits.seed.health import add_risk, answer_sedative, keep_health
from audits.seed.kept import TOP_START
from careplans.models import Tag
from rodt.dates import add_days

STARTED = 540
DOSES = (
    (540, 30, ""),
    (535, 40, ""),
    (526, 50, "Building up to a dose that holds"),
    (448, 60, "Using on top by evening"),
    (238, 55, "Asked for a little less"),
    (199, 50, "At his own request"),
    (164, 55, "Not holding past teatime"),
)
SUPERVISION = ((540, "daily"), (448, "some_days"), (290, "weekly"))
MISSED = ((502, 1), (325, 2), (228, 1), (111, 3), (47, 1))
PROFILES = (
    (540, 28, 14, 9, 8, 6, 8),
    (456, 17, 13, 3, 8, 7, 9),
    (357, 8, 12, 0, 4, 9, 10),
    (268, 5, 11, 0, 4, 8, 10),
    (176, 10, 13, 0, 4, 8, 10),
    (92, 9, 14, 0, 4, 9, 11),
    (1, 6, 12, 0, 4, 9, 11),
)
"""Days ago, days of heroin, crack, injecting and alcohol, psychological and physical health."""
TESTS = ((540, True), (456, True), (357, False), (250, False), (176, True), (92, True), (30, False))
GOALS = (
    (
        "Weekends without gear",
        Tag.OVERCOMING_DEPENDENCE,
        "heroin",
        "progressing",
        "Saturday group, then call",
        "Gaz",
        2,
    ),
    (
        "Cut the crack down",
        Tag.OVERCOMING_DEPENDENCE,
        "crack",
        "stuck",
        "Start 6 sessions with Tom (CBT)",
        "Dee",
        -10,
    ),
    ("Get my CSCS card back", Tag.HUMAN, "", "progressing", "Test booked, college pays", "Gaz", 13),
    ("Sort my tooth out", Tag.HARM_REDUCTION, "", "new", "Register with dentist", "Dee", 7),
)


def gareth(course: Course, on: date) -> Course:
    def ago(days: int) -> date:
        return add_days(on, -days)

    course.known_as, course.communication_needs = "Gaz", "Large print"
    course.children_at_home = "yes"
    course.children_note = "Daughter, 9, stays at weekends"
    course.locked_box_given_on = ago(289)
    treatment = Treatment(ago(STARTED), contacted_on=ago(STARTED + 4))
    treatment.scripts.append(_script(on))
    course.treatments.append(treatment)
    course.events.append((ago(150), "new_sedative", "Pregabalin started by the GP"))
    for days, heroin, crack, injecting, alcohol, mind, body in PROFILES:
        items = TOP_START | {
            "opiates_days": heroin,
            "crack_days": crack,
            "injecting_days": injecting,
            "alcohol_days": alcohol,
            "cannabis_days": 20,
            "psych_health": mind,
            "physical_health": body,
            "quality_of_life": min(10, 5 + (STARTED - days) // 90),
            "shared_works": "yes" if days == STARTED else "no",
            "acute_housing": "yes" if days > 400 else "no",
            "paid_work_days": 0 if days > 200 else 8,
        }
        stage = "start" if days == STARTED else "review"
        course.profiles.append(Profile(ago(days), stage, items))
    for days, is_found in TESTS:
        found = ("methadone", "cocaine", "opiates") if is_found else ("methadone", "cocaine")
        not_found = ("benzodiazepines",) if is_found else ("opiates", "benzodiazepines")
        course.tests.append((ago(days), found, not_found, 2 if days == 30 else 0))
    keep_health(course, on)
    add_risk(course, "gabapentinoid", "Pregabalin 75mg twice a day", ago(150), "The person")
    answer_sedative(course, "gabapentinoid", ago(150), ago(148))
    _meet(course, on)
    _plan(course, on)
    course.bookings.append(Booking(on, 11 * 60, "Review", ("care_plan", "strategic", "risk")))
    course.bookings.append(Booking(add_days(on, 20), 600, "Medical", ("medical",), by="prescriber"))
    return course


def _script(on: date) -> Script:
    def steps(rows: tuple[tuple[int, object], ...]) -> list[Step]:
        made = [Step(what, add_days(on, -days)) for days, what in rows]
        for step, following in pairwise(made):
            step.to_on = add_days(following.from_on, -1)
        return made

    script = Script("methadone-1mg-ml", add_days(on, -STARTED))
    script.doses = steps(tuple((days, mg) for days, mg, _ in DOSES))
    for step, (_, _, why) in zip(script.doses, DOSES, strict=True):
        step.why = why
    script.supervision = steps(SUPERVISION)
    script.turns = [
        Turn("induction", add_days(on, -540), agreed="yes"),
        Turn("titrating", add_days(on, -533)),
        Turn("active", add_days(on, -512)),
    ]
    for days, length in MISSED:
        first = add_days(on, -days)
        last = add_days(first, length - 1)
        script.missed.append(Missed(first, last, add_days(last, 1) if length >= 3 else None))
    script.script_from_on, script.script_to_on = add_days(on, -3), add_days(on, 10)
    return script


def _meet(course: Course, on: date) -> None:
    words = "I'm all right in the week. It's the weekends Maya isn't here that get me."
    for days in (513, 456, 357, 273, 189, 105):
        counts = [("care_plan", ""), ("risk", "")]
        if days == 456:
            counts.append(("first12", "week 12"))
        course.meetings.append(Meeting(add_days(on, -days), counts, words="Getting there."))
    for days in (512, 430, 345, 260, 166, 64):
        counts = [("medical", ""), ("risk", "")]
        course.meetings.append(Meeting(add_days(on, -days), counts, "prescriber"))
    for days, conclusion in ((456, "partial"), (357, "clear")):
        meeting = next(m for m in course.meetings if m.on == add_days(on, -days))
        meeting.counts.append(("strategic", ""))
        meeting.strategic = Strategic(conclusion, 7)
    decided_on = add_days(on, -108)
    key = add_days(on, -109).isoformat()
    course.meetings.append(Meeting(decided_on, [("event", key)], "prescriber"))
    asked_on = add_days(on, -146)
    key = add_days(on, -150).isoformat()
    course.meetings.append(Meeting(asked_on, [("event", key), ("risk", "")]))
    for days in range(14, 520, 27):
        course.contacts.append(Met(add_days(on, -days), summary="Talked about the week."))
    course.contacts[0].kind = "phone"
    course.contacts[0].words = words
    course.contacts.append(
        Met(add_days(on, -21), outcome="did_not_attend", content=(), reason_missed="On shift")
    )


def _plan(course: Course, on: date) -> None:
    from_on, last_on = add_days(on, -526), add_days(on, -105)
    plan = Plan(from_on, "Good with boats. Maya.", copy_given_on=from_on)
    plan.moves += [
        (add_days(on, -456), "preparation", "standard", "Working again, and wants more"),
        (add_days(on, -357), "active_change", "standard", "Asked to go on"),
        (last_on, "preparation", "enhanced", "Crack at weekends: more support for now"),
    ]
    plan.said += [
        (add_days(on, -357), "no", "Too many appointments. I work mornings."),
        (last_on, "yes", "Better. Evenings suit me."),
    ]
    for words, tag, substance, state, step, who, by_when in GOALS:
        opened_on = last_on if state == "new" else from_on
        aim = Aim(words, (tag.value,), opened_on, substance)
        if state != "new":
            aim.progress.append((from_on, "new", step, who, add_days(from_on, 28)))
        aim.progress.append((last_on, state, step, who, add_days(on, by_when)))
        plan.aims.append(aim)
    course.plan = plan
    good_ending = (
        "Working at the boatyard, Maya every weekend, and not having to plan my day round the"
        " chemist."
    )
    course.exits += [(add_days(on, -540), good_ending), (add_days(on, -357), good_ending)]
    options = ("depot", "psychosocial", "relaxed_collection")
    course.talks.append((add_days(on, -105), options, "Would like to know more about the depot."))
    course.capital += [
        (add_days(on, -513), (3, 2, 4, 3)),
        (add_days(on, -357), (4, 2, 5, None)),
        (add_days(on, -189), (4, 5, 5, 4)),
        (add_days(on, -105), (5, 5, 6, 3)),
    ]
