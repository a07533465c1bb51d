"""Doses of the synthetic past start and rise as domain/prescribing.md has it, and those who started
in one year stay as those of the year before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from math import sqrt

import pytest

from audits.seed.case import plant
from audits.seed.course import Course, Script
from audits.seed.doses import CATALOGUE, group_of
from audits.seed.draws import Chance, Evenly
from audits.seed.people import draw_leaver, draw_person, draw_present
from audits.seed.planted import planted_cases
from audits.seed.special import SPECIALS
from prescribing.safety.facts import Dose, Facts, Rx
from prescribing.safety.limits import PRODUCT
from prescribing.safety.table import fired
from reviews.retention import Start, curve

ON = date(2026, 10, 1)
PRESENT, LEFT = 2400, 1574
"""As in a service of which so many left within two years: `figures.LEFT_SHARE`."""


@cache
def drawn() -> tuple[Course, ...]:
    found = []
    even, even_left = Evenly(), Evenly()
    for number in range(PRESENT + LEFT):
        chance = Chance(f"doses/{number}")
        course = draw_person(chance, number, ON)
        if number < PRESENT:
            draw_present(chance, even, course, ON)
        else:
            draw_leaver(chance, even_left, course, ON)
        found.append(course)
    return tuple(found)


@cache
def planted() -> tuple[Course, ...]:
    return tuple(plant(case, n, ON) for n, case in enumerate(planted_cases(), start=1))


def special() -> Iterator[Course]:
    for one in SPECIALS:
        for number in range(1, 61):
            yield one.draw(Chance(f"{one.code}/{number}"), number, ON)


def rx_of(script: Script, number: int) -> Rx:
    row = CATALOGUE[script.medicine]
    return Rx(
        id=f"rx-{number}",
        medicine=f"{row['name']} {row['form']}",
        group=str(row["group"]),
        is_ost=bool(row["is_ost"]),
        started_on=script.started_on,
        doses=tuple(Dose(step.from_on, Decimal(step.what)) for step in script.doses),
    )


def warned(course: Course) -> Iterator[str]:
    """What prescribing's own checks say of a rise or a change of brand, on the day of each dose."""
    for treatment in course.treatments:
        before: list[Rx] = []
        for number, script in enumerate(treatment.scripts):
            whole = rx_of(script, number)
            for index, dose in enumerate(whole.doses):
                then = replace(whole, doses=whole.doses[: index + 1])
                facts = Facts(on=dose.from_on, prescriptions=(*before, then))
                for one in fired(facts, PRODUCT):
                    if one.check.code in ("rise", "brand"):
                        yield f"{course.number} {course.given_name}: {one.text}"
            before.append(replace(whole, ended_on=script.ended_on))


@pytest.mark.parametrize("people", [drawn, planted, special])
def test_no_dose_rises_faster_than_the_checks_ask_about(people: object) -> None:
    said = [words for course in people() for words in warned(course)]  # type: ignore[operator]
    assert said == []


MOST_AT_FIRST = {"methadone": 30, "buprenorphine": 8, "lyophilisate": 4, "naltrexone": 25}
STEPS = {"methadone": 10, "buprenorphine": 4, "lyophilisate": 4, "naltrexone": 25}


@pytest.mark.parametrize("people", [drawn, planted, special])
def test_medicines_begin_low_unless_they_go_on_from_another(people: object) -> None:
    for course in people():  # type: ignore[operator]
        for treatment in course.treatments:
            for index, script in enumerate(treatment.scripts):
                group, first = group_of(script.medicine), script.doses[0].what
                before = treatment.scripts[index - 1] if index else None
                last = before.doses[-1].what if before else 0
                was = group_of(before.medicine) if before else ""
                if group == "depot":
                    assert was == "buprenorphine", (course.number, "an injection comes second")
                elif group == was:
                    assert first == last
                elif {group, was} == {"buprenorphine", "lyophilisate"}:
                    assert 0 < first <= 24 and first != last
                elif group in MOST_AT_FIRST:
                    assert first <= MOST_AT_FIRST[group], (course.number, script.medicine, first)
                    if was == "methadone":
                        assert last <= 30, (course.number, last)
                else:
                    assert group == "morphine" and len(script.doses) <= 6, course.number


@pytest.mark.parametrize("people", [drawn, planted, special])
def test_steps_up_are_those_of_the_page(people: object) -> None:
    for course in people():  # type: ignore[operator]
        for treatment in course.treatments:
            for script in treatment.scripts:
                most = STEPS.get(group_of(script.medicine), 0)
                for one, following in zip(script.doses, script.doses[1:], strict=False):
                    assert following.what - one.what <= most, (course.number, script.medicine)
                    assert following.from_on > one.from_on


def starts(courses: tuple[Course, ...], first_days_ago: int, last_days_ago: int) -> list[Start]:
    """First days of substitution treatment within a year, and when it was left."""
    found = []
    for course in courses:
        for treatment in course.treatments:
            scripts = [s for s in treatment.scripts if CATALOGUE[s.medicine]["is_ost"]]
            if not scripts:
                continue
            begun, last = scripts[0].started_on, scripts[-1].ended_on
            if last_days_ago <= (ON - begun).days <= first_days_ago:
                left = last + timedelta(days=1) if last else None
                is_transfer = treatment.transfer_confirmed_on is not None
                found.append(Start(begun, left, is_transfer=is_transfer))
    return found


def test_those_who_started_this_year_stay_as_those_of_the_year_before() -> None:
    now = curve(starts(drawn(), 364, 0), ON)[-1]
    before = curve(starts(drawn(), 729, 365), ON)[-1]
    numbers = len(starts(drawn(), 364, 0)), len(starts(drawn(), 729, 365))
    spread = sqrt(
        now.share * (1 - now.share) / numbers[0] + before.share * (1 - before.share) / numbers[1]
    )
    assert abs(now.share - before.share) < 2 * spread, (now, before, numbers)
    assert numbers[1] == pytest.approx(numbers[0], rel=0.15)
