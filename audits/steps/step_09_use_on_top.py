"""Step 9: what follows when opiates are used on top (9.1)."""

from typing import Any

from audits.case_facts import CaseFacts, Record
from audits.improving_facts import Talked
from audits.improving_people import talked
from audits.people import clouded_test, methadone, naltrexone, person, test, top
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Finding,
    Indicator,
    Outcome,
    exception,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.use_said import cannot_tell, said
from rodt.dates import add_days, days_between
from rodt.words import and_list, nhs_date

ASKED = {
    3: "Dose",
    4: "Supervision and collection",
    5: "Another medicine or form",
    6: "Talking help",
    7: "Mental health, alcohol and other drugs",
}
"""Rungs of `reviews.ladder` that twelve-steps.md 9.1 names."""
LOOKED_AT, PART, NOTHING = "Every way looked at", "Some ways not looked at", "Nothing looked at"
AHEAD, NOT_SAID = "The days for it are not over", "Use not known in 26 weeks"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    """Those who use opiates on top, and those of whom nobody knows."""
    if not case.on_ost_for(day.on, day.rules.use_after_days):
        return False
    known = said(case.latest_top(day.on), case.tests, day)
    return not known or any(one.is_use for one in known)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when each way of the ladder that is asked for was looked at within 28 days, in one talk
    or in several. Which of them was chosen is the person's and the clinician's."""
    use = [one.record for one in said(case.latest_top(day.on), case.tests, day) if one.is_use]
    if not use:
        return not_recorded(
            "No TOP and no test of the last 26 weeks says whether opiates are used on top."
            + cannot_tell(case.tests, day),
            NOT_SAID,
            would_change="Ask at a TOP, or offer a test that can tell.",
        )
    seen, within = max(use, key=lambda record: record.on), day.rules.use_response_days
    until = add_days(seen.on, within)
    talks = [one for one in case.talked if one.rungs and seen.on <= one.on <= until]
    missing = _missing(talks)
    evidence = (seen, *(Record("ways to improve treatment", one.on, one.id) for one in talks))
    if not missing:
        return met(
            f"Use seen on {nhs_date(seen.on)}; every way was looked at"
            f" by {nhs_date(talks[-1].on)}.",
            LOOKED_AT,
            evidence=evidence,
        )
    if days_between(seen.on, day.on) <= within:
        return exception(
            f"Use seen on {nhs_date(seen.on)}: there is time until {nhs_date(until)}.",
            AHEAD,
            evidence=evidence,
        )
    words = and_list([name[:1].lower() + name[1:] for name in missing])
    return not_met(
        f"Use seen on {nhs_date(seen.on)}. Not looked at within {within} days: {words}.",
        PART if talks else NOTHING,
        evidence=evidence,
        would_change="Go through the ways to improve treatment with them.",
        marks=missing,
    )


def _missing(talks: list[Talked]) -> list[str]:
    covered = frozenset[int]().union(*(one.rungs for one in talks))
    return [name for rung, name in ASKED.items() if rung not in covered]


ALL = tuple(ASKED)


def _using(*talks: Talked, days: int = 100, **more: Any) -> CaseFacts:
    """Opiates on some days, by a TOP so many days ago."""
    return person(talked=talks, **{"tops": (top(days, opiates_days=4),), **more})


EXAMPLES = (
    Example("Use by TOP, every way looked at that day", _using(talked(100, *ALL)), Outcome.MET),
    Example("On day 28", _using(talked(72, *ALL)), Outcome.MET, LOOKED_AT),
    Example("On day 29", _using(talked(71, *ALL)), Outcome.NOT_MET, NOTHING),
    Example("The day before the TOP", _using(talked(101, *ALL)), Outcome.NOT_MET, NOTHING),
    Example("In two talks", _using(talked(95, 3, 4, 5), talked(80, 6, 7)), Outcome.MET),
    Example("Dose and talking help only", _using(talked(95, 3, 6)), Outcome.NOT_MET, PART),
    Example("More than is asked for", _using(talked(95, *range(1, 13))), Outcome.MET),
    Example("Use 28 days ago, nothing yet", _using(days=28), Outcome.EXCEPTION, AHEAD),
    Example("Use 29 days ago, nothing yet", _using(days=29), Outcome.NOT_MET, NOTHING),
    Example(
        "None by TOP, found by a later test",
        _using(talked(40, *ALL), tops=(top(100, opiates_days=0),), tests=(test(50, True),)),
        Outcome.MET,
    ),
    Example(
        "Found by a test, a talk before the later TOP",
        _using(talked(100, *ALL), days=60, tests=(test(110, True),)),
        Outcome.NOT_MET,
        NOTHING,
    ),
    Example("No use by TOP", _using(tops=(top(100, opiates_days=0),)), Outcome.NOT_APPLICABLE),
    Example("A TOP 182 days ago", _using(days=182), Outcome.NOT_MET, NOTHING),
    Example("A TOP 183 days ago", _using(days=183), Outcome.NOT_RECORDED, NOT_SAID),
    Example("Not asked at the TOP", _using(tops=(top(30),)), Outcome.NOT_RECORDED, NOT_SAID),
    Example(
        "A test that finds the medicine prescribed",
        _using(tops=(), tests=(clouded_test(50),)),
        Outcome.NOT_RECORDED,
        NOT_SAID,
    ),
    Example(
        "None by TOP, and such a test",
        _using(tops=(top(100, opiates_days=0),), tests=(clouded_test(50),)),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "83 days on treatment", _using(prescribed=[methadone(83)], days=50), Outcome.NOT_APPLICABLE
    ),
    Example("84 days on treatment", _using(prescribed=[methadone(84)], days=50), Outcome.NOT_MET),
    Example("On naltrexone only", _using(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

USE_ON_TOP = Indicator(
    code="9.1",
    version=1,
    effective_from=sources.FROM,
    title="Response to use on top",
    sub="Every way to improve treatment looked at within 28 days",
    of_whom="People on opioid substitution treatment for at least 84 days on the day who used"
    " opiates by the latest TOP or drug test of the last 182 days, or of whom neither says",
    counted="Within 28 days of the TOP or test these were looked at: dose, supervision and"
    " collection, another medicine or form, talking help, and mental health, alcohol and other"
    " drugs. “Not indicated” and “declined” are answers",
    set_apart="The 28 days are not over",
    counted_words="who use on top had every way to improve treatment looked at in time",
    other_words="had not",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.SLIDES),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Use on top calls for better treatment. It is never a reason for a sanction. An opiates"
    " test cannot tell on a day with morphine, diamorphine or dihydrocodeine prescribed (known, not"
    " verified here): it is set aside.",
    look_back="182 days",
    examples=EXAMPLES,
    numbers=("use_after_days", "use_window_days", "use_response_days"),
    signs=tuple(ASKED.values()),
    signs_head="Not looked at in time, of which there may be several",
)
