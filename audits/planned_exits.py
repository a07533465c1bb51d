"""Planned exits: which one an audit looks at, and whether they came back. Pure.

Source: domain/twelve-steps.md 4.4, 6.2 and 6.4.
"""

from datetime import date

from audits.case_facts import CaseFacts, EpisodeFact
from audits.period import AuditDay
from patients.models import EndReason
from rodt.dates import days_between

TOO_EARLY = "Fewer than 26 weeks have passed"


def last_exit(case: CaseFacts, day: AuditDay) -> EpisodeFact | None:
    """The last planned exit of the year that ends on the day; one followed for 26 weeks first."""
    exits = [
        item
        for item in case.episodes
        if item.ended_on is not None
        and item.end_reason in EndReason.planned()
        and day.within(item.ended_on, 2 * day.rules.return_days)
    ]
    followed = [item for item in exits if item.ended_on and is_followed(item.ended_on, day)]
    chosen = followed or exits
    return chosen[-1] if chosen else None


def left_on(episode: EpisodeFact) -> date:
    assert episode.ended_on is not None
    return episode.ended_on


def is_followed(ended_on: date, day: AuditDay) -> bool:
    return days_between(ended_on, day.on) >= day.rules.return_days


def left_as_planned(case: CaseFacts, day: AuditDay) -> bool:
    return last_exit(case, day) is not None


def back_on(case: CaseFacts, episode: EpisodeFact) -> date | None:
    """When they next started here, on the day they left or after."""
    starts = [
        item.started_on
        for item in case.episodes
        if item is not episode and item.started_on >= left_on(episode)
    ]
    return min(starts, default=None)
