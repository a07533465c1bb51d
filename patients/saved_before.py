"""A form that was saved is sent once more, by going back or from a second window. The same words
are a double click, which makes nothing twice; other words are never dropped in silence.

What was said is kept in the session as a keyed digest only, by the id that the form was given when
it was opened.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

from patients.drafts import NEVER_KEPT
from rodt.ids import new_id

ID = "entry_id"
OTHERWISE = (
    "You saved this form before, with other answers. Nothing is lost: what you typed now is still"
    " here. Save again to record it as one more, or go back and correct the first."
)
_KEPT, _MOST = "forms_saved", 30


def said_otherwise(request: HttpRequest) -> bool:
    """Was this very form saved before, with other answers?"""
    before = request.session.get(_KEPT, {}).get(request.POST.get(ID, ""))
    return before is not None and before != _digest(request.POST)


def remember(request: HttpRequest) -> None:
    """This form is saved."""
    if entry := request.POST.get(ID):
        kept = {**request.session.get(_KEPT, {}), entry: _digest(request.POST)}
        request.session[_KEPT] = dict(list(kept.items())[-_MOST:])


def ask_again(form: forms.Form) -> None:
    """The form as it was typed, with the question; the next save makes one more entry."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[ID] = str(new_id())
    form.data = data
    form.add_error(None, OTHERWISE)


def _digest(posted: Any) -> str:
    said = sorted((key, values) for key, values in posted.lists() if key not in NEVER_KEPT)
    return salted_hmac("patients.saved_before", repr(said), algorithm="sha256").hexdigest()
