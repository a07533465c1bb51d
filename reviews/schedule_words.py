"""The schedule printed: each rule in words, so that nobody has to ask why. Pure."""

from dataclasses import dataclass

from reviews.intervals import Schedule
from reviews.order import EARLY_TYPES, GROUP_TITLES, Group
from reviews.questions import QUESTION_WORDS
from reviews.review_facts import ReviewFacts
from reviews.review_types import (
    EVENT_WORDS,
    ROLE_WORDS,
    TITLES,
    EventKind,
    ReviewerRole,
    ReviewType,
    interval_words,
    milestone_key,
)
from reviews.rules import CountedFrom, Roles, Rule
from rodt.words import and_list, count, nhs_date, sentence

ANCHORS = {
    CountedFrom.EPISODE_START: "treatment starts",
    CountedFrom.OST_START: "the prescription starts",
    CountedFrom.PLANNED_EXIT: "a planned exit",
    CountedFrom.EVENT: "it happened",
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row of the table of rules."""

    kind: ReviewType
    title: str
    first: str
    then: str
    grace: str
    who: str
    status: str
    needs: tuple[str, ...]


def version_words(schedule: Schedule) -> str:
    """Which set of intervals this is, and whether anybody has checked it."""
    if schedule.version == "0":
        return "These are the product’s own defaults. Nobody has verified them for this service."
    checked = "verified" if schedule.is_verified else "not yet verified"
    return f"This is {schedule.version} of the service’s own intervals, {checked}."


def rule_rows(schedule: Schedule) -> list[RuleRow]:
    return [rule_row(kind, schedule) for kind in ReviewType]


def rule_row(kind: ReviewType, schedule: Schedule) -> RuleRow:
    rule = schedule.rule(kind)
    grace = rule.grace_days
    return RuleRow(
        kind,
        TITLES[kind],
        _first(kind, rule, schedule),
        _then(rule, schedule),
        count(grace, "day") if grace else "None",
        who_words(rule.completed_by),
        sentence(rule.status),
        tuple(QUESTION_WORDS[question] for question in rule.needs),
    )


def _first(kind: ReviewType, rule: Rule, schedule: Schedule) -> str:
    after = ANCHORS[rule.counted_from]
    if kind is ReviewType.EVENT:
        return f"Within {count(schedule.event_working_days, 'working day')}"
    if rule.milestones:
        return (
            f"{sentence(and_list([milestone_key(day) for day in rule.milestones]))} after {after}"
        )
    if not rule.first_due_days:
        return f"The day {after}"
    return f"{sentence(interval_words(rule.first_due_days))} after {after}"


def _then(rule: Rule, schedule: Schedule) -> str:
    if rule.interval_days is None:
        return "–"
    every = f"Every {interval_words(rule.interval_days)}"
    for before, days in reversed(rule.steps):
        later = every[0].lower() + every[1:]
        every = f"Every {interval_words(days)} to {milestone_key(before)}; {later}"
    also = []
    if rule.short_interval_days is not None:
        also.append(
            f"{interval_words(rule.short_interval_days)} after a conclusion of partial benefit or"
            f" benefit not evident, or from age {schedule.older_from_years} with other illness"
        )
    if rule.stable_interval_days is not None and rule.allows_stable_interval:
        also.append(
            f"{interval_words(rule.stable_interval_days)} when stable for more than"
            f" {interval_words(schedule.stable_after_days)}"
        )
    if rule.is_due_on_events:
        also.append(f"{schedule.event_working_days} working days after an event that asks for it")
    return ". ".join([every, *(sentence(words) for words in also)])


def judged_words(kind: ReviewType, facts: ReviewFacts, schedule: Schedule) -> str:
    """What was judged at medical reviews that may move this one; "" where nothing was."""
    rule = schedule.rule(kind)
    if rule.stable_interval_days is not None and facts.stable_since_on is not None:
        allowed = "" if rule.allows_stable_interval else " This service allows no longer interval."
        day = nhs_date(facts.stable_since_on)
        return f"Judged stable at each medical review that asked since {day}.{allowed}"
    if rule.short_interval_days is not None and facts.has_comorbidity is not None:
        found = "other illness" if facts.has_comorbidity else "no other illness"
        return f"Judged at the last medical review that asked: {found}."
    return ""


def who_words(completed_by: tuple[Roles, ...]) -> str:
    """Keyworker and prescriber, two signatures; prescriber, prescriber elsewhere or nurse."""
    named = []
    for roles in completed_by:
        words = [ROLE_WORDS[role] for role in ReviewerRole if role in roles]
        named.append(words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}")
    return sentence(" and ".join(named)) + (". Both sign" if len(named) > 1 else "")


def state_rows(schedule: Schedule) -> list[tuple[str, str, str]]:
    """(kind of chip, its words, what it means), in the order in which a review meets them."""
    late = schedule.long_overdue_days
    return [
        ("due_soon", "In 8 days", f"Due within {count(schedule.due_soon_days, 'day')}."),
        ("due", "Due", "From the day it is due to the end of its grace. Still on time."),
        ("overdue", "21 days overdue", "Grace is over. Days are counted from the day it was due."),
        ("long_overdue", "82 days overdue", f"More than {count(late, 'day')} past its grace."),
        (
            "paused",
            "In custody",
            "In custody, hospital or residential care elsewhere."
            f" Due within {count(schedule.return_within_days, 'day')} of the return.",
        ),
        ("not_applicable", "Does not apply", "With the reason beside it."),
    ]


def order_rows(schedule: Schedule) -> list[tuple[str, str]]:
    """(group, who stands in it), in the order of the worklist."""
    early = and_list([f"{TITLES[kind].lower()}s" for kind in sorted(EARLY_TYPES, reverse=True)])
    return [
        (
            GROUP_TITLES[Group.SAFETY],
            "Three or more missed doses without a prescriber’s decision, a depot that has run out,"
            " and an overdose, pregnancy or safeguarding concern whose review is not held.",
        ),
        (
            GROUP_TITLES[Group.SCRIPT_ENDING],
            f"The prescription ends within {schedule.script_ending_working_days} working days, no"
            " next one is recorded, and a medical review is due.",
        ),
        (
            GROUP_TITLES[Group.FIRST_WEEKS],
            f"Anything due in the first {interval_words(schedule.first_weeks_days)}, and {early}.",
        ),
        (GROUP_TITLES[Group.LONG_OVERDUE], "The longest past grace."),
        (GROUP_TITLES[Group.OVERDUE], "Past grace."),
        (GROUP_TITLES[Group.DUE], "Due and still on time."),
    ]


def event_words() -> list[str]:
    return [sentence(EVENT_WORDS[kind]) for kind in EventKind]
