"""How easy words are to read, by the Flesch-Kincaid grade. UK reading age is about the grade and 5.

Source: Kincaid and others, Naval Technical Training Command, Research Branch Report 8-75, 1975.
Syllables are counted by groups of vowels, which counts a few too many: the strict side.
"""

import re

_WORDS = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_ENDS = re.compile(r"[.!?:]+(?:\s|$)")


def syllables(word: str) -> int:
    """At least one. A last e is silent, but for "le" after a consonant."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", bare))
    is_silent = bare.endswith("e") and not re.search(r"[^aeiouy]le$|[aeiouy]e$", bare)
    return max(1, groups - is_silent)


def grade(text: str) -> float:
    """0.39 × words a sentence + 11.8 × syllables a word − 15.59."""
    words = _WORDS.findall(text)
    sentences = max(1, len([part for part in _ENDS.split(text) if _WORDS.search(part)]))
    heavy = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * heavy - 15.59


def reading_age(text: str) -> float:
    return grade(text) + 5
