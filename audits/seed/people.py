"""Drawing who somebody is, and the course of their treatment."""

from datetime import date

from nhs_number.validate import calculate_checksum

from audits.seed import figures
from audits.seed.chains import draw_scripts
from audits.seed.course import Away, Course, Treatment, Turn
from audits.seed.draws import Chance, Evenly
from audits.seed.names import COMMUNICATION_NEEDS, FAMILY, FEMALE, MALE, OTHER_SERVICES
from audits.seed.scripts import Ending, draw_missed, draw_script
from audits.seed.stays import TENURES, draw_stay, draw_tenure
from rodt.dates import add_days

ADULT_DAYS = 18 * 366 + 30


def synthetic_nhs_number(index: int) -> str:
    """The index-th number of the 999 range that passes its check: no two alike."""
    body = 999_000_000 + index
    while True:
        check = calculate_checksum(str(body))
        if check is not None and 0 <= int(check) <= 9:
            return f"{body}{check}"
        body += 500_000


def draw_person(chance: Chance, number: int, on: date) -> Course:
    is_male = chance.happens(figures.SHARE_MALE)
    age = chance.around(figures.AGE_MEAN, figures.AGE_SD, figures.AGE_FROM, figures.AGE_TO)
    born_on = add_days(on, -round(age * 365.25) - chance.days(1, 360))
    course = Course(
        number=number,
        given_name=chance.pick(MALE if is_male else FEMALE),
        family_name=chance.pick(FAMILY),
        born_on=born_on,
        sex="1" if is_male else "2",
    )
    if not chance.happens(figures.SHARE_WITHOUT_NHS_NUMBER):
        course.nhs_number = synthetic_nhs_number(number)
    if chance.happens(0.06):
        course.communication_needs = chance.pick(COMMUNICATION_NEEDS)
    if chance.happens(figures.SHARE_CHILDREN):
        course.children_at_home = "yes"
        course.children_note = chance.pick(("Son, 6", "Daughter, 9, at weekends", "Two, 4 and 11"))
        if chance.happens(0.75):
            course.locked_box_given_on = add_days(on, -chance.days(20, 600))
    elif chance.happens(0.15):
        course.children_at_home = "not_asked"
    return course


def draw_background(chance: Chance, course: Course) -> None:
    """What somebody said of their ethnicity, and the decile that was looked up for their address:
    of some neither is on record."""
    if chance.happens(figures.SHARE_ETHNICITY_ASKED):
        course.ethnicity = chance.share(figures.ETHNICITIES)
    if chance.happens(figures.SHARE_DECILE_KNOWN):
        course.deprivation_decile = min(chance.days(1, 10), chance.days(1, 10))


def draw_present(chance: Chance, even: Evenly, course: Course, on: date) -> None:
    """Someone in treatment on the day."""
    low, high = even.one_of("tenure", TENURES, chance)
    started_on = _grown_up(course, add_days(on, -draw_tenure(chance, low, high)))
    if high < 730 and chance.happens(figures.RETURNED_SHARE):
        _earlier_treatment(chance, course, started_on)
    treatment = Treatment(started_on, contacted_on=add_days(started_on, -chance.days(0, 9)))
    course.treatments.append(treatment)
    _fit_the_box(course, started_on)
    if not even.yes("ost", figures.SHARE_WITH_OST, chance):
        _without_ost(chance, treatment, on)
    elif (on - started_on).days > 2:
        _prescribe(chance, even, treatment, on)
    for script in treatment.scripts:
        draw_missed(chance, script, on)
    _times_away(chance, course, on)


def draw_leaver(chance: Chance, even: Evenly, course: Course, on: date) -> None:
    """Someone who left within the last two years."""
    ended_on = add_days(on, -chance.days(3, 365 * figures.YEARS_OF_LEAVERS))
    total = sum(figures.ENDINGS.values())
    shares = [(share / total, kind) for kind, share in figures.ENDINGS.items()]
    kind = even.one_of("ending", shares, chance)
    not_planned = 1 - figures.ENDINGS["planned"] / total
    is_short = kind != "planned" and even.yes(
        "short", figures.STOP_WITHIN_26_WEEKS / not_planned, chance
    )
    started_on = add_days(ended_on, -draw_stay(chance, is_short=is_short))
    started_on = _grown_up(course, started_on)
    if (on - started_on).days < 730 and chance.happens(figures.RETURNED_SHARE):
        _earlier_treatment(chance, course, started_on)
    reason, ending = _ending(chance, kind)
    treatment = Treatment(started_on, ended_on, reason, add_days(started_on, -chance.days(0, 9)))
    if kind == "transferred" and chance.happens(0.7):
        treatment.transfer_confirmed_on = min(
            add_days(ended_on, chance.days(1, 10)), add_days(on, -1)
        )
    if kind == "died":
        course.died_on = ended_on
    course.treatments.append(treatment)
    _fit_the_box(course, started_on)
    medicine = even.one_of("medicine", figures.MEDICINES, chance)
    rx_started_on = min(add_days(started_on, chance.days(1, 6)), add_days(ended_on, -5))
    rx_ended_on = add_days(ended_on, -chance.days(0, 3 if kind == "died" else 6))
    if kind == "died":
        rx_ended_on = add_days(ended_on, -1)
    treatment.scripts += draw_scripts(
        chance, medicine, rx_started_on, on, ended_on=rx_ended_on, ending=ending
    )
    for script in treatment.scripts:
        draw_missed(chance, script, on)


