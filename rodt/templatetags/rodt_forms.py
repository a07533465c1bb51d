"""What the form templates ask about a field: which control it is, where its link goes."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from rodt.forms import CheckChips, ChoiceChips, DateBoxes

register = template.Library()

_VERBS = frozenset({"Enter", "Choose", "Add", "Say", "Select", "It", "This", "Must", "Cannot"})


@register.filter
def control(field: BoundField) -> str:
    """The name of the template that draws it: date, radios, checkboxes, checkbox, select…"""
    widget = field.field.widget
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (DateBoxes, "date"),
        ((CheckChips, forms.CheckboxSelectMultiple), "checkboxes"),
        ((ChoiceChips, forms.RadioSelect), "radios"),
        (forms.CheckboxInput, "checkbox"),
        ((forms.Select, forms.SelectMultiple), "select"),
        (forms.Textarea, "textarea"),
    )
    return next((name for kind, name in kinds if isinstance(widget, kind)), "input")


@register.filter
def is_grouped(field: BoundField) -> bool:
    """Several controls under one question: it needs a legend, not a label."""
    return control(field) in ("date", "radios", "checkboxes")


@register.filter
def target(field: BoundField) -> str:
    """The id of the control a link to this field should reach: the first one that is wrong."""
    kind = control(field)
    if kind == "date":
        parts = _wrong_parts(field) or ("day",)
        return f"{field.auto_id}_{parts[0]}"
    if kind in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


def _wrong_parts(field: BoundField) -> tuple[str, ...]:
    for error in field.errors.as_data():
        if error.params and "parts" in error.params:
            return tuple(error.params["parts"])
    return ("day", "month", "year") if field.errors else ()


@register.filter
def date_boxes(field: BoundField) -> list[dict[str, Any]]:
    """The three boxes: part, label, id, name, value, attrs, and whether this one is wrong."""
    context = field.field.widget.get_context(
        field.html_name, field.value(), {"id": field.auto_id} if field.auto_id else {}
    )
    wrong = _wrong_parts(field)
    return [
        {**box, "label": box["part"].title(), "is_wrong": box["part"] in wrong}
        for box in context["widget"]["subwidgets"]
    ]


@register.simple_tag
def styled(field: BoundField, css: str) -> SafeString:
    """The control itself, with our class beside its own and the error state marked."""
    widget = field.field.widget
    classes = [css, widget.attrs.get("class", "")]
    if field.errors:
        classes.append(f"{css}--error")
    return field.as_widget(attrs={"class": " ".join(name for name in classes if name)})


@register.filter
def summary_line(message: str, label: str) -> str:
    """A message that names its field: "Crack, week 3: enter days from 0 to 7"."""
    first = message.split(" ", 1)[0]
    named, said = label.lower().rstrip("?"), message.lower()
    if not label or said.startswith(named) or said.endswith(f" {named}"):
        return message
    rest = message[:1].lower() + message[1:] if first in _VERBS else message
    return f"{label} {message}" if label.endswith("?") else f"{label}: {rest}"


@register.filter
def error_count(form: Any) -> int:
    """How many messages the form holds, its own and its fields'."""
    return sum(len(messages) for messages in form.errors.values())
