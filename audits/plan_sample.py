"""Which plans colleagues read: a random sample with a seed, frozen with the audit. Pure.

Ten plans or a tenth of them, whichever is more; a fifth of these are read by two people, blind to
each other. Source: domain/twelve-steps.md 7.3 [P].
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from audits.peer_checklist import Checklist
from audits.rules import AuditRules

Answers = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A plan of the sample. `passes`: of each who has read it, in their order."""

    is_read_twice: bool = False
    passes: tuple[bool, ...] = ()

    @property
    def is_done(self) -> bool:
        return len(self.passes) >= (2 if self.is_read_twice else 1)


def seed(service_code: str, on: str) -> str:
    """The same for every run of a service about a day: no other draw can be tried for."""
    return hashlib.sha256(f"plans to read/{service_code}/{on}".encode()).hexdigest()[:16]


def draw(references: Iterable[str], rules: AuditRules, seed: str) -> dict[str, bool]:
    """By reference, in the order in which they are read, whether it is read twice."""
    everybody = sorted(references)
    wanted = max(rules.plan_sample_people, ceil(len(everybody) * rules.plan_sample_percent / 100))
    drawn = Random(seed).sample(everybody, min(wanted, len(everybody)))
    twice = ceil(len(drawn) * rules.plan_read_twice_percent / 100)
    return {reference: place < twice for place, reference in enumerate(drawn)}


def passes(answers: Answers, checklist: Checklist) -> bool:
    """Enough of the checklist was answered with yes."""
    return sum(bool(answers.get(item.key)) for item in checklist.items) >= checklist.enough


def both(sample: Iterable[Sampled]) -> Sequence[tuple[bool, bool]]:
    """What two readers said of the plans that were read twice."""
    return [(one.passes[0], one.passes[1]) for one in sample if len(one.passes) > 1]
