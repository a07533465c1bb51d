"""What a strategic review says, for reading: everything its form asks, in the order of the form.

Pure over rows. A blank is not an answer: it is said as such, and never as "unknown".
"""

from dataclasses import dataclass

from careplans.models import OptionsTalk
from reviews.benefit_domains import (
    DOMAINS,
    EVIDENCE_NOTES,
    EVIDENCE_TITLES,
    RATING_WORDS,
    Rating,
)
from reviews.doubt import follow_up_by
from reviews.ladder import LADDER, Rung, RungLine, rung_lines
from reviews.models import Conclusion, Optimisation, Review, StrategicReview
from reviews.strategic import DECISIONS
from rodt.words import and_list, sentence

NOT_RATED = "Not rated"
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, slots=True)
class RatedGroup:
    """Domains with like evidence. `rows`: (domain, rating in words)."""

    title: str
    note: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StrategicPage:
    """One strategic part. `plan`: what was agreed with it, where benefit was in doubt; `talk`: the
    options as its own entry, which may also hold what the person would like. `counts`: everything
    needed was asked, and both have signed."""

    part: StrategicReview
    review: Review
    plan: Optimisation | None
    talk: OptionsTalk | None
    counts: bool

    @property
    def conclusion(self) -> str:
        return self.part.get_conclusion_display() or "Not concluded"

    @property
    def suggested(self) -> str:
        """What the record suggested when it was signed. It decided nothing."""
        suggested = self.part.suggested
        return Conclusion(suggested).label if suggested in set(Conclusion) else ""

    @property
    def groups(self) -> tuple[RatedGroup, ...]:
        return tuple(
            RatedGroup(
                title,
                EVIDENCE_NOTES[group],
                tuple(
                    (domain.title, rating_words(self.part.ratings.get(domain.key)))
                    for domain in DOMAINS
                    if domain.group is group
                ),
            )
            for group, title in EVIDENCE_TITLES.items()
        )

    @property
    def rated_words(self) -> str:
        """9 of 11 rated. "Unknown" is a rating."""
        rated = sum(self.part.ratings.get(domain.key) in set(Rating) for domain in DOMAINS)
        return f"{rated} of {len(DOMAINS)} rated"

    @property
    def judgement(self) -> str:
        return NOT_RECORDED if self.part.judgement is None else f"{self.part.judgement} of 10"

    @property
    def own_words(self) -> str:
        """What was said with the judgement, unless the review's own quote says it already."""
        said = self.part.judgement_words
        return "" if said == self.review.their_words else said

    @property
    def rungs(self) -> tuple[RungLine, ...]:
        """The steps that somebody looked at, in the ladder's order."""
        return rung_lines(self.part.ladder)

    @property
    def not_looked_at(self) -> tuple[Rung, ...]:
        """The other steps of the list. One with a note alone was looked at."""
        seen = {line.number for line in self.rungs}
        return tuple(rung for rung in LADDER if rung.is_listed and rung.number not in seen)

    @property
    def options(self) -> str:
        chosen = self.part.options or (self.talk.options if self.talk else [])
        named = dict(OptionsTalk.Option.choices)
        said = and_list([str(named.get(option, option)).lower() for option in chosen])
        return sentence(said) or NOT_RECORDED

    @property
    def preference(self) -> str:
        return self.talk.preference if self.talk else ""

    @property
    def decision(self) -> str:
        """A review that does not count decides nothing."""
        said = dict(DECISIONS).get(self.part.decision, self.part.decision)
        if said and not self.counts:
            return f"{said}: written down, and not decided. This review does not count"
        return said or NOT_RECORDED

    @property
    def put_off(self) -> str:
        """What `no_plan_because` is about; "" where the plan came after all, in time."""
        if self.plan is None:
            return "No plan yet, because"
        agreed_on = self.plan.follow_up_on
        is_later = agreed_on is not None and agreed_on > follow_up_by(self.review.held_on)
        return "A later follow-up, because" if is_later else ""


def rating_words(rating: str | None) -> str:
    return RATING_WORDS[Rating(rating)] if rating in set(Rating) else NOT_RATED
