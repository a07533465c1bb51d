"""A planted person, and what is known about them beforehand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from audits.seed.course import Course
from audits.seed.draws import Chance
from audits.seed.health import back_from_away
from audits.seed.meetings import tell_of_missed
from audits.seed.people import synthetic_nhs_number
from audits.seed.support import draw_support


@dataclass(frozen=True, slots=True)
class Case:
    """One planted person.

    `answers`: by type of review the state it must be in, "<type> days" the days overdue, and
    "in treatment" and "on OST" as "yes" or "no". `by_demo_keyworker`: is on Dee Marsh's list.
    """

    name: str
    about: str
    sex: str
    build: Callable[[Course, date], Course]
    born: tuple[int, int, int] = (1980, 6, 15)
    answers: dict[str, str | int] = field(default_factory=dict)
    by_demo_keyworker: bool = False


def plant(case: Case, number: int, on: date) -> Course:
    given_name, family_name = case.name.split(" ", 1)
    course = Course(
        number,
        given_name,
        family_name,
        date(*case.born),
        case.sex,
        nhs_number=synthetic_nhs_number(number),
    )
    case.build(course, on)
    tell_of_missed(course, on)
    back_from_away(course, on)
    draw_support(Chance(f"support/{number}"), course, on)
    return course
