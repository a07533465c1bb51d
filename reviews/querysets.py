"""Which conclusions stand, and which stored TOPs say anything: each the one rule.

`reviews.top.has_answers` is the same rule for what is typed, before it is stored.
"""

from typing import Self

from django.db.models import Q

from patients.querysets import FactQuerySet
from reviews.review_types import ReviewType
from reviews.top_items import ITEMS, ItemKind

_NOT_ASKED = {
    item.field: "not_asked" if item.kind is ItemKind.YES_NO else None
    for item in ITEMS
    if item.kind is not ItemKind.NAME
}
# For a statement over `reviews_toprecord`. No braces in it: some statements are formatted later.
ANSWERED = " OR ".join(
    f"{name} IS NOT NULL" if blank is None else f"{name} <> '{blank}'"
    for name, blank in _NOT_ASKED.items()
)
ANSWERED = f"({ANSWERED} OR weeks <> jsonb_build_object() OR declined <> jsonb_build_array())"


class ConcludedQuerySet(FactQuerySet):
    def concluded(self) -> Self:
        """Conclusions that stand: of reviews that count, once everything needed was asked and both
        have signed."""
        return (
            self.current()
            .filter(
                review__credits__type=ReviewType.STRATEGIC,
                review__credits__is_valid=True,
                review__credits__is_withdrawn=False,
                review__credits__superseded_at=None,
            )
            .exclude(conclusion="")
        )


class TopQuerySet(FactQuerySet):
    def answered(self) -> Self:
        """TOPs in which anything is answered or declined. One without says nothing about how things
        are now, so it never stands in the place of an older one that does."""
        said = ~Q(weeks={}) | ~Q(declined=[])
        for name, blank in _NOT_ASKED.items():
            said |= Q(**{f"{name}__isnull": False}) if blank is None else ~Q(**{name: blank})
        return self.filter(said)
