"""What support there is for one person, as pages show it. Pure: rows in, an order of them out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from patients.models import Answer
from rodt.words import count
from support import kinds
from support.kinds import MUTUAL_AID, Stage
from support.models import Circumstances, Offer, OfferStep

State = OfferStep.State


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer with what came of it, the newest step first."""

    offer: Any
    steps: tuple[Any, ...]

    @property
    def last(self) -> Any:
        return self.steps[0] if self.steps else None

    @property
    def state_words(self) -> str:
        if self.last is not None:
            return str(self.last.state_words)
        return "Asked for, not available here" if self.is_not_available else "No answer yet"

    @property
    def given_by(self) -> str:
        """Who gives it, as last said."""
        for step in self.steps:
            if step.with_staff_id or step.with_outside:
                return str(step.with_outside or step.with_staff.full_name)
        return ""

    @property
    def helps(self) -> Any:
        """The newest step in which they were asked whether it helps."""
        return next((step for step in self.steps if step.helped != Answer.NOT_ASKED), None)

    @property
    def is_going_on(self) -> bool:
        return self.last is not None and self.last.state in State.going_on()

    @property
    def is_over(self) -> bool:
        return self.last is not None and self.last.state in State.closing()

    @property
    def is_not_available(self) -> bool:
        return self.last is None and self.offer.how == Offer.How.NOT_AVAILABLE

    @property
    def is_open(self) -> bool:
        return not (self.is_going_on or self.is_over or self.is_not_available)


@dataclass(frozen=True, slots=True)
class SupportSheet:
    """`said`: how home and work stand, the newest first."""

    rows: tuple[OfferRow, ...]
    said: tuple[Any, ...]

    @property
    def opening(self) -> str:
        """The first sentence: what goes on, and what waits for an answer."""
        if not self.rows:
            return "No support is recorded yet. That is not the same as none."
        going_on, waiting = len(self.going_on), len(self.open)
        said = f"{count(going_on, 'kind of support goes', 'kinds of support go')} on."
        if not going_on:
            said = "No support goes on now."
        return f"{said} {count(waiting, 'offer')} not taken up yet." if waiting else said

    @property
    def now(self) -> Any:
        return self.said[0] if self.said else None

    @property
    def going_on(self) -> list[OfferRow]:
        return [row for row in self.rows if row.is_going_on]

    @property
    def open(self) -> list[OfferRow]:
        return [row for row in self.rows if row.is_open]

    @property
    def over(self) -> list[OfferRow]:
        return [row for row in self.rows if row.is_over]

    @property
    def not_available(self) -> list[OfferRow]:
        return [row for row in self.rows if row.is_not_available]

    @property
    def stage(self) -> Stage:
        """How far they came with mutual aid, over all that was offered."""
        own = [row for row in self.rows if row.offer.kind == MUTUAL_AID]
        states = [step.state for row in own for step in row.steps]
        return kinds.stage(any(not row.is_not_available for row in own), states)

    @property
    def is_not_for_them(self) -> bool:
        """The newest answer to mutual aid is "not for me"."""
        steps = [s for row in self.rows if row.offer.kind == MUTUAL_AID for s in row.steps]
        newest = max(steps, key=lambda step: (step.on, step.recorded_at), default=None)
        return newest is not None and newest.state == State.DECLINED


def made_of(
    offers: Iterable[Offer], steps: Iterable[OfferStep], said: Iterable[Circumstances]
) -> SupportSheet:
    """Of rows that stand, each in the order newest first. Steps of an offer that was taken back are
    left out with it."""
    by_id = {offer.pk: offer for offer in offers}
    of: dict[UUID, list[OfferStep]] = defaultdict(list)
    for step in steps:
        if step.offer_id in by_id:
            step.offer = by_id[step.offer_id]
            of[step.offer_id].append(step)
    rows = tuple(OfferRow(offer, tuple(of[key])) for key, offer in by_id.items())
    return SupportSheet(rows, tuple(said))
