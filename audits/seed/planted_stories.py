"""The people on the demo keyworker's list, each in one situation. Invented, like everybody here."""

from datetime import date
from typing import Any

from audits.seed.case import Case
from audits.seed.course import Away, Booking, Course, Meeting, Met, Missed
from audits.seed.draws import Chance
from audits.seed.kept import Kept, keep
from audits.seed.planted_gareth import gareth
from audits.seed.reviewing import draw_strategic
from rodt.dates import add_days

HALF_PAST_NINE, ELEVEN, TWO, HALF_PAST_THREE = 570, 660, 840, 930


def _missed_three(course: Course, on: date) -> Course:
    keep(course, on, Kept())
    missed = Missed(add_days(on, -3), add_days(on, -1), late_days=0)
    course.treatment.scripts[0].missed.append(missed)
    return course


def _script_ends(course: Course, on: date) -> Course:
    keep(course, on, Kept(medical=112, script_ends_in=1))
    tomorrow = add_days(on, 1)
    course.bookings.append(
        Booking(tomorrow, HALF_PAST_THREE, "Medical review", ("medical",), by="prescriber")
    )
    return course


def _second_week(course: Course, on: date) -> Course:
    """Started 21 days ago; the week 2 check was missed."""
    how = Kept(21, 21, None, None, None, None, keywork=10, risk=20, mg=40, supervision="daily")
    keep(course, on, how)
    for days, key in ((18, "day 3"), (14, "week 1")):
        course.meetings.append(Meeting(add_days(on, -days), [("induction", key)], "prescriber"))
    course.contacts.append(
        Met(add_days(on, -7), outcome="did_not_attend", content=(), reason_missed="Did not come")
    )
    return course


def _week_12_today(course: Course, on: date) -> Course:
    how = Kept(84, 84, None, 56, None, None, keywork=7, risk=56, mg=70, supervision="daily")
    keep(course, on, how)
    first, again = add_days(on, -56), add_days(on, -28)
    course.meetings = [m for m in course.meetings if m.by == "prescriber"]
    course.meetings += [
        Meeting(first, [("care_plan", ""), ("risk", ""), ("first12", "week 4")], next_on=on),
        Meeting(again, [("first12", "week 8"), ("risk", "")], words="I'm sleeping at last."),
        Meeting(add_days(on, -27), [("medical", "")], "prescriber"),
    ]
    course.bookings.append(
        Booking(on, TWO, "12-week review", ("first12", "care_plan", "strategic", "top"))
    )
    return course


def _long_overdue(course: Course, on: date) -> Course:
    keep(course, on, Kept(care_plan=84 + 82))
    for days in (60, 30):
        course.contacts.append(
            Met(
                add_days(on, -days), outcome="did_not_attend", content=(), reason_missed="No answer"
            )
        )
    return course


def _awaits_prescriber(course: Course, on: date) -> Course:
    keep(course, on, Kept(strategic=365 + 60))
    half_done_on = add_days(on, -63)
    found = draw_strategic(Chance(course.number), "clear", half_done_on, on)
    found.awaits_prescriber = True
    course.meetings.append(
        Meeting(half_done_on, [("strategic", "")], strategic=found, words="It keeps me well.")
    )
    return course


def _lost_home(course: Course, on: date) -> Course:
    """Risk is asked about again within five working days of such news."""
    keep(course, on, Kept(risk=60, care_plan=60))
    told_on = add_days(on, -21)
    course.events.append((told_on, "homeless", "Told us the tenancy has ended"))
    key = told_on.isoformat()
    course.meetings.append(Meeting(add_days(on, -19), [("event", key)], seen="phone"))
    return course


def _draft_waits(course: Course, on: date) -> Course:
    keep(course, on, Kept(care_plan=91, risk=50))
    course.bookings.append(Booking(add_days(on, 6), ELEVEN, "Care plan review", ("care_plan",)))
    return course


def _keywork_due(course: Course, on: date) -> Course:
    keep(course, on, Kept(keywork=29))
    course.bookings.append(Booking(on, HALF_PAST_NINE, "Keywork", ("keywork",)))
    return course


def _monthly_depot(course: Course, on: date) -> Course:
    how = Kept(medicine="buprenorphine-depot-monthly-96mg", mg=96, injected=23)
    return keep(course, on, how)


def _week_8(course: Course, on: date) -> Course:
    how = Kept(48, 48, 20, 20, None, None, keywork=5, risk=20, mg=50, supervision="daily")
    keep(course, on, how)
    course.meetings.append(Meeting(add_days(on, -20), [("first12", "week 4")], "nurse"))
    course.bookings.append(Booking(add_days(on, 7), TWO, "Week 8 review", ("first12",)))
    return course


