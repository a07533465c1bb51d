"""Step 6: Ensure extra support is available to patients coming off medications, along with rapid
re-entry if they relapse."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from audits import aftercare, coming_off, deaths
from audits.case_facts import CaseFacts, EpisodeFact
from audits.period import AuditDay
from audits.planned_exits import (
    TOO_EARLY,
    back_on,
    is_followed,
    last_exit,
    left_as_planned,
    left_on,
)
from audits.step import (
    Direction,
    Figure,
    Finding,
    Indicator,
    Step,
    exception,
    met,
    not_met,
    not_recorded,
)
from audits.steps import sources
from audits.steps.examples_06 import REENTRY, RETURN
from audits.steps.examples_06_leaving import AFTERCARE, BUNDLE, DEATHS
from reviews.coming_off import TITLES
from rodt.dates import add_working_days, days_between
from rodt.words import count, nhs_date

SEEN_IN_TIME, SEEN_LATER = "Seen within 3 working days", "Seen later than 3 working days"
NO_CONTACT_DAY = "The day they got in touch is not recorded"
CAME_BACK, NOT_BACK = "Came back within 26 weeks", "Did not come back here within 26 weeks"


def _return(case: CaseFacts, day: AuditDay) -> EpisodeFact | None:
    """The last episode of the period that follows an earlier one."""
    back = [
        later
        for earlier, later in pairwise(case.episodes)
        if earlier.ended_on is not None
        and earlier.ended_on <= later.started_on
        and day.in_period(later.started_on)
    ]
    return back[-1] if back else None


def came_back_in_period(case: CaseFacts, day: AuditDay) -> bool:
    return _return(case, day) is not None


def _seen_on(case: CaseFacts, episode: EpisodeFact) -> date:
    """The first contact they attended since getting in touch, at the latest the start."""
    assert episode.contacted_on is not None
    attended = [
        item.on for item in case.contacts if episode.contacted_on <= item.on < episode.started_on
    ]
    return min([*attended, episode.started_on])


def seen_quickly(case: CaseFacts, day: AuditDay) -> Finding:
    """Met when seen within 3 working days of getting in touch."""
    episode = _return(case, day)
    assert episode is not None
    if episode.contacted_on is None:
        return not_recorded(
            f"Came back on {nhs_date(episode.started_on)}; the day they got in touch is not"
            " recorded.",
            NO_CONTACT_DAY,
            would_change="Record the day on which somebody gets in touch.",
        )
    seen_on = _seen_on(case, episode)
    words = f"Got in touch on {nhs_date(episode.contacted_on)}, seen on {nhs_date(seen_on)}."
    if seen_on <= add_working_days(episode.contacted_on, day.rules.reentry_working_days):
        return met(words, SEEN_IN_TIME)
    return not_met(words, SEEN_LATER, would_change="Keep a slot open for people who come back.")


def reentry_figures(cases: Sequence[CaseFacts], day: AuditDay) -> tuple[Figure, ...]:
    """Half of the people waited no longer than this."""
    to_seen: list[int] = []
    to_dose: list[int] = []
    for case in cases:
        episode = _return(case, day)
        if episode is None or episode.contacted_on is None:
            continue
        to_seen.append(days_between(episode.contacted_on, _seen_on(case, episode)))
        dosed = [s.started_on for s in case.spells if s.started_on >= episode.contacted_on]
        if dosed:
            to_dose.append(days_between(episode.contacted_on, dosed[0]))
    return (
        _median("From getting in touch to being seen, median", to_seen),
        _median("From getting in touch to the first dose, median", to_dose),
    )


def _median(label: str, days: list[int]) -> Figure:
    return Figure(label, float(median(days)) if days else None, "days", len(days))


def came_back(case: CaseFacts, day: AuditDay) -> Finding:
    """Counted: a new episode here within 26 weeks of a planned exit. Neither good nor bad."""
    episode = last_exit(case, day)
    assert episode is not None
    left = left_on(episode)
    if not is_followed(left, day):
        passed = count(days_between(left, day.on), "day")
        return exception(f"Left as planned on {nhs_date(left)}; {passed} have passed.", TOO_EARLY)
    back = back_on(case, episode)
    if back is not None and days_between(left, back) <= day.rules.return_days:
        return met(f"Left as planned on {nhs_date(left)}, back on {nhs_date(back)}.", CAME_BACK)
    return not_met(f"Left as planned on {nhs_date(left)}, not back here since.", NOT_BACK)


COMING_OFF = Indicator(
    code="6.1",
    version=1,
    effective_from=sources.FROM,
    title="Everything that goes with coming off",
    sub="Agreement, plan, sessions, naloxone, a way back, contact after the last dose",
    of_whom="People whose prescription began a reduction to zero in the period",
    counted="All six parts are on record for the last of them: their decision in their words, a"
    " plan for the risk of relapse, sessions booked, naloxone in date or declined, how to come back"
    " in writing, contact in the days after the last dose",
    set_apart="Nobody",
    counted_words="who come off have every part",
    other_words="lack at least one part",
    direction=Direction.UP,
    eligible=coming_off.began_in_period,
    assess=coming_off.bundle,
    sources=(sources.PROPOSAL, sources.NICE_CG52),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Detoxification is recorded as a reduction to zero. Contact is asked for only after a"
    " last dose; a reduction that was turned round needs none.",
    look_back="The period; parts since treatment, or since an earlier reduction ended",
    examples=BUNDLE,
    signs=tuple(TITLES.values()),
)

AFTERCARE_CONTACTS = Indicator(
    code="6.2",
    version=1,
    effective_from=sources.FROM,
    title="Aftercare contacts",
    sub="1, 4, 12 and 26 weeks after a planned exit",
    of_whom="People who left opioid substitution treatment as planned within 364 days before the"
    " day",
    counted="They were met or reached in the days around each contact whose days have passed",
    set_apart="Wanted no contact; no contact’s days have passed",
    counted_words="who left as planned had every contact in time",
    other_words="missed at least one",
    direction=Direction.UP,
    eligible=aftercare.left_ost_as_planned,
    assess=aftercare.contacts_held,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="The weeks and the days around them are those of the service’s own review intervals."
    " Nothing is asked for after somebody came back or died. A no is as good as a yes.",
    look_back="182 days after leaving",
    examples=AFTERCARE,
    numbers=("return_days",),
)

RAPID_REENTRY = Indicator(
    code="6.3",
    version=1,
    effective_from=sources.FROM,
    title="Rapid re-entry",
    sub="Seen within 3 working days of getting in touch",
    of_whom="People who started again in the period after an earlier episode here had ended",
    counted="From the day they got in touch to the first contact they attended, at most 3 working"
    " days passed",
    set_apart="Nobody",
    counted_words="who came back were seen within 3 working days",
    other_words="waited longer",
    direction=Direction.UP,
    eligible=came_back_in_period,
    assess=seen_quickly,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Safety at the first doses outranks speed. People who got in touch and never started are"
    " not on record here.",
    look_back="The period",
    examples=REENTRY,
    numbers=("reentry_working_days",),
    figures=reentry_figures,
)

RE_PRESENTATION = Indicator(
    code="6.4",
    version=1,
    effective_from=sources.FROM,
    title="Came back within 26 weeks of a planned exit",
    sub="A new episode in this service",
    of_whom="People who left as planned 182 to 364 days before the day",
    counted="A new episode here began within 182 days of leaving",
    set_apart="Left less than 182 days ago: too early to say",
    counted_words="who left as planned came back within 26 weeks",
    other_words="did not come back here",
    direction=Direction.DESCRIPTIVE,
    eligible=left_as_planned,
    assess=came_back,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="A view of this service only; the national system holds the official count.",
    look_back="182 days after leaving",
    examples=RETURN,
    numbers=("return_days",),
    guard="Coming back is a success of the open door, not a failure of the person. Never shown"
    " without 6.3.",
)

DEATHS_LOOKED_AT = Indicator(
    code="6.5",
    version=1,
    effective_from=sources.FROM,
    title="Deaths, and what was learned",
    sub="In treatment, or within 12 months of leaving",
    of_whom="People who died in the period, in treatment or within 365 days of leaving",
    counted="The team has looked at what happened, and it is on record",
    set_apart="Nobody",
    counted_words="who died were looked at by the team",
    other_words="have no such look on record",
    direction=Direction.DESCRIPTIVE,
    eligible=deaths.died_in_period,
    assess=deaths.looked_at,
    sources=(sources.PROPOSAL,),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="For learning, never for a rate or a comparison. Deaths that nobody told the service of"
    " are not on record here.",
    look_back="The period",
    examples=DEATHS,
    numbers=("death_after_days",),
)

STEP = Step(
    number=6,
    title="Ensure extra support is available to patients coming off medications, along with rapid"
    " re-entry if they relapse",
    short_title="Extra support coming off, and rapid re-entry",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="Coming off is a time of high risk. Give more help then, not less; make coming back quick"
    " and free of blame.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT, sources.NICE_CG52),
    self_assess="A written way back: who, how fast, out of hours; aftercare for at least 6 months;"
    " naloxone at detoxification; learning reviews of deaths and relapses after leaving.",
    indicators=(
        COMING_OFF,
        AFTERCARE_CONTACTS,
        RAPID_REENTRY,
        RE_PRESENTATION,
        DEATHS_LOOKED_AT,
    ),
    headline="6.3",
    guard="Coming back is a success of the open door.",
)
