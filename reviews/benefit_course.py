"""One prescription's course as plain values: the picture's lanes, and the same values as tables."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from prescribing.doses import dose_words
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    Prescription,
    SupervisionStep,
)
from reviews.benefit_reader import BenefitRows
from reviews.models import ReviewCredit, TopRecord
from reviews.review_types import TITLES, ReviewType
from rodt import charts
from rodt.words import count, date_range, dose, nhs_date

USE_LINES = (("heroin", "opiates_days"), ("crack", "crack_days"), ("injecting", "injecting_days"))
TESTED = ("opiates", "cocaine")
_LEVELS = {"daily": 1, "some_days": 2, "weekly": 3, "none": 3, "depot": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table under the picture."""

    on: date
    until: date | None
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class CourseFacts:
    prescriptions: tuple[Prescription, ...]
    doses: tuple[DoseStep, ...]
    supervision: tuple[SupervisionStep, ...]
    missed: tuple[MissedDoses, ...]
    depots: tuple[DepotDose, ...]
    tops: tuple[TopRecord, ...]
    tests: tuple[DrugTest, ...]
    credits: tuple[ReviewCredit, ...]

    @property
    def latest(self) -> Prescription | None:
        return self.prescriptions[-1] if self.prescriptions else None

    @property
    def current_dose(self) -> DoseStep | None:
        latest = self.latest
        mine = [step for step in self.doses if latest and step.prescription_id == latest.pk]
        return mine[-1] if mine else None

    @property
    def dose_in_words(self) -> str:
        """60mg (60ml of 1mg/ml) a day; 128mg every 28 days for an injection."""
        step, latest = self.current_dose, self.latest
        if step is None or latest is None:
            return ""
        every = latest.medicine.covers_days
        how_often = f"every {every} days" if every else "a day"
        return f"{dose_words(step.daily_dose_mg, latest.medicine)} {how_often}"


def course_of(rows: BenefitRows) -> CourseFacts:
    return CourseFacts(
        prescriptions=rows.of(Prescription),
        doses=rows.of(DoseStep),
        supervision=rows.of(SupervisionStep),
        missed=rows.of(MissedDoses),
        depots=rows.of(DepotDose),
        tops=rows.of(TopRecord),
        tests=rows.of(DrugTest),
        credits=rows.of(ReviewCredit),
    )


def picture(facts: CourseFacts, on: date) -> charts.Course | None:
    """The lanes, from the first prescription to the day; None where nothing was prescribed."""
    latest = facts.latest
    if latest is None:
        return None
    first = min(p.started_on for p in facts.prescriptions)
    starts = [top.on for top in facts.tops if first - timedelta(days=28) <= top.on < first]
    first = min([first, *starts])
    last_day = on if latest.ended_on is None else min(on, latest.ended_on + timedelta(days=28))
    return charts.Course(
        finding=finding(facts),
        first=min(first, last_day - timedelta(days=1)),
        today=last_day,
        medicine=latest.medicine.name.lower(),
        dose_label="Each injection" if latest.medicine.covers_days else "Daily dose",
        doses=_dose_lane(facts),
        supervision=[
            charts.Supervision(
                max(step.from_on, first),
                min(step.to_on or last_day, last_day),
                step.get_supervision_display().lower(),
                step.supervision.replace("_", " "),
                _LEVELS[step.supervision],
            )
            for step in facts.supervision
            if step.from_on <= last_day
        ],
        missed=[
            run.from_on + timedelta(days=n)
            for run in facts.missed
            for n in range(run.days)
            if first <= run.from_on + timedelta(days=n) <= last_day
        ],
        use=[
            charts.UseSeries(
                label,
                [(top.on, getattr(top, name)) for top in facts.tops if first <= top.on <= last_day],
            )
            for label, name in USE_LINES
            if any(getattr(top, name) is not None for top in facts.tops)
        ],
        tests=[_test_lane(name, facts, first, last_day) for name in TESTED],
        marks=[
            charts.Mark(credit.held_on, _mark_words(credit))
            for credit in facts.credits
            if credit.type in (ReviewType.STRATEGIC, ReviewType.FIRST12)
            and (credit.type == ReviewType.STRATEGIC or credit.milestone == "week 12")
            and first <= credit.held_on <= last_day
        ],
    )


