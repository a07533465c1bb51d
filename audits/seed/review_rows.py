"""Reviews with their credits and signatures, and outcome profiles, as rows."""

from datetime import date, datetime
from typing import Any

from audits.seed import figures
from audits.seed.answers import answers_of
from audits.seed.course import Meeting, Profile, Strategic
from audits.seed.kept_due import due_when_held
from audits.seed.page import Page
from audits.seed.phrases import WITHOUT_IT, WORDS
from patients.models import Contact
from reviews.models import (
    Optimisation,
    Review,
    ReviewCredit,
    Signature,
    StrategicReview,
    TopRecord,
)
from reviews.top import TopAnswers, counts
from rodt.dates import add_days

MINUTE = 14 * 60


def write_meetings(page: Page) -> None:
    review_ids: dict[date, tuple[str, datetime]] = {}
    for meeting in page.course.meetings:
        at = page.at(meeting.on, MINUTE, meeting.late_days)
        review_id = _write_review(page, meeting, at)
        review_ids[meeting.on] = review_id, at
        _write_credits(page, meeting, review_id, at)
        _write_contact(page, meeting, at)
        if meeting.strategic:
            _write_strategic(page, meeting, meeting.strategic, review_id, at)
    for profile in page.course.profiles:
        _write_profile(page, profile, review_ids.get(profile.on) if profile.at_review else None)


def _write_review(page: Page, meeting: Meeting, at: datetime) -> str:
    by = page.role(meeting.by)
    values: dict[str, Any] = {
        "held_on": meeting.on,
        "seen": meeting.seen,
        "held_by_id": by.id,
        "held_by_role": meeting.by,
        "their_words": meeting.words,
        "answers": answers_of(page.course, meeting, page.moments.on),
        "next_review_on": meeting.next_on,
        "is_inherited": meeting.is_inherited,
    }
    amended_at = page.at(meeting.on, MINUTE, meeting.late_days + 4)
    if meeting.is_amended and amended_at > at:
        before = {**values, "their_words": ""}
        after = {"their_words": meeting.words or WORDS[0]}
        return page.amend(
            Review, at, amended_at, "Their own words were left out.", before, after, by
        )
    return page.add(Review, at, by, **values)


def _write_contact(page: Page, meeting: Meeting, at: datetime) -> None:
    """A review is also a contact, as when one is logged in the product."""
    is_old = (page.moments.on - meeting.on).days > 365 * figures.YEARS_OF_CONTACTS
    if meeting.seen == "not_seen" or meeting.is_inherited or is_old:
        return
    with_role = {"prescriber": "prescriber", "nurse": "nurse"}.get(meeting.by, "keyworker")
    page.add(
        Contact,
        at,
        page.role(meeting.by),
        on=meeting.on,
        kind=meeting.seen,
        outcome="attended",
        with_role=with_role,
        with_staff_id=page.role(meeting.by).id,
        content=["drug_use_goals"],
        summary="Review held.",
        their_words=meeting.words,
    )


def _write_credits(page: Page, meeting: Meeting, review_id: str, at: datetime) -> None:
    is_seen = meeting.seen != "not_seen"
    for kind, milestone in meeting.counts:
        awaits = ""
        if kind == "strategic" and meeting.strategic and meeting.strategic.awaits_prescriber:
            awaits = "prescriber"
        why = "" if is_seen else "The person was not there: a case discussion restarts no clock."
        page.add(
            ReviewCredit,
            at,
            page.role(meeting.by),
            review_id=review_id,
            type=kind,
            milestone=milestone,
            held_on=meeting.on,
            is_valid=is_seen and not awaits,
            awaits=awaits,
            why="Waits for the prescriber's signature." if awaits else why,
            **due_when_held(page.course, meeting, kind)._asdict(),
        )


def _write_strategic(
    page: Page, meeting: Meeting, found: Strategic, review_id: str, at: datetime
) -> None:
    said = WITHOUT_IT[page.course.number % len(WITHOUT_IT)]
    page.add(
        StrategicReview,
        at,
        page.place.keyworker,
        review_id=review_id,
        ratings=found.ratings,
        ladder=found.ladder,
        decision=found.decision,
        no_plan_because=found.no_plan_because,
        options=["stay"] if found.awaits_prescriber else [],
        judgement=found.judgement,
        judgement_words=meeting.words,
        without_it_patient=said,
        without_it_clinician="" if found.awaits_prescriber else "Return to daily use is likely.",
        suggested=found.suggested,
        conclusion="" if found.awaits_prescriber else found.conclusion,
        conclusion_why="" if found.awaits_prescriber else found.why,
    )
    signed = ("keyworker",) if found.awaits_prescriber else ("keyworker", "prescriber")
    for role in signed:
        page.add(
            Signature,
            at,
            page.role(role),
            review_id=review_id,
            staff_id=page.role(role).id,
            role=role,
            signed_on=meeting.on,
        )
    if found.optimised_on:
        page.add(
            Optimisation,
            page.at(found.optimised_on, 15 * 60),
            page.place.prescriber,
            on=found.optimised_on,
            trigger="Benefit in doubt at the strategic review",
            checks={
                "3": {"status": "done", "note": "Dose talked about"},
                "6": {"status": "done", "note": "CBT offered"},
            },
            actions="Sessions for crack use; look at the dose again in 4 weeks.",
            follow_up_on=add_days(found.optimised_on, 28),
        )


def _write_profile(page: Page, profile: Profile, review: tuple[str, datetime] | None) -> None:
    review_id, at = review or (None, page.at(profile.on, MINUTE + 10, profile.late_days))
    values = {
        "on": profile.on,
        "stage": profile.stage,
        "is_complete": counts(TopAnswers(profile.on, profile.stage, profile.items)),
        "review_id": review_id,
        **profile.items,
    }
    amended_at = page.at(profile.on, MINUTE, profile.amended_after_days or 0)
    if profile.amended_items and amended_at > at:
        page.amend(
            TopRecord,
            at,
            amended_at,
            "Two items were written in the wrong boxes.",
            values,
            profile.amended_items,
        )
    else:
        page.add(TopRecord, at, **values)
