"""When the care plan reviews of the synthetic past were due, as they would have been saved.

Of the other kinds that is not known here: their reviews say nothing, as those that were saved
before the day was kept.
"""

from datetime import date

from audits.seed.course import Course, Meeting
from reviews.lateness import DueWhenSaved, due_when_saved
from reviews.review_facts import Credit, Pause, ReviewFacts
from reviews.review_types import PauseReason, ReviewType
from reviews.schedule import due_for

KIND = ReviewType.CARE_PLAN


def due_when_held(course: Course, meeting: Meeting, kind: str) -> DueWhenSaved:
    """By the product's own intervals, counted from the care plan reviews before it."""
    started_on = course.treatment.started_on
    if kind != KIND or meeting.is_inherited or meeting.on < started_on:
        return DueWhenSaved()
    facts = ReviewFacts(
        episode_started_on=started_on,
        credits=tuple(_credits(course, meeting.on)),
        pauses=tuple(
            Pause(away.started_on, PauseReason(away.reason), away.expected_end_on, away.ended_on)
            for away in course.pauses
        ),
    )
    return due_when_saved((due_for(KIND, facts, meeting.on),), KIND, "", meeting.on)


def _credits(course: Course, before: date) -> list[Credit]:
    return [
        Credit(KIND, held.on, is_inherited=held.is_inherited, next_review_on=held.next_on)
        for held in course.meetings
        if held.on < before and held.seen != "not_seen" and (KIND.value, "") in held.counts
    ]
