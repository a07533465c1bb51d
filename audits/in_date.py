"""Whether a review was in date on the audit's day: the worklist's own answer, as a finding.

Steps 5 and 7 both ask it, of the strategic and of the care plan review. Pure.
"""

from audits.case_facts import CaseFacts, ReviewHeld
from audits.period import AuditDay
from audits.step import Finding, exception, met, not_met
from reviews.dues import Due
from reviews.review_types import PAUSE_WORDS, TITLES, ReviewType, State
from rodt.words import nhs_date, sentence

IN_DATE, FIRST_AHEAD = "In date", "The first one is not overdue yet"
NOT_BOOKED, BOOKED = "Overdue, no appointment is booked", "Overdue, an appointment is booked"
INCOMPLETE = "Held, but it does not count yet"


def in_date(kind: ReviewType, case: CaseFacts, day: AuditDay, *, would_change: str) -> Finding:
    """Met when it was not overdue; set apart while reviews are paused."""
    due = case.due(kind, day.on, day.schedule)
    if due.state is State.PAUSED and due.pause is not None:
        where = PAUSE_WORDS[due.pause.reason]
        return exception(
            f"Reviews are paused: {where} since {nhs_date(due.pause.started_on)}.",
            f"Paused: {where}",
        )
    held = case.held_of(kind)
    if due.is_overdue:
        return _overdue(kind, case, due, held[-1] if held else None, would_change)
    if held:
        return met(
            f"Held on {nhs_date(held[-1].held_on)}. {due.why}", IN_DATE, evidence=held[-1].record
        )
    return met(due.why, FIRST_AHEAD)


def _overdue(
    kind: ReviewType, case: CaseFacts, due: Due, counted: ReviewHeld | None, would_change: str
) -> Finding:
    was_due = f"{TITLES[kind]} was due {nhs_date(due.due_on)}." if due.due_on else due.why
    since_last = [
        item
        for item in case.held
        if item.type is kind
        and not item.counts
        and (counted is None or item.held_on > counted.held_on)
    ]
    if since_last:
        return _not_counted(kind, was_due, since_last[-1])
    if due.booked_on is not None:
        return not_met(
            f"{was_due} An appointment is booked for {nhs_date(due.booked_on)}.",
            BOOKED,
            would_change="Hold the review at that appointment.",
        )
    return not_met(f"{was_due} No appointment is booked.", NOT_BOOKED, would_change=would_change)


def _not_counted(kind: ReviewType, was_due: str, review: ReviewHeld) -> Finding:
    held_on = nhs_date(review.held_on)
    if review.awaits and kind is not ReviewType.STRATEGIC:
        return not_met(
            f"{was_due} The one of {held_on} waits for the {review.awaits}’s signature.",
            f"Held, waiting for the {review.awaits}’s signature",
            evidence=review.record,
            would_change=f"The {review.awaits} signs it.",
        )
    if review.awaits:
        done = "prescriber" if review.awaits == "keyworker" else "keyworker"
        return not_met(
            f"{was_due} The {done}’s part of {held_on} waits for the {review.awaits}.",
            f"{sentence(done)}’s part done, waiting for the {review.awaits}",
            evidence=review.record,
            would_change=f"The {review.awaits} adds their part and signs.",
        )
    return not_met(
        f"{was_due} The one of {held_on} does not count. {review.why}".strip(),
        INCOMPLETE,
        evidence=review.record,
        would_change="Complete what is missing in it.",
    )
