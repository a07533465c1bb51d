"""The person, their episodes, who is responsible for them, and what happened to them, as rows."""

from datetime import datetime, timedelta
from typing import Any

from audits.seed.course import Met, Treatment
from audits.seed.page import Page
from audits.seed.phrases import PAUSE_AGREED
from audits.seed.prescribing_rows import write_script
from audits.seed.sheets import Then
from patients.models import (
    Appointment,
    Assignment,
    Contact,
    Episode,
    Patient,
    Pause,
    SignificantEvent,
)
from rodt.dates import ONE_DAY, add_days

TOLD_BY = ("GP practice", "The coroner's officer", "Their sister")


def write_patient(page: Page) -> None:
    course = page.course
    first = course.treatments[0]
    known_on = min(first.contacted_on or first.started_on, first.started_on)
    then: list[Then] = []
    name = course.family_name
    if course.earlier_family_name:
        name, changed_on = course.earlier_family_name
        then.append((page.at(changed_on), {"family_name": course.family_name}))
    if course.died_on:
        dying = {"died_on": course.died_on, "death_told_by": TOLD_BY[course.number % len(TOLD_BY)]}
        then.append((page.at(course.died_on, 10 * 60, 1), dying))
    page.ledger[Patient].add(
        page.at(known_on, 8 * 60 + 50),
        sorted(then, key=lambda change: change[0]),
        id=page.patient_id,
        service_id=page.place.service_id,
        team_id=page.place.team_id,
        recorded_by_id=page.place.keyworker.id,
        reference=f"SYN-{course.number:05}",
        given_name=course.given_name,
        family_name=name,
        known_as=course.known_as,
        date_of_birth=course.born_on,
        sex=course.sex,
        ethnicity=course.ethnicity,
        deprivation_decile=course.deprivation_decile,
        nhs_number=course.nhs_number,
        communication_needs=course.communication_needs,
        children_at_home=course.children_at_home,
        children_note=course.children_note,
        has_injected=course.has_injected,
        locked_box_given_on=course.locked_box_given_on,
    )


def write_treatments(page: Page) -> str:
    """Episodes with their prescriptions; the id of the last episode."""
    episode_id = ""
    for treatment in page.course.treatments:
        episode_id = _write_treatment(page, treatment)
    return episode_id


def _write_treatment(page: Page, treatment: Treatment) -> str:
    ended_on = treatment.ended_on
    then: list[Then] = []
    if ended_on:
        said = treatment.scripts[-1].turns[-1].their_words if treatment.scripts else ""
        ending = {"ended_on": ended_on, "end_reason": treatment.end_reason, "end_note": said}
        then.append((page.at(ended_on, 16 * 60, 1), ending))
    if treatment.transfer_confirmed_on:
        confirmed = {"transfer_confirmed_on": treatment.transfer_confirmed_on}
        then.append((page.at(treatment.transfer_confirmed_on, 16 * 60 + 5, 1), confirmed))
    episode_id = page.add(
        Episode,
        page.at(treatment.started_on, 9 * 60 - 5),
        then=tuple(sorted(then, key=lambda change: change[0])),
        contacted_on=treatment.contacted_on,
        started_on=treatment.started_on,
    )
    page.marks["episode"] = episode_id
    for duty in ("keyworker", "prescriber"):
        moved = page.at(ended_on, 16 * 60, 1) if ended_on else None
        page.add(
            Assignment,
            page.at(treatment.started_on, 9 * 60 - 4),
            then=((moved, {"to_on": ended_on}),) if moved else (),
            episode_id=episode_id,
            staff_id=page.role(duty).id,
            duty=duty,
            from_on=treatment.started_on,
        )
    next_id: str | None = None
    for script in reversed(treatment.scripts):
        next_id = write_script(page, episode_id, script, next_id)
    return episode_id


def write_happenings(page: Page) -> None:
    for met in page.course.contacts:
        _write_contact(page, met)
    for booking in page.course.bookings:
        made_on = max(add_days(booking.on, -14), page.course.treatment.started_on)
        at = page.moments.at(booking.on)
        then: tuple[Then, ...] = ()
        if booking.state != "booked":
            then = ((page.at(booking.on, 17 * 60), {"state": booking.state}),)
        page.add(
            Appointment,
            min(page.at(made_on, 12 * 60), at),
            then=then,
            at=_meets_at(page, booking.on, booking.minute),
            staff_id=page.role(booking.by).id,
            about=booking.about,
            review_types=list(booking.types),
            place="Room 3" if booking.by == "keyworker" else "Clinic 1",
        )
    for away in page.course.pauses:
        page.marks[f"pause {away.started_on}"] = page.add(
            Pause,
            page.at(away.started_on, 11 * 60, 1),
            then=((page.at(away.ended_on, 11 * 60), {"ended_on": away.ended_on}),)
            if away.ended_on
            else (),
            reason=away.reason,
            started_on=away.started_on,
            expected_end_on=away.expected_end_on,
            agreed_by=PAUSE_AGREED[("custody", "hospital", "residential").index(away.reason)],
        )
    for day, kind, note in page.course.events:
        page.add(SignificantEvent, page.at(day, 14 * 60), kind=kind, on=day, note=note)


def _meets_at(page: Page, day: Any, minute: int) -> datetime:
    """A booked moment may lie ahead: it is not a moment of recording."""
    return page.moments.start_of(day) + timedelta(minutes=minute)


def _write_contact(page: Page, met: Met) -> None:
    with_staff = {"keyworker": page.place.keyworker.id, "prescriber": page.place.prescriber.id}
    values: dict[str, Any] = {
        "on": met.on,
        "kind": met.kind,
        "outcome": met.outcome,
        "with_role": met.with_role,
        "with_staff_id": with_staff.get(met.with_role),
        "content": list(met.content),
        "summary": met.summary,
        "their_words": met.words,
        "reason_missed": met.reason_missed,
    }
    at = page.at(met.on, 15 * 60 + met.on.day, met.late_days)
    amended_at = page.at(met.on + ONE_DAY, 10 * 60, met.late_days + 6)
    if met.is_amended and amended_at > at:
        wrong = {"kind": "in_person", "summary": "Met at the office."}
        right = {"kind": "phone", "summary": met.summary}
        page.amend(
            Contact,
            at,
            amended_at,
            "It was a call, not a meeting.",
            {**values, **wrong},
            right,
        )
    else:
        contact_id = page.add(Contact, at, **values)
        is_about_goal = met.outcome == "attended" and page.marks.get("goal from", "9") <= str(
            met.on
        )
        if is_about_goal and not met.late_days and "contact" not in page.marks:
            page.marks |= {"contact": contact_id, "contact on": str(met.on)}
