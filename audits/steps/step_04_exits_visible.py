"""Step 4: Ensure the eventual exits from treatment are visible from the outset."""

from datetime import date

from audits.case_facts import CaseFacts
from audits.people import methadone, naltrexone, person, vision
from audits.period import AuditDay
from audits.planned_exits import (
    TOO_EARLY,
    back_on,
    is_followed,
    last_exit,
    left_as_planned,
    left_on,
)
from audits.starts import new_start
from audits.step import (
    Direction,
    Example,
    Finding,
    Indicator,
    Outcome,
    Step,
    exception,
    met,
    not_met,
)
from audits.steps import sources
from audits.steps.examples_06_leaving import HOLD
from audits.steps.exits_04 import EXIT_ALIVE, MET_RECOVERY
from prescribing.doses import SPELL_GAP_DAYS, Spell
from rodt.dates import add_days, days_between
from rodt.words import nhs_date

RECORDED = "A good ending described by day 28"
LATE, NONE_YET = "A good ending described, but after day 28", "No good ending described yet"
HOLDS, BACK, DIED = "Not back here, no death known", "Came back", "Died"
LEFT = "Left within 28 days of the start"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return new_start(case, day, day.rules.exit_vision_days) is not None


def _opens_on(case: CaseFacts, spell: Spell) -> date:
    """Words from before the first dose count, if they belong to this start: same episode, and
    within the 28 days that make it a new start."""
    earliest = add_days(spell.started_on, -SPELL_GAP_DAYS)
    episodes = [item for item in case.episodes if item.started_on <= spell.started_on]
    return max(earliest, episodes[-1].started_on) if episodes else earliest


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met with what a good ending would look like on record by day 28. Whoever left before is set
    apart, recorded or not: counting only those with a record would flatter the share."""
    spell = new_start(case, day, day.rules.exit_vision_days)
    assert spell is not None
    by_on = add_days(spell.started_on, day.rules.exit_vision_days)
    if spell.ended_on is not None and spell.ended_on < by_on:
        return exception(f"Left on {nhs_date(spell.ended_on)}, before day 28.", LEFT)
    recorded = [item for item in case.visions if item.on >= _opens_on(case, spell)]
    in_time = [item for item in recorded if item.on <= by_on]
    if in_time:
        return met(
            f"What a good ending would look like was recorded on {nhs_date(in_time[0].on)}.",
            RECORDED,
            evidence=in_time[0],
        )
    would_change = "Ask what a good ending would look like. No date is needed."
    if recorded:
        return not_met(
            f"Recorded on {nhs_date(recorded[0].on)}, after day 28 ({nhs_date(by_on)}).",
            LATE,
            evidence=recorded[0],
            would_change="Nothing any more: it is recorded, only later.",
        )
    return not_met(
        f"Nothing was recorded by day 28, {nhs_date(by_on)}.", NONE_YET, would_change=would_change
    )


EXAMPLES = (
    Example(
        "Recorded on the first day",
        person(started=100, visions=(vision(100),)),
        Outcome.MET,
        RECORDED,
    ),
    Example(
        "Recorded on day 28", person(started=100, visions=(vision(72),)), Outcome.MET, RECORDED
    ),
    Example(
        "Recorded on day 29", person(started=100, visions=(vision(71),)), Outcome.NOT_MET, LATE
    ),
    Example("Never recorded", person(started=100), Outcome.NOT_MET, NONE_YET),
    Example(
        "Recorded at assessment, five days before the first dose",
        person(started=105, prescribed=[methadone(100)], visions=(vision(105),)),
        Outcome.MET,
        RECORDED,
    ),
    Example(
        "Recorded two years ago in the same episode, back on treatment since",
        person(
            started=900, prescribed=[methadone(900, 300), methadone(100)], visions=(vision(850),)
        ),
        Outcome.NOT_MET,
        NONE_YET,
    ),
    Example(
        "Left on day 20 with nothing recorded: set apart",
        person(started=100, ended=80, end_reason="left", prescribed=[methadone(100, 80)]),
        Outcome.EXCEPTION,
        LEFT,
    ),
    Example(
        "Left on day 20, recorded on day 3: set apart all the same",
        person(
            started=100,
            ended=80,
            end_reason="left",
            prescribed=[methadone(100, 80)],
            visions=(vision(97),),
        ),
        Outcome.EXCEPTION,
        LEFT,
    ),
    Example("Started 27 days ago", person(started=27), Outcome.NOT_APPLICABLE),
    Example("Started 28 days ago", person(started=28), Outcome.NOT_MET, NONE_YET),
    Example(
        "Started on the first day of the period", person(started=364), Outcome.NOT_MET, NONE_YET
    ),
    Example("Started the day before the period", person(started=365), Outcome.NOT_APPLICABLE),
    Example(
        "Without for 20 days only: no new start",
        person(started=500, prescribed=[methadone(500, 120), methadone(100)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone(100)]), Outcome.NOT_APPLICABLE),
)

EXIT_VISION = Indicator(
    code="4.1",
    version=2,
    effective_from=sources.FROM,
    title="A good ending described at the start",
    sub="In the person's own words, by day 28",
    of_whom="People who newly started opioid substitution treatment in the period, at least 28 days"
    " before its end",
    counted="What a good ending would look like was recorded by day 28",
    set_apart="Left within 28 days",
    counted_words="described a good ending by day 28",
    other_words="did not by day 28",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="No date is asked for. “I want to stay on this” is a full answer."
    " New start: no substitution treatment in the 28 days before.",
    look_back="From the start to day 28",
    examples=EXAMPLES,
    numbers=("exit_vision_days",),
)


def exit_holds(case: CaseFacts, day: AuditDay) -> Finding:
    """Counted: 26 weeks on they had not come back here, and no death is known. Neither is a failure
    of theirs: it stands beside 6.3 and 6.4."""
    episode = last_exit(case, day)
    assert episode is not None
    left = left_on(episode)
    said = f"Left as planned on {nhs_date(left)}"
    if not is_followed(left, day):
        return exception(f"{said}, less than 26 weeks ago.", TOO_EARLY)
    days = day.rules.return_days
    died_on, back = case.reviews.died_on, back_on(case, episode)
    if died_on is not None and 0 <= days_between(left, died_on) <= days:
        return not_met(f"{said}, died on {nhs_date(died_on)}.", DIED)
    if back is not None and days_between(left, back) <= days:
        return not_met(f"{said}, back on {nhs_date(back)}.", BACK)
    return met(f"{said}; 26 weeks on not back here, and no death is known.", HOLDS)


EXITS_HOLD = Indicator(
    code="4.4",
    version=1,
    effective_from=sources.FROM,
    title="Planned exits happen and hold",
    sub="26 weeks on: not back here, and no death known",
    of_whom="People who left as planned 182 to 364 days before the day",
    counted="Within 182 days of leaving no new episode began here and no death is on record",
    set_apart="Left less than 182 days ago: too early to say",
    counted_words="who left as planned had not come back 26 weeks on",
    other_words="came back, or died",
    direction=Direction.DESCRIPTIVE,
    eligible=left_as_planned,
    assess=exit_holds,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Small numbers, and a view of this service only. To be read with 6.3, rapid re-entry:"
    " coming back is a success of the open door.",
    look_back="182 days after leaving",
    examples=HOLD,
    numbers=("return_days",),
    guard="Coming back is a success of the open door, not a failure of the person.",
)

STEP = Step(
    number=4,
    title="Ensure the eventual exits from treatment are visible from the outset",
    short_title="Make exits visible from the outset",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Exits are visible from the moment a person walks through the door: people who have left"
    " well, mutual aid, the recovery community.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT),
    self_assess="Recovery champions on site; stories on the wall; celebrations and family days; a"
    " map of pathways for patients.",
    indicators=(EXIT_VISION, EXIT_ALIVE, MET_RECOVERY, EXITS_HOLD),
    headline="4.1",
)
