"""Characters that no page can show never come in; everything people write does."""

import pytest
from django import forms
from django.http import QueryDict

from rodt.forms import PlainForm
from rodt.tidy import tidy, tidy_posted


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain words", "plain words"),
        ("Llŵyd-Ŷnys O’Neill “quoted” 😀 👩‍👧", "Llŵyd-Ŷnys O’Neill “quoted” 😀 👩‍👧"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("bell\x07 null\x00 escape\x1b", "bell null escape"),
        ("delete\x7f and C1\x85", "delete and C1"),
        ("private \ue000\U000f0000 use", "private  use"),
        ("non \ufdd0\ufffe\U0001ffff characters", "non  characters"),
        ("half \ud800 a pair", "half  a pair"),
        ("dose \u202e05\u202c mg, \u2067a\u2069b", "dose 05 mg, ab"),
        ("سلام", "سلام"),
        ("Tes\u200bter \ufeff\u2060", "Tester "),
        ("", ""),
    ],
)
def test_only_what_cannot_be_shown_is_taken_out(typed, kept):
    assert tidy(typed) == kept


def test_line_ends_made_alike_are_not_a_loss():
    data = QueryDict("words=a%0D%0Ab")
    assert tidy_posted(data)[1] is False


def test_a_form_says_that_it_took_something_out_and_keeps_every_value_of_a_list():
    class Words(PlainForm):
        words = forms.CharField()
        many = forms.MultipleChoiceField(choices=[("a", "a"), ("b", "b")])

    form = Words(QueryDict("words=one%07&many=a&many=b"))
    assert form.is_valid()
    assert form.cleaned_data == {"words": "one", "many": ["a", "b"]}
    assert form.was_tidied


def test_a_form_not_yet_posted_has_nothing_to_tidy():
    assert PlainForm().was_tidied is False