def _dose_lane(facts: CourseFacts) -> list[charts.DoseStep]:
    """Steps, and a gap where one prescription ended before the next began."""
    steps: list[charts.DoseStep] = []
    for place, step in enumerate(facts.doses):
        steps.append(charts.DoseStep(step.from_on, step.daily_dose_mg))
        following = facts.doses[place + 1] if place + 1 < len(facts.doses) else None
        if step.to_on and (following is None or following.from_on > step.to_on + timedelta(days=1)):
            steps.append(charts.DoseStep(step.to_on + timedelta(days=1), None))
    return steps


def _test_lane(name: str, facts: CourseFacts, first: date, last: date) -> charts.TestRow:
    results = []
    for test in facts.tests:
        if not first <= test.on <= last:
            continue
        if any(name in found.lower() for found in test.found):
            results.append((test.on, True))
        elif any(name in missing.lower() for missing in test.not_found):
            results.append((test.on, False))
    return charts.TestRow(name, results)


def _mark_words(credit: ReviewCredit) -> str:
    if credit.type == ReviewType.STRATEGIC:
        return "Strategic review"
    return "Week 12 review"


def finding(facts: CourseFacts) -> str:
    """One sentence with its numbers: what the picture shows."""
    latest = facts.latest
    dosed = facts.dose_in_words
    what = f"{latest.medicine.name}, {dosed}. " if latest and dosed else ""
    known = [top for top in facts.tops if top.opiates_days is not None]
    if not known:
        return f"{what}Days of heroin use are not recorded."
    first, last = known[0], known[-1]
    if first is last:
        return f"{what}Heroin on {count(first.opiates_days or 0, 'day')} of 28 at the only TOP."
    return (
        f"{what}Heroin on {count(first.opiates_days or 0, 'day')} of 28 at the first TOP,"
        f" {last.opiates_days} at the last, {nhs_date(last.on)}."
    )


def table(facts: CourseFacts) -> list[Row]:
    """All that the picture shows, in order of day, newest first."""
    rows = [
        Row(
            s.from_on,
            s.to_on,
            "Daily dose",
            dose(s.daily_dose_mg) + (f". {s.why}" if s.why else ""),
        )
        for s in facts.doses
    ]
    rows += [
        Row(s.from_on, s.to_on, "Supervision", s.get_supervision_display())
        for s in facts.supervision
    ]
    rows += [
        Row(r.from_on, r.to_on, "Missed doses", count(r.days, "day") + " in a row")
        for r in facts.missed
    ]
    rows += [Row(d.given_on, d.covers_to_on, "Depot", "Given") for d in facts.depots]
    rows += [Row(top.on, None, "TOP", _top_words(top)) for top in facts.tops]
    rows += [Row(test.on, None, "Test", test_words(test)) for test in facts.tests]
    rows += [
        Row(credit.held_on, None, "Review", TITLES[ReviewType(credit.type)])
        for credit in facts.credits
    ]
    return sorted(rows, key=lambda row: (row.on, row.kind), reverse=True)


def _top_words(top: TopRecord) -> str:
    said: list[str] = []
    for label, name in USE_LINES:
        days: Any = getattr(top, name)
        said.append(f"{label} {'not asked' if days is None else count(days, 'day')}")
    return ", ".join(said) + ("" if top.is_complete else ". Answered in part")


def test_words(test: DrugTest) -> str:
    """Found and not found, in words. What stands in neither was not looked for."""
    found = f"Found: {', '.join(test.found)}. " if test.found else ""
    missing = f"Not found: {', '.join(test.not_found)}." if test.not_found else ""
    return (found + missing).strip() or "No result is recorded."


test_words.__test__ = False  # type: ignore[attr-defined]


def span_words(row: Row) -> str:
    return date_range(row.on, row.until) if row.until else nhs_date(row.on)
