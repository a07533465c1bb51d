"""The slow second version of steps 4, 5, 6 and 7: starts, reviews in date, endings, coming back.

From domain/twelve-steps.md; the intervals from domain/reviews.md §2 and §3.
"""

from datetime import date, timedelta

from audits.case_facts import EpisodeFact
from tests.audits import (
    oracle,
    oracle_benefit,
    oracle_harm,
    oracle_improving,
    oracle_leaving,
    oracle_plans,
    oracle_said,
    oracle_staff,
    oracle_support,
    oracle_use,
)
from tests.audits.oracle import DAY, Script, Slow, Written, away, caseload, days, days_treated

UNPLANNED_STOPS = {"lost_contact", "custody"}
UNPLANNED_ENDS = {"left", "withdrawn", "custody", "declined", "referral_refused"}
PLANNED_ENDS = {"completed_drug_free", "completed_occasional"}
TRANSFERS = {"transferred", "transferred_custody"}
# England and Wales, over the months these people live in.
BANK_HOLIDAYS = {
    date(2025, 8, 25),
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
}


def exit_vision_at_start(who: Written, on: date, start_on: date) -> str:
    """New starts at least 28 days ago: what a good ending would be, by day 28."""
    starts = [
        day
        for day in days(start_on, on - timedelta(days=28))
        if who.treated(day) and not any(who.treated(day - n * DAY) for n in range(1, 29))
    ]
    if not starts:
        return "not_applicable"
    start = starts[-1]
    left = oracle.last_treated(who, start, on)
    if left is not None and (left - start).days < 28:
        return "exception"
    earliest = start - timedelta(days=28)
    begun = [episode.started_on for episode in who.case.episodes if episode.started_on <= start]
    if begun and begun[-1] > earliest:
        earliest = begun[-1]
    for vision in who.case.visions:
        if earliest <= vision.on <= start + timedelta(days=28):
            return "met"
    return "not_met"


def _in_date(
    who: Written, on: date, kind: str, base: date, first: int, every: int, grace: int
) -> str:
    if away(who, on):
        return "exception"
    held = [
        credit
        for credit in who.case.reviews.credits
        if credit.type == kind and base <= credit.held_on <= on
    ]
    due = base + timedelta(days=first)
    if held:
        newest = max(credit.held_on for credit in held)
        possible = []
        for credit in held:
            if credit.held_on == newest:
                short = kind == "strategic" and credit.conclusion in ("partial", "not_evident")
                by_interval = newest + timedelta(days=182 if short else every)
                agreed = credit.next_review_on
                is_earlier = agreed is not None and newest < agreed < by_interval
                possible.append(agreed if is_earlier else by_interval)
        due = min(possible)
    for pause in who.case.reviews.pauses:
        back = pause.returned_on
        if back is not None and back <= on and pause.started_on <= on and due <= back:
            reviewed_since = any(credit.held_on >= back for credit in held)
            if not reviewed_since:
                due = back + timedelta(days=7)
    return "not_met" if on > due + timedelta(days=grace) else "met"


def strategic_in_date(who: Written, on: date, start_on: date) -> str:
    """On treatment 12 weeks: first at week 12, then yearly, half-yearly when benefit is in doubt;
    28 days of grace."""
    if days_treated(who, on) < 84:
        return "not_applicable"
    return _in_date(who, on, "strategic", oracle.spell_start(who, on), 84, 365, 28)


def plan_in_date(who: Written, on: date, start_on: date) -> str:
    """Full plan by day 28 of the episode, then every 84 days; 14 days of grace."""
    episode = oracle.open_episode(who, on)
    if not caseload(who, on) or episode is None:
        return "not_applicable"
    return _in_date(who, on, "care_plan", episode.started_on, 28, 84, 14)


