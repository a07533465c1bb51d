"""The eleven domains at start and now: what may be compared, and what may not."""

from datetime import date
from typing import Any

from prescribing.models import Vaccination, VirusTest
from reviews.benefit_domains import DomainKey
from reviews.benefit_grid import NO_SECOND_TOP, GridFacts, GridRow, grid
from reviews.models import TopRecord

START, NOW = date(2026, 1, 5), date(2026, 6, 30)


def top(on: date, **answers: Any) -> TopRecord:
    return TopRecord(on=on, stage="review", **answers)


def facts_of(**known: Any) -> GridFacts:
    nothing = {
        "on": NOW,
        "episode_started_on": START,
        "tops": (),
        "last_on": None,
        "capital": (),
        "parts": (),
        "meetings": (0, 0),
        "overdoses_before": 0,
        "overdoses_since": 0,
    }
    return GridFacts(**(nothing | known))  # type: ignore[arg-type]


def row(key: DomainKey, *tops: TopRecord, is_top_old: bool = False) -> GridRow:
    facts = facts_of(tops=tops, is_top_old=is_top_old)
    return next(one for group in grid(facts) for one in group.rows if one.domain.key is key)


def test_the_only_top_is_never_compared_with_itself() -> None:
    found = row(DomainKey.OPIATES, top(START, opiates_days=28))
    assert (found.start, found.now) == ("28 days", NO_SECOND_TOP)
    assert (found.change, found.offered) == ("", "")


def test_each_virus_says_its_last_result_at_the_start_and_now() -> None:
    facts = facts_of(
        virus_tests=(
            VirusTest(on=START, virus="hiv", result="negative"),
            VirusTest(on=date(2026, 3, 1), virus="hcv_rna", result="positive"),
            VirusTest(on=NOW, virus="hcv_rna", result="negative"),
        ),
        vaccinations=(Vaccination(on=NOW, vaccine="hbv", dose_number=3),),
        last_on=date(2026, 4, 1),
    )
    found = next(
        one for group in grid(facts) for one in group.rows if one.domain.key is DomainKey.BBV
    )
    assert found.start == "HIV negative"
    assert found.last == "Hepatitis C RNA positive, HIV negative"
    assert found.now == "Hepatitis C RNA negative, HIV negative, Hepatitis B vaccine dose 3"
    assert row(DomainKey.BBV).now == "not recorded"


def test_two_tops_are_compared() -> None:
    found = row(DomainKey.OPIATES, top(START, opiates_days=28), top(NOW, opiates_days=0))
    assert (found.now, found.change, found.offered) == ("0 days", "stopped", "at_goal")


def test_an_old_top_offers_no_rating() -> None:
    tops = top(START, opiates_days=28), top(NOW, opiates_days=0)
    assert row(DomainKey.OPIATES, *tops, is_top_old=True).offered == ""


def test_a_yes_that_became_a_no_is_said() -> None:
    tops = top(START, acute_housing="yes"), top(NOW, acute_housing="no")
    assert "no now, yes before" in row(DomainKey.SOCIAL, *tops).change


def test_whoever_does_not_inject_is_said_not_to_and_sharing_is_no_answer_of_its_own() -> None:
    tops = (
        top(START, injecting_days=6, shared_works="yes"),
        top(NOW, injecting_days=0, shared_works="no"),
    )
    found = row(DomainKey.INJECTING, *tops)
    assert found.start == "injected 6 days, used shared works: yes"
    assert found.now == "not injecting"
