"""Fields and widgets that every form shares, and the one crispy helper.

Messages are sentences that say what to do. Nothing typed is ever dropped: a field that does not
validate shows what was typed. Templates are in `templates/nhsuk/`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField

from rodt.field_words import is_plain_number, speak_plainly
from rodt.ids import new_id
from rodt.tidy import tidy_posted
from rodt.words import MONTHS, and_list, nhs_date, plain_number

UNKNOWN_CHOICES = frozenset(
    {"unknown", "not_asked", "not_known", "declined", "rather_not_say", "not_seen", "not_recorded"}
)
# Nobody in treatment was born before it: 0202 is a slip for 2020.
FIRST_YEAR = 1900
# Nor does anything recorded here lie beyond it: 2206 is a slip for 2026.
LAST_YEAR = 2100
DATE_PARTS = ("day", "month", "year")
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}

# Posted with what was sent when its sender was signed out: shown again, and never saved by itself.
LOOK_AGAIN = "look_again"
# Posted with a draft, in the same way: shown as it was typed, without a word about what is missing.
A_DRAFT = "draft"
SIGNED_OUT = "You were signed out before this was saved. Look at it once more, then save it."

Day = date | Callable[[], date] | None


def helper(*, form_tag: bool = True, submit: str = "", method: str = "post") -> FormHelper:
    """The one crispy helper: error summary on top, our labels and hints, no extra markup.

    `form_tag=False` when the template writes its own form element; `submit` is the words on the
    main button, none when the template draws its own. `method="get"` for a form that only asks:
    what it asks stands in the address, so no token does.
    """
    made = FormHelper()
    made.form_method = method
    made.form_tag = form_tag
    made.include_media = False
    made.attrs = {"novalidate": ""}
    made.submit_words = submit
    return made


class _Choices:
    """What both kinds of choice share: the dashed unknown, hints and reasons not to choose."""

    unknown: frozenset[str] = UNKNOWN_CHOICES
    is_stacked = False
    hints: Mapping[str, str]
    closed: Mapping[str, str]

    def _setup(
        self,
        unknown: Iterable[str] | None,
        hints: Mapping[str, str] | None,
        closed: Mapping[str, str] | None,
        is_stacked: bool,
    ) -> None:
        self.unknown = UNKNOWN_CHOICES if unknown is None else frozenset(unknown)
        self.hints = hints or {}
        self.closed = closed or {}
        self.is_stacked = is_stacked

    def _mark(self, option: dict[str, Any]) -> dict[str, Any]:
        value = str(option["value"])
        option["is_unknown"] = value in self.unknown
        option["hint"] = self.hints.get(value, "")
        option["closed_because"] = self.closed.get(value, "")
        if option["closed_because"]:
            option["attrs"]["disabled"] = True
        return option


class ChoiceChips(_Choices, forms.RadioSelect):
    """One of a few, as chips in a row. Unknown is a choice in its own dashed shape.

    `hints` and `closed` are words by value: a hint beside the choice; why it cannot be chosen.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        unknown: Iterable[str] | None = None,
        hints: Mapping[str, str] | None = None,
        closed: Mapping[str, str] | None = None,
        is_stacked: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self._setup(unknown, hints, closed, is_stacked)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._mark(super().create_option(*args, **kwargs))


class CheckChips(_Choices, forms.CheckboxSelectMultiple):
    """Any of a few, as chips in a row."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        unknown: Iterable[str] | None = None,
        hints: Mapping[str, str] | None = None,
        closed: Mapping[str, str] | None = None,
        is_stacked: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self._setup(unknown, hints, closed, is_stacked)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._mark(super().create_option(*args, **kwargs))


class NumberBox(forms.TextInput):
    """A whole number as text with a number pad: no arrows, no wheel, nothing changes by scrolling.

    `suffix` is the unit printed inside the box's edge ("mg", "days").
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, suffix: str = "") -> None:
        super().__init__(
            {"inputmode": "numeric", "class": "width-3", "autocomplete": "off"} | (attrs or {})
        )
        self.suffix = suffix


class WholeNumberField(forms.IntegerField):
    """A whole number in a range. `called` is what the message names: "Enter days from 0 to 7"."""

    def __init__(
        self,
        *,
        min_value: int,
        max_value: int,
        called: str = "a number",
        suffix: str = "",
        widget: forms.Widget | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            min_value=min_value,
            max_value=max_value,
            widget=widget or NumberBox(suffix=suffix),
            **kwargs,
        )
        said = f"Enter {called} from {min_value} to {max_value}"
        self.error_messages |= {"invalid": said, "required": said}
        for validator in self.validators:
            if isinstance(validator, MinValueValidator | MaxValueValidator):
                validator.message = said

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class NumberField(forms.DecimalField):
    """A number that may have decimals. Its unit stands in the box and may be typed with it; another
    unit is refused by its letters. Whatever is wrong with it, `said` is what a right one is."""

    def __init__(self, *, unit: str, said: str, **kwargs: Any) -> None:
        self.unit, self.said = unit, said
        super().__init__(
            decimal_places=2,
            widget=NumberBox({"inputmode": "decimal", "class": "width-4"}, suffix=unit),
            **kwargs,
        )
        self.error_messages |= {"invalid": said, "required": said}

    def prepare_value(self, value: Any) -> Any:
        """A number on record as it is typed: 55, not 55.00."""
        return plain_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        typed = str("" if value is None else value).strip().lower().removesuffix(self.unit).strip()
        if not is_plain_number(typed):
            raise ValidationError(self.said, code="invalid")
        return super().to_python(typed)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError:
            raise ValidationError(self.said, code="invalid") from None


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three boxes. Subwidgets are named `<name>_day` and so on.

    Without `autocomplete="off"`: with it, a browser that goes back to the form gives the words back
    that were typed, and not the day, so that today's stood there unnoticed.
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                part: forms.TextInput(
                    {
                        "inputmode": "numeric",
                        "class": "width-4" if part == "year" else "width-2",
                        "maxlength": "4" if part == "year" else "9",
                    }
                )
                for part in DATE_PARTS
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [value, "", ""]
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Ids end in the part's name, so that a link to a box reads and stays the same."""
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].get("id")
        for part, box in zip(DATE_PARTS, context["widget"]["subwidgets"], strict=True):
            box["part"] = part
            if base:
                box["attrs"]["id"] = f"{base}_{part}"
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_


