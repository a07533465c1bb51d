"""The slow second version of 3.2, 8.1, 8.2, 8.4, 10.1 and 10.2: support, home and work.

From domain/twelve-steps.md; what it leaves open follows the printed definitions.
"""

from datetime import date, timedelta

from tests.audits.oracle import Written, away, caseload, days_treated

OFFERS_OF_SOMETHING_NEW = {
    "recovery_group",
    "mutual_aid",
    "residential",
    "peer",
    "recovery_other",
    "employment",
    "education",
    "work_project",
    "volunteering",
    "relaxed_collection",
    "depot",
    "reducing",
    "step_other",
}
ACTIVE = {"introduced", "went_once", "started"}


def since(on: date, number: int) -> date:
    return on - timedelta(days=number)


def is_to_be_had(offer: object) -> bool:
    return offer.how != "not_available" or len(offer.steps) > 0  # type: ignore[attr-defined]


def offer_to_the_stable(who: Written, on: date, start_on: date) -> str:
    if days_treated(who, on) < 182:
        return "not_applicable"
    for run in who.case.reviews.missed_doses:
        if run.end is None or run.end >= since(on, 56):
            return "not_applicable"
    for event in who.case.reviews.events:
        is_lately = since(on, 56) <= event.on <= on
        if is_lately and event.kind in ("overdose", "safeguarding", "homeless"):
            return "not_applicable"
    tops = sorted((t for t in who.case.tops if t.on <= on), key=lambda t: t.on, reverse=True)[:2]
    for top in tops:
        if top.opiates_days is not None and top.opiates_days > 0:
            return "not_applicable"
    if len(tops) < 2 or tops[0].opiates_days is None or tops[1].opiates_days is None:
        return "not_recorded"
    for offer in who.case.support.offers:
        is_new = offer.kind in OFFERS_OF_SOMETHING_NEW and is_to_be_had(offer)
        if is_new and since(on, 182) <= offer.on <= on:
            return "met"
    return "not_met"


def gone(who: Written, on: date, start_on: date) -> bool:
    for pause in who.case.reviews.pauses:
        end = pause.returned_on or pause.expected_end_on
        if pause.started_on <= start_on and (end is None or on < end):
            return True
    return False


def need_known(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    if gone(who, on, start_on):
        assert away(who, on)
        return "exception"
    housing = employment = ""
    for home in who.case.support.homes:
        if since(on, 182) <= home.on <= on:
            housing = home.housing or housing
            employment = home.employment or employment
    if not housing or not employment:
        return "not_met"
    if housing == "declined" or employment == "99":
        return "exception"
    return "not_recorded" if employment == "6" else "met"


def _helped(who: Written, on: date, start_on: date, kinds: set[str], need: str) -> str:
    if not caseload(who, on) or need == "no":
        return "not_applicable"
    if gone(who, on, start_on):
        return "exception"
    if need == "unknown":
        return "not_recorded"
    for offer in who.case.support.offers:
        moments = [offer.on, *(step.on for step in offer.steps)]
        is_in_period = any(start_on <= moment <= on for moment in moments)
        if offer.kind in kinds and is_in_period and offer.steps:
            return "met"
    return "not_met"


def housing_help(who: Written, on: date, start_on: date) -> str:
    need, asked_on = "unknown", date.min
    for top in who.case.tops:
        if asked_on <= top.on <= on and top.acute_housing in ("yes", "no"):
            need, asked_on = top.acute_housing, top.on
    for home in who.case.support.homes:
        if asked_on <= home.on <= on and home.housing in ("1", "2", "3"):
            need, asked_on = ("no" if home.housing == "3" else "yes"), home.on
    return _helped(who, on, start_on, {"housing"}, need)


def work_help(who: Written, on: date, start_on: date) -> str:
    need = "unknown"
    for home in who.case.support.homes:
        if home.on <= on and home.wants_work in ("yes", "no"):
            need = home.wants_work
    kinds = {"employment", "education", "work_project", "volunteering"}
    return _helped(who, on, start_on, kinds, need)


def mutual_aid(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    answers = []
    for offer in who.case.support.offers:
        for step in offer.steps:
            if offer.kind == "mutual_aid" and since(on, 365) <= step.on <= on:
                answers.append((step.on, step.state, offer))
    if any(state in ACTIVE for _, state, _ in answers):
        return "met"
    if answers:
        last = max(moment for moment, _, _ in answers)
        offer = next(offer for moment, _, offer in answers if moment == last)
        if offer.steps[-1].state == "declined":
            return "exception"
    return "not_met"


def family(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on) or who.case.support.supporter_on is None:
        return "not_applicable"
    offered = {
        offer.kind
        for offer in who.case.support.offers
        if is_to_be_had(offer) and since(on, 365) <= offer.on <= on
    }
    return "met" if {"carer_needs", "carer_review"} <= offered else "not_met"
