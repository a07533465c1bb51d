"""Facts that the module of their topic puts together by person: one line a topic. What each is
called is the field of `CaseFacts` that holds it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from audits import capital_facts, health_facts, heart_facts, improving_facts, talking_facts
from audits.rows import Ask


class Topic(NamedTuple):
    """`nothing`: what is known of somebody of whom nothing is recorded."""

    read: Callable[[Ask], Mapping[UUID, Any]]
    nothing: Any = ()


TOPICS = {
    "capital": Topic(capital_facts.read),
    "health": Topic(health_facts.read, {}),
    "heart": Topic(heart_facts.read, heart_facts.NOT_KNOWN),
    "talked": Topic(improving_facts.read_talked),
    "talking": Topic(talking_facts.read),
    "early": Topic(improving_facts.read_early),
}

Known = dict[str, Mapping[UUID, Any]]


def read(ask: Ask) -> Known:
    return {name: topic.read(ask) for name, topic in TOPICS.items()}


def of_person(known: Known, who: UUID) -> dict[str, Any]:
    return {name: known[name].get(who, topic.nothing) for name, topic in TOPICS.items()}
