"""The slow second version of what people said, and whom they met: 4.2, 4.3, 11.1 and 11.3."""

from datetime import date, timedelta

from tests.audits.oracle import DAY, Written, caseload, days, days_treated


def exit_vision_alive(who: Written, on: date, start_on: date) -> str:
    """On treatment for a year: asked again within a year."""
    if days_treated(who, on) < 365:
        return "not_applicable"
    asked = [vision for vision in who.case.visions if on - timedelta(days=365) <= vision.on <= on]
    return "met" if asked else "not_met"


def met_recovery(who: Written, on: date, start_on: date) -> str:
    """New starts at least 84 days ago: somebody who shows recovery, in the first 84 days."""
    start = None
    for day in days(start_on, on - timedelta(days=84)):
        if who.treated(day) and not any(who.treated(day - n * DAY) for n in range(1, 29)):
            start = day
    if start is None:
        return "not_applicable"
    for contact in who.case.contacts:
        shows_it = contact.with_role in ("peer", "recovery_worker", "mutual_aid")
        if shows_it and 0 <= (contact.on - start).days <= 84:
            return "met"
    return "not_met"


def _age(born: date, on: date) -> int:
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (0 if had_birthday else 1)


def work_goal(who: Written, on: date, start_on: date) -> str:
    """A goal for work, or "not now"; whoever cannot is set apart, whoever is old may want to."""
    if days_treated(who, on) < 84:
        return "not_applicable"
    has_goal = False
    for goal in who.case.goals:
        if "ete" in goal.tags and goal.opened_on <= on:
            closed = goal.closed_on
            if closed is None or closed > on or (on - closed).days <= 182:
                has_goal = True
    said = [(wish.on, wish.wish) for wish in who.case.said.wishes]
    newest = said[-1] if said else (date.min, "")
    born = who.case.born_on
    if born and not 16 <= _age(born, on) <= 65 and not has_goal and newest[1] != "wants":
        return "not_applicable"
    if has_goal:
        return "met"
    if newest[1] == "unable":
        return "exception"
    if born is None:
        return "not_recorded"
    return "met" if newest[1] == "not_now" and (on - newest[0]).days <= 182 else "not_met"


def capital_movement(who: Written, on: date, start_on: date) -> str:
    """Two ratings within a year; any kind higher in its last than in its first."""
    rated = [row for row in who.case.said.capital if on - timedelta(days=365) <= row.on <= on]
    if not caseload(who, on) or len(rated) < 2:
        return "not_applicable"
    known = 0
    for kind in range(4):
        numbers = [row.ratings[kind] for row in rated]
        answered = [number for number in numbers if number is not None]
        if len(answered) >= 2:
            known += 1
            if answered[-1] > answered[0]:
                return "met"
    return "not_met" if known else "not_recorded"
