"""How much on a day of use: what can be so, how it is carried and compared, and how it is said."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from reviews import actions
from reviews.models import TopRecord
from reviews.top import TopAnswers, Value, check, counts, has_answers, may_carry_zero, missing_from
from reviews.top_change import change
from reviews.top_form import TopFields, top_answers
from reviews.top_items import AMOUNT_FIELDS, BY_FIELD, NEEDED_FIELDS, ItemKind, amount_words
from reviews.top_standing import standing
from rodt.forms import PlainForm
from tests.journeys.correcting import as_it_opens
from tests.world import TODAY, World, build_world, signed_in

ON = date(2026, 9, 30)


class TopForm(TopFields, PlainForm):
    def __init__(self, *args: object, last: TopRecord | None = None) -> None:
        super().__init__(*args)
        self.add_top_fields(last=last)

    def looked_at(self) -> list[str]:
        self.full_clean()
        self.clean_top(self.cleaned_data, held_on=ON, on=ON, stage="review")
        return [str(words) for found in self.errors.values() for words in found]


def given(**values: Value) -> TopAnswers:
    return TopAnswers(ON, "review", values)


def top(on: date, **answers: object) -> TopRecord:
    return TopRecord(on=on, stage="review", is_complete=True, **answers)


def test_every_substance_but_tobacco_has_an_amount_in_its_unit() -> None:
    assert {name: BY_FIELD[name].unit for name in AMOUNT_FIELDS} == {
        "alcohol_units_per_day": "units",
        "opiates_avg_g": "g",
        "crack_avg_g": "g",
        "cocaine_avg_g": "g",
        "amphetamines_avg_g": "g",
        "cannabis_avg_spliffs": "spliffs",
        "other_avg_g": "g",
    }
    assert all(BY_FIELD[BY_FIELD[n].amount_of].kind is ItemKind.DAYS for n in AMOUNT_FIELDS)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"crack_days": 4, "crack_avg_g": Decimal("0.5")}, ""),
        ({"crack_avg_g": Decimal("0.5")}, ""),
        ({"crack_days": 4}, ""),
        ({"crack_days": 0}, ""),
        ({"crack_days": 0, "crack_avg_g": 0}, ""),
        ({"crack_days": 0, "crack_avg_g": Decimal("0.5")}, "no day of use is given"),
        ({"crack_days": 4, "crack_avg_g": 0}, "0 does not fit the days"),
        ({"crack_days": 4, "crack_avg_g": 201}, "give at most 200g"),
        ({"crack_days": 4, "crack_avg_g": Decimal("-0.1")}, "give a number of g"),
    ],
)
def test_an_amount_is_of_a_day_of_use(values: dict[str, Value], said: str) -> None:
    found = [problem.words for problem in check(given(**values), ON)]
    assert len(found) == bool(said) and all(said in words for words in found)


def test_the_days_of_four_weeks_are_days_too() -> None:
    answers = TopAnswers(ON, "review", {"crack_avg_g": Decimal(1)}, {"crack_days": [0, 0, 0, 0]})
    assert [problem.field for problem in check(answers, ON)] == ["crack_avg_g"]


def test_not_known_is_not_0_and_a_top_is_complete_without() -> None:
    values: dict[str, Value] = {
        name: "no" if BY_FIELD[name].kind is ItemKind.YES_NO else 0 for name in NEEDED_FIELDS
    }
    whole = given(**values)
    assert counts(whole) and missing_from(whole) == ()
    assert not set(AMOUNT_FIELDS) & set(NEEDED_FIELDS)
    assert has_answers(given(crack_avg_g=Decimal("0.5")))
    assert not any(may_carry_zero(name, 0) for name in AMOUNT_FIELDS)


@pytest.mark.parametrize("typed", ["0.5", "0.50", " .5 ", "0.5g", "0.5 G"])
def test_it_is_typed_as_people_write_it(typed: str) -> None:
    form = TopForm({"crack": "", "crack_days": "4", "crack_avg_g": typed})
    assert form.looked_at() == []
    answers = top_answers(form.cleaned_data, held_on=ON, stage="review")
    assert answers.values["crack_avg_g"] == Decimal("0.5")


@pytest.mark.parametrize("typed", ["0.555", "-1", "201", "half", "٣"])
def test_what_is_no_amount_names_its_substance(typed: str) -> None:
    form = TopForm({"crack_avg_g": typed})
    assert form.looked_at() == [
        "Crack on a day of use: enter a number up to 200g, with at most 2 decimals"
    ]


def test_last_time_stands_beside_it_and_nothing_is_filled_in() -> None:
    form = TopForm(last=top(ON, crack_avg_g=Decimal("0.50"), alcohol_units_per_day=12))
    assert form["crack_avg_g"].value() is None
    assert form.fields["crack_avg_g"].help_text == "Last: 0.5g"
    assert form.fields["alcohol_units_per_day"].help_text == "Last: 12 units"
    assert form.fields["opiates_avg_g"].help_text == ""


def test_the_last_amount_stands_with_its_day_but_not_where_nothing_is_used_now() -> None:
    first = top(date(2026, 3, 1), crack_days=4, crack_avg_g=Decimal("0.5"))
    assert (found := standing([first, top(ON, crack_days=2)])) is not None
    assert found.top.crack_avg_g == Decimal("0.5")
    assert found.older["crack_avg_g"] == date(2026, 3, 1)
    assert (found := standing([first, top(ON, crack_days=0)])) is not None
    assert found.top.crack_avg_g is None


def test_the_amount_of_another_substance_is_not_put_beside_a_new_one() -> None:
    first = top(ON, other_name="Pregabalin", other_days=3, other_avg_g=Decimal("0.6"))
    newer = top(ON, other_name="Ketamine", other_days=5)
    assert (found := standing([first, newer])) is not None
    assert (found.top.other_name, found.top.other_avg_g) == ("Ketamine", None)
    assert (found := standing([first, top(ON, crack_days=1)])) is not None
    assert (found.top.other_name, found.top.other_avg_g) == ("Pregabalin", Decimal("0.6"))


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (Decimal("1.00"), Decimal("0.50"), "0.5g less"),
        (Decimal("0.50"), Decimal("1.25"), "0.75g more"),
        (Decimal("0.50"), Decimal("0.5"), "same"),
        (None, Decimal("0.5"), "not asked before"),
        (Decimal("0.5"), "declined", "would rather not say"),
    ],
)
def test_it_is_compared_in_words_and_never_a_verdict(before: Value, now: Value, words: str) -> None:
    found = change("crack_avg_g", before, now)
    assert (found.words, found.threshold, found.is_beyond_noise) == (words, None, None)


def test_its_unit_is_never_left_out() -> None:
    assert amount_words(BY_FIELD["opiates_avg_g"], Decimal("0.50")) == "0.5g"
    assert amount_words(BY_FIELD["cannabis_avg_spliffs"], 1) == "1 spliff"
    assert amount_words(BY_FIELD["cannabis_avg_spliffs"], Decimal("1.5")) == "1.5 spliffs"
    assert amount_words(BY_FIELD["alcohol_units_per_day"], 12) == "12 units"


class TestOnRecord:
    @pytest.fixture(autouse=True)
    def today(self) -> Iterator[None]:
        with time_machine.travel(f"{TODAY.isoformat()} 10:00+01:00", tick=False):
            yield

    @pytest.fixture
    def world(self, db: None) -> World:
        return build_world()

    def log(self, world: World, **values: Value) -> TopRecord:
        return actions.log_top(
            patient=world.carl,
            by=world.keyworker,
            answers=TopAnswers(world.day(3), "review", values),
            entry_id=uuid4(),
        )

    def test_it_is_saved_shown_corrected_and_its_first_wording_kept(self, world: World) -> None:
        record = self.log(world, crack_days=4, crack_avg_g=Decimal("0.5"))
        client = signed_in(world.keyworker)
        page = reverse("reviews:top", args=[world.carl.pk])
        assert "0.5g" in client.get(page).content.decode()
        posted = as_it_opens(client, record.correct_url)
        assert posted["crack_avg_g"] == "0.5"
        client.post(record.correct_url, posted | {"crack_avg_g": "0.75"})
        world.open()
        second = TopRecord.objects.current().get(patient=world.carl, on=world.day(3))
        assert second.crack_avg_g == Decimal("0.75")
        assert "0.75g" in client.get(page).content.decode()
        assert TopRecord.objects.get(pk=record.pk).crack_avg_g == Decimal("0.5")
        kept = TopRecord.pgh_event_model.objects.filter(pgh_obj_id=record.pk)  # type: ignore[attr-defined]
        assert {event.crack_avg_g for event in kept} == {Decimal("0.5")}

    def test_none_is_below_0(self, world: World) -> None:
        with pytest.raises(IntegrityError, match="is_not_below_0"), transaction.atomic():
            self.log(world, opiates_avg_g=Decimal("-1"))
