"""Worked examples about coming off, leaving and what followed: 3.3, 4.4, 6.1, 6.2 and 6.5."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from audits import aftercare, coming_off, deaths
from audits.case_facts import CaseFacts, EpisodeFact
from audits.leaving import Leaving, Reduction
from audits.people import ago, methadone, person, reduction
from audits.planned_exits import TOO_EARLY
from audits.step import Example, Outcome
from reviews.review_facts import Credit
from reviews.review_types import ReviewType

HOLDS, BACK, DIED = "Not back here, no death known", "Came back", "Died"
PLANNED = "completed_drug_free"
N_A = Outcome.NOT_APPLICABLE


def _off(*reductions: Reduction) -> CaseFacts:
    return person(leaving=Leaving(reductions))


AGREEMENT = (
    Example("Agreed in their words", _off(reduction(60)), Outcome.MET, coming_off.AGREED),
    Example(
        "No agreement on record",
        _off(reduction(60, agreed=False)),
        Outcome.NOT_MET,
        coming_off.NOT_AGREED,
    ),
    Example(
        "No agreement, and a clinician said why it went ahead",
        _off(reduction(60, agreed=False, has_why=True)),
        Outcome.NOT_MET,
        coming_off.NOT_AGREED,
    ),
    Example(
        "No agreement: going on was unsafe",
        _off(reduction(60, agreed=False, has_why=True, is_for_safety=True)),
        Outcome.EXCEPTION,
        coming_off.FOR_SAFETY,
    ),
    Example(
        "One for safety, a later one agreed",
        _off(reduction(200, 180, agreed=False, has_why=True, is_for_safety=True), reduction(60)),
        Outcome.MET,
        coming_off.AGREED,
    ),
    Example(
        "Two in the period, the first without agreement",
        _off(reduction(200, 150, agreed=False), reduction(60)),
        Outcome.NOT_MET,
        coming_off.NOT_AGREED,
    ),
    Example("Began on the first day of the period", _off(reduction(364)), Outcome.MET),
    Example("Began the day before the period", _off(reduction(365, agreed=False)), N_A),
    Example("Began on the audit’s day", _off(reduction(0)), Outcome.MET),
    Example("No reduction to zero", person(), N_A),
)


def _without(*parts: str) -> list[str]:
    return [part for part in ("relapse_plan", "sessions", "way_back") if part not in parts]


BUNDLE = (
    Example("Still coming down, all there", _off(reduction(60)), Outcome.MET, coming_off.WHOLE),
    Example(
        "Last dose 20 days ago, met 5 days after it",
        _off(reduction(90, 19, met=(15,))),
        Outcome.MET,
        coming_off.WHOLE,
    ),
    Example(
        "Met on the seventh day after the last dose",
        _off(reduction(90, 19, met=(13,))),
        Outcome.MET,
        coming_off.WHOLE,
    ),
    Example(
        "Met on the eighth day after the last dose",
        _off(reduction(90, 19, met=(12,))),
        Outcome.NOT_MET,
        coming_off.ONE_MISSING,
    ),
    Example(
        "Seven days have not passed since the last dose",
        _off(reduction(90, 6)),
        Outcome.MET,
        coming_off.WHOLE,
    ),
    Example("Turned round: no last dose", _off(reduction(90, 19, became="active")), Outcome.MET),
    Example(
        "No plan for the risk of relapse",
        _off(reduction(60, parts=_without("relapse_plan"))),
        Outcome.NOT_MET,
        coming_off.ONE_MISSING,
    ),
    Example(
        "No sessions and no way back",
        _off(reduction(60, parts=_without("sessions", "way_back"))),
        Outcome.NOT_MET,
        coming_off.MORE_MISSING,
    ),
    Example(
        "Naloxone never offered",
        _off(reduction(60, supplied=None)),
        Outcome.NOT_MET,
        coming_off.ONE_MISSING,
    ),
    Example("Naloxone offered and declined", _off(reduction(60, declined=True)), Outcome.MET),
    Example("Naloxone good to the audit’s day", _off(reduction(60, expires=0)), Outcome.MET),
    Example(
        "Naloxone ran out the day before",
        _off(reduction(60, expires=1)),
        Outcome.NOT_MET,
        coming_off.ONE_MISSING,
    ),
    Example(
        "Naloxone ran out since the reduction ended",
        _off(reduction(90, 19, expires=10, met=(15,))),
        Outcome.MET,
    ),
    Example(
        "Not agreed, and said why: still counted as missing",
        _off(reduction(60, agreed=False, has_why=True, is_for_safety=True)),
        Outcome.NOT_MET,
        coming_off.ONE_MISSING,
    ),
    Example(
        "The last of two is looked at",
        _off(reduction(200, 150, supplied=None), reduction(60)),
        Outcome.MET,
    ),
    Example("Began the day before the period", _off(reduction(365)), N_A),
    Example("No reduction to zero", person(), N_A),
)


def _left(
    days: int,
    reason: str = PLANNED,
    *,
    met: Iterable[int] = (),
    said: Iterable[tuple[int, str]] = (),
    back: int | None = None,
    died: int | None = None,
    on_ost: bool = True,
) -> CaseFacts:
    """Left so many days ago; `met`, `said`: days after leaving; `back`, `died`: days ago."""
    case = person(
        started=900,
        prescribed=[methadone(900, days)] if on_ost else [],
        died=died,
        leaving=Leaving(aftercare_said=tuple((_after(days, n), answer) for n, answer in said)),
    )
    first = EpisodeFact(ago(900), ago(days), reason)
    again = () if back is None else (EpisodeFact(ago(back)),)
    credits = tuple(Credit(ReviewType.AFTERCARE, _after(days, n)) for n in met)
    reviews = replace(case.reviews, credits=credits)
    return replace(case, episodes=(first, *again), reviews=reviews)


def _after(left: int, days: int) -> date:
    return ago(left - days)


ALL = (7, 28, 84, 182)
AFTERCARE = (
    Example("All four in time", _left(300, met=ALL), Outcome.MET, aftercare.ALL_HELD),
    Example("At the edges of their days", _left(300, met=(1, 35, 77, 189)), Outcome.MET),
    Example(
        "Week 4 a day too late",
        _left(300, met=(7, 36, 84, 182)),
        Outcome.NOT_MET,
        aftercare.SOME_HELD,
    ),
    Example("None", _left(300), Outcome.NOT_MET, aftercare.NONE_HELD),
    Example("Left 20 days ago, week 1 held", _left(20, met=(9,)), Outcome.MET),
    Example(
        "Left 15 days ago: the days of week 1 have passed",
        _left(15),
        Outcome.NOT_MET,
        aftercare.NONE_HELD,
    ),
    Example(
        "Left 14 days ago: they have not",
        _left(14),
        Outcome.EXCEPTION,
        aftercare.NOT_ASKED_YET,
    ),
    Example(
        "Wanted no contact", _left(300, said=[(0, "no")]), Outcome.EXCEPTION, aftercare.DECLINED
    ),
    Example(
        "Said no, later yes",
        _left(300, said=[(0, "no"), (9, "yes")], met=ALL),
        Outcome.MET,
        aftercare.ALL_HELD,
    ),
    Example("Would rather not say", _left(300, said=[(0, "declined")]), Outcome.NOT_MET),
    Example("Came back in week 7, two held", _left(300, met=(7, 28), back=250), Outcome.MET),
    Example(
        "Died in the second week",
        _left(300, died=290),
        Outcome.EXCEPTION,
        aftercare.NOT_ASKED_YET,
    ),
    Example("Left 364 days ago", _left(364, met=ALL), Outcome.MET),
    Example("Left 365 days ago", _left(365, met=ALL), N_A),
    Example("Stopped attending", _left(300, "left"), N_A),
    Example("Left as planned, never on substitution treatment", _left(300, on_ost=False), N_A),
)

HOLD = (
    Example("Left 300 days ago, not back", _left(300), Outcome.MET, HOLDS),
    Example("Back after 182 days", _left(300, back=118), Outcome.NOT_MET, BACK),
    Example("Back after 183 days", _left(300, back=117), Outcome.MET, HOLDS),
    Example("Died after 182 days", _left(300, died=118), Outcome.NOT_MET, DIED),
    Example("Died after 183 days", _left(300, died=117), Outcome.MET, HOLDS),
    Example("Left 182 days ago", _left(182), Outcome.MET, HOLDS),
    Example("Left 181 days ago", _left(181), Outcome.EXCEPTION, TOO_EARLY),
    Example("Left 364 days ago", _left(364), Outcome.MET, HOLDS),
    Example("Left 365 days ago", _left(365), N_A),
    Example("Transferred", _left(300, "transferred"), N_A),
)


def _died(days: int, left: int | None = None, reviewed: int | None = None) -> CaseFacts:
    """Died so many days ago: in treatment, or having left; `reviewed`: days before the day."""
    ended = days if left is None else left
    reason = "died" if left is None else "left"
    known: dict[str, Any] = {"started": 2000, "ended": ended, "end_reason": reason, "died": days}
    seen = Leaving(death_reviewed_on=None if reviewed is None else ago(reviewed))
    return person(**known, leaving=seen)


DEATHS = (
    Example(
        "Died in treatment, looked at",
        _died(100, reviewed=90),
        Outcome.MET,
        f"{deaths.IN_TREATMENT}: {deaths.REVIEWED}",
    ),
    Example(
        "Died in treatment, not looked at yet",
        _died(100),
        Outcome.NOT_MET,
        f"{deaths.IN_TREATMENT}: {deaths.NOT_REVIEWED}",
    ),
    Example(
        "Died 365 days after leaving, looked at",
        _died(100, left=465, reviewed=2),
        Outcome.MET,
        f"{deaths.AFTER_LEAVING}: {deaths.REVIEWED}",
    ),
    Example("Died 366 days after leaving", _died(100, left=466), N_A),
    Example(
        "Died the day after leaving",
        _died(100, left=101),
        Outcome.NOT_MET,
        f"{deaths.AFTER_LEAVING}: {deaths.NOT_REVIEWED}",
    ),
    Example("Died on the first day of the period", _died(364), Outcome.NOT_MET),
    Example("Died the day before the period", _died(365), N_A),
    Example("Died on the audit’s day", _died(0), Outcome.NOT_MET),
    Example("Nobody has died", person(), N_A),
)
