"""Which stored TOPs say anything: the one rule, as a queryset and as SQL.

`reviews.top.has_answers` is the same rule for what is typed, before it is stored.
"""

from typing import Self

from django.db.models import Q

from patients.querysets import FactQuerySet
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


class TopQuerySet(FactQuerySet):
    def answered(self) -> Self:
        """TOPs in which anything is answered or declined. One without says nothing about how things
        are now, so it never stands in the place of an older one that does."""
        said = ~Q(weeks={}) | ~Q(declined=[])
        for name, blank in _NOT_ASKED.items():
            said |= Q(**{f"{name}__isnull": False}) if blank is None else ~Q(**{name: blank})
        return self.filter(said)
