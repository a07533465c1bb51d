"""Step 3: what is offered to people whose treatment is stable (3.2)."""

from dataclasses import replace
from typing import Any

from audits.case_facts import CaseFacts, Record, TopFact
from audits.people import ago, event, methadone, naltrexone, person, top
from audits.period import AuditDay
from audits.step import (
    Direction,
    Example,
    Finding,
    Indicator,
    Outcome,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.support_people import offered, supported
from reviews.review_types import EventKind
from rodt.dates import Span
from rodt.words import nhs_date
from support.kinds import OPPORTUNITIES, called

OFFERED, DECLINED_IT = "Offered something new", "Offered, and not for them: a full answer"
NOT_OFFERED = "Nothing new offered in 26 weeks"
NOT_TO_BE_HAD = "They asked for something that is not available here"
NOT_KNOWN = "Use of opiates is not known at the last two TOPs"
RISKS = (EventKind.OVERDOSE, EventKind.SAFEGUARDING, EventKind.HOMELESS)


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    """The stable rule [P]. Where a TOP does not say, nobody can tell: they are asked about too."""
    rules = day.rules
    if not case.on_ost_for(day.on, rules.stable_after_days):
        return False
    missed_from = day.ago(rules.stable_missed_days)
    if any(run.end is None or run.end >= missed_from for run in case.reviews.missed_doses):
        return False
    if any(
        day.within(item.on, rules.stable_risk_days) for kind in RISKS for item in case.events(kind)
    ):
        return False
    return all(not item.opiates_days for item in _last_tops(case, day))


def _last_tops(case: CaseFacts, day: AuditDay) -> list[TopFact]:
    tops = sorted((item for item in case.tops if item.on <= day.on), key=lambda item: item.on)
    return tops[-day.rules.stable_tops :]


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met by one offer of something new within 26 weeks, whatever the answer."""
    tops = _last_tops(case, day)
    if len(tops) < day.rules.stable_tops or any(item.opiates_days is None for item in tops):
        return not_recorded(
            "Whether they are stable cannot be said: the last TOPs do not say how often opiates"
            " were used.",
            NOT_KNOWN,
            would_change="Ask about opiates at the next TOP.",
        )
    found = [
        item
        for item in case.support.offers
        if item.kind in OPPORTUNITIES and day.within(item.on, day.rules.offer_window_days)
    ]
    open_to_them = [item for item in found if item.is_available]
    if open_to_them:
        last = max(open_to_them, key=lambda item: item.on)
        return met(
            f"{called(last.kind)} was offered on {nhs_date(last.on)}.",
            DECLINED_IT if all(item.is_declined for item in open_to_them) else OFFERED,
            evidence=Record("offer of support", last.on, last.id),
        )
    if found:
        last = max(found, key=lambda item: item.on)
        return not_met(
            f"They asked on {nhs_date(last.on)} for something that is not available here.",
            NOT_TO_BE_HAD,
            evidence=Record("offer of support", last.on, last.id),
            would_change="Look together for what comes close, and offer that.",
        )
    return not_met(
        "Nothing new was offered in the last 26 weeks.",
        NOT_OFFERED,
        would_change="Offer what could come next, none better than another. No is a full answer.",
    )


def _stable(*offers: Any, tops: Any = None, **more: Any) -> CaseFacts:
    """`tops`: days ago and days of opiates."""
    said = ((200, 0), (30, 0)) if tops is None else tops
    found = tuple(top(days, opiates_days=use) for days, use in said)
    return person(tops=found, support=supported(*offers), **more)


def _missed(days: int, *offers: Any) -> CaseFacts:
    case = _stable(*offers)
    run = Span(ago(days + 2), ago(days))
    return replace(case, reviews=replace(case.reviews, missed_doses=(run,)))


EXAMPLES = (
    Example("Offered a recovery group", _stable(offered("recovery_group", 30)), Outcome.MET),
    Example(
        "Offered, and declined: counts as offered",
        _stable(offered("reducing", 30, "declined")),
        Outcome.MET,
        DECLINED_IT,
    ),
    Example("Offered 182 days ago", _stable(offered("depot", 182)), Outcome.MET, OFFERED),
    Example("Offered 183 days ago", _stable(offered("depot", 183)), Outcome.NOT_MET, NOT_OFFERED),
    Example(
        "Help with housing is no new opportunity",
        _stable(offered("housing", 30)),
        Outcome.NOT_MET,
        NOT_OFFERED,
    ),
    Example(
        "Asked for rehabilitation, not available here",
        _stable(offered("residential", 30, how="not_available")),
        Outcome.NOT_MET,
        NOT_TO_BE_HAD,
    ),
    Example("Nothing offered", _stable(), Outcome.NOT_MET, NOT_OFFERED),
    Example("On treatment for 181 days", _stable(started=181), Outcome.NOT_APPLICABLE),
    Example("On treatment for 182 days", _stable(started=182), Outcome.NOT_MET),
    Example("Used once at the last TOP", _stable(tops=((200, 0), (30, 1))), Outcome.NOT_APPLICABLE),
    Example(
        "Used long before the last two TOPs",
        _stable(tops=((390, 28), (200, 0), (30, 0))),
        Outcome.NOT_MET,
    ),
    Example(
        "Not asked at the last TOP",
        _stable(tops=((200, 0), (30, None))),
        Outcome.NOT_RECORDED,
        NOT_KNOWN,
    ),
    Example("One TOP only", _stable(tops=((30, 0),)), Outcome.NOT_RECORDED, NOT_KNOWN),
    Example("Missed three doses, the last 56 days ago", _missed(56), Outcome.NOT_APPLICABLE),
    Example("Missed three doses, the last 57 days ago", _missed(57), Outcome.NOT_MET),
    Example(
        "An overdose 56 days ago: first things first",
        _stable(events=[event(56, "overdose")]),
        Outcome.NOT_APPLICABLE,
    ),
    Example("An overdose 57 days ago", _stable(events=[event(57, "overdose")]), Outcome.NOT_MET),
    Example(
        "Transferred away yesterday",
        _stable(ended=1, end_reason="transferred", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example("On naltrexone only", _stable(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

OFFER_TO_THE_STABLE = Indicator(
    code="3.2",
    version=1,
    effective_from=sources.FROM,
    title="Something new offered to people who are stable",
    sub="A new opportunity offered within 26 weeks, whatever the answer",
    of_whom="People on opioid substitution treatment on the day, for at least 182 days, with no use"
    " of opiates at the last two TOPs, no three missed doses in a row in 8 weeks, and no overdose,"
    " safeguarding concern or lost home in 8 weeks; and those whose TOPs do not say",
    counted="In the last 182 days something new was offered: a group, mutual aid, peers, work,"
    " training, volunteering, collecting less often, a depot, reducing, residential rehabilitation"
    " or another step. Declined counts as offered",
    set_apart="Nobody",
    counted_words="who are stable were offered something new within 26 weeks",
    other_words="were offered nothing new",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.KEYWORKER_GUIDE),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="The stable rule is the product’s own. Offers are counted, never the answer: declining"
    " is legitimate, and staying as it is remains right for many.",
    look_back="182 days",
    examples=EXAMPLES,
    numbers=(
        "stable_after_days",
        "stable_tops",
        "stable_missed_days",
        "stable_risk_days",
        "offer_window_days",
    ),
)
