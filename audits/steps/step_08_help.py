"""Step 8: a need for a home (8.2), or a wish for work (8.4), met with action. One rule for both."""

from collections.abc import Set
from datetime import date
from typing import Any

from audits.case_facts import CaseFacts, Record
from audits.people import away, naltrexone, person, top
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
from audits.steps.step_08_need import AWAY, away_all_along
from audits.support_facts import HomeFact, OfferFact
from audits.support_people import home, offered, supported
from rodt.words import nhs_date
from support.kinds import HOUSING, WORK
from support.models import Housing

HELPED = "Help offered, and what came of it recorded"
DECLINED_HELP = "Help declined: a full answer"
NOTHING_SINCE = "Help offered, what came of it not recorded"
NOT_TO_BE_HAD = "Asked for, not available here"
NO_HELP = "No help on record in the period"
HOUSING_NOT_KNOWN, WISH_NOT_KNOWN = "Housing is not recorded", "Wish for work is not recorded"


def has_housing_problem(case: CaseFacts, on: date) -> bool | None:
    """As last answered: housing need, or the TOP where that is later. None: never answered."""
    said = [
        (item.on, 1, item.housing in Housing.problems())
        for item in case.support.homes
        if item.on <= on and item.housing not in ("", Housing.RATHER_NOT_SAY)
    ]
    said += [
        (item.on, 0, item.acute_housing == "yes")
        for item in case.tops
        if item.on <= on and item.acute_housing in ("yes", "no")
    ]
    return sorted(said, key=lambda item: item[:2])[-1][2] if said else None


def wants_work(case: CaseFacts, on: date) -> bool | None:
    """As last answered; "not now" is no. None: never answered."""
    said = [item for item in case.support.homes if item.on <= on]
    answers = [item.wants_work for item in said if item.wants_work in ("yes", "no")]
    return answers[-1] == "yes" if answers else None


def helped(
    case: CaseFacts, day: AuditDay, kinds: Set[str], knows: bool, unknown: Finding
) -> Finding:
    """Met when help was offered in the period, or went on, and what came of it is recorded."""
    if away_all_along(case, day):
        return exception("Away for the whole period.", AWAY)
    if not knows:
        return unknown
    found = [item for item in case.support.offers if item.kind in kinds and _counts(item, day)]
    answered = [item for item in found if item.steps]
    if answered:
        last = max(answered, key=lambda item: item.steps[-1].on)
        return met(
            f"Help was offered on {nhs_date(last.on)}; the last answer is of"
            f" {nhs_date(last.steps[-1].on)}.",
            DECLINED_HELP if all(item.is_declined for item in answered) else HELPED,
            evidence=_record(last),
        )
    if any(item.is_available for item in found):
        last = max((item for item in found if item.is_available), key=lambda item: item.on)
        return not_met(
            f"Help was offered on {nhs_date(last.on)}; what came of it is not recorded.",
            NOTHING_SINCE,
            evidence=_record(last),
            would_change="Ask what came of it, and write it down.",
        )
    if found:
        return not_met(
            "They asked for help that is not available here.",
            NOT_TO_BE_HAD,
            evidence=_record(found[-1]),
            would_change="Look together for what comes close.",
        )
    return not_met(
        "No help is on record in the period.",
        NO_HELP,
        would_change="Offer help, with a link worker or a place from the list.",
    )


def _counts(item: OfferFact, day: AuditDay) -> bool:
    return day.in_period(item.on) or any(day.in_period(step.on) for step in item.steps)


def _record(item: OfferFact) -> Record:
    return Record("offer of support", item.on, item.id)


def with_a_problem(case: CaseFacts, day: AuditDay) -> bool:
    """A blank is never "no problem": whoever was never asked is asked about too."""
    return case.on_ost(day.on) and has_housing_problem(case, day.on) is not False


def housing_helped(case: CaseFacts, day: AuditDay) -> Finding:
    unknown = not_recorded(
        "How housing stands is not recorded.",
        HOUSING_NOT_KNOWN,
        would_change="Ask about housing.",
    )
    knows = has_housing_problem(case, day.on) is not None
    return helped(case, day, HOUSING, knows, unknown)


def wanting_work(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on) and wants_work(case, day.on) is not False


def work_helped(case: CaseFacts, day: AuditDay) -> Finding:
    unknown = not_recorded(
        "Whether they want help with work or training is not recorded.",
        WISH_NOT_KNOWN,
        would_change="Ask whether they would like help. “Not now” is a full answer.",
    )
    return helped(case, day, WORK, wants_work(case, day.on) is not None, unknown)


def _homeless(
    *offers: OfferFact, said: tuple[HomeFact, ...] | None = None, **more: Any
) -> CaseFacts:
    homes = (home(60, "1"),) if said is None else said
    return person(support=supported(*offers, homes=homes), **more)


def _wishing(*offers: OfferFact, wants: str = "yes", **more: Any) -> CaseFacts:
    return person(support=supported(*offers, homes=(home(60, "", "", wants),)), **more)