class DateField3(forms.MultiValueField):
    """A date typed as day, month, year; its errors are sentences.

    `called` is how messages name it ("Date of the review"), the label when left out. `latest` and
    `earliest` are days or functions that give one; `latest_words` and `earliest_words` explain the
    last and the first day allowed. A form's own "required" is said as it is.
    """

    widget = DateBoxes

    def __init__(
        self,
        *,
        called: str = "",
        earliest: Day = None,
        latest: Day = None,
        latest_words: str = "",
        earliest_words: str = "",
        **kwargs: Any,
    ) -> None:
        self.called = called
        self.earliest, self.earliest_words = earliest, earliest_words
        self.latest, self.latest_words = latest, latest_words
        self.required_words = (kwargs.get("error_messages") or {}).get("required", "")
        parts = tuple(forms.CharField(required=False, max_length=9) for _ in DATE_PARTS)
        super().__init__(parts, require_all_fields=False, **kwargs)

    @property
    def name_in_messages(self) -> str:
        return self.called or str(self.label or "Date")

    def clean(self, value: Any) -> date | None:
        typed = DateBoxes().decompress(value) if isinstance(value, date | str) else value or ()
        words = [str(part or "").strip() for part in typed] or ["", "", ""]
        missing = [part for part, word in zip(DATE_PARTS, words, strict=True) if not word]
        if len(missing) == len(DATE_PARTS):
            if self.required:
                said = self.required_words or f"Enter {_lower(self.name_in_messages)}"
                raise self._wrong(said, DATE_PARTS)
            return None
        if missing:
            raise self._wrong(
                f"{self.name_in_messages} must include a {and_list(missing)}", missing
            )
        day = self._read(words)
        self._check_range(day)
        return day

    def _read(self, words: list[str]) -> date:
        day, month, year = words
        if not (_has_digits_only(year) and len(year) == 4):
            raise self._wrong("Year must include 4 numbers", ["year"])
        if int(year) < FIRST_YEAR:
            raise self._wrong(f"Year must be {FIRST_YEAR} or later", ["year"])
        month_number = _MONTH_NUMBERS.get(month[:3].lower()) or (
            int(month) if _has_digits_only(month) else 0
        )
        if not 1 <= month_number <= 12:
            raise self._wrong("Month must be from 1 to 12", ["month"])
        try:
            return date(int(year), month_number, int(day) if _has_digits_only(day) else 0)
        except ValueError:
            raise self._wrong(f"{self.name_in_messages} must be a real date", ["day"]) from None

    def _check_range(self, day: date) -> None:
        latest = self.latest() if callable(self.latest) else self.latest
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        if latest and day > latest:
            said = self.latest_words or f"cannot be after {nhs_date(latest)}"
            raise self._wrong(f"{self.name_in_messages} {said}", DATE_PARTS)
        if earliest and day < earliest:
            said = self.earliest_words or f"cannot be before {nhs_date(earliest)}"
            raise self._wrong(f"{self.name_in_messages} {said}", DATE_PARTS)
        if day.year > LAST_YEAR:
            raise self._wrong(f"Year must be {LAST_YEAR} or earlier", ["year"])

    def _wrong(self, said: str, parts: Iterable[str]) -> ValidationError:
        return ValidationError(said, code="date", params={"parts": tuple(parts)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.clean(data))
        except ValidationError:
            return True

    def to_python(self, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) and value else value


def _has_digits_only(typed: str) -> bool:
    """From 0 to 9: Python also reads 1_0 and the digits of other scripts as whole numbers."""
    return typed.isascii() and typed.isdigit()


def _lower(words: str) -> str:
    """First letter small, unless the word is an abbreviation: "TOP date" stays."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


class PlainForm(forms.Form):
    """A form whose empty answers are asked for in words: choose, or enter, and never "required".

    What was typed is tidied here, for every form; `was_tidied` says that something was taken out.
    """

    use_required_attribute = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data, self.was_tidied = tidy_posted(data)
        super().__init__(data, *args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)

    def __getitem__(self, name: str) -> BoundField:
        """Fields that a form adds after its start speak as plainly, before anything is drawn."""
        if name in self.fields:
            speak_plainly(self.fields[name])
        return super().__getitem__(name)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_draft:
            self.errors.clear()
            return
        if self.is_bound and self.data.get(LOOK_AGAIN):
            self.add_error(None, SIGNED_OUT)
        for name, field in self.fields.items() if self.is_bound else ():
            if not isinstance(field, forms.IntegerField) or isinstance(field, NumberField):
                continue
            if name in self.cleaned_data and not is_plain_number(self[name].data):
                self.add_error(name, field.error_messages["invalid"])

    @property
    def is_draft(self) -> bool:
        return self.is_bound and self.data.get(LOOK_AGAIN) == A_DRAFT

    def is_valid(self) -> bool:
        """A draft is shown, and never saved by itself."""
        return super().is_valid() and not self.is_draft


class EntryForm(PlainForm):
    """A form that makes one row however often it is posted: a double click, a page sent again.

    `entry_id` is given when the form is opened; the action makes the row under that id.
    """

    entry_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
