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
    """A goal for work, or "not now"; ill, caring, retired or active: apart; old: may want to."""
    if days_treated(who, on) < 84:
        return "not_applicable"
    has_goal = False
    for goal in who.case.goals:
        if "ete" in goal.tags and goal.opened_on <= on:
            closed = goal.closed_on
            if closed is None or closed > on or (on - closed).days <= 182:
                has_goal = True
    answer, status = (date.min, ""), ""
    for row in who.case.support.homes:
        if row.on <= on and row.wants_work in ("yes", "no"):
            answer = (row.on, row.wants_work)
        if row.on <= on and row.employment not in ("", "6", "99"):
            status = row.employment
    born = who.case.born_on
    if born and not 16 <= _age(born, on) <= 65 and not has_goal and answer[1] != "yes":
        return "not_applicable"
    if has_goal:
        return "met"
    if status in ("9", "10", "15", "1", "2", "14"):
        return "exception"
    if born is None:
        return "not_recorded"
    return "met" if answer[1] == "no" and (on - answer[0]).days <= 182 else "not_met"


def capital_movement(who: Written, on: date, start_on: date) -> str:
    """Two ratings within a year; any kind higher in its last than in its first."""
    rated = [row for row in who.case.capital if on - timedelta(days=365) <= row.on <= on]
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
