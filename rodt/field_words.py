"""What every field says when it refuses, and how much it takes: one place for all forms.

Django's own messages speak of values, choices and UUIDs; ours say what to do. Only messages that a
form left as Django has them are replaced.
"""

import re
from collections.abc import Mapping

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

# Product default [P]: two pages of A4. A whole record pasted into one box makes pages unreadable.
MOST_WORDS = 4000

_OPEN_AGAIN = "Open this page again, then save"
_ONE = "Choose one of the answers"
_ANY = "Choose from the answers"
# By Django's class and the code of the message; the first class that fits and says it is used.
_SAID: tuple[tuple[type[forms.Field], Mapping[str, str]], ...] = (
    (forms.UUIDField, {"invalid": _OPEN_AGAIN, "required": _OPEN_AGAIN}),
    (
        forms.ModelMultipleChoiceField,
        {"invalid_choice": _ANY, "invalid_pk_value": _ANY, "invalid_list": _ANY},
    ),
    (forms.MultipleChoiceField, {"invalid_choice": _ANY, "invalid_list": _ANY}),
    (forms.ModelChoiceField, {"required": "Choose an answer", "invalid_choice": _ONE}),
    (forms.ChoiceField, {"required": "Choose an answer", "invalid_choice": _ONE}),
    (forms.IntegerField, {"invalid": "Enter a whole number"}),
    (forms.FloatField, {"invalid": "Enter a number"}),
    (forms.DecimalField, {"invalid": "Enter a number"}),
    (forms.Field, {"required": "Enter an answer"}),
)


class Longest(validators.MaxLengthValidator):
    """So many characters at most; the sentence says how many there are."""

    def __call__(self, value: str) -> None:
        most = self.limit_value() if callable(self.limit_value) else self.limit_value
        if len(value) > most:
            raise ValidationError(
                f"Write at most {most:,} characters; this has {len(value):,}", code="max_length"
            )


def speak_plainly(field: forms.Field) -> None:
    """Our sentences and limits on one field. As often as one likes: the second time does nothing.

    A browser cuts a paste that is longer than `maxlength` without a word: so no field has one, and
    the limit is said.
    """
    for kind, said in _SAID:
        if isinstance(field, kind):
            for code, words in said.items():
                if field.error_messages.get(code) == _of_django(field, code):
                    field.error_messages[code] = words
    if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
        _limit(field)
    if isinstance(field, forms.EmailField):
        ours = validators.EmailValidator(message="Enter an e-mail address, like name@example.org")
        field.validators = [
            ours if type(one) is validators.EmailValidator else one for one in field.validators
        ]
    for validator in field.validators:
        if isinstance(validator, validators.MinValueValidator):
            _replace(validator, f"Enter {validator.limit_value} or more")
        elif isinstance(validator, validators.MaxValueValidator):
            _replace(validator, f"Enter {validator.limit_value} or less")


_PLAIN = re.compile(r"-?[0-9]*\.?[0-9]*")


def is_plain_number(typed: object) -> bool:
    """Digits from 0 to 9 and at most one point. Python also reads 1e3, 1_0 and the digits of other
    scripts as numbers; whoever reads the record may not, or not as the same number."""
    return _PLAIN.fullmatch(str("" if typed is None else typed).strip()) is not None


def _of_django(field: forms.Field, code: str) -> object:
    """The message as Django's own class has it, None where no class of Django's does."""
    for kind in type(field).__mro__:
        is_django = kind.__module__.startswith("django.")
        own = vars(kind).get("default_error_messages", {})
        if code in own:
            return own[code] if is_django else None
    return None


def _limit(field: forms.CharField) -> None:
    field.widget.attrs.pop("maxlength", None)
    has_own = False
    for place, validator in enumerate(field.validators):
        if isinstance(validator, validators.MaxLengthValidator):
            has_own = True
            if not isinstance(validator, Longest):
                field.validators[place] = Longest(validator.limit_value)
    if isinstance(field.widget, forms.Textarea) and not has_own:
        field.validators.append(Longest(MOST_WORDS))


def _replace(validator: validators.BaseValidator, words: str) -> None:
    if validator.message == type(validator).message:
        validator.message = words
