"""The fixed words of a person's own copy of the plan, and the languages they exist in.

English is shipped: short words for a reading age of 9 to 11. A service puts another language in as
versioned configuration. Source: domain/personas-and-journeys.md J17; interface.md, "Words".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from accounts import configuration
from accounts.models import Configuration
from rodt.words import MONTHS

KIND = "copy_languages"
LONGEST = 200
LONGEST_NAME = 40
_TAG = re.compile(r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")


class LanguageError(ValueError):
    """Values that cannot be a language of the copy: its sentence says why."""


@dataclass(frozen=True, slots=True)
class Phrase:
    key: str
    group: str
    english: str


def _group(called: str, /, **phrases: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(key, called, words) for key, words in phrases.items())


ASK = tuple(f"ask_{number}" for number in range(1, 13))
PHRASES = (
    *_group(
        "At the top",
        title="My plan",
        yours="This is your plan. It is yours to keep.",
        change="You can ask us to change it at any time.",
        made_on="Printed on",
        months=", ".join(MONTHS),
    ),
    *_group(
        "A good ending",
        ending="What a good ending would be for you",
        ending_none="You have not told us yet. You can tell us at any time.",
        in_place="What needs to be in place",
        strengths="What is good in your life",
    ),
    *_group(
        "Goals",
        goals="Your goals",
        goals_none="There is no goal yet. What would you like to work on?",
        next_step="Next step",
        who="Who does it",
        by_when="By when",
        step_none="We will choose the next step with you.",
        done="What you have done",
    ),
    *_group(
        "Agreeing",
        agree="Do you agree with this plan?",
        agree_yes="You told us that you agree.",
        agree_no="You told us that you do not agree. We want to hear more.",
        agree_not_asked="We have not asked you yet. You can say yes or no.",
        agree_declined="You did not want to say. That is fine.",
    ),
    *_group(
        "The way back",
        back="How to come back",
        back_always="If you leave, you can come back. You do not have to explain. Just ask for us.",
        back_signs="What you said might bring you back",
        phone="Our phone number",
    ),
    *_group(
        "Who stands by you",
        people="Who stands by you",
        people_none="You have not named anyone. You can, if you want to.",
        contact_yes="You said that we can be in touch with them.",
        contact_no="You said that we must not be in touch with them.",
        contact_not_asked="We will not be in touch with them unless you ask us to.",
        may_know="What they may know",
    ),
    *_group(
        "What I can ask for",
        ask="What I can ask for",
        ask_1="To meet at another time or in another place.",
        ask_2="To bring someone with me.",
        ask_3="To see someone else on the team.",
        ask_4="To talk about my medicine and my dose.",
        ask_5="To hear about every choice I have, and to take my time.",
        ask_6="A naloxone kit to keep at home.",
        ask_7="Help with my home, my money or my work.",
        ask_8="To meet people who have been through this.",
        ask_9="Help for my family and friends.",
        ask_10="To read what is written about me.",
        ask_11="To tell you when something is wrong.",
        ask_12="To say no.",
    ),
    *_group("At the end", keep_safe="This is about you. Keep it in a safe place."),
)
BY_KEY = {phrase.key: phrase for phrase in PHRASES}


@dataclass(frozen=True, slots=True)
class Language:
    """`tag`: as web pages name a language, "cy". `name`: as its speakers write it."""

    tag: str
    name: str
    said: Mapping[str, str] = field(hash=False, repr=False)

    @property
    def asks(self) -> list[str]:
        return [self.said[key] for key in ASK]

    def day(self, on: date) -> str:
        months = self.said["months"].split(",")
        return f"{on.day} {months[on.month - 1].strip()} {on.year}"


ENGLISH = Language("en", "English", {phrase.key: phrase.english for phrase in PHRASES})


@dataclass(frozen=True, slots=True)
class Languages:
    """`others`: by tag, those this service has put in."""

    version: str = "0"
    others: Mapping[str, Language] = field(default_factory=dict, hash=False)
    is_verified: bool = False

    @property
    def all(self) -> tuple[Language, ...]:
        return (ENGLISH, *self.others.values())

    def chosen(self, tag: str) -> Language:
        """English where there is no such language."""
        return self.others.get(tag, ENGLISH)

    def values(self) -> dict[str, Any]:
        """As they are stored."""
        return {
            tag: {"name": one.name, "words": dict(one.said)} for tag, one in self.others.items()
        }


PRODUCT = Languages()


def language(tag: str, name: str, words: Mapping[str, str]) -> Language:
    """Every phrase has its words, or it is no language of the copy: half a page in another language
    helps nobody. Raises LanguageError."""
    if not _TAG.match(tag) or tag.split("-")[0] == ENGLISH.tag:
        raise LanguageError("Give the short code of a language other than English, like cy or pl.")
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise LanguageError("Give the name of the language, as its speakers write it.")
    said = {key: " ".join(str(words.get(key, "")).split()) for key in BY_KEY}
    for key, text in said.items():
        if not 0 < len(text) <= LONGEST:
            raise LanguageError(
                f"“{BY_KEY[key].english}”: give its words, up to {LONGEST} letters."
            )
    if len(said["months"].split(",")) != len(MONTHS):
        raise LanguageError("Give the 12 months in their order, with a comma after each.")
    return Language(tag, name.strip(), said)


def read(values: Mapping[str, Any], **version: Any) -> Languages:
    """Raises LanguageError."""
    others = {tag: language(tag, stored["name"], stored["words"]) for tag, stored in values.items()}
    return Languages(others=others, **version)


def of_version(stored: configuration.Values | Configuration) -> Languages:
    """Raises LanguageError when a stored version cannot be read."""
    return read(
        stored.values,
        version=f"version {stored.version}",
        is_verified=stored.status == Configuration.Status.VERIFIED,
    )


def in_force(service_id: UUID, on: date) -> Languages:
    """One query. Raises LanguageError when a stored version cannot be read."""
    stored = configuration.in_force(service_id, KIND, on)
    return of_version(stored) if stored.version else PRODUCT