def _ending(chance: Chance, kind: str) -> tuple[str, Ending]:
    if kind == "planned":
        reason = "completed_drug_free" if chance.happens(0.7) else "completed_occasional"
        words = "I am ready, and I know where you are." if chance.happens(0.85) else ""
        return reason, Ending(
            reason="completed_detox",
            tapers=True,
            agreed="yes" if words else "not_asked",
            their_words=words,
            has_risk_plan=True,
        )
    if kind == "died":
        return "died", Ending(reason="died")
    if kind == "transferred":
        where = chance.pick(OTHER_SERVICES)
        return "transferred", Ending(
            state="transferred",
            reason="transferred",
            why="Moves house.",
            agreed="yes",
            to_service=where,
        )
    return chance.share(
        (
            (0.80, ("left", Ending(reason="lost_contact"))),
            (0.14, ("custody", Ending(reason="custody"))),
            (
                0.06,
                (
                    "withdrawn",
                    Ending(
                        reason="service_decision",
                        why="Threats to staff; other ways to prescribe were looked for.",
                        has_risk_plan=chance.happens(0.6),
                        has_second_clinician=True,
                    ),
                ),
            ),
        )
    )


def _prescribe(chance: Chance, even: Evenly, treatment: Treatment, on: date) -> None:
    started_on = treatment.started_on
    days = (on - started_on).days
    first_on = add_days(started_on, chance.days(1, min(6, days - 1)))
    medicine = even.one_of("medicine", figures.MEDICINES, chance)
    before, changed_on = "", None
    if days > 365 and chance.happens(figures.SHARE_SWITCHED):
        before = even.one_of("medicine before", figures.MEDICINES[:5], chance)
        before = "" if before == medicine else before
        changed_on = add_days(on, -chance.days(30, days - 120))
    reduces = even.yes("reducing", figures.SHARE_REDUCING, chance)
    treatment.scripts += draw_scripts(
        chance, medicine, first_on, on, reduces=reduces, before=before, changed_on=changed_on
    )


def _without_ost(chance: Chance, treatment: Treatment, on: date) -> None:
    """Talking therapy only, naltrexone, or a prescription that is suspended."""
    days = (on - treatment.started_on).days
    kind = chance.share(((0.45, "none"), (0.25, "naltrexone"), (0.30, "suspended")))
    if kind == "naltrexone" and days > 20:
        opioid_free_on = add_days(treatment.started_on, min(days - 5, chance.days(10, 14)))
        treatment.scripts.append(
            draw_script(chance, "naltrexone-50mg", opioid_free_on, on, holds=True)
        )
    elif kind == "suspended" and days > 60:
        medicine = figures.MEDICINES[0][1]
        script = draw_script(chance, medicine, add_days(treatment.started_on, 2), on)
        suspended_on = add_days(on, -chance.days(2, 20))
        why = "Three doses missed; to be seen before the next one."
        script.turns.append(Turn("suspended", suspended_on, why=why))
        script.script_from_on = script.script_to_on = None
        treatment.scripts.append(script)


def _earlier_treatment(chance: Chance, course: Course, before: date) -> None:
    """An episode that ended some time before this one began: rapid re-entry, or a later return."""
    ended_on = add_days(before, -chance.days(10, 400))
    is_short = chance.happens(figures.STOP_WITHIN_26_WEEKS)
    stayed = draw_stay(chance, is_short=is_short)
    started_on = _grown_up(course, add_days(ended_on, -stayed))
    is_planned = not is_short and chance.happens(0.3)
    reason, ending = _ending(chance, "planned") if is_planned else ("left", Ending())
    treatment = Treatment(started_on, ended_on, reason, started_on)
    treatment.scripts.append(
        draw_script(chance, "methadone-1mg-ml", add_days(started_on, 2), before, ended_on, ending)
    )
    course.treatments.append(treatment)


def _times_away(chance: Chance, course: Course, on: date) -> None:
    started_on = course.treatment.started_on
    if not chance.happens(0.05) or (on - started_on).days < 120:
        return
    reason = chance.share(((0.5, "custody"), (0.35, "hospital"), (0.15, "residential")))
    days = chance.days(4, 20) if reason == "hospital" else chance.days(20, 90)
    first = chance.day(max(add_days(started_on, 30), add_days(on, -700)), add_days(on, -2))
    back_on = add_days(first, days)
    course.pauses.append(Away(reason, first, back_on, back_on if back_on < on else None))


def _grown_up(course: Course, started_on: date) -> date:
    """The day as it is: whoever would have been too young for it is made older."""
    course.born_on = min(course.born_on, add_days(started_on, -ADULT_DAYS))
    return started_on


def _fit_the_box(course: Course, started_on: date) -> None:
    """Nobody was given a locked box before they came."""
    given_on = course.locked_box_given_on
    if given_on and given_on < started_on:
        course.locked_box_given_on = started_on
