"""Step 10: mutual aid (10.1), family and carers (10.2)."""

from audits.case_facts import CaseFacts, Record
from audits.people import naltrexone, person
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
)
from audits.steps import sources
from audits.support_facts import OfferFact
from audits.support_people import offered, supported
from rodt.words import nhs_date
from support.kinds import CARER_NEEDS, CARER_REVIEW, MUTUAL_AID, stage

LINKED_FROM = 2
LINKED, TOLD = "Introduced, went along, or goes there", "Told about it only"
NOT_TALKED, NOT_FOR_ME = "Not talked about in 12 months", "Not for me: a full answer"
NONE_HERE = "Asked for, not available here"
BOTH, NEITHER = "Own needs offered, and invited to a review", "Neither offered in 12 months"
NO_NEEDS, NO_REVIEW = "Own needs not offered", "Not invited to a review"


def on_treatment(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def linked(case: CaseFacts, day: AuditDay) -> Finding:
    """Met from stage 2 on, within 12 months. "Not for me" is complete, and set apart."""
    window = day.rules.mutual_aid_window_days
    own = [item for item in case.support.offers if item.kind == MUTUAL_AID]
    steps = [(s, item) for item in own for s in item.steps if day.within(s.on, window)]
    active = [(s, item) for s, item in steps if stage(True, [s.state]).number >= LINKED_FROM]
    if active:
        last, item = max(active, key=lambda pair: pair[0].on)
        return met(f"Actively linked by {nhs_date(last.on)}.", LINKED, evidence=_record(item))
    if steps:
        last, item = max(steps, key=lambda pair: pair[0].on)
        if item.is_declined:
            said = f"Not for them, said on {nhs_date(last.on)}."
            return exception(said, NOT_FOR_ME, evidence=_record(item))
    told = [item for item in own if day.within(item.on, window)] or [item for _, item in steps]
    would_change = "Introduce them to a member, or go along once, if they wish."
    if not told:
        return not_met(
            "Mutual aid was not talked about in the last 12 months.",
            NOT_TALKED,
            would_change=would_change,
        )
    newest = max(told, key=lambda item: item.on)
    if not any(item.is_available for item in told):
        return not_met(
            "They asked for mutual aid that is not available here.",
            NONE_HERE,
            evidence=_record(newest),
            would_change="Look for a meeting further away or online, and go along.",
        )
    return not_met(
        f"Told about it on {nhs_date(newest.on)}; nobody has introduced them yet.",
        TOLD,
        evidence=_record(newest),
        would_change=would_change,
    )


def with_supporter(case: CaseFacts, day: AuditDay) -> bool:
    """They named somebody, and let us be in touch with them."""
    return case.on_ost(day.on) and case.support.supporter_on is not None


def carers(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when both were offered within 12 months, whatever the answer."""
    window = day.rules.family_window_days
    lately = [i for i in case.support.offers if i.is_available and day.within(i.on, window)]
    needs = [item for item in lately if item.kind == CARER_NEEDS]
    invited = [item for item in lately if item.kind == CARER_REVIEW]
    evidence = [_record(items[-1]) for items in (needs, invited) if items]
    if needs and invited:
        return met("Both were offered to whoever stands by them.", BOTH, evidence=evidence)
    if not needs and not invited:
        said, group = "Neither help of their own nor a place at a review was offered", NEITHER
    elif not needs:
        said, group = "A place at a review was offered; help of their own was not", NO_NEEDS
    else:
        said, group = "Help of their own was offered; a place at a review was not", NO_REVIEW
    return not_met(
        f"{said} in the last 12 months.",
        group,
        evidence=evidence,
        would_change="Offer a talk about their own needs, and a place at the next review.",
    )


def _record(item: OfferFact) -> Record:
    return Record("offer of support", item.on, item.id)


def _aid(*steps: str | tuple[int, str], days: int = 60, how: str = "offered") -> CaseFacts:
    return person(support=supported(offered(MUTUAL_AID, days, *steps, how=how)))


def _carer(*offers: OfferFact, supporter: int | None = 100) -> CaseFacts:
    return person(support=supported(*offers, supporter=supporter))


AID_EXAMPLES = (
    Example("Introduced to a member: stage 2", _aid("introduced"), Outcome.MET, LINKED),
    Example("Went once with support: stage 3", _aid("went_once"), Outcome.MET, LINKED),
    Example("Goes there: stage 4", _aid((50, "introduced"), (20, "started")), Outcome.MET, LINKED),
    Example("Told only: stage 1", _aid(), Outcome.NOT_MET, TOLD),
    Example("Not talked about: stage 0", person(), Outcome.NOT_MET, NOT_TALKED),
    Example("“Not for me” is complete", _aid("declined"), Outcome.EXCEPTION, NOT_FOR_ME),
    Example(
        "Introduced, then not for them: they were linked",
        _aid((50, "introduced"), (20, "declined")),
        Outcome.MET,
        LINKED,
    ),
    Example("Introduced 365 days ago", _aid((365, "introduced"), days=380), Outcome.MET, LINKED),
    Example(
        "Introduced 366 days ago",
        _aid((366, "introduced"), days=380),
        Outcome.NOT_MET,
        NOT_TALKED,
    ),
    Example("Told 366 days ago", _aid(days=366), Outcome.NOT_MET, NOT_TALKED),
    Example("There is none here", _aid(how="not_available"), Outcome.NOT_MET, NONE_HERE),
    Example(
        "A peer worker is counted elsewhere (10.3)",
        person(support=supported(offered("peer", 30, "introduced"))),
        Outcome.NOT_MET,
        NOT_TALKED,
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)
_NEEDS, _REVIEW = offered(CARER_NEEDS, 60), offered(CARER_REVIEW, 30)
CARER_EXAMPLES = (
    Example("Both offered", _carer(_NEEDS, _REVIEW), Outcome.MET, BOTH),
    Example(
        "Both declined: counts as offered",
        _carer(offered(CARER_NEEDS, 60, "declined"), offered(CARER_REVIEW, 30, "declined")),
        Outcome.MET,
        BOTH,
    ),
    Example("Own needs only", _carer(_NEEDS), Outcome.NOT_MET, NO_REVIEW),
    Example("Invited to a review only", _carer(_REVIEW), Outcome.NOT_MET, NO_NEEDS),
    Example("Neither", _carer(), Outcome.NOT_MET, NEITHER),
    Example("365 days ago", _carer(offered(CARER_NEEDS, 365), _REVIEW), Outcome.MET, BOTH),
    Example("366 days ago", _carer(offered(CARER_NEEDS, 366), _REVIEW), Outcome.NOT_MET, NO_NEEDS),
    Example(
        "A talk about their needs is not available here",
        _carer(offered(CARER_NEEDS, 60, how="not_available"), _REVIEW),
        Outcome.NOT_MET,
        NO_NEEDS,
    ),
    Example("Consent given today", _carer(_NEEDS, supporter=0), Outcome.NOT_MET, NO_REVIEW),
    Example(
        "Nobody named, or no consent: not counted",
        _carer(_NEEDS, _REVIEW, supporter=None),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "On naltrexone only",
        person(prescribed=[naltrexone()], support=supported(supporter=100)),
        Outcome.NOT_APPLICABLE,
    ),
)

MUTUAL_AID_LINKED = Indicator(
    code="10.1",
    version=1,
    effective_from=sources.FROM,
    title="Actively linked with mutual aid",
    sub="Introduced, accompanied or attending within 12 months; told is not enough",
    of_whom="People on opioid substitution treatment on the day",
    counted="In the last 365 days they were introduced to a member, went once with support, or go"
    " there",
    set_apart="Not for me: a full answer",
    counted_words="were actively linked with mutual aid within 12 months",
    other_words="were not",
    direction=Direction.UP,
    eligible=on_treatment,
    assess=linked,
    sources=(sources.PROPOSAL, sources.CATALOGUE_SUMMARY, sources.NICE_QS23),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Only how far and the day are kept, never what is said at a meeting.",
    look_back="365 days",
    examples=AID_EXAMPLES,
    numbers=("mutual_aid_window_days",),
)
CARERS_OFFERED = Indicator(
    code="10.2",
    version=1,
    effective_from=sources.FROM,
    title="Family and carers",
    sub="A supporter’s own needs offered, and a place at a review, within 12 months",
    of_whom="People on opioid substitution treatment on the day who named a supporter or carer and"
    " consent to our being in touch with them",
    counted="In the last 365 days a talk about the supporter’s own needs and a place at a review"
    " were both offered. Declined counts as offered",
    set_apart="Nobody. Without the person’s consent nothing is counted, and nothing is shared",
    counted_words="with a supporter who may be told have had both offered within 12 months",
    other_words="have not had both offered",
    direction=Direction.UP,
    eligible=with_supporter,
    assess=carers,
    sources=(sources.PROPOSAL, sources.NICE_QS23),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="A carer may be helped in their own right without anything being disclosed.",
    look_back="365 days",
    examples=CARER_EXAMPLES,
    numbers=("family_window_days",),
)
