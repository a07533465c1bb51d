"""One prescription with how it ended, put together from the rows of its states. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from prescribing.doses import (
    CLOSING_STATES,
    ON_STATES,
    DepotCover,
    Prescribed,
    StatePoint,
    state_on,
)
from prescribing.endings import Closing

REDUCING, TO_ZERO, STOPPED, NALTREXONE = "reducing", "to_zero", "stopped", "naltrexone"


class StateRow(NamedTuple):
    """`is_their_wish`: they agreed to it, or said so in their own words."""

    on: date
    state: str
    intent: str = ""
    stop_reason: str = ""
    has_risk_plan: bool = False
    is_their_wish: bool = False


def with_closing(
    states: Sequence[StateRow],
    covers: Sequence[DepotCover],
    *,
    group: str,
    is_ost: bool,
    episode_ended_on: date | None,
) -> tuple[Prescribed, Closing | None]:
    """`states`: in their order. `episode_ended_on`: what was never closed on record ended with the
    episode at the latest."""
    points = [StatePoint(row.on, row.state) for row in states]
    closing = _closing(states)
    open_at_end = closing is None and episode_ended_on is not None
    if episode_ended_on and open_at_end and state_on(points, episode_ended_on) in ON_STATES:
        points.append(StatePoint(episode_ended_on, STOPPED))
        closing = Closing(
            episode_ended_on,
            STOPPED,
            is_their_wish=_is_their_wish(states),
            was_reducing_to_zero=_reduces(states),
        )
    return Prescribed(is_ost, tuple(points), tuple(covers), group == NALTREXONE), closing


def _closing(states: Sequence[StateRow]) -> Closing | None:
    if not states or states[-1].state not in CLOSING_STATES:
        return None
    last = states[-1]
    return Closing(
        last.on,
        last.state,
        last.stop_reason,
        last.has_risk_plan,
        is_their_wish=_is_their_wish(states),
        was_reducing_to_zero=_reduces(states),
    )


def _is_their_wish(states: Sequence[StateRow]) -> bool:
    """They agreed to the stop or to the reduction before it, or said so in their own words."""
    return any(
        row.is_their_wish for row in states if row.state == REDUCING or row.state in CLOSING_STATES
    )


def _reduces(states: Sequence[StateRow]) -> bool:
    return any(row.state == REDUCING and row.intent == TO_ZERO for row in states)
