"""A slow, obvious second version of the audit, written from domain/twelve-steps.md.

It shares nothing with `audits` but the plain facts of a person: one question a line, days counted
one by one. What the page leaves open follows the printed definitions (docs/decisions/0010).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audits.case_facts import CaseFacts, EpisodeFact, TopFact

RECOVERY = {"overcoming_dependence", "social", "physical", "human", "cultural", "ete"}
DAY = timedelta(days=1)
# Days without that end a spell of substitution treatment: design/decisions.md 2.
GAP = 28
FAR_AHEAD = 100


@dataclass(frozen=True)
class Script:
    """One prescription as written down. `closed`: the first day of the state that ended it;
    `window_to`: the last day an injection covers."""

    started: date
    closed: date | None = None
    state: str = "stopped"
    reason: str = ""
    has_plan: bool = False
    is_their_wish: bool = False
    to_zero: bool = False
    is_ost: bool = True
    window_to: date | None = None

    def covers(self, day: date) -> bool:
        if self.window_to is not None and self.started <= day <= self.window_to:
            return True
        return self.started <= day and (self.closed is None or day < self.closed)


@dataclass(frozen=True)
class Written:
    """One person: the facts an indicator gets, and the prescriptions they were made from."""

    case: CaseFacts
    scripts: tuple[Script, ...] = ()

    def treated(self, day: date) -> bool:
        """Substitution treatment covers this day."""
        return any(script.is_ost and script.covers(day) for script in self.scripts)


Slow = Callable[[Written, date, date], str]


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def open_episode(who: Written, on: date) -> EpisodeFact | None:
    for episode in who.case.episodes:
        if episode.started_on <= on and (episode.ended_on is None or on < episode.ended_on):
            return episode
    return None


def caseload(who: Written, on: date) -> bool:
    """OC: an open episode on the day, and substitution treatment."""
    return open_episode(who, on) is not None and who.treated(on)


def spell_start(who: Written, on: date) -> date:
    """Back from a treated day, until there were 28 days in a row without."""
    first, day, free = on, on, 0
    while free < GAP:
        day -= DAY
        free = 0 if who.treated(day) else free + 1
        first = day if free == 0 else first
    return first


def last_treated(who: Written, start: date, on: date) -> date | None:
    """Forward from a treated day, until 28 days in a row without; None while it goes on."""
    last, day, free = start, start, 0
    while free < GAP:
        day += DAY
        if day > on + timedelta(days=FAR_AHEAD):
            return None
        free = 0 if who.treated(day) else free + 1
        last = day if free == 0 else last
    return last


def days_treated(who: Written, on: date) -> int:
    return (on - spell_start(who, on)).days if caseload(who, on) else -1


def away(who: Written, on: date) -> bool:
    """Paused on the day: in custody, hospital or residential care."""
    for pause in who.case.reviews.pauses:
        end = pause.returned_on or pause.expected_end_on
        if pause.started_on <= on and (end is None or on < end):
            return True
    return False


def latest_top(who: Written, on: date) -> TopFact | None:
    tops = sorted((top for top in who.case.tops if top.on <= on), key=lambda top: top.on)
    return tops[-1] if tops else None


def start_top(who: Written) -> TopFact | None:
    starts = sorted((t for t in who.case.tops if t.stage == "start"), key=lambda top: top.on)
    return starts[0] if starts else None


def plan_balance(who: Written, on: date, start_on: date) -> str:
    episode = open_episode(who, on)
    if not caseload(who, on) or episode is None or (on - episode.started_on).days < 28:
        return "not_applicable"
    if not who.case.has_plan:
        return "not_met"
    tags: set[str] = set()
    untagged = False
    for goal in who.case.goals:
        if goal.opened_on <= on and (goal.closed_on is None or goal.closed_on > on):
            tags |= set(goal.tags)
            untagged = untagged or not goal.tags
    if "harm_reduction" in tags and tags & RECOVERY:
        return "met"
    return "not_recorded" if untagged else "not_met"


def status_known(who: Written, on: date, start_on: date) -> str:
    if days_treated(who, on) < 84:
        return "not_applicable"
    first = on - timedelta(days=182)
    for pause in who.case.reviews.pauses:
        end = pause.returned_on or pause.expected_end_on
        away_all_along = pause.started_on <= first and (end is None or end > on)
        if pause.reason in ("custody", "hospital") and away_all_along:
            return "exception"
    reviews = [r for r in who.case.held if first <= r.held_on <= on]
    tops = [t for t in who.case.tops if first <= t.on <= on]
    # a TOP is one in date when it is complete (docs/decisions/0005)
    measured = any(t.is_complete and t.opiates_days is not None for t in tops) or any(
        first <= day <= on for day in who.case.tested_on
    )
    if not reviews or (not tops and not measured):
        return "not_met"
    said = any(r.knows_use for r in reviews)
    return "met" if said and measured else "not_recorded"


def options_talk(who: Written, on: date, start_on: date) -> str:
    if days_treated(who, on) < 84:
        return "not_applicable"
    for talk in who.case.options:
        if on - timedelta(days=365) <= talk.on <= on and talk.options and talk.has_preference:
            return "met"
    return "not_met"


def housing_change(who: Written, on: date, start_on: date) -> str:
    """Housing problem at the start, 182 days or more: resolved at the latest TOP."""
    episode = open_episode(who, on)
    if not caseload(who, on) or episode is None or (on - episode.started_on).days < 182:
        return "not_applicable"
    first, last = start_top(who), latest_top(who, on)
    if first is not None and first.acute_housing == "no":
        return "not_applicable"
    if any(p.started_on <= start_on for p in who.case.reviews.pauses) and away(who, on):
        return "exception"
    if first is None or first.acute_housing != "yes":
        return "not_recorded"
    if last is None or last.on <= first.on or last.acute_housing not in ("yes", "no"):
        return "not_recorded"
    return "met" if last.acute_housing == "no" else "not_met"


def dose_profile(who: Written, on: date, start_on: date) -> str:
    """State active, not in the first 14 days: a dose within the usual range. Not a target."""
    active = [
        dose for dose in who.case.doses if dose.state == "active" and (on - dose.since).days > 14
    ]
    if not caseload(who, on) or not active:
        return "not_applicable"
    for event in who.case.reviews.events:
        if event.kind == "pregnancy" and 0 <= (on - event.on).days <= 280:
            return "exception"
    dose = sorted(active, key=lambda item: item.since)[-1]
    low, high = dose.medicine.usual_from_mg, dose.medicine.usual_to_mg
    if high is None:
        return "exception"
    if dose.daily_dose_mg is None:
        return "not_recorded"
    return "met" if (low or 0) <= dose.daily_dose_mg <= high else "not_met"


def peer_support(who: Written, on: date, start_on: date) -> str:
    if not caseload(who, on):
        return "not_applicable"
    for contact in who.case.contacts:
        if contact.with_role == "peer" and on - timedelta(days=182) <= contact.on <= on:
            return "met"
    return "not_met"


def days_active(who: Written, on: date, start_on: date) -> str:
    tops = sorted((t for t in who.case.tops if t.on <= on), key=lambda top: top.on)
    if not caseload(who, on) or not tops:
        return "not_applicable"
    first = start_top(who) or tops[0]
    last = tops[-1]
    if (last.on - first.on).days < 84:
        return "not_applicable"
    items = [last.paid_work_days, last.volunteer_days, last.education_days]
    if any(item is not None and item > 0 for item in items):
        return "met"
    return "not_recorded" if any(item is None for item in items) else "not_met"


def has_keyworker(who: Written, on: date, start_on: date) -> str:
    if open_episode(who, on) is None:
        return "not_applicable"
    return "met" if who.case.keyworkers else "not_met"
