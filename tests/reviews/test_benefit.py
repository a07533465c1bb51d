"""What the record suggests about benefit: a truth table, with unknown never a "no"."""

import inspect
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplans.models import OptionsTalk
from reviews import benefit, benefit_domains
from reviews.benefit import CONCLUSION_NEXT, CONCLUSION_WORDS, Conclusion, offered_rating, suggest
from reviews.benefit_domains import (
    BY_KEY,
    DOMAINS,
    RECOVERY_CAPITAL,
    STRONG,
    WEAKER,
    DomainKey,
    Evidence,
    Rating,
)
from reviews.ladder import BY_NUMBER, FOLLOW_UP_DAYS, LADDER, not_looked_at, so_far, status_words
from reviews.strategic_form import StrategicForm
from reviews.top_change import change
from reviews.top_items import BY_FIELD

CLEAR, PARTIAL = Conclusion.CLEAR, Conclusion.PARTIAL
NOT_EVIDENT, NOT_ENOUGH = Conclusion.NOT_EVIDENT, Conclusion.NOT_ENOUGH
WORSE, SAME, BETTER, AT_GOAL, UNKNOWN = Rating
Ratings = dict[str, str]


def rated(strong: Rating, weaker: Rating, own: Rating = SAME, **more: Rating) -> Ratings:
    ratings = dict.fromkeys((key.value for key in STRONG), strong.value)
    ratings |= dict.fromkeys((key.value for key in WEAKER), weaker.value)
    ratings["own_judgement"] = own.value
    return ratings | {key: rating.value for key, rating in more.items()}


@pytest.mark.parametrize(
    ("strong", "weaker", "conclusion"),
    [
        (BETTER, BETTER, CLEAR),
        (BETTER, AT_GOAL, CLEAR),
        (BETTER, SAME, PARTIAL),
        (BETTER, WORSE, PARTIAL),
        (BETTER, UNKNOWN, CLEAR),
        (AT_GOAL, BETTER, CLEAR),
        (AT_GOAL, AT_GOAL, CLEAR),
        (AT_GOAL, SAME, PARTIAL),
        (AT_GOAL, WORSE, PARTIAL),
        (AT_GOAL, UNKNOWN, CLEAR),
        (SAME, BETTER, PARTIAL),
        (SAME, AT_GOAL, PARTIAL),
        (SAME, SAME, NOT_EVIDENT),
        (SAME, WORSE, NOT_EVIDENT),
        (SAME, UNKNOWN, NOT_EVIDENT),
        (WORSE, BETTER, PARTIAL),
        (WORSE, AT_GOAL, PARTIAL),
        (WORSE, SAME, NOT_EVIDENT),
        (WORSE, WORSE, NOT_EVIDENT),
        (WORSE, UNKNOWN, NOT_EVIDENT),
        (UNKNOWN, BETTER, NOT_ENOUGH),
        (UNKNOWN, AT_GOAL, NOT_ENOUGH),
        (UNKNOWN, SAME, NOT_ENOUGH),
        (UNKNOWN, WORSE, NOT_ENOUGH),
        (UNKNOWN, UNKNOWN, NOT_ENOUGH),
    ],
)
def test_strong_evidence_decides_and_weaker_evidence_asks_for_support(
    strong: Rating, weaker: Rating, conclusion: Conclusion
) -> None:
    assert suggest(rated(strong, weaker)).conclusion is conclusion


@pytest.mark.parametrize("key", [key for key in STRONG if key is not DomainKey.OFFENDING])
@pytest.mark.parametrize("rating", [BETTER, AT_GOAL])
def test_one_strong_domain_that_helped_and_none_worse_is_clear(
    key: DomainKey, rating: Rating
) -> None:
    for others in (SAME, UNKNOWN):
        ratings = rated(others, BETTER, **{key.value: rating})
        assert suggest(ratings).conclusion is CLEAR


@pytest.mark.parametrize("key", STRONG)
def test_one_strong_domain_worse_among_those_that_helped_is_partial(key: DomainKey) -> None:
    found = suggest(rated(BETTER, BETTER, **{key.value: WORSE}))
    assert found.conclusion is PARTIAL
    assert any(reason.startswith("worse in") for reason in found.reasons)


def test_offending_alone_carries_no_verdict() -> None:
    """Crime items are of weak validity: they are context."""
    assert suggest(rated(SAME, SAME, offending=BETTER)).conclusion is PARTIAL
    assert suggest(rated(UNKNOWN, BETTER, offending=BETTER)).conclusion is NOT_ENOUGH


