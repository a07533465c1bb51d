"""Step 9: how treatment was made to fit in the first 12 weeks (9.5)."""

from datetime import date
from typing import Any

from audits.case_facts import CaseFacts, EpisodeFact
from audits.improving_facts import BY_STAFF, SUPERVISION_REVIEWED, TOP_DONE, Early
from audits.improving_people import early
from audits.people import ago, methadone, naltrexone, person
from audits.period import AuditDay
from audits.starts import new_start
from audits.step import Direction, Example, Finding, Indicator, Outcome, exception, met, not_met
from audits.steps import sources
from prescribing.doses import Spell
from rodt.dates import add_days, days_between
from rodt.words import and_list, nhs_date

ALL_THERE, AHEAD = "Stayed, and every part is there", "The TOP may still come"
LOST = "Not on treatment at 12 weeks"
PICKED_UP, DIED = "Transferred, and picked up elsewhere", "Died within 12 weeks"
NO_STABLE, NO_SUPERVISION = "No stable dose by 12 weeks", "Supervision not looked at by 12 weeks"
NO_TOP = "No TOP at about 12 weeks"
MARKS = (LOST, NO_STABLE, NO_SUPERVISION, NO_TOP)


def _start(case: CaseFacts, day: AuditDay) -> Spell | None:
    return new_start(case, day, day.rules.first12_days)


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return _start(case, day) is not None


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with all four. Whoever left is a loss, and counted as one."""
    spell, rules = _start(case, day), day.rules
    assert spell is not None
    begun, week_12 = spell.started_on, add_days(spell.started_on, rules.first12_days)
    if spell.ended_on is not None and spell.ended_on < week_12:
        return _left(case, begun, spell.ended_on)
    missing = []
    if not any(begun <= on <= week_12 for on in case.stable_on):
        missing.append(NO_STABLE)
    if not _supervision_seen(case.early, begun, week_12):
        missing.append(NO_SUPERVISION)
    within = rules.first12_top_within_days
    has_top = any(
        item.what == TOP_DONE and abs(days_between(week_12, item.on)) <= within
        for item in case.early
    )
    may_come = day.on <= add_days(week_12, within)
    if not has_top and not may_come:
        missing.append(NO_TOP)
    if missing:
        said = and_list([words[:1].lower() + words[1:] for words in missing])
        return not_met(
            f"Start on {nhs_date(begun)}: {said}.",
            _number(len(missing)),
            marks=missing,
            would_change="What was late stays late. Go through it with them at the next review.",
        )
    if not has_top:
        return exception(f"Start on {nhs_date(begun)}. The TOP at 12 weeks may still come.", AHEAD)
    return met(
        f"Start on {nhs_date(begun)}: stayed, a stable dose, supervision looked at, and a TOP.",
        ALL_THERE,
    )


def _number(missing: int) -> str:
    return "One part is missing" if missing == 1 else f"{missing} parts are missing"


def _left(case: CaseFacts, begun: date, last_on: date) -> Finding:
    """A death is never a figure of leaving: it is looked at in 6.5."""
    started = f"Start on {nhs_date(begun)}"
    died_on = case.reviews.died_on
    if died_on is not None and days_between(last_on, died_on) <= 1:
        return exception(f"{started}; died on {nhs_date(died_on)}.", DIED)
    if any(item.transfer_confirmed_on is not None for item in _around(case, last_on)):
        return exception(f"{started}; transferred, with a first dose elsewhere.", PICKED_UP)
    return not_met(
        f"{started}; the last day on treatment was {nhs_date(last_on)}.",
        LOST,
        would_change="Ask them back: re-opening takes one step.",
        marks=[LOST],
    )


def _around(case: CaseFacts, last_on: date) -> list[EpisodeFact]:
    """The episode that ended with it: within 28 days, the gap that ends a spell."""
    return [
        item
        for item in case.episodes
        if item.ended_on and abs(days_between(last_on, item.ended_on)) <= 28
    ]


def _supervision_seen(early_: tuple[Early, ...], begun: date, week_12: date) -> bool:
    """Another way of collecting began after the first day; or a review asked how it is. With an
    injection from staff there is nothing to look at."""
    days = [item for item in early_ if begun <= item.on <= week_12]
    return any(
        item.what in (SUPERVISION_REVIEWED, BY_STAFF) or (item.what != TOP_DONE and item.on > begun)
        for item in days
    )


COLLECTS = early(200, "daily")
LOOKED_AT, TOP_12 = early(170, SUPERVISION_REVIEWED), early(116, TOP_DONE)


def _started(*parts: Early, days: int = 200, ended: int | None = None, **more: Any) -> CaseFacts:
    """Started 200 days ago, on a stable dose at once unless told otherwise: week 12 is 116 days
    ago."""
    facts: dict[str, Any] = {"started": days, "prescribed": [methadone(days, ended)], **more}
    return person(early=parts, ended=ended, end_reason="left" if ended else "", **facts)


EXAMPLES = (
    Example("All four", _started(COLLECTS, LOOKED_AT, TOP_12), Outcome.MET, ALL_THERE),
    Example(
        "Collects less often from week 8",
        _started(COLLECTS, early(144, "weekly"), TOP_12),
        Outcome.MET,
    ),
    Example(
        "Supervision as on the first day, never looked at",
        _started(COLLECTS, TOP_12),
        Outcome.NOT_MET,
        "One part is missing",
    ),
    Example("Looked at on day 84", _started(COLLECTS, early(116, "weekly"), TOP_12), Outcome.MET),
    Example(
        "Looked at on day 85", _started(COLLECTS, early(115, "weekly"), TOP_12), Outcome.NOT_MET
    ),
    Example("Given by staff", _started(early(200, BY_STAFF), TOP_12), Outcome.MET),
    Example(
        "Stable on day 84",
        _started(COLLECTS, LOOKED_AT, TOP_12, stable_on=(ago(116),)),
        Outcome.MET,
    ),
    Example(
        "Stable on day 85",
        _started(COLLECTS, LOOKED_AT, TOP_12, stable_on=(ago(115),)),
        Outcome.NOT_MET,
    ),
    Example("A TOP 28 days late", _started(COLLECTS, LOOKED_AT, early(88, TOP_DONE)), Outcome.MET),
    Example(
        "A TOP 29 days late", _started(COLLECTS, LOOKED_AT, early(87, TOP_DONE)), Outcome.NOT_MET
    ),
    Example("Nothing but staying", _started(stable_on=()), Outcome.NOT_MET, "3 parts are missing"),
    Example(
        "Started 112 days ago, no TOP yet",
        _started(early(90, SUPERVISION_REVIEWED), days=112),
        Outcome.EXCEPTION,
        AHEAD,
    ),
    Example(
        "Started 113 days ago, no TOP",
        _started(early(90, SUPERVISION_REVIEWED), days=113),
        Outcome.NOT_MET,
    ),
    Example(
        "Left after 12 days: a loss, not left out",
        _started(COLLECTS, LOOKED_AT, ended=188),
        Outcome.NOT_MET,
        LOST,
    ),
    Example(
        "Left after 84 days", _started(COLLECTS, LOOKED_AT, TOP_12, ended=116), Outcome.NOT_MET
    ),
    Example("Left after 85 days", _started(COLLECTS, LOOKED_AT, TOP_12, ended=115), Outcome.MET),
    Example("Died on treatment", _started(ended=150, died=150), Outcome.EXCEPTION, DIED),
    Example("Started 83 days ago", _started(days=83), Outcome.NOT_APPLICABLE),
    Example("Started before the period", person(), Outcome.NOT_APPLICABLE),
    Example(
        "On naltrexone only",
        _started(prescribed=[naltrexone(200)]),
        Outcome.NOT_APPLICABLE,
    ),
)

FIRST_WEEKS = Indicator(
    code="9.5",
    version=1,
    effective_from=sources.FROM,
    title="The first 12 weeks made to fit",
    sub="Stayed 12 weeks, stable dose, supervision looked at, TOP",
    of_whom="People who started opioid substitution treatment in the period, at least 84 days"
    " before the day, after 28 days or more without it",
    counted="On treatment at 12 weeks; the prescription was written down as active by then, which"
    " is to say that the dose holds; supervision changed after the first day or a review asked how"
    " it is; and a whole TOP within 28 days of week 12",
    set_apart="Transferred and picked up elsewhere; died; the TOP may still come",
    counted_words="who started stayed, on a dose that holds, with supervision and TOP looked at",
    other_words="left early or lack a part",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.SLIDES),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Leaving early is shown as a loss, never left out. A dose that holds is what the"
    " prescriber wrote down, not a number of milligrams.",
    look_back="The period",
    examples=EXAMPLES,
    numbers=("first12_days", "first12_top_within_days"),
    signs=MARKS,
    signs_head="What is missing, of which there may be several",
)
