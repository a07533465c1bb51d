"""Planted people at the edges of treatment: gaps, returns, transfers, endings, absence, death."""

from datetime import date
from typing import Any

from audits.seed.case import Case
from audits.seed.course import Away, Course, Met, Treatment, Turn
from audits.seed.doses import come_down
from audits.seed.kept import Kept, ended, keep, steady_script
from rodt.dates import add_days


def _died(days: int) -> Any:
    def build(course: Course, on: date) -> Course:
        keep(course, on, Kept())
        died_on = course.died_on = add_days(on, -days)
        closing = Turn("stopped", died_on, stop_reason="died")
        return ended(course, died_on, "died", closing)

    return build


def _returned(gap: int, *, is_planned: bool) -> Any:
    """Left 200 days ago and came back after `gap` days without a dose."""

    def build(course: Course, on: date) -> Course:
        left_on = add_days(on, -200)
        before = Treatment(add_days(on, -700), contacted_on=add_days(on, -701))
        script = steady_script(Kept(rx_started=698), on)
        script.ended_on = script.doses[-1].to_on = script.supervision[-1].to_on = left_on
        script.script_from_on = script.script_to_on = None
        reason = "completed_detox" if is_planned else "lost_contact"
        first_day_without = add_days(left_on, 1)
        script.turns.append(
            Turn(
                "stopped",
                first_day_without,
                stop_reason=reason,
                agreed="yes",
                their_words="I would like to try without.",
                has_risk_plan=True,
            )
        )
        before.scripts.append(script)
        before.ended_on = first_day_without
        before.end_reason = "completed_drug_free" if is_planned else "left"
        course.treatments.append(before)
        back = 200 - gap - 1
        keep(course, on, Kept(started=back, rx_started=back, strategic=min(60, back), top=30))
        return course

    return build


def _transferred(days: int, confirmed_after: int | None) -> Any:
    def build(course: Course, on: date) -> Course:
        keep(course, on, Kept())
        left_on = add_days(on, -days)
        closing = Turn(
            "transferred",
            add_days(left_on, 1),
            stop_reason="transferred",
            why="Moves house.",
            agreed="yes",
            to_service="Riverside Recovery Service",
        )
        ended(course, add_days(left_on, 1), "transferred", closing)
        if confirmed_after is not None:
            course.treatment.transfer_confirmed_on = add_days(left_on, confirmed_after)
        return course

    return build


def _custody(since: int, until: int, back: int | None = None, **how: Any) -> Any:
    def build(course: Course, on: date) -> Course:
        keep(course, on, Kept(**how))
        back_on = add_days(on, -back) if back is not None else None
        course.pauses.append(Away("custody", add_days(on, -since), add_days(on, until), back_on))
        return course

    return build


EARLIER_NAMES = ("Oakden", "Holgate")


def _renamed(course: Course, on: date) -> Course:
    keep(course, on, Kept())
    course.earlier_family_name = (
        EARLIER_NAMES[course.number % len(EARLIER_NAMES)],
        add_days(on, -90),
    )
    return course


def _refused_consent(course: Course, on: date) -> Course:
    keep(course, on, Kept())
    course.consents.append((add_days(on, -90), "national_data", "no"))
    words = "Does not agree to data about them being sent to the national collection."
    course.contacts.append(Met(add_days(on, -90), content=("administrative",), summary=words))
    return course


def closed(
    days: int,
    end_reason: str,
    stop_reason: str,
    *,
    started: int = 800,
    reduces: bool = False,
    agreed: str = "not_asked",
    words: str = "",
    has_risk_plan: bool = True,
    overdose: int | None = None,
) -> Any:
    def build(course: Course, on: date) -> Course:
        left_on = add_days(on, -days)
        rx_started = started - 2
        keep(
            course,
            on,
            Kept(
                started,
                rx_started,
                strategic=days + 60 if started > 300 else None,
                care_plan=days + 20,
                medical=days + 20,
                top=days + 10,
                risk=days + 20,
            ),
        )
        script = course.treatment.scripts[0]
        if reduces:
            begins = add_days(left_on, -70)
            come_down(script, begins, add_days(left_on, -1))
            without = "" if agreed == "yes" else "Advised by the hospital before an operation."
            script.turns.append(
                Turn(
                    "reducing",
                    begins,
                    "to_zero",
                    agreed=agreed,
                    their_words=words,
                    why_without=without,
                )
            )
        second = stop_reason == "service_decision"
        ended(
            course,
            left_on,
            end_reason,
            Turn(
                "stopped",
                left_on,
                stop_reason=stop_reason,
                agreed=agreed,
                their_words=words,
                has_risk_plan=has_risk_plan,
                has_second_clinician=second,
            ),
        )
        if overdose is not None:
            course.events.append((add_days(left_on, overdose), "overdose", "Seen in hospital"))
        return course

    return build


def _just(**how: Any) -> Any:
    def build(course: Course, on: date) -> Course:
        return keep(course, on, Kept(**how))

    return build


def _case(
    name: str,
    sex: str,
    about: str,
    build: Any,
    born: tuple[int, int, int] = (1977, 3, 19),
    **answers: str | int,
) -> Case:
    said = {key.replace("__", " "): value for key, value in answers.items()}
    return Case(name, about, sex, build, born, said)


