"""Contacts after a planned exit from opioid substitution treatment. Pure.

Source: domain/twelve-steps.md 6.2; the days around each contact are the schedule's own.
"""

from audits.case_facts import CaseFacts, EpisodeFact
from audits.period import AuditDay
from audits.planned_exits import back_on, last_exit, left_on
from audits.step import Finding, exception, met, not_met
from patients.models import Answer
from reviews.aftercare import asked, stopped_on, windows
from reviews.review_types import ReviewType
from rodt.words import and_list, nhs_date

ALL_HELD, SOME_HELD = "Every contact came in time", "Some contacts did not come in time"
NONE_HELD = "No contact came in time"
DECLINED = "They wanted no contact"
NOT_ASKED_YET = "No contact was asked for yet"


def left_ost_as_planned(case: CaseFacts, day: AuditDay) -> bool:
    episode = last_exit(case, day)
    return episode is not None and _was_on_ost(case, episode)


def _was_on_ost(case: CaseFacts, episode: EpisodeFact) -> bool:
    return any(
        spell.started_on < left_on(episode)
        and (spell.ended_on is None or spell.ended_on >= episode.started_on)
        for spell in case.spells
    )


def contacts_held(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when each contact whose days have passed came within them, until they came back, or
    died. Whoever said no is set apart: a no is as good as a yes."""
    episode = last_exit(case, day)
    assert episode is not None
    left = left_on(episode)
    said = f"Left as planned on {nhs_date(left)}"
    answers = [one for one in case.leaving.aftercare_said if one[0] >= episode.started_on]
    if answers and answers[-1][1] == Answer.NO:
        return exception(f"{said}, and wanted no contact.", DECLINED)
    until = stopped_on(left, [case.reviews.died_on, back_on(case, episode)])
    over = [one for one in asked(windows(left, day.schedule), until) if one.to_on < day.on]
    if not over:
        return exception(f"{said}; no contact’s days have passed.", NOT_ASKED_YET)
    days = [
        credit.held_on
        for credit in case.reviews.credits
        if credit.type is ReviewType.AFTERCARE and credit.held_on <= day.on
    ]
    missing = [one.name for one in over if one.met_on(days) is None]
    if not missing:
        return met(f"{said}; every contact came in time.", ALL_HELD)
    return not_met(
        f"{said}; no contact in time for {and_list(missing)}.",
        NONE_HELD if len(missing) == len(over) else SOME_HELD,
        would_change="Ring them when the contact is due, and write it down as a contact.",
    )
