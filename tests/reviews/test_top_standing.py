"""Of each item of the TOP the last answer; an older one says its day."""

from datetime import date
from typing import Any

from reviews.models import TopRecord
from reviews.top_now import top_now
from reviews.top_standing import standing

START, FULL, PART = date(2026, 1, 5), date(2026, 9, 30), date(2026, 11, 29)


def top(on: date, **answers: Any) -> TopRecord:
    return TopRecord(on=on, stage="review", is_complete=False, **answers)


def test_none_without_any() -> None:
    assert standing([]) is None


def test_one_in_part_hides_nothing_of_the_fuller_one() -> None:
    found = standing(
        [
            top(FULL, opiates_days=0, psych_health=12, shared_works="no"),
            top(PART, psych_health=15),
        ]
    )
    assert found is not None
    assert (found.top.on, found.top.opiates_days, found.top.psych_health) == (PART, 0, 15)
    assert found.top.shared_works == "no"
    assert found.older == {"opiates_days": FULL, "shared_works": FULL}


def test_what_is_newer_stands_also_where_it_is_worse() -> None:
    found = standing([top(FULL, opiates_days=0), top(PART, opiates_days=20)])
    assert found is not None and found.top.opiates_days == 20 and not found.older


def test_would_rather_not_say_is_an_answer() -> None:
    said = standing([top(FULL, opiates_days=4), top(PART, declined=["opiates_days"])])
    assert said is not None and said.top.opiates_days is None and not said.older
    kept = standing([top(FULL, declined=["opiates_days"]), top(PART, psych_health=3)])
    assert kept is not None and kept.top.declined == ["opiates_days"]


def test_the_rows_themselves_stay_as_they_are() -> None:
    full, part = top(FULL, opiates_days=4), top(PART, psych_health=3)
    standing([full, part])
    assert part.opiates_days is None and part.declined == []


def test_another_substance_keeps_its_name() -> None:
    found = standing([top(FULL, other_days=3, other_name="Pregabalin"), top(PART, psych_health=3)])
    assert found is not None and (found.top.other_days, found.top.other_name) == (3, "Pregabalin")


def test_the_person_page_says_of_which_day_an_older_answer_is() -> None:
    tops = [top(START, opiates_days=28), top(FULL, opiates_days=0), top(PART, psych_health=15)]
    for number, one in enumerate(tops):
        one.recorded_at = date.fromordinal(number + 1)
    now = top_now(tops, START)
    assert now is not None
    heroin = now.pairs[0]
    assert (heroin.start, heroin.now) == (28, 0)
    assert heroin.change.endswith("on 30 September 2026")


def test_what_only_the_start_says_is_not_asked_now() -> None:
    tops = [top(START, opiates_days=28), top(PART, psych_health=15)]
    for number, one in enumerate(tops):
        one.recorded_at = date.fromordinal(number + 1)
    now = top_now(tops, START)
    assert now is not None and now.pairs[0].now is None
