"""The slow second version of 12.1 to 12.3: competent, supervised, and giving what they can.

From domain/twelve-steps.md; what it leaves open follows the printed definitions.
"""

from datetime import date
from uuid import UUID

from tests.audits.oracle import Written, open_episode

SIX = {"motivational", "mapping", "cbt", "contingency", "family_network", "mutual_aid"}


def can(who: Written, staff: UUID, key: str, day: date) -> bool:
    """What was last written down by a day, of several of one day the last of the list."""
    fact = who.case.staff.get(staff)
    rows = [] if fact is None else [r for r in fact.assessed if r.intervention == key]
    rows = sorted([r for r in rows if r.on <= day], key=lambda r: r.on)
    if not rows or rows[-1].level != "competent":
        return False
    return rows[-1].expires_on is None or day <= rows[-1].expires_on


def competence(who: Written, on: date, start_on: date) -> str:
    if open_episode(who, on) is None or not who.case.keyworkers:
        return "not_applicable"
    for key in SIX:
        if not any(can(who, staff, key, on) for staff in who.case.keyworkers):
            return "not_met"
    return "met"


def supervision(who: Written, on: date, start_on: date) -> str:
    if open_episode(who, on) is None or not who.case.keyworkers:
        return "not_applicable"
    for staff in who.case.keyworkers:
        fact = who.case.staff.get(staff)
        if fact is None or fact.supervised_on is None or (on - fact.supervised_on).days > 42:
            return "not_met"
    return "met"


def delivery(who: Written, on: date, start_on: date) -> str:
    if open_episode(who, on) is None:
        return "not_applicable"
    outcomes = []
    for talk in who.case.talking:
        begun, in_period = None, False
        for step in talk.steps:
            begun = step if step.state == "started" else begun
            if start_on <= step.on <= on and begun and step.state in ("started", "ended"):
                in_period = True
        if not in_period or begun is None:
            continue
        if begun.is_outside:
            outcomes.append("exception")
        elif begun.staff is None:
            outcomes.append("not_recorded")
        else:
            outcomes.append("met" if can(who, begun.staff, talk.kind, begun.on) else "not_met")
    for outcome in ("not_met", "not_recorded", "met", "exception"):
        if outcome in outcomes:
            return outcome
    return "not_applicable"
