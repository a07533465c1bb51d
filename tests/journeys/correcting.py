"""What a browser would post of a form that corrects, as it was opened."""

from datetime import date
from typing import Any

from django.test import Client

from tests.world import three_boxes


def as_it_opens(client: Client, address: str, **typed: Any) -> dict[str, Any]:
    """Its first values, with a reason; `typed` stands in their place."""
    found: dict[str, Any] = {"amend_reason": "It was written down wrongly"}
    for field in client.get(address).context["form"]:
        value = field.value()
        if isinstance(value, date):
            found |= three_boxes(field.name, value)
        elif isinstance(value, bool):
            found |= {field.name: "on"} if value else {}
        elif isinstance(value, list | tuple):
            found[field.name] = list(value)
        elif field.name not in found:
            found[field.name] = "" if value is None else str(value)
    return found | typed
