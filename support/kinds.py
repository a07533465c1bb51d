"""What can be offered to somebody, by kind: talking help, help to build a life, a next step. Pure.

Codes are those of the national data set where it has one; a code's own meaning is printed in our
words. Source: domain/ndtms.md §4 [S] for the codes; words without a code are our own kinds [P], as
are the kinds of an opportunity (domain/twelve-steps.md 3.2 [P]).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Group(StrEnum):
    PSYCHOSOCIAL = "psychosocial"
    RECOVERY = "recovery"
    FAMILY = "family"
    STEP = "step"

    @property
    def words(self) -> str:
        return _GROUP_WORDS[self]


_GROUP_WORDS = {
    Group.PSYCHOSOCIAL: "Talking help",
    Group.RECOVERY: "Help to build a life",
    Group.FAMILY: "For family and carers",
    Group.STEP: "A step in treatment",
}


class Kind(NamedTuple):
    """`code`: of the national data set, empty where it has none. `is_other`: says what it is in
    free words."""

    key: str
    words: str
    group: Group
    code: str = ""
    is_other: bool = False


_G = Group
ALL = (
    Kind("motivational", "Talking about change", _G.PSYCHOSOCIAL, "PSYMOTI"),
    Kind("contingency", "Rewards for goals reached", _G.PSYCHOSOCIAL, "PSYCNMG"),
    Kind("family_network", "Work with family and friends", _G.PSYCHOSOCIAL, "PSYFSNI"),
    Kind("cbt", "Cognitive behavioural work (CBT)", _G.PSYCHOSOCIAL, "PSYCGBH"),
    Kind("mental_health", "Talking help for mental health", _G.PSYCHOSOCIAL, "PSYMNTH"),
    Kind("psychodynamic", "Psychodynamic therapy", _G.PSYCHOSOCIAL, "PSYDNMC"),
    Kind("twelve_step", "12-step work", _G.PSYCHOSOCIAL, "PSYSTP"),
    Kind("counselling", "Counselling", _G.PSYCHOSOCIAL, "PSYCOUN"),
    Kind("psychosocial_other", "Other talking help", _G.PSYCHOSOCIAL, "PSYOTHR", True),
    Kind("housing", "Help with housing", _G.RECOVERY, "RECHSE"),
    Kind("employment", "Help with work", _G.RECOVERY, "RECEMP"),
    Kind("education", "Education or training", _G.RECOVERY, "RECEDUT"),
    Kind("work_project", "Supported work project", _G.RECOVERY, "RECWPRJ"),
    Kind("volunteering", "Volunteering", _G.RECOVERY),
    Kind("mutual_aid", "Mutual aid", _G.RECOVERY, "RECMAID"),
    Kind("peer", "Peer support", _G.RECOVERY, "RECPEER"),
    Kind("recovery_group", "Recovery group", _G.RECOVERY),
    Kind("relapse_prevention", "Preventing relapse", _G.RECOVERY, "RECRLPP"),
    Kind("check_ups", "Recovery check-ups", _G.RECOVERY, "RECCHKP"),
    Kind("complementary", "Complementary therapies", _G.RECOVERY, "RECCMPT"),
    Kind("health", "General health", _G.RECOVERY, "RECGNH"),
    Kind("residential", "Residential rehabilitation", _G.RECOVERY),
    Kind("recovery_other", "Other support", _G.RECOVERY, "RECOTH", True),
    Kind("family_support", "Family support", _G.FAMILY, "RECFMSP"),
    Kind("parenting", "Support as a parent", _G.FAMILY, "RECPRNT"),
    Kind("carer_needs", "A carer’s own needs looked at", _G.FAMILY),
    Kind("carer_review", "A carer invited to a review", _G.FAMILY),
    Kind("relaxed_collection", "Collecting less often", _G.STEP),
    Kind("depot", "A depot injection", _G.STEP),
    Kind("reducing", "Reducing, if they wish", _G.STEP),
    Kind("step_other", "Another step", _G.STEP, "", True),
)
BY_KEY = {kind.key: kind for kind in ALL}
OTHERS = tuple(kind.key for kind in ALL if kind.is_other)
HOUSING = frozenset({"housing"})
WORK = frozenset({"employment", "education", "work_project", "volunteering"})
INTRODUCED = frozenset({"mutual_aid", "peer", "recovery_group"})
"""Where somebody is introduced first, and goes once with support."""
MUTUAL_AID, CARER_NEEDS, CARER_REVIEW = "mutual_aid", "carer_needs", "carer_review"
OPPORTUNITIES = (
    frozenset({"recovery_group", "mutual_aid", "residential", "peer", "recovery_other"})
    | WORK
    | {kind.key for kind in ALL if kind.group is Group.STEP}
)
"""What counts as a new opportunity for somebody who is stable. Source: twelve-steps.md 3.2 [P]."""

Choices = list[tuple[str, str]]


def choices() -> list[tuple[str, Choices]]:
    """By group, for a list to choose from."""
    return [(group.words, [(k.key, k.words) for k in ALL if k.group is group]) for group in Group]


def flat_choices() -> Choices:
    return [(kind.key, kind.words) for kind in ALL]


def called(key: str, other_words: str = "") -> str:
    """Help with housing; of one that is called other, what it is."""
    kind = BY_KEY[key]
    return f"{kind.words}: {other_words}" if kind.is_other and other_words else kind.words


class Stage(NamedTuple):
    """How far somebody came with mutual aid. Source: domain/twelve-steps.md step 10."""

    number: int
    words: str


STAGES = (
    Stage(0, "Not talked about yet"),
    Stage(1, "Told about it"),
    Stage(2, "Introduced to a member"),
    Stage(3, "Went once, with support"),
    Stage(4, "Goes there"),
)
_STAGE_OF = {"introduced": 2, "went_once": 3, "started": 4}
NOT_FOR_ME = "Not for me: that is a full answer"


def stage(is_told: bool, states: Iterable[str]) -> Stage:
    """The furthest of them: `is_told`, it was offered; `states`: what came of it since."""
    return STAGES[max((_STAGE_OF.get(state, 1) for state in states), default=int(is_told))]
