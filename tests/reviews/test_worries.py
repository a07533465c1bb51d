"""What stands out about a person says only what the record or a named source says."""

import re
from datetime import date, timedelta

import pytest

from reviews import worries
from reviews.worries import LOOKS, Happened, Known, Worry

ON = date(2026, 10, 1)


def found(**known: object) -> list[Worry]:
    return list(worries.worries(Known(ON, test_on=ON, **known)))  # type: ignore[arg-type]


def after(kind: str, days: int, note: str = "") -> list[Worry]:
    return found(happened=(Happened(kind, ON - timedelta(days=days), note),))


def ago(days: int) -> date:
    return ON - timedelta(days=days)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_each_names_its_source_with_its_mark_or_is_marked_as_ours(look) -> None:  # type: ignore[no-untyped-def]
    said = " ".join((look.__doc__ or "").split())
    assert re.search(r"Source: domain/\w[\w-]*\.md (§\d|\d)", said), look.__name__
    assert re.search(r"\[(S|S2|K|P)\]|Ours:", said), look.__name__


@pytest.mark.parametrize("kind", worries.BACK)
def test_tolerance_stands_until_a_prescriber_decides(kind: str) -> None:
    known = {"happened": (Happened(kind, ago(10)),)}
    assert [worry.about for worry in found(**known)] == ["tolerance"]
    assert [worry.about for worry in found(tolerance_decided_on=ago(11), **known)] == ["tolerance"]
    assert found(tolerance_decided_on=ago(10), **known) == []


def test_release_from_prison_says_that_tolerance_may_be_lost_for_28_days() -> None:
    (worry,) = after("prison_release", 28)
    assert "Tolerance may be lost" in worry.text and "risk of overdose" in worry.text
    assert after("prison_release", 29) == []


@pytest.mark.parametrize("kind", ["overdose", "hospital_discharge"])
def test_after_hospital_or_an_overdose_only_the_fact_is_said(kind: str) -> None:
    (worry,) = after(kind, 3, "Naloxone used.")
    assert worry.text == "28 September 2026. Naloxone used."
    assert after(kind, 29) == []


def test_a_new_medicine_is_named_as_it_was_recorded() -> None:
    (worry,) = after("new_sedative", 10, "Pregabalin.")
    assert worry.title == "New benzodiazepine, gabapentinoid or QT medicine"
    assert worry.text == "Recorded 21 September 2026. Pregabalin."


def test_a_declined_offer_of_naloxone_counts_as_done_and_asks_for_nothing() -> None:
    (worry,) = found(naloxone="offer_declined", naloxone_on=ago(10))
    assert worry == Worry("Naloxone declined", "As said on 21 September 2026.")
    (worry,) = found(naloxone="no", naloxone_on=ago(10))
    assert worry.text == "As said on 21 September 2026. A kit needs no prescription."
    assert found(naloxone="") == [], "not asked is not the same as none"


def test_missed_doses_and_a_depot_come_before_the_rest() -> None:
    titles = [
        worry.title
        for worry in found(
            is_on_ost=True,
            undecided=((ago(4), ago(2)),),
            depot_ran_out_on=ago(1),
            script_ends_on=ON + timedelta(days=1),
            has_children=True,
            naloxone="no",
            naloxone_on=ago(3),
        )
    ]
    assert titles == [
        "3 missed doses in a row",
        "Depot has run out",
        "Prescription ends tomorrow",
        "Child at home",
        "No naloxone at home",
    ]


def test_a_test_is_missed_after_half_a_year_and_only_on_treatment() -> None:
    for days, is_said in ((182, False), (183, True)):
        known = Known(ON, is_on_ost=True, test_on=ago(days))
        assert bool(worries.worries(known)) is is_said
    assert worries.worries(Known(ON, is_on_ost=False)) == ()
