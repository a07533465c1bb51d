"""Prescriptions with their states, doses, supervision, missed doses and injections, as rows."""

from datetime import date
from decimal import Decimal
from typing import Any

from audits.seed.course import Missed, Script, Step, Turn
from audits.seed.page import Page
from audits.seed.sheets import Then
from prescribing.missed_days import OUTCOME_WORDS, Outcome
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    Prescription,
    StateChange,
    SupervisionStep,
)
from prescribing.models import Script as WrittenScript
from prescribing.phoned import called_by
from rodt.dates import add_days, days_between

FIRST_MINUTE = 9 * 60 + 10
# Eight or more: a weekly injection comes back to a place after 8 weeks (prescribing.md §1).
SITES = tuple(
    f"{side} {where}"
    for where in ("buttock", "thigh", "abdomen", "upper arm")
    for side in ("Left", "Right")
)


def write_script(page: Page, episode_id: str, script: Script, next_id: str | None) -> str:
    """Its id. `next_id`: the prescription that takes its place, where the medicine changes. It ends
    on the first day without, as everywhere in the product."""
    then: tuple[Then, ...] = ()
    if script.ended_on:
        ended_on = add_days(script.ended_on, 1)
        then = ((page.at(ended_on, FIRST_MINUTE), {"ended_on": ended_on}),)
    prescription_id = page.add(
        Prescription,
        page.at(script.started_on, FIRST_MINUTE),
        page.place.prescriber,
        then=then,
        episode_id=episode_id,
        medicine_id=script.medicine,
        prescriber_id=page.place.prescriber.id,
        started_on=script.started_on,
        pharmacy="" if script.is_depot else page.course_pharmacy(),
    )
    if script.script_to_on and script.script_from_on:
        _write_instalments(page, prescription_id, script)
    for turn in script.turns:
        _write_turn(page, prescription_id, turn, next_id)
    for step in script.doses:
        _write_step(
            page,
            DoseStep,
            prescription_id,
            step,
            daily_dose_mg=Decimal(step.what),
            patient_agreed=step.agreed,
            why=step.why,
        )
    for step in script.supervision:
        _write_step(
            page,
            SupervisionStep,
            prescription_id,
            step,
            supervision=step.what,
            collection_days=COLLECTION[step.what],
            reason=step.why,
        )
    for missed in script.missed:
        _write_missed(page, prescription_id, missed)
    for index, (given_on, covers_to_on, dose_mg) in enumerate(script.injections):
        page.add(
            DepotDose,
            page.at(given_on, 14 * 60),
            page.place.prescriber,
            prescription_id=prescription_id,
            given_on=given_on,
            dose_mg=Decimal(dose_mg),
            covers_to_on=covers_to_on,
            site=SITES[index % len(SITES)],
        )
    return prescription_id


def _write_instalments(page: Page, prescription_id: str, script: Script) -> None:
    """The script that runs now, with all five wordings; an injection has no instalments."""
    from_on, to_on = script.script_from_on, script.script_to_on
    assert from_on is not None and to_on is not None
    facts: dict[str, Any] = {"form": WrittenScript.Form.FP10}
    held = [step for step in script.doses if step.from_on <= from_on]
    if held and not script.is_depot:
        daily = Decimal(held[-1].what)
        every = 7 if script.supervision and script.supervision[-1].what in AT_HOME else 1
        facts = {
            "form": WrittenScript.Form.FP10MDA,
            "total_mg": daily * (days_between(from_on, to_on) + 1),
            "instalment_mg": daily * every,
            "interval_days": every,
            "phrases": list(WrittenScript.Phrase.values),
        }
    page.add(
        WrittenScript,
        page.at(max(add_days(from_on, -2), script.started_on), FIRST_MINUTE + 20),
        page.place.prescriber,
        prescription_id=prescription_id,
        from_on=from_on,
        to_on=to_on,
        pharmacy="" if script.is_depot else page.course_pharmacy(),
        **facts,
    )


AT_HOME = ("weekly", "none")
COLLECTION: dict[str, list[int]] = {
    "daily": [1, 2, 3, 4, 5, 6],
    "some_days": [1, 3, 5],
    "weekly": [1],
    "none": [1],
    "depot": [],
}


def _write_turn(page: Page, prescription_id: str, turn: Turn, next_id: str | None) -> None:
    second = page.place.second_prescriber.id if turn.has_second_clinician else None
    page.add(
        StateChange,
        page.at(turn.on, FIRST_MINUTE + 1),
        page.place.prescriber,
        prescription_id=prescription_id,
        state=turn.state,
        on=turn.on,
        intent=turn.intent,
        stop_reason=turn.stop_reason,
        why=turn.why,
        patient_agreed=turn.agreed,
        their_words=turn.their_words,
        has_risk_plan=turn.has_risk_plan,
        second_clinician_id=second,
        to_service=turn.to_service,
        why_without=turn.why_without,
        to_prescription_id=next_id if turn.state == "switched" else None,
    )


def _write_step(page: Page, model: Any, prescription_id: str, step: Step, **values: Any) -> None:
    """A step is open until the next one is recorded."""
    then: tuple[Then, ...] = ()
    if step.to_on:
        then = ((page.at(add_days(step.to_on, 1), FIRST_MINUTE + 5), {"to_on": step.to_on}),)
    page.add(
        model,
        page.at(step.from_on, FIRST_MINUTE + 6),
        page.place.prescriber,
        then=then,
        prescription_id=prescription_id,
        from_on=step.from_on,
        **values,
    )


def _write_missed(page: Page, prescription_id: str, missed: Missed) -> None:
    then: tuple[Then, ...] = ()
    at = page.at(missed.to_on, 17 * 60 - 10, missed.late_days)
    if missed.decided_on:
        decision = {
            "decided_on": missed.decided_on,
            "decided_by_id": page.place.prescriber.id,
            "decision": ANEW if missed.days >= 5 else SEEN,
            "needs_decision": False,
        }
        then = ((max(at, page.at(missed.decided_on, 17 * 60)), decision),)
    page.add(
        MissedDoses,
        at,
        then=then,
        prescription_id=prescription_id,
        from_on=missed.from_on,
        to_on=missed.to_on,
        reported_by=called_by(CALLERS[page.course.number % 3], page.course_pharmacy()),
        needs_decision=missed.days >= 3,
    )


SEEN = (
    f"{OUTCOME_WORDS[Outcome.CONTINUE]}. Seen the same day, tolerance looked at;"
    " the next dose was taken in front of us."
)
ANEW = (
    f"{OUTCOME_WORDS[Outcome.NEW_INDUCTION]}. Seen the same day; five days without,"
    " so it begins anew from a starting dose."
)
CALLERS = ("Asha", "Mr Lacey", "Bea")


def write_tests(page: Page) -> None:
    for on, found, not_found, late_days in page.course.tests:
        values: dict[str, Any] = {"on": on, "found": list(found), "not_found": list(not_found)}
        is_sent = on.toordinal() % 5 == 0
        values |= {
            "matrix": "saliva" if on.toordinal() % 4 == 0 else "urine",
            "method": DrugTest.Method.LABORATORY if is_sent else DrugTest.Method.DEVICE,
            "device": "City laboratory" if is_sent else "Cup, read after 5 minutes",
            "consent": "yes",
            "taken_by_id": page.place.keyworker.id,
            "confirmed": DrugTest.Confirmed.YES if is_sent else DrugTest.Confirmed.NO,
        }
        page.add(DrugTest, _tested_at(page, on, late_days), **values)


def _tested_at(page: Page, on: date, late_days: int) -> Any:
    return page.at(on, 13 * 60, late_days)