M, F = "1", "2"
IN: dict[str, Any] = {"in__treatment": "yes"}
GONE: dict[str, Any] = {"in__treatment": "no", "on__OST": "no"}
TWIN, OTHER_TWIN = (1982, 9, 5), (1990, 1, 31)
TREATMENT_CASES: tuple[Case, ...] = (
    _case("Dora Dearden", F, "Died 20 days ago", _died(20), **GONE),
    _case("Dan Dimmock", M, "Died 100 days ago", _died(100), **GONE),
    _case("Dot Danvers", F, "Died 300 days ago", _died(300), **GONE),
    _case(
        "Rita Grafton",
        F,
        "Back after 27 days without: the same spell",
        _returned(27, is_planned=False),
        spell__days=698,
        **IN,
    ),
    _case(
        "Ron Goodacre",
        M,
        "Back after 28 days without: a new spell",
        _returned(28, is_planned=False),
        spell__days=171,
        **IN,
    ),
    _case(
        "Ruby Rawnsley",
        F,
        "Back 100 days after leaving drug-free",
        _returned(100, is_planned=True),
        spell__days=99,
        **IN,
    ),
    _case(
        "Ralph Redfern",
        M,
        "Back within 10 days of stopping",
        _returned(10, is_planned=False),
        spell__days=698,
        **IN,
    ),
    _case(
        "Rosie Riddick",
        F,
        "Back 150 days after leaving drug-free",
        _returned(150, is_planned=True),
        spell__days=49,
        **IN,
    ),
    _case("Cyril Challis", M, "In custody since 40 days", _custody(40, 30), care_plan="paused"),
    _case(
        "Cora Cotterill",
        F,
        "In custody since 100 days",
        _custody(100, 10, care_plan=150),
        care_plan="paused",
    ),
    _case(
        "Cian Elphick",
        M,
        "Expected back yesterday, nobody recorded it",
        _custody(50, -1, care_plan=140, risk=140),
        care_plan="due_soon",
    ),
    _case(
        "Cass Rigby",
        F,
        "Back from custody 3 days ago: what fell due is due in 4 days",
        _custody(90, -3, 3, care_plan=150),
        care_plan="due_soon",
    ),
    _case(
        "Clem Ramsden",
        M,
        "Back from custody 10 days ago: due 3 days ago",
        _custody(90, -10, 10, care_plan=150),
        care_plan="due",
    ),
    _case(
        "Cleo Renshaw",
        F,
        "Back from custody 30 days ago and not reviewed: 23 days late",
        _custody(90, -30, 30, care_plan=150),
        care_plan="overdue",
        care_plan__days=23,
    ),
    _case(
        "Cora Brookside",
        F,
        "In custody for a week last year",
        _custody(300, -293, 293),
        care_plan="not_due",
    ),
    _case("Nia Newbold", F, "Took another family name 90 days ago", _renamed),
    _case("Neal Musgrave", M, "Took another family name 90 days ago", _renamed),
    _case("Tara Tindall", F, "Initials, birthday and sex of the next", _just(), TWIN),
    _case("Thea Thackray", F, "Initials, birthday and sex of the one before", _just(), TWIN),
    _case("Bill Bracken", M, "Initials, birthday and sex of the next", _just(), OTHER_TWIN),
    _case("Bob Brindle", M, "Initials, birthday and sex of the one before", _just(), OTHER_TWIN),
    _case(
        "Tim Tattersall", M, "Transferred, first dose there confirmed", _transferred(60, 2), **GONE
    ),
    _case("Tina Thurlow", F, "Transferred, confirmed", _transferred(150, 1), **GONE),
    _case("Troy Tranter", M, "Transferred, confirmed after a week", _transferred(250, 7), **GONE),
    _case("Una Underhill", F, "Transferred, nobody confirmed it", _transferred(80, None), **GONE),
    _case("Ugo Unsworth", M, "Transferred, nobody confirmed it", _transferred(200, None), **GONE),
    _case("Nora Nettlefold", F, "Refused consent to share data", _refused_consent),
    _case("Nils Norling", M, "Refused consent to share data", _refused_consent),
    _case(
        "Earl Eccles", M, "Left in week 6", closed(40, "left", "lost_contact", started=80), **GONE
    ),
    _case(
        "Zara Wymond",
        F,
        "Reduced to zero with clear benefit and no wish on record",
        closed(90, "completed_drug_free", "completed_detox", reduces=True),
        **GONE,
    ),
    _case(
        "Zeb Whitworth",
        M,
        "Reduced to zero as he wished",
        closed(
            90,
            "completed_drug_free",
            "patient_choice",
            reduces=True,
            agreed="yes",
            words="I am ready.",
        ),
        **GONE,
    ),
    _case(
        "Olga Ogden",
        F,
        "Overdose 12 days after leaving",
        closed(
            70,
            "completed_drug_free",
            "completed_detox",
            agreed="yes",
            words="Time to go.",
            overdose=12,
        ),
        **GONE,
    ),
    _case(
        "Drew Dalby",
        M,
        "Seen by nobody but the pharmacy for half a year",
        _just(strategic=500, care_plan=400, medical=300, keywork=200, risk=300, top=250),
        strategic="long_overdue",
        care_plan="long_overdue",
    ),
)