@pytest.mark.parametrize(
    ("progressed", "conclusion"), [(0, PARTIAL), (1, PARTIAL), (2, CLEAR), (3, CLEAR), (4, CLEAR)]
)
def test_weaker_domains_lag_when_fewer_than_half_of_them_progressed(
    progressed: int, conclusion: Conclusion
) -> None:
    moved = {key.value: BETTER for key in WEAKER[:progressed]}
    assert suggest(rated(BETTER, SAME, **moved)).conclusion is conclusion


@pytest.mark.parametrize(
    ("own", "conclusion"), [(WORSE, PARTIAL), (SAME, CLEAR), (BETTER, CLEAR), (UNKNOWN, CLEAR)]
)
def test_the_persons_own_judgement_that_it_is_worse_is_heard(
    own: Rating, conclusion: Conclusion
) -> None:
    assert suggest(rated(BETTER, BETTER, own)).conclusion is conclusion


@pytest.mark.parametrize("key", [DomainKey.OPIATES, DomainKey.SURVIVAL, DomainKey.INJECTING])
def test_holding_somebody_safe_is_benefit_without_any_upward_trend(key: DomainKey) -> None:
    ratings = rated(SAME, UNKNOWN)
    assert suggest(ratings).conclusion is NOT_EVIDENT
    found = suggest(ratings, held=frozenset({key}))
    assert found.conclusion is CLEAR
    assert any("a gain is held" in reason for reason in found.reasons)


def test_what_got_worse_is_not_held() -> None:
    ratings = rated(SAME, UNKNOWN, opiates=WORSE)
    found = suggest(ratings, held=frozenset({DomainKey.OPIATES}))
    assert found.conclusion is NOT_EVIDENT


@pytest.mark.parametrize(
    ("known", "conclusion"), [(0, NOT_ENOUGH), (2, NOT_ENOUGH), (3, NOT_EVIDENT), (6, NOT_EVIDENT)]
)
def test_no_benefit_is_never_concluded_from_what_was_not_asked(
    known: int, conclusion: Conclusion
) -> None:
    same = {key.value: SAME for key in STRONG[:known]}
    assert suggest(rated(UNKNOWN, SAME, **same)).conclusion is conclusion


def test_nothing_rated_is_not_enough_information() -> None:
    found = suggest({})
    assert found.conclusion is NOT_ENOUGH
    assert found.unknown == tuple(DomainKey)
    assert found.words.startswith("There is not enough information: ")


def test_a_rating_nobody_knows_is_unknown() -> None:
    assert suggest(dict.fromkeys(DomainKey, "splendid")) == suggest({})


def test_the_picture_of_the_benefit_page() -> None:
    """Six of six strong, home better, crack and body the same, capital unknown: partial."""
    ratings = rated(
        BETTER,
        SAME,
        SAME,
        social=BETTER,
        recovery_capital=UNKNOWN,
        retention=AT_GOAL,
        injecting=AT_GOAL,
        bbv=AT_GOAL,
    )
    found = suggest(ratings)
    assert found.conclusion is PARTIAL
    assert found.next_step == "then: add support"
    assert found.words == (
        "The record suggests partial benefit: better, at goal or held in 6 of 6 strong-evidence"
        " domains. Progress in 1 of 3 weaker-evidence domains known. No progress in other drugs"
        " and alcohol and body and mind. 1 domain without a rating: recovery capital."
    )


@given(st.fixed_dictionaries({key.value: st.sampled_from([*Rating]) for key in DomainKey}))
def test_any_ratings_give_one_conclusion_with_reasons(ratings: Ratings) -> None:
    found = suggest(ratings)
    helped = [key for key in STRONG if ratings[key] in (BETTER, AT_GOAL)]
    worse = [key for key in STRONG if ratings[key] == WORSE]
    assert found.reasons
    if found.conclusion is CLEAR:
        assert helped
        assert not worse
    if found.conclusion is NOT_EVIDENT:
        assert not helped
    if helped and not worse and helped != [DomainKey.OFFENDING]:
        assert found.conclusion in (CLEAR, PARTIAL)


