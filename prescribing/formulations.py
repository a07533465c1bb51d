"""Medicines as they are told apart when people are counted: by substance and by how it is taken.

Strengths and flavours of one form are one; so is buprenorphine with and without naloxone. Pure.
"""

import re
from functools import cache
from typing import NamedTuple

_FORMS = (
    ("oral solution", "oral solution"),
    ("sublingual", "under the tongue"),
)


class Formulation(NamedTuple):
    """`key` stands in addresses; `title` in words."""

    key: str
    title: str


@cache
def formulation(name: str, form: str) -> Formulation:
    """Buprenorphine/naloxone sublingual film: buprenorphine, under the tongue."""
    how = next((words for begins, words in _FORMS if form.startswith(begins)), form)
    substance = name.partition("/")[0]
    title = ", ".join(part for part in (substance, how) if part)
    return Formulation(re.sub("[^a-z0-9]+", "-", title.lower()).strip("-"), title)
