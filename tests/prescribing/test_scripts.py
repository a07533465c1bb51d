"""A script's facts in words, and what is looked at once more."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest

from prescribing.number_words import milligrams, number_words
from prescribing.safety.limits import from_values
from prescribing.scripts import (
    cautions,
    instalment_words,
    overlap_sentence,
    quantity_words,
    standing,
)

FIRST = date(2026, 10, 1)


@dataclass
class Written:
    form: str = "fp10mda"
    from_on: date = FIRST
    days: int = 14
    total_mg: Decimal | None = Decimal(770)
    instalment_mg: Decimal | None = Decimal(55)
    interval_days: int | None = 1
    phrases: list[int] = field(default_factory=lambda: [1, 2, 3, 4, 5])

    @property
    def to_on(self) -> date:
        return self.from_on + timedelta(days=self.days - 1)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (1, "one"),
        (19, "nineteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (770, "seven hundred and seventy"),
        (1000, "one thousand"),
        (1001, "one thousand and one"),
        (1100, "one thousand one hundred"),
        (1680, "one thousand six hundred and eighty"),
        (999_999, "nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
        (Decimal("2.5"), "two point five"),
        (Decimal("0.40"), "zero point four"),
        (Decimal("60.00"), "sixty"),
        (Decimal("12.05"), "twelve point zero five"),
    ],
)
def test_numbers_in_words(number, words):
    assert number_words(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_what_has_no_words_here_is_said(number):
    with pytest.raises(ValueError, match="No words"):
        number_words(number)


def test_one_milligram_is_not_many():
    assert milligrams(1) == "One milligram"
    assert milligrams(Decimal("0.5")) == "Zero point five milligrams"


@pytest.mark.parametrize(
    ("script", "part"),
    [
        (Written(days=15), "covers 15 days"),
        (Written(instalment_mg=None, interval_days=None), "amount of each instalment"),
        (Written(total_mg=None), "words and figures"),
        (Written(phrases=[1, 2, 4, 5]), "three missed days"),
    ],
)
def test_what_does_not_look_right_on_an_instalment_form_is_said(script, part):
    assert [part in words for words in cautions(script)] == [True]


@pytest.mark.parametrize(
    "script", [Written(), Written(form="fp10", days=28, total_mg=None), Written(form="", days=90)]
)
def test_fourteen_days_and_other_forms_raise_nothing(script):
    assert cautions(script) == []


def test_a_service_may_be_told_earlier_that_a_script_is_long():
    limits = from_values({"fp10mda_days": 7}, version=2, is_verified=True)
    (said,) = cautions(Written(days=8), limits)
    assert "at most 7 days" in said


def test_quantity_and_instalment_in_words():
    assert quantity_words(Decimal(770)) == "770mg: seven hundred and seventy milligrams"
    assert quantity_words(None) == ""
    assert instalment_words(Written()) == "55mg every day"
    assert instalment_words(Written(instalment_mg=Decimal(385), interval_days=7)) == (
        "385mg every 7 days"
    )
    assert instalment_words(Written(instalment_mg=None, interval_days=None)) == ""


@pytest.mark.parametrize(
    ("day", "current", "following", "ends"),
    [
        (-1, None, 0, 13),
        (0, 0, 1, 27),
        (13, 0, 1, 27),
        (14, 1, None, 27),
        (60, 1, None, 27),
    ],
)
def test_the_script_of_a_day_and_the_next(day, current, following, ends):
    both = [Written(from_on=FIRST + timedelta(days=14)), Written()]
    in_order = both[::-1]
    found = standing(both, FIRST + timedelta(days=day))
    assert found.current is (None if current is None else in_order[current])
    assert found.next is (None if following is None else in_order[following])
    assert found.ends_on == FIRST + timedelta(days=ends)


def test_no_script_ends_on_no_day():
    assert standing([], FIRST).ends_on is None


def test_an_overlap_names_the_days_that_are_taken():
    assert "1 to 14 October 2026" in overlap_sentence(Written())
