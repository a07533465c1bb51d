"""Early-ending watch: signs that treatment ended too soon. Pure.

Source: domain/twelve-steps.md 5.5 [P].
"""

from collections.abc import Callable
from enum import StrEnum

from audits.case_facts import CaseFacts, EpisodeFact
from audits.drift import Seen
from audits.period import AuditDay
from patients.models import EndReason
from prescribing.endings import Ending
from prescribing.models import StopReason
from reviews.models import Conclusion
from reviews.review_types import EventKind, ReviewType
from rodt.dates import days_between
from rodt.words import nhs_date

UNPLANNED_STOPS = frozenset({StopReason.LOST_CONTACT, StopReason.CUSTODY})
BY_THE_SERVICE = frozenset({StopReason.SERVICE, StopReason.SAFETY})


class EarlySign(StrEnum):
    BEFORE_12_WEEKS = "Ended before 12 weeks"
    UNPLANNED = "Ended without a plan"
    TO_ZERO = "To zero, with benefit and no wish recorded"
    BY_SERVICE = "Stopped by the service, no risk plan"
    WITHIN_28_DAYS = "Restart or overdose within 28 days"


def episode_of(case: CaseFacts, ending: Ending) -> EpisodeFact | None:
    """The episode the ending falls in, its last day included."""
    begun = [item for item in case.episodes if item.started_on < ending.on]
    return begun[-1] if begun else None


def end_reason(case: CaseFacts, ending: Ending) -> str:
    """Why the episode ended, if it ended within 28 days of the treatment; else nothing."""
    episode = episode_of(case, ending)
    if episode is None or episode.ended_on is None:
        return ""
    return episode.end_reason if abs(days_between(ending.on, episode.ended_on)) <= 28 else ""


def signs(case: CaseFacts, ending: Ending, day: AuditDay) -> tuple[Seen, ...]:
    return tuple(look(case, ending, day) for look in _LOOKS)


def _before_12_weeks(case: CaseFacts, ending: Ending, day: AuditDay) -> Seen:
    holds = ending.days_treated < day.rules.early_before_days
    weeks = ending.days_treated // 7 + 1
    return Seen(EarlySign.BEFORE_12_WEEKS, holds, f"ended in week {weeks}, {nhs_date(ending.on)}")


def _unplanned(case: CaseFacts, ending: Ending, day: AuditDay) -> Seen:
    why_ended = end_reason(case, ending)
    if ending.reason in UNPLANNED_STOPS or why_ended in EndReason.unplanned():
        label = (
            StopReason(ending.reason).label
            if ending.reason in UNPLANNED_STOPS
            else EndReason(why_ended).label
        )
        return Seen(
            EarlySign.UNPLANNED, True, f"ended without a plan: {label[0].lower()}{label[1:]}"
        )
    if not ending.reason and not why_ended:
        return Seen(EarlySign.UNPLANNED, None)
    return Seen(EarlySign.UNPLANNED, False)


def _to_zero(case: CaseFacts, ending: Ending, day: AuditDay) -> Seen:
    held = [
        r for r in case.held_of(ReviewType.STRATEGIC) if r.held_on <= ending.on and r.conclusion
    ]
    is_clear = bool(held) and held[-1].conclusion == Conclusion.CLEAR
    holds = ending.was_reducing_to_zero and is_clear and not has_their_wish(case, ending)
    return Seen(
        EarlySign.TO_ZERO,
        holds,
        "reduced to zero with clear benefit and no wish of theirs recorded",
    )


def has_their_wish(case: CaseFacts, ending: Ending) -> bool:
    """They agreed to it, chose it, or had asked to stop."""
    asked = any(item.on <= ending.on for item in case.events(EventKind.ASKS_TO_STOP))
    return ending.is_their_wish or ending.reason == StopReason.CHOICE or asked


def _by_service(case: CaseFacts, ending: Ending, day: AuditDay) -> Seen:
    holds = ending.reason in BY_THE_SERVICE and not ending.has_risk_plan
    return Seen(
        EarlySign.BY_SERVICE, holds, "stopped by the service with no plan for the risk on record"
    )


def _within_28_days(case: CaseFacts, ending: Ending, day: AuditDay) -> Seen:
    days = day.rules.early_after_days
    overdosed_on = [
        item.on
        for item in case.events(EventKind.OVERDOSE)
        if 0 <= days_between(ending.on, item.on) <= days
    ]
    if overdosed_on:
        return Seen(
            EarlySign.WITHIN_28_DAYS,
            True,
            f"an overdose on {nhs_date(overdosed_on[0])}, within 28 days",
        )
    if ending.resumed_on is not None and ending.resumed_within(days):
        return Seen(
            EarlySign.WITHIN_28_DAYS,
            True,
            f"started again on {nhs_date(ending.resumed_on)}, within 28 days",
        )
    return Seen(EarlySign.WITHIN_28_DAYS, False)


_LOOKS: tuple[Callable[[CaseFacts, Ending, AuditDay], Seen], ...] = (
    _before_12_weeks,
    _unplanned,
    _to_zero,
    _by_service,
    _within_28_days,
)
