"""Planted people at the edges of what is due: the last day on time, the first one late."""

from datetime import date
from typing import Any

from audits.seed.case import Case
from audits.seed.course import Course, Meeting, Script, Step, Turn
from audits.seed.doses import rising, set_doses
from audits.seed.draws import Chance
from audits.seed.kept import TOP_START, Kept, keep
from audits.seed.reviewing import draw_strategic
from rodt.dates import add_days


def _just(**how: Any) -> Any:
    def build(course: Course, on: date) -> Course:
        return keep(course, on, Kept(**how))

    return build


def _discussed(course: Course, on: date) -> Course:
    """A case discussion without the person restarts no clock."""
    keep(course, on, Kept(care_plan=120))
    course.meetings.append(Meeting(add_days(on, -15), [("care_plan", "")], seen="not_seen"))
    return course


def _twice_in_a_day(course: Course, on: date) -> Course:
    keep(course, on, Kept(care_plan=30, medical=30))
    course.meetings.append(Meeting(add_days(on, -30), [("care_plan", ""), ("risk", "")], "nurse"))
    return course


def _late_entry(course: Course, on: date) -> Course:
    """Held 30 days ago, entered 5 days ago: overdue as known last week, not as known today."""
    keep(course, on, Kept(care_plan=170, risk=90))
    course.meetings.append(
        Meeting(add_days(on, -30), [("care_plan", ""), ("risk", "")], late_days=25)
    )
    return course


def _short_interval(course: Course, on: date) -> Course:
    """Benefit not evident at the last strategic review: the next is due after 26 weeks."""
    keep(course, on, Kept(strategic=182 + 29))
    for profile in course.profiles:
        profile.items = TOP_START | {"opiates_days": 26, "psych_health": 7}
    course.profiles[0].items = TOP_START
    for meeting in course.meetings:
        if meeting.strategic:
            meeting.strategic = draw_strategic(Chance(course.number), "not_evident", meeting.on, on)
    return course


def _inherited(course: Course, on: date) -> Course:
    """Transferred in; the last care plan review was held by the service before."""
    keep(
        course,
        on,
        Kept(
            started=30, rx_started=30, care_plan=None, medical=20, strategic=None, top=None, risk=20
        ),
    )
    course.meetings.append(
        Meeting(add_days(on, -80), [("care_plan", "")], is_inherited=True, late_days=52)
    )
    course.events.append((add_days(on, -30), "transfer_in", "From the service in the next county"))
    key = add_days(on, -30).isoformat()
    course.meetings.append(Meeting(add_days(on, -26), [("event", key)]))
    return course


def _naltrexone(course: Course, on: date) -> Course:
    keep(course, on, Kept(rx_started=None, medical=40, strategic=150))
    from_on = add_days(on, -600)
    script = Script("naltrexone-50mg", from_on)
    set_doses(script, rising("naltrexone-50mg", 50, from_on))
    script.turns = [Turn("active", from_on, agreed="yes")]
    script.supervision = [Step("weekly", from_on)]
    course.treatment.scripts = [script]
    return course


def _case(
    name: str,
    sex: str,
    about: str,
    build: Any,
    born: tuple[int, int, int] = (1979, 11, 8),
    **answers: str | int,
) -> Case:
    said = {key.replace("__", " "): value for key, value in answers.items()}
    return Case(name, about, sex, build, born, said)


M, F = "1", "2"
REVIEW_CASES: tuple[Case, ...] = (
    _case(
        "Edda Lockyer",
        F,
        "Care plan reviewed 98 days ago: the last day on time",
        _just(care_plan=98),
        care_plan="due",
    ),
    _case(
        "Eddie Marchbank",
        M,
        "Care plan reviewed 99 days ago: the first day overdue",
        _just(care_plan=99),
        care_plan="overdue",
        care_plan__days=15,
    ),
    _case(
        "Edwina Sowerby",
        F,
        "Care plan reviewed 126 days ago: overdue, not yet long",
        _just(care_plan=126),
        care_plan="overdue",
        care_plan__days=42,
    ),
    _case(
        "Edgar Tolson",
        M,
        "Care plan reviewed 127 days ago: long overdue",
        _just(care_plan=127),
        care_plan="long_overdue",
        care_plan__days=43,
    ),
    _case(
        "Enid Garside",
        F,
        "Strategic review 393 days ago: the last day on time",
        _just(strategic=393),
        strategic="due",
    ),
    _case(
        "Emil Radcliff",
        M,
        "Strategic review 394 days ago: the first day overdue",
        _just(strategic=394),
        strategic="overdue",
        strategic__days=29,
    ),
    _case(
        "Elma Haworth",
        F,
        "TOP 182 days ago: due today, and no grace",
        _just(top=182),
        top="due",
    ),
    _case(
        "Elton Kershaw",
        M,
        "TOP 183 days ago: overdue",
        _just(top=183),
        top="overdue",
        top__days=1,
    ),
    _case("Lydia Yardley", F, "Born on 29 February", _just(), (1984, 2, 29), care_plan="not_due"),
    _case(
        "Carl Denholm",
        M,
        "Case discussion only: the clock runs on",
        _discussed,
        care_plan="overdue",
        care_plan__days=36,
    ),
    _case(
        "Tess Merriman",
        F,
        "Two reviews on one day count as one",
        _twice_in_a_day,
        care_plan="not_due",
        medical="not_due",
    ),
    _case("Lata Everard", F, "A review entered 25 days late", _late_entry, care_plan="not_due"),
    _case(
        "Norman Nettleton",
        M,
        "Benefit not evident: 26 weeks and 28 days of grace have passed",
        _short_interval,
        strategic="overdue",
        strategic__days=29,
    ),
    _case(
        "Ingrid Iddon",
        F,
        "Transferred in with a review of the service before",
        _inherited,
        care_plan="due_soon",
    ),
    _case(
        "Nalini Nuttall",
        F,
        "Naltrexone only: a relapse-prevention review",
        _naltrexone,
        strategic="not_due",
        on__OST="no",
    ),
    _case("Harold Hobday", M, "Methadone 110mg a day", _just(mg=110), medical="not_due"),
    _case(
        "Noel Rushworth",
        M,
        "In treatment for years, never reviewed here",
        _just(care_plan=None, medical=None, strategic=None, top=None, keywork=None, risk=None),
        care_plan="long_overdue",
        medical="long_overdue",
        strategic="long_overdue",
        top="long_overdue",
    ),
)
