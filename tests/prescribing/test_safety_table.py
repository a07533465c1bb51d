"""Every row of domain/prescribing.md §7: it fires, and a step below its threshold it does not.

The cases are made from the table and `safety_examples`, so that no check can be left out.
"""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from prescribing.safety.facts import Facts, Told
from prescribing.safety.finding import Found, holds, is_answered
from prescribing.safety.limits import DEFAULTS, ON_FORMS, PRODUCT, from_values, problems
from prescribing.safety.looks_dose import stop_with_benefit
from prescribing.safety.table import BY_CODE, TABLE, Check, Severity, fired
from tests.prescribing.safety_examples import EXAMPLES, LAPSES, ecg, on, rx

# The first column of the table of §7, in its order.
ROWS = (
    "ECG",
    "QTc result",
    "ECG interval",
    "CNS depressants",
    "Dose outside usual range",
    "Rapid increase",
    "Rx ending",
    "Brand switch",
    "Depot overdue / early",
    "Pregnancy",
    "Children",
    "Driving",
    "Liver",
    "Hep C",
    "Low dose + ongoing heroin",
    "Stop with clear benefit",
    "Recent release/detox/gap",
    "Naloxone not supplied/expired",
)
CASES = [
    pytest.param(check, fires, quiet, id=f"{check.code}-{number}")
    for check in TABLE
    for number, (fires, quiet) in enumerate(EXAMPLES.get(check.code, []), start=1)
]


def test_every_row_of_the_page_has_a_check_and_every_check_an_example() -> None:
    assert {check.row for check in TABLE} == set(ROWS)
    assert EXAMPLES.keys() == {check.code for check in TABLE}
    assert all(EXAMPLES.values())
    assert len(BY_CODE) == len(TABLE)


def test_every_number_is_used_and_every_number_used_is_there() -> None:
    named = {name for check in TABLE for name in check.limits}
    assert named | ON_FORMS == DEFAULTS.keys()
    assert all(one.source and one.mark in ("S", "S2", "K", "P") for one in DEFAULTS.values())
    assert all(check.basis and check.mark in ("S", "S2", "K", "P") for check in TABLE)


@pytest.mark.parametrize(
    ("agreed", "ends"), [("no", "They do not agree."), ("yes", "Is it what the person wants?")]
)
def test_what_was_answered_is_not_asked_again(agreed: str, ends: str) -> None:
    facts = on(rx(state="reducing", intent="to_zero", agreed=agreed), told=Told(conclusion="clear"))
    (found,) = stop_with_benefit(facts, PRODUCT)
    assert found.text.endswith(ends)


@pytest.mark.parametrize(("check", "fires", "quiet"), CASES)
def test_it_fires(check: Check, fires: Facts, quiet: Facts) -> None:
    found = list(check.look(fires, PRODUCT))
    assert found
    assert all(one.text.endswith((".", "?")) for one in found)
    assert all(one.trigger and len(one.trigger) <= 120 for one in found)
    assert check.code in {one.check.code for one in fired(fires, PRODUCT)}


@pytest.mark.parametrize(("check", "fires", "quiet"), CASES)
def test_a_step_below_it_does_not(check: Check, fires: Facts, quiet: Facts) -> None:
    assert list(check.look(quiet, PRODUCT)) == []


def test_nobody_for_whom_nothing_is_missing_is_warned_about() -> None:
    assert fired(on(rx(mg=80)), PRODUCT) == ()


def test_the_most_serious_come_first() -> None:
    facts = replace(on(rx(mg=130), advice={}), pregnancy=(on().on, "pregnant"), naloxone=None)
    found = fired(facts, PRODUCT)
    severities = [one.check.severity for one in found]
    assert found[0].check.code == "pregnancy"
    assert severities == sorted(severities, reverse=True)
    assert {Severity.TODAY, Severity.ACT, Severity.KNOW} <= set(severities)


def test_a_sex_that_is_not_known_to_be_female_takes_the_lower_qtc() -> None:
    for sex, below, at in (("1", 449, 450), ("2", 469, 470), ("9", 449, 450), ("X", 449, 450)):
        for qtc, fires in ((below, False), (at, True)):
            facts = on(rx(), sex=sex, ecgs=ecg(1, qtc))
            assert bool(list(BY_CODE["qtc"].look(facts, PRODUCT))) is fires, (sex, qtc)


class TestAnswers:
    @pytest.mark.parametrize("code", LAPSES)
    def test_an_answer_holds_until_what_fired_it_is_more(self, code: str) -> None:
        first, more, same = (
            [one.trigger for one in BY_CODE[code].look(facts, PRODUCT)] for facts in LAPSES[code]
        )
        assert first and more and same
        assert not any(holds(first[0], trigger) for trigger in more)
        assert all(holds(first[0], trigger) for trigger in same)

    def test_one_of_several_answers_is_enough(self) -> None:
        assert is_answered("a b|5", ["c", "a b c|7"])
        assert not is_answered("a b|5", ["a|9", "b|9"])
        assert not is_answered("a|5", ["a"])

    def test_a_trigger_is_kept_whole_where_it_is_long(self) -> None:
        parts = tuple(f"kind{number}260101" for number in range(20))
        trigger = Found("Long.", parts, Decimal("112.50")).trigger
        assert len(trigger) <= 120
        assert trigger.endswith("|112.5")


class TestLimits:
    def test_a_services_own_number_stands_over_the_products(self) -> None:
        own = from_values({"ecg_above_mg": 90}, version=3, is_verified=True)
        facts = on(rx(mg=95))
        assert not list(BY_CODE["ecg"].look(facts, PRODUCT))
        assert list(BY_CODE["ecg"].look(facts, own))
        assert (own.version, own["qtc_high_ms"]) == (3, PRODUCT["qtc_high_ms"])

    def test_cocaine_is_considered_and_counts_where_a_service_says_so(self) -> None:
        facts = on(rx(), last_test=(on().on, ("cocaine",)))
        own = from_values({"ecg_counts_cocaine": 1}, version=1, is_verified=False)
        assert not list(BY_CODE["ecg"].look(facts, PRODUCT))
        assert list(BY_CODE["ecg"].look(facts, own))
        high = replace(facts, prescriptions=(rx(mg=110),))
        assert "consider" in next(iter(BY_CODE["ecg"].look(high, PRODUCT))).text

    @pytest.mark.parametrize("value", ["many", None, True, -1, float("nan"), [100]])
    def test_a_value_that_is_no_number_is_refused_in_a_sentence(self, value: object) -> None:
        assert problems({"ecg_above_mg": value}) == ['"ecg_above_mg" must be a number, 0 or more.']
        with pytest.raises(ValueError, match="must be a number"):
            from_values({"ecg_above_mg": value}, version=1, is_verified=False)

    def test_a_name_that_no_check_uses_is_refused(self) -> None:
        assert problems({"ecg_abov_mg": 90})


def test_no_check_gives_a_dose_to_give() -> None:
    """Texts describe; the words of an order to prescribe stand in none."""
    folder = Path(__file__).parents[2] / "prescribing" / "safety"
    words = " ".join(path.read_text().lower() for path in folder.glob("looks_*.py"))
    for order in ("increase to", "reduce to", "give mg", "should be given", "we recommend"):
        assert order not in words
