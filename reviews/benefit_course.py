"""One prescription's course as plain values: the lanes of its picture, and what each mark opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from patients.models import Fact, Pause, SignificantEvent
from prescribing.doses import dose_words
from prescribing.formulations import formulation
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    Prescription,
    SupervisionStep,
)
from reviews.benefit_domains import DomainKey
from reviews.benefit_reader import BenefitRows
from reviews.benefit_top import TESTED_FOR
from reviews.benefit_window import Window
from reviews.models import ReviewCredit, TopRecord
from reviews.review_types import ReviewType
from rodt import charts
from rodt.addresses import address
from rodt.words import count, nhs_date, short_date

USE_LINES = (("heroin", "opiates_days"), ("crack", "crack_days"), ("injecting", "injecting_days"))
_OPIATES = TESTED_FOR[DomainKey.OPIATES]
_LEVELS = {"daily": 1, "some_days": 2, "weekly": 3, "none": 3, "depot": 1}
_BEFORE = timedelta(days=28)
"""A TOP this long before the first prescription is its start; this long after the last is shown."""


@dataclass(frozen=True, slots=True)
class CourseFacts:
    prescriptions: tuple[Prescription, ...]
    doses: tuple[DoseStep, ...]
    supervision: tuple[SupervisionStep, ...]
    missed: tuple[MissedDoses, ...]
    depots: tuple[DepotDose, ...]
    tops: tuple[TopRecord, ...]
    tests: tuple[DrugTest, ...]
    clouded: frozenset[UUID]
    credits: tuple[ReviewCredit, ...]
    events: tuple[SignificantEvent, ...]
    pauses: tuple[Pause, ...]

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

    @property
    def happened(self) -> Iterator[tuple[date, date | None, SignificantEvent | Pause]]:
        """From which day, and until which where it lasted: time in custody, hospital, residence."""
        yield from ((event.on, None, event) for event in self.events)
        yield from ((pause.started_on, pause.ended_on, pause) for pause in self.pauses)


def course_of(rows: BenefitRows) -> CourseFacts:
    return CourseFacts(
        prescriptions=rows.of(Prescription),
        doses=rows.of(DoseStep),
        supervision=rows.of(SupervisionStep),
        missed=rows.of(MissedDoses),
        depots=rows.of(DepotDose),
        tops=rows.of(TopRecord),
        tests=rows.of(DrugTest),
        clouded=rows.clouded,
        credits=rows.of(ReviewCredit),
        events=rows.of(SignificantEvent),
        pauses=rows.of(Pause),
    )


def span(facts: CourseFacts, on: date) -> tuple[date, date] | None:
    """The days of the whole picture: from the first prescription, or its start TOP, to the day;
    None where nothing was prescribed."""
    latest = facts.latest
    if latest is None:
        return None
    first = min(p.started_on for p in facts.prescriptions)
    first = min([first, *(top.on for top in facts.tops if first - _BEFORE <= top.on < first)])
    last = on if latest.ended_on is None else min(on, latest.ended_on + _BEFORE)
    return min(first, last - timedelta(days=1)), last


def picture(facts: CourseFacts, shown: Window, on: date) -> charts.Course | None:
    """The lanes of the days that are shown; None where nothing was prescribed."""
    latest = facts.latest
    if latest is None:
        return None
    tops = [top for top in facts.tops if shown.holds(top.on)]
    return charts.Course(
        finding=finding(facts, shown),
        first=shown.first,
        today=shown.last,
        last_words="Today" if shown.last == on else short_date(shown.last),
        medicine=latest.medicine.name.lower(),
        dose_label=_dose_label(facts),
        doses=_dose_lane(facts, shown),
        supervision=[
            charts.Supervision(
                step.from_on,
                min(step.to_on or shown.last, shown.last),
                step.get_supervision_display().lower(),
                step.supervision.replace("_", " "),
                _LEVELS[step.supervision],
            )
            for step in facts.supervision
            if shown.holds(step.from_on, step.to_on or shown.last)
        ],
        missed=[day for day, _ in missed_days(facts) if shown.holds(day)],
        use=[
            charts.UseSeries(label, [(top.on, getattr(top, name)) for top in tops])
            for label, name in USE_LINES
            if any(getattr(top, name) is not None for top in tops)
        ],
        tests=[_test_lane(name, facts, shown) for name in TESTED_FOR.values()],
        events=[
            charts.Event(
                day,
                event_words(row),
                min(until or shown.last, shown.last) if isinstance(row, Pause) else None,
                is_danger=getattr(row, "kind", "") == SignificantEvent.Kind.OVERDOSE,
            )
            for day, until, row in facts.happened
            if shown.holds(day, (until or shown.last) if isinstance(row, Pause) else None)
        ],
        marks=[
            charts.Mark(credit.held_on, _mark_words(credit))
            for credit in _drawn_reviews(facts)
            if shown.holds(credit.held_on)
        ],
        opens=_opens(facts),
    )


def _dose_label(facts: CourseFacts) -> str:
    kinds = {bool(p.medicine.covers_days) for p in facts.prescriptions}
    return "Dose" if len(kinds) > 1 else "Each injection" if True in kinds else "Daily dose"


def _dose_lane(facts: CourseFacts, shown: Window) -> list[charts.DoseStep]:
    """Steps, and a gap where one prescription ended before the next began."""
    steps: list[charts.DoseStep] = []
    for place, step in enumerate(facts.doses):
        following = facts.doses[place + 1] if place + 1 < len(facts.doses) else None
        until = following.from_on if following else step.to_on or shown.last
        if not shown.holds(step.from_on, until):
            continue
        steps.append(charts.DoseStep(step.from_on, step.daily_dose_mg, form=form_of(facts, step)))
        ends = step.to_on + timedelta(days=1) if step.to_on else None
        if ends and ends <= shown.last and (following is None or following.from_on > ends):
            steps.append(charts.DoseStep(ends, None))
    return steps


def form_of(facts: CourseFacts, step: DoseStep) -> str:
    """Methadone, oral solution; buprenorphine, 28 day depot."""
    medicine = next(p.medicine for p in facts.prescriptions if p.pk == step.prescription_id)
    return formulation(medicine.name, medicine.form).title


def missed_days(facts: CourseFacts) -> Iterator[tuple[date, MissedDoses]]:
    for run in facts.missed:
        yield from ((run.from_on + timedelta(days=n), run) for n in range(run.days))


def _test_lane(name: str, facts: CourseFacts, shown: Window) -> charts.TestRow:
    results = []
    for test in facts.tests:
        if not shown.holds(test.on) or (name == _OPIATES and test.pk in facts.clouded):
            continue
        if any(name in found.lower() for found in test.found):
            results.append((test.on, True))
        elif any(name in missing.lower() for missing in test.not_found):
            results.append((test.on, False))
    return charts.TestRow(name, results)


def _drawn_reviews(facts: CourseFacts) -> list[ReviewCredit]:
    """Strategic reviews, and the one of week 12: where a decision was taken about all of it."""
    return [
        credit
        for credit in facts.credits
        if credit.type == ReviewType.STRATEGIC
        or (credit.type == ReviewType.FIRST12 and credit.milestone == "week 12")
    ]


def _mark_words(credit: ReviewCredit) -> str:
    if credit.type == ReviewType.STRATEGIC:
        return "Strategic review"
    return "Week 12 review"


def event_words(row: SignificantEvent | Pause) -> str:
    words = (
        row.get_kind_display() if isinstance(row, SignificantEvent) else row.get_reason_display()
    )
    return words[0].lower() + words[1:]


def _opens(facts: CourseFacts) -> dict[tuple[charts.Lane, date], str]:
    """The record behind each mark. Of several on one day the last that was written down."""
    found: dict[tuple[charts.Lane, date], str] = {}
    found |= {("dose", step.from_on): address_of(step) for step in facts.doses}
    found |= {("supervision", step.from_on): address_of(step) for step in facts.supervision}
    found |= {("missed", day): address_of(run) for day, run in missed_days(facts)}
    found |= {("use", top.on): address_of(top) for top in facts.tops}
    found |= {("tests", test.on): address_of(test) for test in facts.tests}
    found |= {("events", day): address_of(row) for day, _, row in facts.happened}
    found |= {("reviews", one.held_on): review_address(one) for one in _drawn_reviews(facts)}
    return found


def address_of(entry: Fact) -> str:
    return address("patients:entry", entry.patient_id, entry.entry_kind, entry.pk)


def review_address(credit: ReviewCredit) -> str:
    return address("reviews:review", credit.patient_id, credit.review_id)


def finding(facts: CourseFacts, shown: Window | None = None) -> str:
    """One sentence with its numbers: what the picture shows."""
    latest = facts.latest
    dosed = facts.dose_in_words
    what = f"{latest.medicine.name}, {dosed}. " if latest and dosed else ""
    held = [top for top in facts.tops if shown is None or shown.is_all or shown.holds(top.on)]
    time = "" if shown is None or shown.is_all else " in this time"
    known: list[Any] = [top for top in held if top.opiates_days is not None]
    if not known:
        return f"{what}Days of heroin use are not recorded{time}."
    first, last = known[0], known[-1]
    if first is last:
        return f"{what}Heroin on {count(first.opiates_days, 'day')} of 28 at the only TOP{time}."
    return (
        f"{what}Heroin on {count(first.opiates_days, 'day')} of 28 at the first TOP{time},"
        f" {last.opiates_days} at the last, {nhs_date(last.on)}."
    )
