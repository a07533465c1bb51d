"""Benefit of one person's prescription as lines of words: what the page's grid says, for
`manage.py benefit --person`."""

import csv
from collections.abc import Iterator
from typing import Any

from reviews.benefit_page import BenefitPage
from rodt.spreadsheet import safe

HEADER = (
    "domain",
    "evidence",
    "start",
    "best",
    "last_review",
    "last_rating",
    "now",
    "also",
    "since_start",
    "noise",
    "is_beyond_verified_noise",
    "record_suggests",
)


def write(out: Any, page: BenefitPage) -> None:
    """As CSV, the heading first."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([safe(cell) for cell in line] for line in lines(page))


def lines(page: BenefitPage) -> Iterator[list[str]]:
    """A line a domain, in the order of the page."""
    for group in page.groups:
        for row in group.rows:
            yield [
                row.domain.title,
                row.domain.group.value,
                row.start,
                row.best,
                row.last,
                page.rated_words(row.domain.key),
                row.now,
                row.also,
                row.change,
                row.status,
                "yes" if row.is_beyond_noise else "",
                row.offered_words,
            ]
