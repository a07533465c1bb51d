"""What one save credits."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.credits import (
    CreditDecision,
    Readiness,
    ReviewAnswers,
    Said,
    SeenHow,
    TopState,
    Wanted,
    credits_for,
    wanted_from,
)
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.questions import CARE_PLAN_NEEDS, QUESTION_WORDS, Question
from reviews.review_types import ReviewerRole, ReviewType
from reviews.schedule import Credit, ReviewFacts, Schedule, due

ON = date(2026, 10, 1)
ALL_ASKED = {question.value: Said.ASKED.value for question in Question}
KEYWORKER, PRESCRIBER = ReviewerRole.KEYWORKER, ReviewerRole.PRESCRIBER
FULL = ReviewAnswers(
    held_on=ON,
    seen=SeenHow.IN_PERSON,
    wanted=(),
    answers=ALL_ASKED,
    signed=frozenset({KEYWORKER, PRESCRIBER}),
    top=TopState.COMPLETE,
)
KINDS = tuple(ReviewType)


def decide(kind: ReviewType, milestone: str = "", **changes: object) -> CreditDecision:
    given = replace(FULL, wanted=(Wanted(kind, milestone),), **changes)  # type: ignore[arg-type]
    (decision,) = credits_for(given)
    return decision


def asked_but(*left_out: Question) -> dict[str, str]:
    return {key: said for key, said in ALL_ASKED.items() if key not in left_out}


@pytest.mark.parametrize("kind", KINDS)
def test_with_everything_there_every_type_counts(kind: ReviewType) -> None:
    found = decide(kind)
    assert found.is_valid
    assert (found.why, found.readiness) == ("Everything needed is there.", Readiness.READY)


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_discussion_counts_for_nothing(kind: ReviewType) -> None:
    found = decide(kind, seen=SeenHow.NOT_SEEN)
    assert not found.is_valid
    assert found.why == "Not seen: kept as a case discussion. The clock does not restart."
    assert (found.awaits, found.readiness) == ("", Readiness.MISSING)


@pytest.mark.parametrize("seen", [SeenHow.IN_PERSON, SeenHow.PHONE, SeenHow.VIDEO])
def test_seen_in_person_by_phone_or_by_video_counts(seen: SeenHow) -> None:
    assert decide(ReviewType.CARE_PLAN, seen=seen).is_valid


def test_a_way_of_seeing_nobody_knows_does_not_count() -> None:
    assert not decide(ReviewType.CARE_PLAN, seen="").is_valid


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (kind, question)
        for kind in KINDS
        for question in DEFAULT_SCHEDULE.rule(kind).needs
        if question is not Question.TOP
    ],
)
def test_one_needed_answer_left_out_is_named_and_the_review_does_not_count(
    kind: ReviewType, question: Question
) -> None:
    found = decide(kind, answers=asked_but(question), top=TopState.PARTIAL)
    assert not found.is_valid
    assert question in found.missing
    assert QUESTION_WORDS[question] in found.why


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        (Said.ASKED, True),
        (Said.CONFIRMED, True),
        (Said.CHANGED, True),
        (Said.DECLINED, True),
        (Said.DOES_NOT_APPLY, True),
        (Said.CARRIED, False),
        (Said.NOT_ASKED, True),
        ("", False),
        ("blank", False),
    ],
)
def test_an_answer_counts_when_it_was_asked_today(said: str, counts: bool) -> None:
    found = decide(ReviewType.CARE_PLAN, answers={**ALL_ASKED, Question.RISK_CHANGED: said})
    assert found.is_valid is counts
    assert found.missing == (() if counts else (Question.RISK_CHANGED,))


def test_would_rather_not_say_is_an_answer_and_is_kept_as_unknown() -> None:
    found = decide(ReviewType.CARE_PLAN, answers={**ALL_ASKED, Question.NALOXONE: Said.DECLINED})
    assert (found.is_valid, found.declined) == (True, (Question.NALOXONE,))


def test_answers_carried_from_last_time_make_a_review_half_ready() -> None:
    carried = {Question.RISK_CHANGED: Said.CARRIED, Question.NALOXONE: Said.CARRIED}
    found = decide(ReviewType.CARE_PLAN, answers={**ALL_ASKED, **carried})
    assert found.readiness is Readiness.HALF
    assert found.why == "2 answers not asked yet: risk and naloxone."


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (3, "goals and next steps and recovery capital."),
        (4, "goals and next steps, recovery capital and risk."),
        (5, "goals and next steps, recovery capital and 2 more."),
    ],
)
def test_no_single_answer_hides_behind_one_more(left: int, words: str) -> None:
    asked = [key for key in CARE_PLAN_NEEDS if key is not Question.PROBLEM_DRUG_USE]
    carried = dict.fromkeys(asked[:left], Said.CARRIED)
    found = decide(ReviewType.CARE_PLAN, answers={**ALL_ASKED, **carried})
    assert words in found.why and " 1 more" not in found.why


def test_a_form_nobody_filled_in_credits_nothing_that_needs_answers() -> None:
    found = decide(ReviewType.CARE_PLAN, answers={}, top=TopState.NONE)
    assert found.readiness is Readiness.MISSING
    assert found.missing == DEFAULT_SCHEDULE.rule(ReviewType.CARE_PLAN).needs


ELIGIBLE = {
    ReviewType.INDUCTION: {"prescriber", "external_prescriber", "nurse"},
    ReviewType.FIRST12: {"keyworker"},
    ReviewType.KEYWORK: {"keyworker"},
    ReviewType.CARE_PLAN: {"keyworker"},
    ReviewType.MEDICAL: {"prescriber", "external_prescriber"},
    ReviewType.STRATEGIC: set(),
    ReviewType.TOP: {
        "keyworker",
        "prescriber",
        "external_prescriber",
        "nurse",
        "pharmacist",
        "recovery_worker",
    },
    ReviewType.RISK: {"keyworker", "prescriber", "external_prescriber", "nurse", "pharmacist"},
    ReviewType.AFTERCARE: {"keyworker", "peer", "recovery_worker"},
    ReviewType.EVENT: {"keyworker", "prescriber", "external_prescriber", "nurse", "pharmacist"},
}


@pytest.mark.parametrize(("kind", "role"), [(k, r) for k in KINDS for r in ReviewerRole])
def test_only_the_roles_of_the_table_complete_a_review_alone(
    kind: ReviewType, role: ReviewerRole
) -> None:
    assert decide(kind, signed=frozenset({role})).is_valid is (role in ELIGIBLE[kind])


def test_somebody_who_may_not_complete_it_is_told_who_may() -> None:
    found = decide(ReviewType.MEDICAL, signed=frozenset({KEYWORKER}))
    assert found.why == "Only a prescriber can complete this."
    assert (found.awaits, found.readiness) == ("", Readiness.MISSING)
    induction = decide(ReviewType.INDUCTION, signed=frozenset({KEYWORKER}))
    assert induction.why == "Only a prescriber or nurse can complete this."


@pytest.mark.parametrize(
    ("signed", "is_valid", "awaits"),
    [
        ({KEYWORKER, PRESCRIBER}, True, ""),
        ({KEYWORKER, ReviewerRole.EXTERNAL_PRESCRIBER}, True, ""),
        ({KEYWORKER}, False, "prescriber"),
        ({PRESCRIBER}, False, "keyworker"),
        ({ReviewerRole.MANAGER}, False, ""),
        ({ReviewerRole.MANAGER, KEYWORKER}, False, "prescriber"),
        (set(), False, "keyworker"),
    ],
)
def test_a_strategic_review_counts_with_the_second_signature(
    signed: set[ReviewerRole], is_valid: bool, awaits: str
) -> None:
    found = decide(ReviewType.STRATEGIC, signed=frozenset(signed))
    assert (found.is_valid, found.awaits) == (is_valid, awaits)
    assert len(found.awaits) <= 12
    if awaits:
        assert found.why == f"Waits for the {awaits}'s signature."
        assert found.readiness is Readiness.HALF


def test_what_would_happen_without_it_is_needed_before_a_stop_only() -> None:
    answers = asked_but(Question.WITHOUT_IT)
    assert decide(ReviewType.STRATEGIC, answers=answers).is_valid
    stop = decide(ReviewType.STRATEGIC, answers=answers, stops_prescription=True)
    assert stop.missing == (Question.WITHOUT_IT,)


@pytest.mark.parametrize(
    ("signed", "present", "awaits"),
    [
        ({KEYWORKER}, {PRESCRIBER}, ""),
        ({KEYWORKER, PRESCRIBER}, set(), ""),
        ({KEYWORKER}, set(), "prescriber"),
        ({KEYWORKER}, {ReviewerRole.NURSE}, "prescriber"),
    ],
)
def test_the_12_week_review_is_held_jointly_with_a_prescriber(
    signed: set[ReviewerRole], present: set[ReviewerRole], awaits: str
) -> None:
    found = decide(
        ReviewType.FIRST12, "week 12", signed=frozenset(signed), present=frozenset(present)
    )
    assert (found.awaits, found.is_valid) == (awaits, awaits == "")


@pytest.mark.parametrize("milestone", ["week 4", "week 8"])
def test_earlier_reviews_ask_less_and_need_no_prescriber(milestone: str) -> None:
    answers = {Question.OWN_WORDS: Said.ASKED, Question.DOSE_HOLDS: Said.CONFIRMED}
    found = decide(
        ReviewType.FIRST12,
        milestone,
        answers=answers,
        signed=frozenset({KEYWORKER}),
        top=TopState.NONE,
    )
    assert found.is_valid


@pytest.mark.parametrize(
    ("top", "own", "week_12"),
    [
        (TopState.COMPLETE, True, True),
        (TopState.PARTIAL, False, True),
        (TopState.NONE, False, False),
    ],
)
def test_a_top_counts_when_complete_and_partly_within_the_12_week_review(
    top: TopState, own: bool, week_12: bool
) -> None:
    assert decide(ReviewType.TOP, top=top).is_valid is own
    assert decide(ReviewType.FIRST12, "week 12", top=top).is_valid is week_12


def test_a_complete_top_says_what_was_used_since_last_time() -> None:
    answers = asked_but(Question.PROBLEM_DRUG_USE)
    assert decide(ReviewType.CARE_PLAN, answers=answers).is_valid
    partly = decide(ReviewType.CARE_PLAN, answers=answers, top=TopState.PARTIAL)
    assert partly.missing == (Question.PROBLEM_DRUG_USE,)


def test_one_appointment_credits_several_reviews() -> None:
    """Week 12: first 12 weeks, care plan, strategic and TOP, in the order asked for."""
    wanted = (
        Wanted(ReviewType.FIRST12, "week 12"),
        Wanted(ReviewType.CARE_PLAN),
        Wanted(ReviewType.STRATEGIC),
        Wanted(ReviewType.TOP),
    )
    given = replace(
        FULL,
        wanted=wanted,
        signed=frozenset({KEYWORKER}),
        present=frozenset({PRESCRIBER}),
        top=TopState.PARTIAL,
    )
    found = credits_for(given)
    assert [(item.type, item.is_valid, item.readiness) for item in found] == [
        (ReviewType.FIRST12, True, Readiness.READY),
        (ReviewType.CARE_PLAN, True, Readiness.READY),
        (ReviewType.STRATEGIC, False, Readiness.HALF),
        (ReviewType.TOP, False, Readiness.MISSING),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_reason_always_fits_its_column(kind: ReviewType) -> None:
    found = decide(kind, "week 12", answers={}, top=TopState.NONE, signed=frozenset({KEYWORKER}))
    assert 0 < len(found.why) <= 200


def test_a_service_may_ask_for_less() -> None:
    own = Schedule.from_values({"types": {"care_plan": {"needs": ["own_words"]}}}, version="2")
    given = replace(
        FULL,
        wanted=(Wanted(ReviewType.CARE_PLAN),),
        answers={Question.OWN_WORDS: Said.ASKED},
        top=TopState.NONE,
    )
    assert credits_for(given, own)[0].is_valid
    assert not credits_for(given)[0].is_valid


def test_a_form_may_credit_what_is_due_or_soon_due() -> None:
    facts = ReviewFacts(date(2026, 7, 9), ost_started_on=date(2026, 7, 9))
    facts = replace(facts, credits=(Credit(ReviewType.RISK, date(2026, 9, 30)),))
    wanted = wanted_from(due(facts, ON))
    assert Wanted(ReviewType.FIRST12, "week 12") in wanted
    assert Wanted(ReviewType.STRATEGIC) in wanted
    assert Wanted(ReviewType.RISK) not in wanted
    assert Wanted(ReviewType.AFTERCARE) not in wanted


def test_every_question_has_its_words() -> None:
    assert set(QUESTION_WORDS) == set(Question)
