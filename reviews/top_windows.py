"""When a TOP counts for its stage, and what is out of order. Pure.

The windows are [K] in domain/top.md §3: product defaults, not verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rodt.dates import Span, add_days, days_between

START_WINDOW_DAYS = 14
EXIT_WINDOW_DAYS = 14
FIRST_REVIEW_FROM_DAYS = 29
REVIEW_PERIOD_DAYS = 182
POST_EXIT_FROM_DAYS = 84
POST_EXIT_TO_DAYS = 182


class Stage(StrEnum):
    START = "start"
    REVIEW = "review"
    EXIT = "exit"
    POST_EXIT = "post_exit"


@dataclass(frozen=True, slots=True)
class Windows:
    """Lengths in days, configurable. `is_verified` False: printed as not verified."""

    start_days: int = START_WINDOW_DAYS
    exit_days: int = EXIT_WINDOW_DAYS
    first_review_from_days: int = FIRST_REVIEW_FROM_DAYS
    review_period_days: int = REVIEW_PERIOD_DAYS
    is_verified: bool = False


DEFAULT_WINDOWS = Windows()


@dataclass(frozen=True, slots=True)
class TopOn:
    held_on: date
    stage: str


class TopException(StrEnum):
    """The exceptions that regional reports show (domain/top.md §3), and the one that follows."""

    NO_COORDINATOR = "no_coordinator"
    TWO_COORDINATORS = "two_coordinators"
    NO_TOP = "no_top"
    OUTSIDE_WINDOW = "outside_window"
    NO_START_SO_NO_REVIEW = "no_start_so_no_review"


EXCEPTION_WORDS = {
    TopException.NO_COORDINATOR: "No service is their TOP care coordinator.",
    TopException.TWO_COORDINATORS: "Two services are their TOP care coordinator.",
    TopException.NO_TOP: "No TOP is recorded.",
    TopException.OUTSIDE_WINDOW: "A TOP lies outside its window.",
    TopException.NO_START_SO_NO_REVIEW: "There is no start TOP, so a review TOP does not apply.",
}


def start_window(episode_started_on: date, windows: Windows = DEFAULT_WINDOWS) -> Span:
    return Span(
        add_days(episode_started_on, -windows.start_days),
        add_days(episode_started_on, windows.start_days),
    )


def exit_window(episode_ended_on: date, windows: Windows = DEFAULT_WINDOWS) -> Span:
    return Span(
        add_days(episode_ended_on, -windows.exit_days),
        add_days(episode_ended_on, windows.exit_days),
    )


def post_exit_window(episode_ended_on: date) -> Span:
    """Optional: about 3 to 6 months after the end of treatment."""
    return Span(
        add_days(episode_ended_on, POST_EXIT_FROM_DAYS),
        add_days(episode_ended_on, POST_EXIT_TO_DAYS),
    )


def review_window(
    episode_started_on: date, on: date, windows: Windows = DEFAULT_WINDOWS
) -> Span | None:
    """The review window that a day lies in: 29 to 182 days after the start, then each 26 weeks.

    None before the first window opens.
    """
    days = days_between(episode_started_on, on)
    if days < windows.first_review_from_days:
        return None
    period = max(0, (days - 1) // windows.review_period_days)
    first = period * windows.review_period_days + 1
    return Span(
        add_days(episode_started_on, max(first, windows.first_review_from_days)),
        add_days(episode_started_on, (period + 1) * windows.review_period_days),
    )


def is_in_window(
    top: TopOn,
    episode_started_on: date,
    episode_ended_on: date | None,
    windows: Windows = DEFAULT_WINDOWS,
) -> bool:
    if top.stage == Stage.START:
        return start_window(episode_started_on, windows).covers(top.held_on)
    if top.stage == Stage.REVIEW:
        is_open = episode_ended_on is None or top.held_on <= episode_ended_on
        return is_open and review_window(episode_started_on, top.held_on, windows) is not None
    if episode_ended_on is None:
        return False
    if top.stage == Stage.EXIT:
        return exit_window(episode_ended_on, windows).covers(top.held_on)
    return top.held_on > exit_window(episode_ended_on, windows).start


def window_of(
    stage: str,
    held_on: date,
    episode_started_on: date,
    episode_ended_on: date | None,
    windows: Windows = DEFAULT_WINDOWS,
) -> Span | None:
    """The days in which a TOP of this stage counts as in time; None where there are none yet. Of
    review windows, the one its day lies in."""
    if stage == Stage.START:
        return start_window(episode_started_on, windows)
    if stage == Stage.REVIEW:
        return review_window(episode_started_on, held_on, windows)
    if episode_ended_on is None:
        return None
    if stage == Stage.EXIT:
        return exit_window(episode_ended_on, windows)
    return post_exit_window(episode_ended_on)


def stage_for(
    held_on: date,
    episode_started_on: date,
    episode_ended_on: date | None,
    tops: Sequence[TopOn] = (),
    windows: Windows = DEFAULT_WINDOWS,
) -> Stage:
    """The stage to offer first: start until there is one, exit near the end, else review."""
    if episode_ended_on is not None:
        if exit_window(episode_ended_on, windows).covers(held_on):
            return Stage.EXIT
        if held_on > episode_ended_on:
            return Stage.POST_EXIT
    has_start = any(top.stage == Stage.START for top in tops)
    if not has_start and days_between(episode_started_on, held_on) < windows.first_review_from_days:
        return Stage.START
    return Stage.REVIEW


def exceptions(
    tops: Sequence[TopOn],
    episode_started_on: date,
    episode_ended_on: date | None,
    on: date,
    *,
    coordinators: int | None = None,
    windows: Windows = DEFAULT_WINDOWS,
) -> tuple[TopException, ...]:
    """What is out of order for one person on a day. `coordinators` None: not recorded here."""
    known = [top for top in tops if top.held_on <= on]
    found: list[TopException] = []
    if coordinators == 0:
        found.append(TopException.NO_COORDINATOR)
    elif coordinators is not None and coordinators > 1:
        found.append(TopException.TWO_COORDINATORS)
    start_is_past = (start_window(episode_started_on, windows).end or on) < on
    if not known and start_is_past:
        found.append(TopException.NO_TOP)
    if any(not is_in_window(top, episode_started_on, episode_ended_on, windows) for top in known):
        found.append(TopException.OUTSIDE_WINDOW)
    review_is_open = review_window(episode_started_on, on, windows) is not None
    if review_is_open and not any(top.stage == Stage.START for top in known):
        found.append(TopException.NO_START_SO_NO_REVIEW)
    return tuple(found)
