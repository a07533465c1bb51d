"""The six parts of a whole care plan, as far as a machine can see them. Pure.

Help while it is written, never a gate: nothing waits for it. The audit asks the same rule (7.2).
A machine sees whether something stands there, not whether it is any good: for that a colleague
reads it (7.3). Source: domain/twelve-steps.md 7.2 [P].
"""

from collections.abc import Iterable
from dataclasses import dataclass

from careplans.models import Tag
from patients.models import Answer

DOMAINS = 2
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a plan. `tags`, `whole_steps`: of each open goal what it is for, and whether
    it has a next step, who does it and by when. `has_copy`: they hold one, or did not want one."""

    has_own_words: bool = False
    agreed: str = Answer.NOT_ASKED.value
    has_strengths: bool = False
    tags: tuple[frozenset[str], ...] = ()
    whole_steps: tuple[bool, ...] = ()
    has_copy: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """`is_there` None: it cannot be said. `missing`: what is not there, in a few words."""

    words: str
    missing: str
    is_there: bool | None


@dataclass(frozen=True, slots=True)
class Quality:
    parts: tuple[Part, ...]

    @property
    def there(self) -> int:
        return sum(part.is_there is True for part in self.parts)

    @property
    def unknown(self) -> int:
        return sum(part.is_there is None for part in self.parts)

    @property
    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.is_there is False)


OWN_WORDS = "A good ending in their own words", "No good ending in their own words"
AGREED = "They agree with it", "No agreement on record"
STRENGTHS = "Strengths are listed", "No strengths listed"
IN_DOMAINS = (
    "Goals in two areas of life or more",
    "No open goals in two areas of life",
)
STEPS = (
    "Every goal has a next step, with who and by when",
    "A goal lacks a next step, who or by when",
)
COPY = "They hold a copy, or did not want one", "No copy given"
PARTS = (OWN_WORDS, AGREED, STRENGTHS, IN_DOMAINS, STEPS, COPY)


def quality(plan: Written) -> Quality:
    """All six, in the order in which they are written."""
    found: tuple[bool | None, ...] = (
        plan.has_own_words,
        None if plan.agreed == Answer.RATHER_NOT_SAY else plan.agreed == Answer.YES,
        plan.has_strengths,
        _in_domains(plan.tags),
        bool(plan.whole_steps) and all(plan.whole_steps),
        plan.has_copy,
    )
    return Quality(
        tuple(Part(*words, is_there) for words, is_there in zip(PARTS, found, strict=True))
    )


def _in_domains(tags: Iterable[frozenset[str]]) -> bool | None:
    """Of recovery capital: people, home and money, skills and health, belonging. A goal that is not
    marked may be about any."""
    each = tuple(tags)
    if len(frozenset().union(*each) & Tag.capital()) >= DOMAINS:
        return True
    return None if any(not own for own in each) else False