def drift_watch(who: Written, on: date, start_on: date) -> str:
    """52 weeks on treatment, and two or more of five signs that nobody looked."""
    if days_treated(who, on) < 364:
        return "not_applicable"
    case = who.case
    yes = unknown = 0

    reviews = [r for r in case.held if r.type == "strategic" and r.counts]
    yes += not any((on - r.held_on).days <= 456 for r in reviews)

    yes += not any((on - day).days <= 365 for goal in case.goals for day in goal.changed_on)

    if not any(0 <= (on - day).days <= 365 for day in case.optimised_on):
        top = oracle.latest_top(who, on)
        if top is None or top.opiates_days is None:
            unknown += 1
        elif top.opiates_days >= 13:
            yes += 1

    met_keyworker = {"keywork", "care_plan", "first12", "strategic"}
    seen = [c.held_on for c in case.reviews.credits if c.type in met_keyworker]
    yes += not any(0 <= (on - day).days <= 56 for day in seen)

    contacts = [c for c in case.contacts if start_on <= c.on <= on]
    reviewed = any(start_on <= r.held_on <= on for r in case.held)
    if contacts and not reviewed:
        if all(c.content == {"collection"} for c in contacts):
            yes += 1
        elif all(c.content <= {"collection"} for c in contacts):
            unknown += 1

    if yes >= 2:
        return "not_met"
    return "not_recorded" if yes + unknown >= 2 else "met"


def _episode_of(who: Written, ended: date) -> EpisodeFact | None:
    begun = [episode for episode in who.case.episodes if episode.started_on < ended]
    return begun[-1] if begun else None


def _first_day_without(script: Script) -> date | None:
    if script.closed is None or script.state not in ("stopped", "transferred", "switched"):
        return None
    if script.window_to is not None and script.window_to >= script.closed:
        return script.window_to + DAY
    return script.closed


def _ending(who: Written, script: Script, on: date, start_on: date) -> str:
    """One ending in the period: its outcome, or "" where it is none."""
    ended = _first_day_without(script)
    if not script.is_ost or ended is None or not start_on <= ended <= on or who.treated(ended):
        return ""
    again = [day for day in days(ended + DAY, on + timedelta(days=28)) if who.treated(day)]
    if "switched" in (script.state, script.reason) and again and (again[0] - ended).days < 28:
        return ""
    episode = _episode_of(who, ended)
    why = ""
    if episode and episode.ended_on and abs((ended - episode.ended_on).days) <= 28:
        why = episode.end_reason
    is_transfer = "transferred" in (script.state, script.reason) or why in TRANSFERS
    if is_transfer and episode is not None and episode.transfer_confirmed_on is not None:
        return ""
    if "died" in (script.reason, why) or "records_end" in (script.reason, why):
        return "exception"
    last = ended - DAY
    while not who.treated(last):
        last -= DAY
    signs = [(last - oracle.spell_start(who, last)).days + 1 < 84]
    signs.append(script.reason in UNPLANNED_STOPS or why in UNPLANNED_ENDS)
    signs.append(script.to_zero and _is_clear(who, ended) and not _wished(who, script, ended))
    signs.append(script.reason in ("service_decision", "clinical_safety") and not script.has_plan)
    overdoses = [e.on for e in who.case.reviews.events if e.kind == "overdose"]
    signs.append(any(0 <= (day - ended).days <= 28 for day in (*again[:1], *overdoses)))
    if any(signs):
        return "not_met"
    return "met" if script.reason or why else "not_recorded"


def _is_clear(who: Written, ended: date) -> bool:
    said = [
        r
        for r in who.case.held
        if r.type == "strategic" and r.counts and r.conclusion and r.held_on <= ended
    ]
    return bool(said) and sorted(said, key=lambda r: r.held_on)[-1].conclusion == "clear"


def _wished(who: Written, script: Script, ended: date) -> bool:
    asked = any(e.kind == "asks_to_stop" and e.on <= ended for e in who.case.reviews.events)
    return script.is_their_wish or script.reason == "patient_choice" or asked


def early_ending_watch(who: Written, on: date, start_on: date) -> str:
    """Endings in the period, each looked at: any sign that it was too soon."""
    found = {_ending(who, script, on, start_on) for script in who.scripts}
    for outcome in ("not_met", "not_recorded", "met", "exception"):
        if outcome in found:
            return outcome
    return "not_applicable"


