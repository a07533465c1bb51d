"""Three small services at the ends of what can be: one discharges everybody, one reviews nobody,
one has stable people reviewed on time. Source: design/decisions.md 23."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from audits.seed import figures
from audits.seed.course import Course, Met
from audits.seed.draws import Chance
from audits.seed.kept import Kept, keep
from audits.seed.people import draw_person
from audits.seed.planted_treatment import closed
from rodt.dates import add_days


@dataclass(frozen=True, slots=True)
class Special:
    code: str
    name: str
    draw: Callable[[Chance, int, date], Course]
    has_people_in_treatment: bool


def special_size(patients: int) -> int:
    """Small beside the full service: 60 people beside 2,500."""
    return max(6, min(60, patients // 20))


def _discharged(chance: Chance, number: int, on: date) -> Course:
    """Everybody comes down to nothing within half a year, whatever they wish."""
    course = draw_person(chance, number, on)
    left = chance.days(5, 340)
    stayed = chance.days(60, 200)
    agrees = chance.happens(0.3)
    build = closed(
        left,
        "completed_drug_free",
        "completed_detox",
        started=left + stayed,
        reduces=stayed > 84,
        agreed="yes" if agrees else "not_asked",
        words="I am ready." if agrees else "",
        has_risk_plan=agrees,
        overdose=chance.days(3, 25) if left > 30 and chance.happens(0.06) else None,
    )
    return build(course, on)


def _not_reviewed(chance: Chance, number: int, on: date) -> Course:
    """A start is recorded, the prescription goes on, and nobody looks."""
    course = draw_person(chance, number, on)
    started = chance.days(200, 1500)
    medicine = chance.share(figures.MEDICINES[:5])
    how = Kept(started, started - 2, None, None, None, None, None, None, medicine=medicine)
    how = _dosed(chance, how)
    keep(course, on, how)
    if course.plan:
        for aim in course.plan.aims:
            aim.progress = aim.progress[:1]
    course.talks.clear()
    for days in range(chance.days(10, 27), min(started, 365), 28):
        course.contacts.append(
            Met(add_days(on, -days), content=("collection",), summary="Collected the prescription.")
        )
    return course


def _on_time(chance: Chance, number: int, on: date) -> Course:
    course = draw_person(chance, number, on)
    started = chance.days(400, 2500)
    care_plan = chance.days(3, 66)
    how = Kept(
        started,
        started - 3,
        care_plan,
        chance.days(3, 66),
        chance.days(40, 340),
        chance.days(10, 160),
        chance.days(3, 13),
        care_plan,
        medicine=chance.share(figures.MEDICINES[:5]),
    )
    return keep(course, on, _dosed(chance, how))


def _dosed(chance: Chance, how: Kept) -> Kept:
    is_methadone = "methadone" in how.medicine
    return replace(how, mg=chance.days(10, 18) * 5 if is_methadone else chance.days(5, 9) * 2)


SPECIALS = (
    Special("TIDEWELL", "Tidewell Day Service", _discharged, has_people_in_treatment=False),
    Special("LANTERN", "Lantern Row Service", _not_reviewed, has_people_in_treatment=True),
    Special("MILLBROOK", "Millbrook Service", _on_time, has_people_in_treatment=True),
)