def _away(reason: str, since: int, until: int, **how: Any) -> Any:
    def build(course: Course, on: date) -> Course:
        keep(course, on, Kept(**how))
        course.pauses.append(Away(reason, add_days(on, -since), add_days(on, until)))
        course.contacts = [c for c in course.contacts if c.on < add_days(on, -since)]
        return course

    return build


def _just(**how: Any) -> Any:
    def build(course: Course, on: date) -> Course:
        keep(course, on, Kept(**how))
        return course

    return build


def _booked(days: int, minute: int, types: tuple[str, ...], by: str, **how: Any) -> Any:
    def build(course: Course, on: date) -> Course:
        keep(course, on, Kept(**how))
        course.bookings.append(Booking(add_days(on, days), minute, "Review", types, by=by))
        return course

    return build


def _story(
    name: str, sex: str, born: tuple[int, int, int], about: str, build: Any, **answers: str | int
) -> Case:
    said = {key.replace("__", " "): value for key, value in answers.items()}
    return Case(name, about, sex, build, born, said, by_demo_keyworker=True)


M, F = "1", "2"
OUT, NOT_DUE, SOON, DUE = "overdue", "not_due", "due_soon", "due"
STORIES: tuple[Case, ...] = (
    _story(
        "Gareth Penrose",
        M,
        (1974, 8, 21),
        "One form does two reviews; in treatment for 77 weeks",
        gareth,
        care_plan=OUT,
        care_plan__days=21,
        strategic=SOON,
        medical=NOT_DUE,
        top=NOT_DUE,
    ),
    _story(
        "Marlon Teague",
        M,
        (1981, 5, 2),
        "Three doses missed in a row, nobody has decided yet",
        _missed_three,
        care_plan=NOT_DUE,
        waiting="missed doses",
    ),
    _story(
        "Aisling Brody",
        F,
        (1988, 11, 19),
        "Prescription ends tomorrow, medical review overdue",
        _script_ends,
        medical=OUT,
        medical__days=28,
    ),
    _story(
        "Kwame Sarpong",
        M,
        (1994, 1, 7),
        "Week 2 check not recorded",
        _second_week,
        induction=OUT,
        induction__days=7,
        care_plan=SOON,
    ),
    _story(
        "Bryony Haldane",
        F,
        (1979, 3, 14),
        "12-week review today",
        _week_12_today,
        first12=DUE,
        care_plan=DUE,
        strategic=DUE,
    ),
    _story(
        "Desmond Hartley",
        M,
        (1969, 6, 30),
        "Care plan review not held, two appointments missed",
        _long_overdue,
        care_plan="long_overdue",
        care_plan__days=82,
    ),
    _story(
        "Ines Farrow",
        F,
        (1985, 2, 11),
        "Strategic review waits for the prescriber",
        _awaits_prescriber,
        strategic="long_overdue",
        strategic__days=60,
    ),
    _story(
        "Tomasz Wierzba",
        M,
        (1990, 8, 23),
        "TOP review not done",
        _booked(7, ELEVEN, ("top",), "keyworker", top=205),
        top=OUT,
        top__days=23,
    ),
    _story(
        "Noor Rahimi",
        F,
        (1997, 5, 5),
        "Risk to be looked at after losing a home",
        _lost_home,
        risk=OUT,
    ),
    _story(
        "Callum Isherwood",
        M,
        (1983, 12, 18),
        "Care plan review due, still on time",
        _draft_waits,
        care_plan=DUE,
    ),
    _story("Jodie Merrick", F, (1992, 4, 2), "Keywork contact due", _keywork_due, keywork=DUE),
    _story(
        "Pat Lindqvist",
        F,
        (1966, 1, 27),
        "Care plan review due today",
        _booked(11, ELEVEN, ("care_plan",), "keyworker", care_plan=84, risk=50),
        care_plan=DUE,
    ),
    _story(
        "Leanne Osgood",
        F,
        (1987, 9, 9),
        "Medical review in 4 days, booked the same day",
        _booked(4, ELEVEN, ("medical",), "prescriber", medical=80),
        medical=SOON,
    ),
    _story(
        "Viktor Hollis",
        M,
        (1978, 4, 12),
        "Depot injection due in 5 days",
        _monthly_depot,
        medical=NOT_DUE,
    ),
    _story("Rhona Tait", F, (1991, 7, 3), "Week 8 review soon", _week_8, first12=SOON),
    _story("Samir Bashir", M, (1984, 10, 30), "TOP review in 11 days", _just(top=171), top=SOON),
    _story(
        "Leon Abara",
        M,
        (1989, 2, 24),
        "In custody: reviews wait",
        _away("custody", 59, 19, care_plan=120, medical=90),
        care_plan="paused",
        medical="paused",
    ),
    _story(
        "Sheila Mottram",
        F,
        (1958, 12, 1),
        "In hospital: reviews wait",
        _away("hospital", 6, 8, care_plan=100),
        care_plan="paused",
    ),
)
