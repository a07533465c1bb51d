"""Worked examples of step 6. 30 September 2026, their day, is a Wednesday."""

from dataclasses import replace
from typing import Any

from audits.case_facts import CaseFacts, EpisodeFact
from audits.people import ago, contact, methadone, person
from audits.step import Example, Outcome

IN_TIME, LATER = "Seen within 3 working days", "Seen later than 3 working days"
BACK, NOT_BACK = "Came back within 26 weeks", "Did not come back here within 26 weeks"


def _back(
    started: int, contacted: int | None, *, left: int = 300, reason: str = "left", **more: Any
) -> CaseFacts:
    """Left once, and started again. All in days before the audit's day."""
    first = EpisodeFact(ago(900), ago(left), reason)
    again = EpisodeFact(ago(started), contacted_on=None if contacted is None else ago(contacted))
    case = person(started=started, prescribed=[methadone(900, left), methadone(started)], **more)
    return _with(case, (first, again))


def _with(case: CaseFacts, episodes: tuple[EpisodeFact, ...]) -> CaseFacts:
    return replace(case, episodes=episodes)


def _left(days: int, reason: str = "completed_drug_free", back: int | None = None) -> CaseFacts:
    first = EpisodeFact(ago(900), ago(days), reason)
    case = person(started=900, prescribed=[methadone(900, days)])
    if back is None:
        return _with(case, (first,))
    return _with(case, (first, EpisodeFact(ago(back))))


REENTRY = (
    Example("Got in touch and was seen the same day", _back(60, 60), Outcome.MET, IN_TIME),
    Example(
        "Got in touch on Wednesday, seen on Monday: 3 working days",
        _back(65, 70),
        Outcome.MET,
        IN_TIME,
    ),
    Example(
        "Got in touch on Wednesday, seen on Tuesday: 4 working days",
        _back(64, 70),
        Outcome.NOT_MET,
        LATER,
    ),
    Example(
        "Seen by a keyworker two days after, started three weeks later",
        _back(49, 70, contacts=(contact(68),)),
        Outcome.MET,
        IN_TIME,
    ),
    Example(
        "Seen before getting in touch: an older contact does not count",
        _back(49, 70, contacts=(contact(90),)),
        Outcome.NOT_MET,
        LATER,
    ),
    Example(
        "The day of getting in touch is not recorded",
        _back(60, None),
        Outcome.NOT_RECORDED,
        "The day they got in touch is not recorded",
    ),
    Example("In treatment for the first time", person(), Outcome.NOT_APPLICABLE),
    Example("Started again on the first day of the period", _back(364, 364, left=500), Outcome.MET),
    Example(
        "Started again the day before the period", _back(365, 365, left=500), Outcome.NOT_APPLICABLE
    ),
    Example("Left, and has not come back", _left(200), Outcome.NOT_APPLICABLE),
)

RETURN = (
    Example("Left as planned, back after 40 days", _left(300, back=260), Outcome.MET, BACK),
    Example("Back after 182 days", _left(300, back=118), Outcome.MET, BACK),
    Example("Back after 183 days", _left(300, back=117), Outcome.NOT_MET, NOT_BACK),
    Example("Left as planned, not back", _left(300), Outcome.NOT_MET, NOT_BACK),
    Example("Left 182 days ago", _left(182), Outcome.NOT_MET, NOT_BACK),
    Example(
        "Left 181 days ago: too early",
        _left(181),
        Outcome.EXCEPTION,
        "Fewer than 26 weeks have passed",
    ),
    Example(
        "Left 100 days ago and is back: still set apart, so that both ways are treated alike",
        _left(100, back=50),
        Outcome.EXCEPTION,
        "Fewer than 26 weeks have passed",
    ),
    Example("Left 364 days ago", _left(364), Outcome.NOT_MET, NOT_BACK),
    Example("Left 365 days ago", _left(365), Outcome.NOT_APPLICABLE),
    Example(
        "Left as an occasional user, as planned",
        _left(300, "completed_occasional"),
        Outcome.NOT_MET,
        NOT_BACK,
    ),
    Example("Stopped attending", _left(300, "left"), Outcome.NOT_APPLICABLE),
    Example("Transferred", _left(300, "transferred"), Outcome.NOT_APPLICABLE),
)
