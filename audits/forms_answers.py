"""One question that the service answers for itself."""

from typing import Any

from django import forms

from audits.models import ServiceAnswer
from audits.own_questions import NOT_YET
from rodt.forms import ChoiceChips, PlainForm, helper


class AnswerForm(PlainForm):
    """`version`: as the page was opened with; 0 where nothing was said."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again, then save."},
    )
    answer = forms.ChoiceField(
        choices=[*ServiceAnswer.Answer.choices, ("", NOT_YET)],
        required=False,
        widget=ChoiceChips(unknown=[""]),
    )
    note = forms.CharField(
        label="What shows it, or what is missing",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = question
        self.helper = helper(form_tag=False)
        self.helper.disable_csrf = True
        self.helper.render_hidden_fields = True