HOUSING_EXAMPLES = (
    Example("Referred", _homeless(offered("housing", 50, "referred")), Outcome.MET, HELPED),
    Example(
        "Help declined: counts as action",
        _homeless(offered("housing", 50, "declined")),
        Outcome.MET,
        DECLINED_HELP,
    ),
    Example(
        "Offered, nothing written down since",
        _homeless(offered("housing", 50)),
        Outcome.NOT_MET,
        NOTHING_SINCE,
    ),
    Example(
        "Not available here",
        _homeless(offered("housing", 50, how="not_available")),
        Outcome.NOT_MET,
        NOT_TO_BE_HAD,
    ),
    Example("No help on record", _homeless(), Outcome.NOT_MET, NO_HELP),
    Example(
        "Help with work is not help with housing",
        _homeless(offered("employment", 50, "started")),
        Outcome.NOT_MET,
        NO_HELP,
    ),
    Example(
        "Offered on the first day of the period: 364 days ago",
        _homeless(offered("housing", 364, "referred")),
        Outcome.MET,
    ),
    Example(
        "Offered the day before the period",
        _homeless(offered("housing", 365, "referred")),
        Outcome.NOT_MET,
        NO_HELP,
    ),
    Example(
        "Offered before the period, taken up in it",
        _homeless(offered("housing", 380, (100, "started"))),
        Outcome.MET,
    ),
    Example("No housing problem", _homeless(said=(home(60, "3"),)), Outcome.NOT_APPLICABLE),
    Example(
        "A problem solved since: not counted",
        _homeless(said=(home(200, "1"), home(60, "3"))),
        Outcome.NOT_APPLICABLE,
    ),
    Example(
        "The last TOP says there is one",
        _homeless(said=(home(200, "3"),), tops=(top(30, acute_housing="yes"),)),
        Outcome.NOT_MET,
        NO_HELP,
    ),
    Example("Never asked", _homeless(said=()), Outcome.NOT_RECORDED, HOUSING_NOT_KNOWN),
    Example(
        "Would rather not say",
        _homeless(said=(home(60, "declined"),)),
        Outcome.NOT_RECORDED,
        HOUSING_NOT_KNOWN,
    ),
    Example("In custody all year", _homeless(pauses=(away(380),)), Outcome.EXCEPTION, AWAY),
    Example("On naltrexone only", _homeless(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)
WORK_EXAMPLES = (
    Example("Started at college", _wishing(offered("education", 50, "started")), Outcome.MET),
    Example("Volunteering", _wishing(offered("volunteering", 50, "started")), Outcome.MET, HELPED),
    Example(
        "Help declined", _wishing(offered("employment", 50, "declined")), Outcome.MET, DECLINED_HELP
    ),
    Example("Offered only", _wishing(offered("employment", 50)), Outcome.NOT_MET, NOTHING_SINCE),
    Example(
        "Asked for a work project there is none of",
        _wishing(offered("work_project", 50, how="not_available")),
        Outcome.NOT_MET,
        NOT_TO_BE_HAD,
    ),
    Example("No help on record", _wishing(), Outcome.NOT_MET, NO_HELP),
    Example("“Not now” is a full answer", _wishing(wants="no"), Outcome.NOT_APPLICABLE),
    Example("Not asked", _wishing(wants="not_asked"), Outcome.NOT_RECORDED, WISH_NOT_KNOWN),
    Example("Rather not say", _wishing(wants="declined"), Outcome.NOT_RECORDED, WISH_NOT_KNOWN),
    Example("In custody all year", _wishing(pauses=(away(380),)), Outcome.EXCEPTION, AWAY),
    Example("On naltrexone only", _wishing(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)
_BOTH: dict[str, Any] = {
    "version": 1,
    "effective_from": sources.FROM,
    "set_apart": "Away for the whole period: custody, hospital, residential care",
    "direction": Direction.UP,
    "sources": (sources.PROPOSAL, sources.NICE_QS23),
    "written_by": sources.WRITTEN_BY,
    "checked_by": None,
    "review_on": sources.REVIEW_ON,
    "look_back": "The period",
}

HOUSING_HELP = Indicator(
    code="8.2",
    title="A housing problem met with help",
    sub="Help with housing offered in the period, and what came of it recorded",
    of_whom="People on opioid substitution treatment on the day who have a housing problem as last"
    " answered, or were never asked",
    counted="In the period help with housing was offered or went on, and what came of it is"
    " recorded. Help that was declined counts, and is named apart",
    counted_words="with a housing problem have help on record, and what came of it",
    other_words="have not",
    eligible=with_a_problem,
    assess=housing_helped,
    caveat="The local housing market is outside the service’s control: what is counted is whether"
    " somebody helped.",
    examples=HOUSING_EXAMPLES,
    **_BOTH,
)
WORK_HELP = Indicator(
    code="8.4",
    title="A wish for work or training met with help",
    sub="Help with work, training or volunteering in the period, and what came of it recorded",
    of_whom="People on opioid substitution treatment on the day who want help with work or training"
    " as last answered, or were never asked",
    counted="In the period help with work, education, training or volunteering was offered or went"
    " on, and what came of it is recorded. Help that was declined counts, and is named apart",
    counted_words="who want it have help with work or training on record, and what came of it",
    other_words="have not",
    eligible=wanting_work,
    assess=work_helped,
    caveat="Nobody is expected to work. “Not now” is a full answer, and is not counted here.",
    examples=WORK_EXAMPLES,
    **_BOTH,
)
