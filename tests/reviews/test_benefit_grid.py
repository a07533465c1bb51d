"""The eleven domains at start and now: what may be compared, and what may not."""

from datetime import date
from typing import Any

import pytest

from careplans.models import RecoveryCapital
from prescribing.models import DrugTest, NaloxoneSupply, Vaccination, VirusTest
from reviews.benefit_cells import NO_SECOND_TOP, GridFacts, GridRow
from reviews.benefit_domains import DomainKey
from reviews.benefit_grid import grid
from reviews.models import Review, StrategicReview, TopRecord

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


MIDDLE, LATER = date(2026, 3, 2), date(2026, 5, 4)


def of(key: DomainKey, **known: Any) -> GridRow:
    rows = [one for group in grid(facts_of(**known)) for one in group.rows]
    return next(one for one in rows if one.domain.key is key)


def test_the_best_is_the_best_there_was_with_its_day() -> None:
    tops = (top(START, opiates_days=28), top(MIDDLE, opiates_days=4), top(NOW, opiates_days=9))
    found = row(DomainKey.OPIATES, *tops)
    assert found.best == "4 days, 2 March 2026"
    assert (found.start, found.now) == ("28 days", "9 days")


def test_the_best_is_taken_item_by_item_and_never_of_what_has_no_better() -> None:
    tops = (
        top(START, crack_days=14, alcohol_days=20, paid_work_days=0, shoplifting="yes"),
        top(MIDDLE, crack_days=10, alcohol_days=22, paid_work_days=9, shoplifting="no"),
        top(NOW, crack_days=12, alcohol_days=4, paid_work_days=8, shoplifting="no"),
    )
    assert row(DomainKey.OTHER_DRUGS, *tops).best == "crack 10 days, alcohol 4 days"
    assert row(DomainKey.SOCIAL, *tops).best == "–"
    assert row(DomainKey.OFFENDING, *tops).best == "–", "shown as context only"
    health = (top(START, psych_health=8), top(NOW, psych_health=11))
    assert row(DomainKey.HEALTH, *health).best == "11 of 20, 30 June 2026"


def test_one_answer_is_no_best() -> None:
    assert row(DomainKey.OPIATES, top(START, opiates_days=28)).best == "–"
    tops = top(START, opiates_days=28), top(NOW, opiates_days=None)
    assert row(DomainKey.OPIATES, *tops).best == "–"


@pytest.mark.parametrize(
    ("earlier", "later", "said", "ticked"),
    [
        ({"opiates_days": 20}, {"opiates_days": 7}, "larger than noise: 13 days, not verified", 0),
        (
            {"opiates_days": 20},
            {"opiates_days": 8},
            "within noise: under 13 days, not verified",
            0,
        ),
        ({"opiates_days": 20}, {"opiates_days": 20}, "noise is under 13 days, not verified", 0),
    ],
)
def test_a_change_says_whether_it_is_noise_and_what_stands_behind_that(
    earlier: dict[str, int], later: dict[str, int], said: str, ticked: int
) -> None:
    found = row(DomainKey.OPIATES, top(START, **earlier), top(NOW, **later))
    assert (found.status, found.is_beyond_noise) == (said, bool(ticked))


def test_only_a_verified_threshold_is_ticked_and_each_item_says_its_own() -> None:
    tops = (
        top(START, alcohol_days=20, crack_days=14, cannabis_days=3),
        top(NOW, alcohol_days=11, crack_days=4, cannabis_days=3),
    )
    found = row(DomainKey.OTHER_DRUGS, *tops)
    assert found.is_beyond_noise
    assert found.status == (
        "crack larger than noise: 9 days, not verified; alcohol larger than noise: 9 days, verified"
    )
    within = row(DomainKey.OTHER_DRUGS, tops[0], top(NOW, alcohol_days=12))
    assert not within.is_beyond_noise
    assert within.status == "within noise: under 9 days, verified"


def test_what_else_the_record_has_about_now() -> None:
    tests = (
        DrugTest(on=MIDDLE, found=["opiates"], not_found=["cocaine"]),
        DrugTest(on=NOW, found=[], not_found=["cannabis"]),
    )
    assert of(DomainKey.OPIATES, tests=tests).also == "test of 2 March 2026: opiates found"
    assert of(DomainKey.OTHER_DRUGS, tests=tests).also == "test of 2 March 2026: cocaine not found"
    assert of(DomainKey.OPIATES).also == ""
    missed = (date(2026, 4, 7), date(2026, 4, 8), NOW)
    assert of(DomainKey.RETENTION, missed_days=missed).also.endswith("12 weeks: 2")
    supplied = NaloxoneSupply(on=LATER, product="nyxoid", expires_on=date(2028, 1, 31))
    assert of(DomainKey.SURVIVAL, naloxone=(supplied,)).also == (
        "naloxone supplied 4 May 2026, in date to 31 January 2028"
    )
    declined = NaloxoneSupply(on=NOW, is_declined=True)
    assert of(DomainKey.SURVIVAL, naloxone=(supplied, declined)).also.startswith(
        "naloxone declined"
    )
    assert of(DomainKey.SURVIVAL).also == "no naloxone recorded"


def test_overdoses_are_counted_before_the_start_at_the_last_review_and_now() -> None:
    found = of(DomainKey.SURVIVAL, overdoses=(date(2025, 9, 1), MIDDLE, LATER), last_on=MIDDLE)
    assert found.start == "1 overdose on record"
    assert found.last == "1 overdose since the start"
    assert found.now == "2 overdoses since the start"
    assert of(DomainKey.SURVIVAL).last == "–"


def test_recovery_capital_has_a_best_of_each_kind_and_a_last_review() -> None:
    rows = (
        RecoveryCapital(on=START, social=3, physical=6),
        RecoveryCapital(on=MIDDLE, social=8, physical=5),
        RecoveryCapital(on=NOW, social=7),
    )
    found = of(DomainKey.RECOVERY_CAPITAL, capital=rows, last_on=LATER)
    assert (found.start, found.last) == ("social 3, physical 6", "social 8, physical 5")
    assert (found.best, found.now) == ("social 8, physical 6", "social 7")
    assert of(DomainKey.RECOVERY_CAPITAL, capital=rows[:1]).best == "–"
    assert of(DomainKey.RECOVERY_CAPITAL, capital=rows[:1]).last == "not asked"


def test_their_own_judgement_has_a_best_and_a_last_review() -> None:
    parts = [
        StrategicReview(review=Review(held_on=day), judgement=value)
        for day, value in ((START, 5), (MIDDLE, 8), (NOW, 6))
    ]
    found = of(DomainKey.OWN_JUDGEMENT, parts=parts, last_on=LATER)
    assert (found.start, found.best) == ("5 of 10", "8 of 10, 2 March 2026")
    assert (found.last, found.now, found.change) == ("8 of 10", "6 of 10", "1 more")
    assert of(DomainKey.OWN_JUDGEMENT, parts=parts[:1]).best == "–"
