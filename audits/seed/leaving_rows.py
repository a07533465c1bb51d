"""What goes with coming off, what somebody says of aftercare, and the look at a death, as rows.

Who has what follows from the number of the person, so that nothing else drawn moves.
"""

from datetime import date

from audits.seed.course import Todo, Treatment, Turn
from audits.seed.health_rows import write_task
from audits.seed.occasions import wants_aftercare
from audits.seed.page import Page
from audits.seed.phrases import AFTERCARE, HOW_TO_REACH, RELAPSE_PLANS, SESSIONS, WAYS_BACK
from patients.models import AftercareAnswer
from prescribing.models import ComingOffPart
from rodt.dates import add_days, add_working_days
from rodt.words import nhs_date

MINUTE = 15 * 60
KIND = ComingOffPart.Kind


def write_leaving(page: Page) -> None:
    course = page.course
    for treatment in course.treatments:
        for script in treatment.scripts:
            for turn in script.turns:
                if turn.intent == "to_zero":
                    _write_parts(page, treatment, turn)
        if treatment.ended_on and treatment.end_reason.startswith("completed"):
            _write_answer(page, treatment.ended_on)
    if course.died_on:
        _write_look(page, course.died_on)


def _write_parts(page: Page, treatment: Treatment, turn: Turn) -> None:
    """A plan for three in four, sessions for four in five, a way back for five in six."""
    number = page.course.number
    on = max(add_days(turn.on, -6), treatment.started_on)
    chosen = (
        (KIND.RELAPSE_PLAN, RELAPSE_PLANS, number % 4 != 0, None),
        (KIND.SESSIONS, SESSIONS, number % 5 != 0, add_days(turn.on, 5)),
        (KIND.WAY_BACK, WAYS_BACK, number % 6 != 0, None),
    )
    for kind, phrases, is_there, first_on in chosen:
        if is_there:
            page.add(
                ComingOffPart,
                page.at(on, MINUTE),
                kind=kind.value,
                on=on,
                words=phrases[number % len(phrases)],
                first_on=first_on,
            )


def _write_answer(page: Page, left_on: date) -> None:
    """Two in three want it, one in six does not, and one in six was not asked."""
    number = page.course.number
    if number % 6 == 5:
        return
    answer = "yes" if wants_aftercare(page.course) else "no"
    page.add(
        AftercareAnswer,
        page.at(left_on, MINUTE),
        on=left_on,
        answer=answer,
        how=HOW_TO_REACH[number % len(HOW_TO_REACH)] if answer == "yes" else "",
        words=AFTERCARE[answer],
    )


def _write_look(page: Page, died_on: date) -> None:
    """The team looked at four deaths in five, once there was time."""
    told_on = add_days(died_on, 1)
    looked_on = add_days(died_on, 8)
    is_done = page.course.number % 5 != 0 and looked_on < page.moments.on
    task = Todo(
        "other",
        f"Review the death with the team. Told by their family, {nhs_date(told_on)}",
        "keyworker",
        told_on,
        add_working_days(told_on, 5),
        done_on=looked_on if is_done else None,
        outcome="Looked at with the team; what we learned is in the minutes." if is_done else "",
    )
    write_task(page, task, page.patient_id)
