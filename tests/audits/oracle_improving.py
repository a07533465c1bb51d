"""The slow second version of step 9: use on top, talking help, support, first weeks, ECG, choice.

From domain/twelve-steps.md; what it leaves open follows the printed definitions.
"""

from datetime import date, timedelta

from tests.audits import oracle
from tests.audits.oracle import DAY, Written, caseload, days, days_treated, latest_top
from tests.audits.oracle_support import gone, since

TALKING = {"motivational", "contingency", "family_network", "cbt", "mental_health"}
TALKING |= {"psychodynamic", "twelve_step", "counselling", "psychosocial_other"}


def use_on_top(who: Written, on: date, start_on: date) -> str:
    if days_treated(who, on) < 84:
        return "not_applicable"
    window = set(days(since(on, 182), on))
    answers = []
    top = latest_top(who, on)
    if top is not None and top.on in window and top.opiates_days is not None:
        answers.append((top.on, top.opiates_days != 0))
    tests = [t for t in who.case.tests if t.on in window and t.opiates is not None]
    if tests:
        last = tests[-1].on
        answers.append((last, any(t.opiates for t in tests if t.on == last)))
    if not answers:
        return "not_recorded"
    used = [day for day, is_use in answers if is_use]
    if not used:
        return "not_applicable"
    seen = max(used)
    looked_at: set[int] = set()
    for talk in who.case.talked:
        if 0 <= (talk.on - seen).days <= 28:
            looked_at |= talk.rungs
    if {3, 4, 5, 6, 7} <= looked_at:
        return "met"
    return "exception" if (on - seen).days <= 28 else "not_met"


def talking_reach(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    if gone(who, on, start_on):
        return "exception"
    moments = []
    for talk in who.case.talking:
        assert talk.kind in TALKING
        begun = False
        moments.append((talk.on, talk))
        for step in talk.steps:
            moments.append((step.on, talk))
            begun = begun or step.state == "started"
            if start_on <= step.on <= on and begun and step.state in ("started", "ended"):
                return "met"
    lately = [talk for day, talk in moments if start_on <= day <= on]
    if not lately:
        return "not_met"
    newest = max(max(day for day, other in moments if other is talk) for talk in lately)
    last = next(talk for talk in lately if (newest, talk) in moments)
    return "exception" if last.steps and last.steps[-1].state == "declined" else "not_met"


def intensity(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    episode = oracle.open_episode(who, on)
    assert episode is not None
    plans = [plan for plan in who.case.plans if plan.episode_on == episode.started_on]
    if not plans:
        return "not_recorded"
    yes = unknown = 0
    top = latest_top(who, on)
    if top is not None and (on - top.on).days > 182:
        top = None
    uses = None if top is None else top.opiates_days
    injects = None if top is None else top.injecting_days
    yes += uses is not None and uses >= 13
    unknown += uses is None
    yes += injects is not None and injects > 0
    unknown += injects is None
    yes += top is not None and top.acute_housing == "yes"
    unknown += top is None or top.acute_housing not in ("yes", "no")
    happened = [event for event in who.case.reviews.events if 0 <= (on - event.on).days <= 182]
    yes += any(event.kind in ("overdose", "homeless") for event in happened)
    said = [r for r in who.case.held if r.type == "strategic" and r.counts]
    concluded = [r.conclusion for r in said if r.conclusion in ("clear", "partial", "not_evident")]
    yes += bool(concluded) and concluded[-1] != "clear"
    unknown += not concluded
    if yes >= 2 and plans[0].layer == "standard":
        return "not_met"
    looked = [plans[0].started_on, plans[0].moved_on or date.min]
    looked += [r.held_on for r in who.case.held if r.type == "care_plan" and r.counts]
    if not any(0 <= (on - day).days <= 182 for day in looked):
        return "not_recorded"
    if plans[0].layer == "standard" and yes + unknown >= 2:
        return "not_recorded"
    return "met"


def first_weeks(who: Written, on: date, start_on: date) -> str:
    """New starts 84 days ago or more: stayed, stable, supervision looked at, a TOP."""
    starts = [
        day
        for day in days(start_on, on - timedelta(days=84))
        if who.treated(day) and not any(who.treated(day - n * DAY) for n in range(1, 29))
    ]
    if not starts:
        return "not_applicable"
    start = starts[-1]
    week_12 = start + timedelta(days=84)
    last = oracle.last_treated(who, start, on)
    if last is not None and last < week_12:
        died = who.case.reviews.died_on
        if died is not None and (died - last).days <= 1:
            return "exception"
        for episode in who.case.episodes:
            ended = episode.ended_on if episode.transfer_confirmed_on else None
            if ended is not None and abs((ended - last).days) <= 28:
                return "exception"
        return "not_met"
    first_days = set(days(start, week_12))
    stable = first_days & set(who.case.stable_on)
    supervision = False
    for item in who.case.early:
        if item.on in first_days and item.what in ("reviewed", "depot"):
            supervision = True
        if item.on in first_days - {start} and item.what in ("daily", "weekly"):
            supervision = True
    tops = [i for i in who.case.early if i.what == "top" and abs((i.on - week_12).days) <= 28]
    if not stable or not supervision:
        return "not_met"
    if tops:
        return "met"
    return "exception" if (on - week_12).days <= 28 else "not_met"


def safety_floor(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    case = who.case
    methadone = [dose for dose in case.doses if dose.medicine.group == "methadone"]
    steps = [step for dose in methadone for step in case.heart.doses.get(dose.id, ())]
    now = steps[-1].mg if steps else None
    risks = {"heart", "liver", "electrolytes", "cyp3a4", "qt_medicine"}
    at_risk = any(risk.kind in risks for risk in case.heart.risks)
    is_high = now is not None and now > 100
    if not methadone:
        return "not_applicable"
    if not at_risk and not is_high:
        return "not_recorded" if now is None else "not_applicable"
    since_high = None
    for step in reversed(steps):
        if step.mg <= 100:
            break
        since_high = step.from_on
    last = case.heart.ecgs[-1].on if case.heart.ecgs else None
    if last is not None and (on - last).days <= 365 and (not since_high or last >= since_high):
        return "met"
    for day in case.heart.declined_on:
        if (on - day).days <= 365 and (last is None or day >= last):
            return "exception"
    return "not_met"


def choice(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    for talk in who.case.talked:
        if start_on <= talk.on <= on and (talk.of_medicine or 5 in talk.rungs):
            return "met"
    return "not_met"
