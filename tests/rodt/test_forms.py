"""Questions: what was typed stays, what is wrong is said in a sentence and linked."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from rodt.forms import ChoiceChips, DateField3, PlainForm, WholeNumberField, helper
from rodt.gallery.forms import GalleryForm
from rodt.templatetags.rodt_forms import control, summary_line, target

LATEST = date(2026, 10, 1)


class DayForm(PlainForm):
    held_on = DateField3(label="Date of the review", latest=LATEST, earliest=date(2020, 1, 1))


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"held_on_day": day, "held_on_month": month, "held_on_year": year}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("", "", ""), "Enter date of the review"),
        (("1", "10", ""), "Date of the review must include a year"),
        (("1", "", ""), "Date of the review must include a month and year"),
        (("1", "10", "26"), "Year must include 4 numbers"),
        (("1", "13", "2026"), "Month must be from 1 to 12"),
        (("1", "Octember!", "2026"), ""),
        (("31", "9", "2026"), "Date of the review must be a real date"),
        (("29", "2", "2026"), "Date of the review must be a real date"),
        (("x", "9", "2026"), "Date of the review must be a real date"),
        (("2", "10", "2026"), "Date of the review cannot be after 1 October 2026"),
        (("31", "12", "2019"), "Date of the review cannot be before 1 January 2020"),
        (("²", "9", "2026"), "Date of the review must be a real date"),
        (("٣", "9", "2026"), "Date of the review must be a real date"),
        (("1_0", "9", "2026"), "Date of the review must be a real date"),
        (("3", "9", "0202"), "Year must be 1900 or later"),
    ],
)
def test_a_date_that_is_not_one_is_said_in_a_sentence(
    parts: tuple[str, str, str], said: str
) -> None:
    form = DayForm(typed(*parts))
    assert form.errors.get("held_on", []) == ([said] if said else [])


@pytest.mark.parametrize("month", ["9", "09", "Sept", "september", " SEP "])
def test_a_month_may_be_a_number_or_a_word(month: str) -> None:
    form = DayForm(typed("6", month, "2026"))
    assert form.is_valid()
    assert form.cleaned_data["held_on"] == date(2026, 9, 6)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("1899", "Year must be 1900 or later"),
        ("1900", ""),
        ("2100", ""),
        ("2101", "2100 or earlier"),
    ],
)
def test_a_date_without_limits_of_its_own_is_of_this_age(year: str, said: str) -> None:
    field = DateField3(label="Copy given on")
    if not said:
        assert field.clean(["1", "1", year]) == date(int(year), 1, 1)
        return
    with pytest.raises(forms.ValidationError, match=said):
        field.clean(["1", "1", year])


class NoteForm(PlainForm):
    note = forms.CharField(widget=forms.Textarea)
    short = forms.CharField(required=False, max_length=5)
    key = forms.UUIDField(required=False)
    number = forms.IntegerField(required=False, min_value=1, max_value=28)
    team = forms.ChoiceField(required=False, choices=[("a", "A")])
    many = forms.MultipleChoiceField(required=False, choices=[("a", "A")])
    mail = forms.EmailField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["late"] = forms.CharField(
            required=False, max_length=2000, widget=forms.Textarea
        )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("note", "a" * 4000, ""),
        ("note", "a" * 100_000, "Write at most 4,000 characters; this has 100,000"),
        ("late", "a" * 2001, "Write at most 2,000 characters; this has 2,001"),
        ("short", "abcdef", "Write at most 5 characters; this has 6"),
        ("note", "", "Enter an answer"),
        ("key", "x", "Open this page again, then save"),
        ("number", "x", "Enter a whole number"),
        ("number", "29", "Enter 28 or less"),
        ("number", "0", "Enter 1 or more"),
        ("number", "٣", "Enter a whole number"),
        ("number", "1_0", "Enter a whole number"),
        ("team", "b", "Choose one of the answers"),
        ("many", ["b"], "Choose from the answers"),
        ("mail", "x", "Enter an e-mail address, like name@example.org"),
    ],
)
def test_what_a_field_refuses_is_said_in_our_words(name: str, value: Any, said: str) -> None:
    form = NoteForm({"note": "words"} | {name: value})
    assert form.errors.get(name, []) == ([said] if said else [])
    assert form[name].value() == value


def test_no_field_cuts_a_paste() -> None:
    form = NoteForm()
    for name in ("note", "late", "short"):
        assert "maxlength" not in str(form[name])


def test_a_message_a_form_chose_stays() -> None:
    class Own(PlainForm):
        team = forms.ChoiceField(
            choices=[("a", "A")],
            error_messages={"required": "Choose a team", "invalid_choice": "That team is gone"},
        )

    assert Own({}).errors["team"] == ["Choose a team"]
    assert Own({"team": "b"}).errors["team"] == ["That team is gone"]


def test_a_day_in_a_leap_year_is_a_real_date() -> None:
    assert DayForm(typed("29", "2", "2024")).is_valid()


def test_a_date_that_need_not_be_given_is_none() -> None:
    field = DateField3(required=False)
    assert field.clean(["", "", ""]) is None


def test_a_stored_day_fills_the_three_boxes() -> None:
    html = str(DayForm(initial={"held_on": date(2026, 8, 6)})["held_on"])
    assert 'value="6"' in html
    assert 'value="8"' in html
    assert 'value="2026"' in html


def test_an_unchanged_date_has_not_changed_and_a_wrong_one_has() -> None:
    day = date(2026, 8, 6)
    assert not DayForm(typed("6", "8", "2026"), initial={"held_on": day}).has_changed()
    assert DayForm(typed("6", "8", ""), initial={"held_on": day}).has_changed()


def render(form: forms.Form) -> str:
    return str(render_crispy_form(form, helper(form_tag=False)))


def test_what_was_typed_is_still_there_after_an_error() -> None:
    html = render(DayForm(typed("31", "9", "<b>26")))
    assert 'value="31"' in html
    assert "&lt;b&gt;26" in html
    assert "<b>26" not in html


def test_only_the_wrong_box_is_marked_and_linked() -> None:
    form = DayForm(typed("1", "10", ""))
    assert target(form["held_on"]) == "id_held_on_year"
    html = render(form)
    assert html.count('aria-invalid="true"') == 1
    assert 'href="#id_held_on_year"' in html


class Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.points: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        self.points += (given.get("aria-describedby") or "").split()
        if tag == "label" and given.get("for"):
            self.points.append(given["for"])
        if tag == "a" and str(given.get("href", "")).startswith("#"):
            self.points.append(given["href"][1:])


@pytest.mark.parametrize("data", [None, {}, {"held_on_day": "1", "dose_mg": "x"}])
def test_every_label_hint_message_and_link_reaches_one_element(data: dict[str, str] | None) -> None:
    parser = Ids()
    parser.feed(render(GalleryForm(data)))
    assert len(parser.ids) == len(set(parser.ids))
    assert set(parser.points) <= set(parser.ids)


def test_the_summary_counts_names_and_calms() -> None:
    html = render(GalleryForm({}))
    assert "Nothing is lost. 7 things to look at before this can be saved" in html
    assert "How did you see her? Choose an answer" in html
    assert "Daily dose: enter a dose from 1 to 200" in html
    one = render(DayForm(typed("", "", "")))
    assert "Nothing is lost. 1 thing to look at" in one


@pytest.mark.parametrize(
    ("message", "label", "said"),
    [
        ("Enter days from 0 to 7", "Crack, week 3", "Crack, week 3: enter days from 0 to 7"),
        ("Choose an answer", "How are you?", "How are you? Choose an answer"),
        ("Next review is too late", "Next review", "Next review is too late"),
        ("TOP is missing", "Date", "Date: TOP is missing"),
        ("Give the day of the talk", "Day of the talk", "Give the day of the talk"),
        ("Something is wrong", "", "Something is wrong"),
    ],
)
def test_a_line_of_the_summary_names_its_field(message: str, label: str, said: str) -> None:
    assert summary_line(message, label) == said


@pytest.mark.parametrize("value", ["x", "201", "0", "1.5", ""])
def test_a_number_out_of_range_says_the_range(value: str) -> None:
    field = WholeNumberField(min_value=1, max_value=200, called="a dose")
    with pytest.raises(forms.ValidationError, match="Enter a dose from 1 to 200"):
        field.clean(value)


def test_a_number_keeps_nothing_of_a_spinner() -> None:
    html = str(GalleryForm()["dose_mg"])
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html


def test_unknown_is_a_choice_of_its_own_and_nothing_is_preselected() -> None:
    html = render(GalleryForm())
    assert html.count("choice--unknown") == 3
    assert "checked" not in html


def test_a_closed_choice_says_why_and_cannot_be_taken() -> None:
    html = render(GalleryForm())
    assert "Not offered here: no fridge" in html
    assert "disabled" in html


def test_an_unknown_of_its_own_can_be_named() -> None:
    class Odd(PlainForm):
        answer = forms.ChoiceField(
            choices=[("perhaps", "Perhaps"), ("unknown", "Unknown")],
            widget=ChoiceChips(unknown=["perhaps"]),
        )

    assert render(Odd()).count("choice--unknown") == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("seen_how", "radios"),
        ("held_on", "date"),
        ("words", "textarea"),
        ("team", "select"),
        ("options", "checkboxes"),
        ("risk_confirmed", "checkbox"),
        ("dose_mg", "input"),
    ],
)
def test_each_field_has_its_control(name: str, kind: str) -> None:
    assert control(GalleryForm()[name]) == kind
