"""What changed in a prescription on a day, and doses that were missed, as lines of the timeline."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from prescribing.doses import dose_words
from prescribing.models import Intent, MissedDoses, Prescription, State, StopReason
from prescribing.sheet import how_often
from reviews.case_course import Course
from rodt.words import count, date_range, nhs_date, nhs_day

AGREED = {"yes": "They agreed.", "no": "They did not agree."}


@dataclass(frozen=True, slots=True)
class Change:
    """`when`: days in a row, for the timeline's first column."""

    kind: str
    title: str
    text: str
    when: str = ""
    entered: str = ""
    correction: str = ""


def changes(course: Course, prescription_id: UUID, day: date) -> Change:
    """Everything of one prescription and day as one line: its start, a dose, a state, how it is
    collected, an injection."""
    one: Any = next(p for p in course.prescriptions if p.pk == prescription_id)
    said: list[str] = []
    rows: list[Any] = []
    dose = next((step for step in one.course_doses if step.from_on == day), None)
    is_start = day == one.started_on
    if is_start:
        said.append(_started(one, dose))
    elif dose is not None:
        said.append(_dose_change(one, dose))
    rows += [dose] if dose is not None else []
    for change in one.course_states:
        if change.on == day:
            rows.append(change)
            said += [] if is_start and change.state == State.INDUCTION else [_state(one, change)]
    for step in one.course_supervision:
        if step.from_on == day:
            rows.append(step)
            said.append(f"{step.get_supervision_display()}.")
    for depot in one.course_depots:
        if depot.given_on == day:
            rows.append(depot)
            amount = f" {dose_words(depot.dose_mg)}," if depot.dose_mg else ""
            said.append(f"Injection given,{amount} covers to {nhs_date(depot.covers_to_on)}.")
    said += _why(dose, rows)
    title, *rest = said or [f"{one.medicine.name}."]
    return Change(
        "prescription",
        title,
        " ".join(rest),
        entered=_entered(rows, day),
        correction=_correction(course, dose),
    )


def _started(one: Prescription, dose: Any) -> str:
    if dose is None:
        return f"{one.medicine.name} started."
    amount = dose_words(dose.daily_dose_mg, one.medicine)
    return f"{one.medicine.name} started, {amount} {how_often(one.medicine)}."


def _dose_change(one: Any, dose: Any) -> str:
    before = [step for step in one.course_doses if step.from_on < dose.from_on]
    now = dose_words(dose.daily_dose_mg, one.medicine)
    if not before:
        return f"Dose {now}."
    if before[-1].daily_dose_mg == dose.daily_dose_mg:
        return f"Dose {now}, the same."
    return f"Dose {dose_words(before[-1].daily_dose_mg)} to {now}."


def _state(one: Prescription, change: Any) -> str:
    name = one.medicine.name
    if change.state in (State.STOPPED, State.TRANSFERRED, State.SWITCHED):
        reason = f": {_stop_words(change)}" if change.stop_reason else ""
        return f"{name} {State(change.state).label.lower()}{reason}."
    intent = f", {Intent(change.intent).label.lower()}" if change.intent else ""
    return f"{name} now {State(change.state).label.lower()}{intent}."


def _stop_words(row: Any) -> str:
    reason = getattr(row, "stop_reason", "")
    return StopReason(reason).label.lower() if reason else ""


def _why(dose: Any, rows: list[Any]) -> list[str]:
    """Why, whether they agreed, who wrote it down: once, of the fact that says it."""
    said = []
    for row in rows:
        why = f"{(getattr(row, 'why', '') or getattr(row, 'reason', '')).rstrip('.')}."
        is_said = why.lower() == f"{_stop_words(row)}."
        if why != "." and why not in said and not is_said:
            said.append(why)
    agreed = next(
        (AGREED[r.patient_agreed] for r in rows if getattr(r, "patient_agreed", "") in AGREED), ""
    )
    by = next((row.recorded_by.full_name for row in rows if row.recorded_by), "")
    return [*said, *([agreed] if agreed else []), *([f"{by.rstrip('.')}."] if by else [])]


def _entered(rows: list[Any], day: date) -> str:
    first = [row for row in rows if row.amends_id is None]
    if not first or len(first) != len(rows):
        return ""
    entered_on = min(localtime(row.recorded_at).date() for row in first)
    if entered_on <= day:
        return ""
    return f"Entered {nhs_day(entered_on) if entered_on.year == day.year else nhs_date(entered_on)}"


def _correction(course: Course, dose: Any) -> str:
    """Only where the dose or its day was put right: a step that ends because the next begins is no
    correction."""
    was = course.original(dose) if dose is not None else None
    if was is None or (was.daily_dose_mg, was.from_on) == (dose.daily_dose_mg, dose.from_on):
        return ""
    return _corrected(dose, f"{dose_words(was.daily_dose_mg)} from {nhs_date(was.from_on)}.")


def _corrected(row: Any, first: str) -> str:
    by = f" by {row.recorded_by.full_name}" if row.recorded_by else ""
    reason = f": {row.amend_reason.rstrip('.')}" if row.amend_reason else ""
    on = nhs_date(localtime(row.recorded_at).date())
    return f"Corrected {on}{by}{reason}. First recorded as: {first}"


def missed(course: Course, missed_id: UUID) -> Change:
    """3 missed doses in a row, with what was decided; the alarm's square when one is needed."""
    run: MissedDoses = next(one for one in course.missed if one.pk == missed_id)
    title = f"{count(run.days, 'missed dose')}{' in a row' if run.days > 1 else ''}."
    said = [f"Told by {run.reported_by}."] if run.reported_by else []
    if run.decided_on:
        said.append(f"Decided {nhs_date(run.decided_on)}: {run.decision.rstrip('.')}.")
    elif run.needs_decision:
        said.append("A prescriber has not decided yet.")
    was = course.original(run)
    correction = ""
    if was is not None and (was.from_on, was.to_on) != (run.from_on, run.to_on):
        correction = _corrected(run, f"{date_range(was.from_on, was.to_on)}.")
    return Change(
        "safety" if run.needs_decision else "prescription",
        title,
        " ".join(said),
        when=date_range(run.from_on, run.to_on),
        entered="" if was else _entered([run], run.to_on),
        correction=correction,
    )
