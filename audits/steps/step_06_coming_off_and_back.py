"""Step 6: Ensure extra support is available to patients coming off medications, along with rapid
re-entry if they relapse."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from audits.case_facts import CaseFacts, EpisodeFact
from audits.period import AuditDay
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
from patients.models import EndReason
from rodt.dates import add_days, add_working_days, days_between
from rodt.words import count, nhs_date

SEEN_IN_TIME, SEEN_LATER = "Seen within 3 working days", "Seen later than 3 working days"
NO_CONTACT_DAY = "The day they got in touch is not recorded"
CAME_BACK, NOT_BACK = "Came back within 26 weeks", "Did not come back here within 26 weeks"
TOO_EARLY = "Fewer than 26 weeks have passed"


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


def _exit(case: CaseFacts, day: AuditDay) -> EpisodeFact | None:
    """The last planned exit of the year that ends on the day; one followed for 26 weeks first."""
    exits = [
        item
        for item in case.episodes
        if item.ended_on is not None
        and item.end_reason in EndReason.planned()
        and day.within(item.ended_on, 2 * day.rules.return_days)
    ]
    followed = [item for item in exits if item.ended_on and _is_followed(item.ended_on, day)]
    chosen = followed or exits
    return chosen[-1] if chosen else None


def _is_followed(ended_on: date, day: AuditDay) -> bool:
    return days_between(ended_on, day.on) >= day.rules.return_days


def left_as_planned(case: CaseFacts, day: AuditDay) -> bool:
    return _exit(case, day) is not None


def came_back(case: CaseFacts, day: AuditDay) -> Finding:
    """Counted: a new episode here within 26 weeks of a planned exit. Neither good nor bad."""
    episode = _exit(case, day)
    assert episode is not None and episode.ended_on is not None
    left_on = episode.ended_on
    if not _is_followed(left_on, day):
        passed = count(days_between(left_on, day.on), "day")
        return exception(
            f"Left as planned on {nhs_date(left_on)}; {passed} have passed.", TOO_EARLY
        )
    until = add_days(left_on, day.rules.return_days)
    back = [item for item in case.episodes if left_on <= item.started_on <= until]
    back = [item for item in back if item is not episode]
    if back:
        return met(
            f"Left as planned on {nhs_date(left_on)}, back on {nhs_date(back[0].started_on)}.",
            CAME_BACK,
        )
    return not_met(f"Left as planned on {nhs_date(left_on)}, not back here since.", NOT_BACK)


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
    indicators=(RAPID_REENTRY, RE_PRESENTATION),
    headline="6.3",
    guard="Coming back is a success of the open door.",
    not_counted="Not counted yet: coming-off bundle (6.1), aftercare contacts (6.2), deaths (6.5).",
)
