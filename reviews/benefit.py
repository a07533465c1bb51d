"""Is prescribing still of benefit? What the record suggests, with its reasons. Pure.

The clinician decides; this only suggests. Time in treatment is no input. Source: domain/reviews.md
§5, design/decisions.md 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviews.benefit_domains import BY_KEY, STRONG, WEAKER, DomainKey, Rating
from reviews.top_change import Category, Change
from rodt.words import and_list, count, sentence

RULE = "benefit suggestion, version 1"


class Conclusion(StrEnum):
    CLEAR = "clear"
    PARTIAL = "partial"
    NOT_EVIDENT = "not_evident"
    NOT_ENOUGH = "not_enough"


CONCLUSION_WORDS = {
    Conclusion.CLEAR: "clear benefit",
    Conclusion.PARTIAL: "partial benefit",
    Conclusion.NOT_EVIDENT: "no evident benefit",
    Conclusion.NOT_ENOUGH: "not enough information",
}
CONCLUSION_NEXT = {
    Conclusion.CLEAR: "a gain that is held counts",
    Conclusion.PARTIAL: "then: add support",
    Conclusion.NOT_EVIDENT: "then: improve treatment first",
    Conclusion.NOT_ENOUGH: "say what is missing",
}
HELPED = (Rating.BETTER, Rating.AT_GOAL)

# Crime items are of weak validity (domain/top.md §1): offending alone never carries a verdict.
CARRIES = tuple(key for key in STRONG if key is not DomainKey.OFFENDING)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the record suggests, why, and which domains nobody could rate."""

    conclusion: Conclusion
    reasons: tuple[str, ...]
    unknown: tuple[DomainKey, ...] = ()
    rule: str = RULE

    @property
    def words(self) -> str:
        """The record suggests partial benefit: …. …."""
        what = CONCLUSION_WORDS[self.conclusion]
        lead = "There is" if self.conclusion is Conclusion.NOT_ENOUGH else "The record suggests"
        because, *more = self.reasons
        return f"{'. '.join([f'{lead} {what}: {because}', *map(sentence, more)])}."

    @property
    def next_step(self) -> str:
        return CONCLUSION_NEXT[self.conclusion]


def suggest(ratings: Mapping[str, str], *, held: frozenset[DomainKey] = frozenset()) -> Suggestion:
    """A conclusion from the eleven ratings; a rating that is not there is unknown.

    `held`: domains where "same" means that a gain or safety is being held, such as no street heroin
    now, or no overdose since the start. Holding somebody safe is benefit: no upward trend is asked
    for.

    - Strong evidence better, at goal or held, and none worse: clear. But partial where fewer than
      half of the known weaker domains have progressed, or where the person judges it worse.
    - Some strong evidence helped and some worse, or only weaker evidence helped: partial.
    - None helped: not evident, once at least half of the strong domains are known. Unknown is not
      "no": with less known than that there is not enough information.
    """
    rated = {key: _rating(ratings, key) for key in DomainKey}
    helped = [key for key in STRONG if _helps(key, rated[key], held)]
    carried = [key for key in helped if key in CARRIES]
    worse = [key for key in STRONG if rated[key] is Rating.WORSE]
    known = [key for key in STRONG if rated[key] is not Rating.UNKNOWN]
    weaker_known = [key for key in WEAKER if rated[key] is not Rating.UNKNOWN]
    progressed = [key for key in weaker_known if _helps(key, rated[key], held)]
    judged_worse = rated[DomainKey.OWN_JUDGEMENT] is Rating.WORSE
    unknown = tuple(key for key in DomainKey if rated[key] is Rating.UNKNOWN)
    reasons = tuple(_reasons(rated, helped, worse, weaker_known, progressed, held))

    if carried and not worse:
        lags = bool(weaker_known) and 2 * len(progressed) < len(weaker_known)
        conclusion = Conclusion.PARTIAL if lags or judged_worse else Conclusion.CLEAR
    elif carried:
        conclusion = Conclusion.PARTIAL
    elif 2 * len(known) < len(STRONG):
        conclusion = Conclusion.NOT_ENOUGH
    elif progressed or helped:
        conclusion = Conclusion.PARTIAL
    else:
        conclusion = Conclusion.NOT_EVIDENT
    return Suggestion(conclusion, reasons, unknown)


def offered_rating(change: Change) -> Rating | None:
    """The rating a page may offer for a domain from one TOP item; None where only a person can say.

    Within measurement noise it is "same". A change beyond an unverified threshold offers nothing.
    """
    if change.is_context_only or change.category is Category.UNKNOWN:
        return None
    if change.category in (Category.ABSTINENT, Category.NOT_APPLICABLE):
        return Rating.AT_GOAL
    if change.category is Category.RELIABLY_IMPROVED:
        return Rating.BETTER
    if change.category is Category.RELIABLY_DETERIORATED:
        return Rating.WORSE
    return Rating.SAME if change.exceeds_threshold is False else None


def _rating(ratings: Mapping[str, str], key: DomainKey) -> Rating:
    value = ratings.get(key.value)
    return Rating(value) if value in set(Rating) else Rating.UNKNOWN


def _helps(key: DomainKey, rating: Rating, held: frozenset[DomainKey]) -> bool:
    return rating in HELPED or (rating is Rating.SAME and key in held)


def _reasons(
    rated: Mapping[DomainKey, Rating],
    helped: list[DomainKey],
    worse: list[DomainKey],
    weaker_known: list[DomainKey],
    progressed: list[DomainKey],
    held: frozenset[DomainKey],
) -> list[str]:
    """In the order in which they weigh, each a part of a sentence."""
    reasons = [f"better, at goal or held in {len(helped)} of {len(STRONG)} strong-evidence domains"]
    if worse:
        reasons.append(f"worse in {_titles(worse)}")
    safe = [key for key in helped if key in held and rated[key] is Rating.SAME]
    if safe:
        reasons.append(f"a gain is held in {_titles(safe)}")
    if weaker_known:
        reasons.append(
            f"progress in {len(progressed)} of {len(weaker_known)} weaker-evidence domains known"
        )
        behind = [key for key in weaker_known if key not in progressed]
        if behind:
            reasons.append(f"no progress in {_titles(behind)}")
    if rated[DomainKey.OWN_JUDGEMENT] is Rating.WORSE:
        reasons.append("their own judgement is lower")
    unknown = [key for key in (*STRONG, *WEAKER) if rated[key] is Rating.UNKNOWN]
    if unknown:
        reasons.append(f"{count(len(unknown), 'domain')} without a rating: {_titles(unknown)}")
    return reasons


def _titles(keys: list[DomainKey]) -> str:
    titles = [BY_KEY[key].title for key in keys]
    return and_list([title[0].lower() + title[1:] for title in titles])
