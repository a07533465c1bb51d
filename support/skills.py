"""The interventions keyworkers are assessed in, levels of competence, kinds of supervision. Pure.

An intervention that is offered to people has the key of its kind in `support.kinds`, so that who
gives it can be compared with who is competent in it. Source: domain/twelve-steps.md 12.1 [K] for
the six that are named; levels and kinds of supervision are our own [P].
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from rodt.dates import days_between
from rodt.words import nhs_date
from support.kinds import ALL, BY_KEY, Group

NAMED = {
    "motivational": "Motivational interviewing (MI)",
    "mapping": "Node-link mapping (ITEP)",
    "cbt": "Relapse prevention based on CBT",
    "contingency": "Contingency management",
    "family_network": "Behavioural couples and family work",
    "mutual_aid": "Facilitating access to mutual aid (FAMA)",
}
"""What a service is asked about; it may leave out what it does not offer."""
TALKING = frozenset(kind.key for kind in ALL if kind.group is Group.PSYCHOSOCIAL)
OTHERS = tuple(key for key in BY_KEY if key in TALKING and key not in NAMED)
COMPETENT = "competent"
LEVELS = [("training", "In training, with supervision"), (COMPETENT, "Assessed as competent")]
CLINICAL = ("clinical", "group")
SUPERVISION = [
    ("clinical", "Clinical, one to one"),
    ("group", "Clinical, in a group"),
    ("line", "Line management"),
]
RUNS_OUT_DAYS = 60
"""A competence that runs out within so many days is marked [P]."""


KIND = "skills"


@dataclass(frozen=True, slots=True)
class SkillRules:
    """What a service asks of its keyworkers, as versioned configuration: in which interventions,
    and how often clinical supervision. Both defaults are proposals [P]. `version` 0: the product's
    own."""

    interventions: tuple[str, ...] = tuple(NAMED)
    supervision_days: int = 42
    version: int = 0
    is_verified: bool = False

    @property
    def weeks(self) -> int:
        return self.supervision_days // 7

    def values(self) -> dict[str, Any]:
        """Plain values, to store with a result."""
        return {**asdict(self), "interventions": list(self.interventions)}


PRODUCT = SkillRules()


def from_values(values: Mapping[str, Any], *, version: int, is_verified: bool) -> SkillRules:
    """A service's own over the product's. Raises ValueError where they cannot be used."""
    offered, days = values.get("interventions", list(NAMED)), values.get("supervision_days", 42)
    if not isinstance(offered, list) or not offered or not set(offered) <= NAMED.keys():
        raise ValueError(f"The interventions must be some of: {', '.join(NAMED)}.")
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise ValueError("The days between sessions of supervision must be a whole number.")
    kept = tuple(key for key in NAMED if key in offered)
    return SkillRules(kept, days, version, is_verified)


def called(key: str) -> str:
    return NAMED.get(key) or BY_KEY[key].words


def choices() -> list[tuple[str, str]]:
    return [(key, called(key)) for key in (*NAMED, *OTHERS)]


class Assessed(NamedTuple):
    """One assessment, as it stands on record."""

    intervention: str
    level: str
    on: date
    expires_on: date | None = None


def competent_in(assessed: Iterable[Assessed], day: date) -> frozenset[str]:
    """Interventions somebody is competent in on a day: the last assessment by then says so, and has
    not run out. Of two of one day the later row counts."""
    last: dict[str, Assessed] = {}
    for one in assessed:
        if one.on <= day and (one.intervention not in last or last[one.intervention].on <= one.on):
            last[one.intervention] = one
    return frozenset(
        key
        for key, one in last.items()
        if one.level == COMPETENT and (one.expires_on is None or one.expires_on >= day)
    )


def stands(last: Assessed | None, day: date) -> str:
    """The last assessment by a day, in a word or two."""
    if last is None:
        return "Not on record"
    if last.expires_on is not None and last.expires_on < day:
        return f"Ran out {nhs_date(last.expires_on)}"
    if last.level != COMPETENT:
        return "In training"
    if last.expires_on is not None and days_between(day, last.expires_on) <= RUNS_OUT_DAYS:
        return f"Competent until {nhs_date(last.expires_on)}"
    return "Competent"


def is_supervised(last_on: date | None, day: date, rules: SkillRules) -> bool:
    """Clinical supervision within the days that are asked for."""
    return last_on is not None and 0 <= days_between(last_on, day) <= rules.supervision_days
