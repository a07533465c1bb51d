"""What is taken out of typed words at the door, in one place: characters no page can show.

Control characters (but for tab and new line), private-use characters, halves of surrogate pairs and
non-characters would make every later page invalid HTML, and a NUL cannot be stored at all. Marks
that turn the direction of writing would turn the words of whoever writes after them, and can make
a dose or a name read as another.
"""

import unicodedata
from typing import Any

from django.http import QueryDict

_KEPT = frozenset("\t\n\r")
# LRE, RLE, PDF, LRO, RLO; LRI, RLI, FSI, PDI. Scripts written from right to left need none of them.
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
# Zero-width space, word joiner and its kin, byte order mark: a name of these alone cannot be seen.
_INVISIBLE = frozenset(map(chr, (0x200B, *range(0x2060, 0x2065), 0xFEFF)))
_UNSHOWABLE = frozenset({"Cc", "Co", "Cs"})


def _is_shown(character: str) -> bool:
    if character in _KEPT:
        return True
    if character in _TURNING | _INVISIBLE or unicodedata.category(character) in _UNSHOWABLE:
        return False
    code = ord(character)
    return not (0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def tidy(typed: str) -> str:
    """The words without characters that cannot be shown; line ends as one new line."""
    if typed.isascii() and typed.isprintable():
        return typed
    shown = "".join(character for character in typed if _is_shown(character))
    return shown.replace("\r\n", "\n").replace("\r", "\n")


def tidy_posted(data: Any) -> tuple[Any, bool]:
    """What a form was posted, tidied; and whether anything was taken out that a person would miss.

    Anything but a QueryDict or a mapping of strings is given back as it came.
    """
    if data is None:
        return None, False
    lost = False

    def clean(value: Any) -> Any:
        nonlocal lost
        if not isinstance(value, str):
            return value
        kept = tidy(value)
        lost = lost or len(kept) != len(value.replace("\r\n", "\n"))
        return kept

    if isinstance(data, QueryDict):
        made = QueryDict(mutable=True, encoding=data.encoding)
        for name, values in data.lists():
            made.setlist(name, [clean(value) for value in values])
        return made, lost
    return {name: clean(value) for name, value in data.items()}, lost
