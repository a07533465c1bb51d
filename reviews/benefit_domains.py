"""The domains in which benefit from prescribing is looked for, and what surrounds them, as data.

Source: domain/reviews.md §5 (the split is that of the 2012 expert group's slides), §7 and §8.
"""

from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How good the evidence is that substitution treatment helps here."""

    STRONG = "A"
    WEAKER = "B"
    BOTH = "both"


EVIDENCE_TITLES = {
    Evidence.STRONG: "Where substitution treatment has strong evidence",
    Evidence.WEAKER: "Where evidence is weaker",
    Evidence.BOTH: "Both",
}
EVIDENCE_NOTES = {
    Evidence.STRONG: "look here first for benefit",
    Evidence.WEAKER: "no progress here points to adding support, not to stopping",
    Evidence.BOTH: "",
}


class Rating(StrEnum):
    WORSE = "worse"
    SAME = "same"
    BETTER = "better"
    AT_GOAL = "at_goal"
    UNKNOWN = "unknown"


RATING_WORDS = {
    Rating.WORSE: "Worse",
    Rating.SAME: "Same",
    Rating.BETTER: "Better",
    Rating.AT_GOAL: "At goal",
    Rating.UNKNOWN: "Unknown",
}


class DomainKey(StrEnum):
    RETENTION = "retention"
    OPIATES = "opiates"
    INJECTING = "injecting"
    BBV = "bbv"
    OFFENDING = "offending"
    SURVIVAL = "survival"
    OTHER_DRUGS = "other_drugs"
    HEALTH = "health"
    SOCIAL = "social"
    RECOVERY_CAPITAL = "recovery_capital"
    OWN_JUDGEMENT = "own_judgement"


@dataclass(frozen=True, slots=True)
class Domain:
    """`top_fields`: the TOP items that speak to it; `evidence`: what else does, in words."""

    key: DomainKey
    title: str
    group: Evidence
    top_fields: tuple[str, ...]
    evidence: str
    note: str = ""


A, B = Evidence.STRONG, Evidence.WEAKER

DOMAINS = (
    Domain(
        DomainKey.RETENTION,
        "Retention and engagement",
        A,
        (),
        "weeks in treatment, meetings kept, missed doses",
    ),
    Domain(DomainKey.OPIATES, "Heroin and other opiates", A, ("opiates_days",), "drug tests"),
    Domain(DomainKey.INJECTING, "Injecting and sharing", A, ("injecting_days", "shared_works"), ""),
    Domain(DomainKey.BBV, "Blood-borne viruses", A, (), "tests, treatment and vaccination"),
    Domain(
        DomainKey.OFFENDING,
        "Offending",
        A,
        ("shoplifting", "drug_selling", "other_theft", "assault"),
        "the person's own account",
        note="shown as context only",
    ),
    Domain(
        DomainKey.SURVIVAL,
        "Overdose and survival",
        A,
        (),
        "overdoses, naloxone, alcohol and sedatives",
    ),
    Domain(
        DomainKey.OTHER_DRUGS,
        "Other drugs and alcohol",
        B,
        (
            "crack_days",
            "cocaine_days",
            "amphetamines_days",
            "cannabis_days",
            "alcohol_days",
            "other_days",
        ),
        "drug tests",
    ),
    Domain(DomainKey.HEALTH, "Body and mind", B, ("psych_health", "physical_health"), ""),
    Domain(
        DomainKey.SOCIAL,
        "Home, family, work",
        B,
        (
            "acute_housing",
            "unsuitable_housing",
            "eviction_risk",
            "paid_work_days",
            "volunteer_days",
            "placement_days",
            "education_days",
        ),
        "housing and employment as recorded",
    ),
    Domain(
        DomainKey.RECOVERY_CAPITAL, "Recovery capital", B, ("quality_of_life",), "the four ratings"
    ),
    Domain(
        DomainKey.OWN_JUDGEMENT,
        "Their own judgement",
        Evidence.BOTH,
        (),
        "Is this medicine helping you live the life you want? 0 to 10, and in words",
    ),
)
BY_KEY = {domain.key: domain for domain in DOMAINS}
STRONG = tuple(domain.key for domain in DOMAINS if domain.group is A)
WEAKER = tuple(domain.key for domain in DOMAINS if domain.group is B)

WITHOUT_IT_QUESTION = "What would probably happen without it?"
WITHOUT_IT_NOTE = "Needed before any stop"
JUDGEMENT_QUESTION = "Is this medicine helping you live the life you want?"


@dataclass(frozen=True, slots=True)
class Capital:
    """One kind of recovery capital, rated 0 to 10 by the person. Never summed to one score."""

    key: str
    title: str
    covers: str


RECOVERY_CAPITAL = (
    Capital("social", "Social", "family, partners, friends, groups, obligations"),
    Capital("physical", "Physical", "money, a safe home, transport, possessions"),
    Capital("human", "Human", "skills, education, health and mental health, aspirations, hope"),
    Capital("cultural", "Cultural", "values, beliefs, attitudes, belonging to the community"),
)
CAPITAL_MOST = 10
