"""Which plans are read, when one passes, and how far two readers agree."""

import pytest

from audits.peer_checklist import PROPOSAL, ChecklistError, read
from audits.plan_sample import draw, passes, seed
from audits.rules import DEFAULT_RULES, AuditRules
from audits.statistics import cohens_kappa

SEED = seed("HARBOUR", "2026-09-30")


def people(number: int) -> list[str]:
    return [f"P{rank:04}" for rank in range(number)]


@pytest.mark.parametrize(
    ("of", "number", "twice"),
    [(0, 0, 0), (4, 4, 1), (10, 10, 2), (100, 10, 2), (101, 11, 3), (1500, 150, 30)],
)
def test_ten_plans_or_a_tenth_whichever_is_more(of: int, number: int, twice: int) -> None:
    drawn = draw(people(of), DEFAULT_RULES, SEED)
    assert (len(drawn), sum(drawn.values())) == (number, twice)


def test_the_same_seed_draws_the_same_people_in_whatever_order_they_come() -> None:
    assert draw(people(300), DEFAULT_RULES, SEED) == draw(people(300)[::-1], DEFAULT_RULES, SEED)
    other = seed("HARBOUR", "2026-12-31")
    assert draw(people(300), DEFAULT_RULES, SEED) != draw(people(300), DEFAULT_RULES, other)


def test_a_service_reads_more_or_fewer() -> None:
    rules = AuditRules.from_values(
        {"plan_sample_people": 3, "plan_sample_percent": 0, "plan_read_twice_percent": 100},
        version="version 1",
    )
    assert list(draw(people(50), rules, SEED).values()) == [True, True, True]


@pytest.mark.parametrize(("yes", "is_enough"), [(4, False), (5, True), (6, True)])
def test_enough_yes_passes(yes: int, is_enough: bool) -> None:
    answers = {item.key: place < yes for place, item in enumerate(PROPOSAL.items)}
    assert passes(answers, PROPOSAL) is is_enough


def test_a_checklist_reads_back_as_it_was_kept_and_says_that_it_is_a_proposal() -> None:
    assert read(PROPOSAL.stored()) == PROPOSAL
    assert "not yet checked" in PROPOSAL.words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "from 1 to"),
        ({"items": [{"key": "a b", "text": "?"}], "enough": 1}, "letters and digits"),
        ({"items": [{"key": "a", "text": ""}], "enough": 1}, "its words"),
        ({"items": [{"key": "a", "text": "?"}] * 2, "enough": 1}, "same key"),
        ({"items": [{"key": "a", "text": "?"}], "enough": 2}, "are enough"),
    ],
)
def test_a_checklist_that_cannot_be_used_says_why(values: dict[str, object], said: str) -> None:
    with pytest.raises(ChecklistError, match=said):
        read(values)


def table(both: int, first: int, second: int, neither: int) -> list[tuple[bool, bool]]:
    return [
        *[(True, True)] * both,
        *[(True, False)] * first,
        *[(False, True)] * second,
        *[(False, False)] * neither,
    ]


def test_kappa_is_that_of_a_published_worked_example() -> None:
    """Two residents on 100 lectures: seen alike 0.85, by chance 0.65, kappa 0.57.

    Source: Viera and Garrett, Family Medicine 2005;37(5):360-3.
    """
    found = cohens_kappa(table(15, 5, 10, 70))
    assert found is not None
    assert round(found, 2) == 0.57


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        (table(5, 0, 0, 5), 1),
        (table(0, 5, 5, 0), -1),
        (table(5, 5, 5, 5), 0),
        (table(9, 0, 0, 0), None),
        ([], None),
    ],
)
def test_kappa_at_its_ends(pairs: list[tuple[bool, bool]], kappa: float | None) -> None:
    assert cohens_kappa(pairs) == (None if kappa is None else pytest.approx(kappa))