@given(
    st.fixed_dictionaries({key.value: st.sampled_from([*Rating]) for key in DomainKey}),
    st.sampled_from([key for key in STRONG if key is not DomainKey.OFFENDING]),
)
def test_a_gain_never_makes_the_conclusion_worse(ratings: Ratings, key: DomainKey) -> None:
    order = [NOT_EVIDENT, PARTIAL, CLEAR]
    before, after = suggest(ratings), suggest(ratings | {key.value: BETTER})
    if before.conclusion is not NOT_ENOUGH:
        assert order.index(after.conclusion) >= order.index(before.conclusion)


def test_time_in_treatment_is_no_input() -> None:
    assert set(inspect.signature(suggest).parameters) == {"ratings", "held"}
    assert "weeks" not in inspect.getsource(benefit.suggest)


@pytest.mark.parametrize(
    ("measure", "earlier", "later", "offered"),
    [
        ("opiates_days", 28, 0, AT_GOAL),
        ("opiates_days", 0, 0, AT_GOAL),
        ("opiates_days", 28, 20, SAME),  # within noise
        ("opiates_days", 28, 6, None),  # beyond, but the threshold is not verified
        ("alcohol_days", 20, 8, BETTER),
        ("alcohol_days", 8, 20, WORSE),
        ("alcohol_days", 8, 10, SAME),
        ("psych_health", 8, 11, SAME),
        ("psych_health", 8, 12, None),
        ("crack_days", 8, None, None),
        ("assault", "yes", "no", None),
        ("paid_work_days", 0, 8, None),
    ],
)
def test_a_rating_is_offered_only_where_numbers_can_say(
    measure: str, earlier: int, later: int, offered: Rating | None
) -> None:
    assert offered_rating(change(measure, earlier, later)) is offered


def test_there_are_eleven_domains_six_strong_four_weaker_and_their_own_judgement() -> None:
    assert [domain.key for domain in DOMAINS] == list(DomainKey)
    assert (len(STRONG), len(WEAKER), len(DOMAINS)) == (6, 4, 11)
    assert BY_KEY[DomainKey.OWN_JUDGEMENT].group is Evidence.BOTH


def test_domains_name_only_items_that_a_top_has() -> None:
    assert all(name in BY_FIELD for domain in DOMAINS for name in domain.top_fields)


def test_every_conclusion_has_its_words_and_next_step() -> None:
    assert set(CONCLUSION_WORDS) == set(CONCLUSION_NEXT) == set(Conclusion)
    assert "stop" not in " ".join(CONCLUSION_NEXT.values())


def test_the_ladder_has_13_rungs_and_stopping_is_last_and_apart() -> None:
    assert [rung.number for rung in LADDER] == list(range(1, 14))
    assert [rung.number for rung in LADDER if not rung.is_listed] == [13]
    assert FOLLOW_UP_DAYS == (28, 84)


def test_any_rung_may_be_skipped_and_stays_not_looked_at() -> None:
    statuses = {1: "done", 3: "discuss", 11: "declined", 12: "nonsense"}
    left = [rung.number for rung in not_looked_at(statuses)]
    assert left == [2, 4, 5, 6, 7, 8, 9, 10, 12]
    assert status_words("not_available") == "Not available here"
    assert status_words(None) == status_words("") == "Not looked at"
    assert BY_NUMBER[12].title == "Continue, with safety as the goal"


def test_of_each_step_the_last_that_was_said_stands_with_the_day_since_when() -> None:
    begun, plan, later = date(2026, 1, 5), date(2026, 1, 12), date(2026, 6, 1)
    first = {"3": {"status": "discuss"}, "6": {"status": "done", "note": "CBT"}}
    said = so_far([(later, {"3": {"status": "done"}}), (begun, first), (plan, first)])
    assert [(line.number, line.status, on) for line, on in said] == [
        (3, "Done", later),
        (6, "Done", begun),  # the plan only repeats it
    ]
    assert so_far([]) == ()


def test_there_is_one_list_of_options_with_staying_as_it_is_first() -> None:
    assert not hasattr(benefit_domains, "OPTIONS"), "a second list would drift from the first"
    offered = list(OptionsTalk.Option.choices)
    assert offered[0] == ("stay", "Staying as it is")
    assert StrategicForm.base_fields["options"].choices == offered


def test_recovery_capital_has_four_kinds() -> None:
    assert [kind.key for kind in RECOVERY_CAPITAL] == ["social", "physical", "human", "cultural"]


def test_no_word_of_ladder_or_options_ranks_by_time() -> None:
    words = [rung.prompt for rung in LADDER] + OptionsTalk.Option.labels
    for word, text in product(("years", "too long", "parked", "time limit"), words):
        assert word not in text