def _working_days_later(day: date, number: int) -> date:
    while number:
        day += DAY
        if day.weekday() < 5 and day not in BANK_HOLIDAYS:
            number -= 1
    return day


def rapid_reentry(who: Written, on: date, start_on: date) -> str:
    """Came back in the period: seen within 3 working days of getting in touch."""
    back = None
    for place, episode in enumerate(who.case.episodes):
        before = who.case.episodes[place - 1] if place else None
        had_ended = before is not None and before.ended_on is not None
        if had_ended and start_on <= episode.started_on <= on:
            back = episode
    if back is None:
        return "not_applicable"
    if back.contacted_on is None:
        return "not_recorded"
    seen = back.started_on
    for contact in who.case.contacts:
        if back.contacted_on <= contact.on < seen:
            seen = contact.on
    return "met" if seen <= _working_days_later(back.contacted_on, 3) else "not_met"


def re_presentation(who: Written, on: date, start_on: date) -> str:
    """Left as planned 182 to 364 days ago: a new episode here within 182 days."""
    exits = [
        (episode, (on - episode.ended_on).days)
        for episode in who.case.episodes
        if episode.ended_on is not None and episode.end_reason in PLANNED_ENDS
    ]
    followed = [episode for episode, passed in exits if 182 <= passed <= 364]
    if not followed:
        return "exception" if any(0 <= passed < 182 for _, passed in exits) else "not_applicable"
    left = followed[-1]
    assert left.ended_on is not None
    for episode in who.case.episodes:
        is_new = episode is not left and episode.started_on >= left.ended_on
        if is_new and (episode.started_on - left.ended_on).days <= 182:
            return "met"
    return "not_met"


SLOW: dict[str, Slow] = {
    "1.1": oracle.plan_balance,
    "1.2": oracle_harm.harm_floor,
    "1.3": oracle_harm.about,
    "2.1": oracle.status_known,
    "2.2": oracle_use.outcome_category,
    "2.3": oracle_use.working_towards,
    "2.4": oracle_use.concordance,
    "3.1": oracle.options_talk,
    "3.2": oracle_support.offer_to_the_stable,
    "3.3": oracle_leaving.agreement,
    "4.1": exit_vision_at_start,
    "4.2": oracle_said.exit_vision_alive,
    "4.3": oracle_said.met_recovery,
    "4.4": oracle_leaving.exits_hold,
    "5.1": strategic_in_date,
    "5.2": oracle_benefit.conclusion,
    "5.3": oracle_benefit.response,
    "5.4": drift_watch,
    "5.5": early_ending_watch,
    "6.1": oracle_leaving.bundle,
    "6.2": oracle_leaving.aftercare,
    "6.3": rapid_reentry,
    "6.4": re_presentation,
    "6.5": oracle_leaving.deaths,
    "7.1": plan_in_date,
    "7.2": oracle_plans.whole_plan,
    "7.3": oracle_plans.read_by_colleagues,
    "7.4": oracle_plans.plan_moves,
    "7.5": oracle_plans.first_12_weeks,
    "8.1": oracle_support.need_known,
    "8.2": oracle_support.housing_help,
    "8.3": oracle.housing_change,
    "8.4": oracle_support.work_help,
    "9.1": oracle_improving.use_on_top,
    "9.2": oracle.dose_profile,
    "9.3": oracle_improving.talking_reach,
    "9.4": oracle_improving.intensity,
    "9.5": oracle_improving.first_weeks,
    "9.6": oracle_improving.safety_floor,
    "9.7": oracle_improving.choice,
    "10.1": oracle_support.mutual_aid,
    "10.2": oracle_support.family,
    "10.3": oracle.peer_support,
    "11.1": oracle_said.work_goal,
    "11.2": oracle.days_active,
    "11.3": oracle_said.capital_movement,
    "12.1": oracle_staff.competence,
    "12.2": oracle_staff.supervision,
    "12.3": oracle_staff.delivery,
    "12.4": oracle.has_keyworker,
}
