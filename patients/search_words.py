"""What somebody means who types into "Find a person". Pure: words in, what to look for out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from rodt.words import MONTHS

_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_BORN = re.compile(r"\b(\d{1,2})[\s./-]+(\d{1,2}|[A-Za-z]{3,9})[\s./-]+(\d{4})\b")
_BORN_IN_ONE = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_TEN_DIGITS = re.compile(r"(?<![\d])\d(?:[\s.-]*\d){9}(?![\s.-]*\d)")
_BETWEEN = re.compile(r"[\s\-.,/()\"]+")
_OTHER_LETTERS = str.maketrans("’‘`łøđð", "'''lodd")
MOST_INITIALS = 3
MOST_ALIKE = 12
LEAST_ALIKE = 0.6
"""How much of two spellings must be the same, of 1, for the one to be offered for the other."""


@dataclass(frozen=True, slots=True)
class Sought:
    """`names`: bare parts that must all be found. A reference is the whole of what was typed;
    `initials` are "gw." for somebody called G. W., else ""."""

    reference: str
    nhs_number: str = ""
    born_on: date | None = None
    names: tuple[str, ...] = ()
    initials: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.reference or self.nhs_number or self.born_on or self.names)


def bare(text: str) -> str:
    """Small letters without accents: "Gwenllïan-Ŵyn" is found as gwenllian-wyn."""
    decomposed = unicodedata.normalize("NFD", text.lower().translate(_OTHER_LETTERS))
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")


def name_words(text: str) -> tuple[str, ...]:
    """The bare parts of a name: "O’Neill-Ŵyn" is oneill and wyn."""
    return tuple(word[:60] for word in _BETWEEN.split(bare(text).replace("'", "")) if word)


def sought(words: str) -> Sought:
    """An NHS number in any spacing, a date of birth in the usual ways, the rest as names."""
    rest = words.strip()
    nhs_number = ""
    if found := _TEN_DIGITS.search(rest):
        nhs_number = "".join(c for c in found.group() if c.isdigit())
        rest = rest.replace(found.group(), " ")
    born_on = None
    if found := _BORN.search(rest) or _BORN_IN_ONE.search(rest):
        born_on = _day(*found.groups())
        rest = rest.replace(found.group(), " ") if born_on else rest
    names = tuple(word for word in name_words(rest) if any(c.isalpha() for c in word))
    return Sought(words.strip(), nhs_number, born_on, names, _initials(rest, names))


def _initials(rest: str, names: tuple[str, ...]) -> str:
    """ "GW", "G W" and "g.w." are initials; "Al" may be: it is looked for as a name as well."""
    if len(names) > 1 and all(len(name) == 1 for name in names):
        return f"{''.join(names)}."
    is_short = len(names) == 1 and 1 < len(names[0]) <= MOST_INITIALS
    return f"{names[0]}." if is_short else ""


def closest(word: str, spellings: Iterable[str]) -> list[str]:
    """Those of the spellings that are like enough to the word, the most alike first."""
    likeness = {
        other: SequenceMatcher(None, word, other, autojunk=False).ratio() for other in spellings
    }
    like = [other for other, ratio in likeness.items() if ratio >= LEAST_ALIKE]
    return sorted(like, key=lambda other: (-likeness[other], other))[:MOST_ALIKE]


def _day(day: str, month: str, year: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
