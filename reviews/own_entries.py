"""What a review's save wrote as entries of their own: as they now stand, and where each is
corrected. A text that was corrected since keeps what was written with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from careplans.models import RecoveryCapital
from reviews.models import TopRecord
from reviews.review_page import ReviewPage, capital_lines
from reviews.review_versions import moments


@dataclass(frozen=True, slots=True)
class OwnEntry:
    label: str
    entry: Any

    @property
    def is_corrected(self) -> bool:
        return self.entry.amends_id is not None


def as_they_stand(page: ReviewPage) -> tuple[ReviewPage, list[OwnEntry]]:
    """The page with each of its entries as it was corrected since, and those entries by name."""
    if not page.is_current:
        return page, []
    capital = _capital(page) if page.capital else None
    now = replace(
        page,
        goals=tuple(_standing(page.goals)),
        vision=_one(page.vision),
        options=_one(page.options),
        capital=capital_lines(capital),
    )
    return now, list(_entries(now, capital))


def _entries(page: ReviewPage, capital: RecoveryCapital | None) -> Iterator[OwnEntry]:
    top = TopRecord.objects.current().filter(review=page.review).first() if page.top else None
    if top:
        yield OwnEntry("TOP", top)
    for progress in page.goals:
        yield OwnEntry(f"How it stood: “{progress.goal.words}”", progress)
    if page.vision:
        yield OwnEntry("A good ending", page.vision)
    if page.options and page.strategic is None:
        yield OwnEntry("Options, and what they would like", page.options)
    if capital:
        yield OwnEntry("Recovery capital", capital)


def _capital(page: ReviewPage) -> Any:
    written = RecoveryCapital.objects.filter(
        patient=page.review.patient_id, recorded_at__in=moments(page.review)
    )
    return _one(written.order_by("recorded_at", "id").last())


def _one(row: Any) -> Any:
    return next(iter(_standing([row])), None) if row else None


def _standing(rows: Iterable[Any]) -> list[Any]:
    """Each after however many corrections of its own; those taken back are left out. A query for
    each round of corrections, none where nothing was corrected."""
    found = list(rows)
    while corrected := [row.pk for row in found if row.superseded_at is not None]:
        later = {row.amends_id: row for row in type(found[0]).objects.filter(amends__in=corrected)}
        if not later:
            break
        found = [later.get(row.pk, row) for row in found]
    return [row for row in found if not row.is_withdrawn]
