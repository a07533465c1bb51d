"""The fixed words of the person's copy: easy to read, free of jargon, whole in every language."""

import re

import pytest

from careplans.copy_words import (
    BY_KEY,
    ENGLISH,
    PHRASES,
    LanguageError,
    Languages,
    language,
    read,
)
from tests.reading_age import grade, reading_age, syllables
from tests.town import TODAY

JARGON = re.compile(
    r"\b(risks?|phases?|layers?|optimis\w*|compliance|adherence|engag\w*|relapse|harm|capital|OST"
    r"|TOP|psychosocial|outcomes?|assessment|key ?worker|service user|client|supervised"
    r"|interventions?|medication|prescri\w*)\b",
    re.IGNORECASE,
)
OLDEST, LONGEST_SENTENCE = 11, 14
TOGETHER = " ".join(
    phrase.english if phrase.english[-1] in ".?" else f"{phrase.english}."
    for phrase in PHRASES
    if phrase.key != "months"
)


@pytest.mark.parametrize(
    ("word", "number"), [("plan", 1), ("people", 2), ("home", 1), ("medicine", 3), ("you", 1)]
)
def test_syllables_are_counted(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_grade_is_that_of_the_published_formula() -> None:
    """10 words, 2 sentences, 11 syllables, counted by hand: 1.95 + 12.98 − 15.59."""
    assert grade("The plan is your own. You can keep it always.") == pytest.approx(-0.66)


def test_everything_that_is_printed_can_be_read_at_the_age_of_11() -> None:
    assert reading_age(TOGETHER) <= OLDEST


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.key)
def test_a_phrase_is_short_and_free_of_jargon(phrase) -> None:  # type: ignore[no-untyped-def]
    assert not JARGON.search(phrase.english)
    if phrase.key != "months":
        assert reading_age(phrase.english) <= OLDEST
        for sentence in re.split(r"[.?]", phrase.english):
            assert len(sentence.split()) <= LONGEST_SENTENCE


def test_english_says_a_day_as_everywhere() -> None:
    assert ENGLISH.day(TODAY) == "1 October 2026"


WELSH = {key: f"Gair {key}" for key in BY_KEY} | {"months": ", ".join("abcdefghijkl")}


def test_a_language_has_words_for_every_phrase_and_its_own_months() -> None:
    welsh = language("cy", "Cymraeg", WELSH)
    assert welsh.day(TODAY) == "1 j 2026"
    kept = Languages(others={"cy": welsh})
    assert read(kept.values(), version="0") == kept
    assert kept.chosen("cy") == welsh
    assert kept.chosen("pl") == ENGLISH


@pytest.mark.parametrize(
    ("tag", "name", "words", "said"),
    [
        ("en", "English", WELSH, "other than English"),
        ("en-GB", "English", WELSH, "other than English"),
        ("Welsh language", "Cymraeg", WELSH, "short code"),
        ("cy", " ", WELSH, "name of the language"),
        ("cy", "Cymraeg", WELSH | {"goals": " "}, "“Your goals”"),
        ("cy", "Cymraeg", WELSH | {"goals": "a" * 201}, "up to 200"),
        ("cy", "Cymraeg", WELSH | {"months": "Ionawr, Chwefror"}, "12 months"),
    ],
)
def test_half_a_language_is_refused(tag: str, name: str, words: dict[str, str], said: str) -> None:
    with pytest.raises(LanguageError, match=said):
        language(tag, name, words)
