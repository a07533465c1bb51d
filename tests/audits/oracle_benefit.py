"""The slow second version of what reviews found, and what followed doubt: 5.2 and 5.3."""

from datetime import date, timedelta

from tests.audits.oracle import Written, caseload, open_episode


def conclusion(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    held = [r for r in who.case.held if r.type == "strategic" and r.counts and r.held_on <= on]
    if not held or (on - held[-1].held_on).days > 365:
        return "not_applicable"
    answers = {"clear": "met", "partial": "not_met", "not_evident": "not_met"}
    return answers.get(held[-1].conclusion, "not_recorded")


def response(who: Written, on: date, start_on: date) -> str:
    doubts = [
        r.held_on
        for r in who.case.held
        if r.type == "strategic" and r.counts and r.conclusion in ("partial", "not_evident")
    ]
    doubts = [day for day in doubts if start_on <= day <= on]
    if not doubts:
        return "not_applicable"
    day = doubts[-1]
    has_plan = any(0 <= (plan - day).days <= 28 for plan in who.case.optimised_on)
    has_review = any(r.counts and 0 < (r.held_on - day).days <= 84 for r in who.case.held)
    if has_plan and has_review:
        return "met"
    passed = (on - day).days
    if not has_plan and passed > 28:
        last = day + timedelta(days=28)
    elif not has_review and passed > 84:
        last = day + timedelta(days=84)
    else:
        return "exception"
    died = who.case.reviews.died_on
    is_here = open_episode(who, last) is not None and not (died and died <= last)
    return "not_met" if is_here else "exception"
