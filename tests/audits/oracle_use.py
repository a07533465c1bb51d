"""The slow second version of use and what is agreed about it: 2.2, 2.3 and 2.4."""

from datetime import date, timedelta

from tests.audits.oracle import Written, caseload, latest_top, start_top


def outcome_category(who: Written, on: date, start_on: date) -> str:
    first, now = start_top(who), latest_top(who, on)
    if not caseload(who, on) or first is None or now is None or now.on <= first.on:
        return "not_applicable"
    if (on - now.on).days > 182:
        return "not_applicable"
    pairs = [(first.opiates_days, now.opiates_days), (first.crack_days, now.crack_days)]
    known = [(before, after) for before, after in pairs if None not in (before, after)]
    if any(after >= before and after > 0 for before, after in known):  # type: ignore[operator]
        return "not_met"
    if len(known) < 2:
        return "not_recorded"
    if all(before == 0 and after == 0 for before, after in known):
        return "exception"
    return "met"


def working_towards(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    now = latest_top(who, on)
    if now is None:
        return "not_recorded"
    if now.opiates_days == 0 and now.crack_days == 0:
        return "not_applicable"
    words = []
    if now.opiates_days:
        words += ["heroin", "opiate", "opioid"]
    if now.crack_days:
        words += ["crack"]
    if not words:
        return "not_recorded"
    for goal in who.case.goals:
        is_open = goal.opened_on <= on and (goal.closed_on is None or goal.closed_on > on)
        is_about = any(word in goal.substance.lower() for word in words)
        if is_open and is_about and goal.next_on is not None and goal.next_on >= on:
            return "met"
    return "not_met"


def concordance(who: Written, on: date, start_on: date) -> str:
    pairs = []
    for place, test in enumerate(who.case.tests):
        if test.opiates is None or not start_on <= test.on <= on:
            continue
        for top in who.case.tops:
            apart = abs(test.on - top.on)
            if apart <= timedelta(days=28):
                pairs.append((-place, apart, top.on, test, top))
    if not pairs:
        return "not_applicable"
    _, _, _, test, top = min(pairs, key=lambda pair: pair[:3])
    if top.opiates_days is None:
        return "not_recorded"
    return "met" if test.opiates == (top.opiates_days > 0) else "not_met"
