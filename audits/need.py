"""How much support somebody needs, by signs on record, for indicator 9.4. Pure.

The signs, and how many make a high need, are the product's proposal [P], domain/twelve-steps.md
9.4. They say who should be looked at; they are no score, and nobody sees a number of them.
"""

from dataclasses import dataclass

from audits.case_facts import CaseFacts
from audits.period import AuditDay
from patients.models import Answer
from reviews.models import Conclusion
from reviews.review_types import EventKind, ReviewType

USE = "Opiates used on 13 days of 28 or more"
INJECTS = "Injected in the last 28 days"
HOUSING = "An acute housing problem"
EVENT = "An overdose or a lost home"
DOUBT = "Benefit in doubt at the last strategic review"
SIGNS = (USE, INJECTS, HOUSING, EVENT, DOUBT)
_EVENTS = (EventKind.OVERDOSE, EventKind.HOMELESS)
_IN_DOUBT = (Conclusion.PARTIAL, Conclusion.NOT_EVIDENT)


@dataclass(frozen=True, slots=True)
class Need:
    """`unknown`: how many signs nobody can tell."""

    signs: tuple[str, ...]
    unknown: int


def need(case: CaseFacts, day: AuditDay) -> Need:
    """The last TOP counts where it lies in the window; without one its three signs are unknown. A
    conclusion that was never drawn, or that says there is not enough information, is unknown."""
    window, top = day.rules.intensity_window_days, case.latest_top(day.on)
    known: dict[str, bool | None] = dict.fromkeys(SIGNS)
    if top is not None and day.within(top.on, window):
        if top.opiates_days is not None:
            known[USE] = top.opiates_days >= day.rules.need_use_days
        if top.injecting_days is not None:
            known[INJECTS] = top.injecting_days > 0
        if top.acute_housing in (Answer.YES, Answer.NO):
            known[HOUSING] = top.acute_housing == Answer.YES
    known[EVENT] = any(
        day.within(event.on, window) for kind in _EVENTS for event in case.events(kind)
    )
    concluded = [
        review.conclusion
        for review in case.held_of(ReviewType.STRATEGIC)
        if review.conclusion not in ("", Conclusion.NOT_ENOUGH)
    ]
    if concluded:
        known[DOUBT] = concluded[-1] in _IN_DOUBT
    return Need(
        tuple(sign for sign in SIGNS if known[sign]),
        sum(1 for sign in SIGNS if known[sign] is None),
    )
