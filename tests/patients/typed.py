"""Where the pages of one person are, and what is typed into the form of a contact."""

from django.urls import reverse

from rodt.ids import new_id
from tests.world import three_boxes


def page(name, person, *more):
    return reverse(f"patients:{name}", args=[person.pk, *more])


def contact_form(world, **typed):
    return {
        "entry_id": str(new_id()),
        "kind": "phone",
        "outcome": "attended",
        "with_role": "keyworker",
        "with_staff": str(world.keyworker.pk),
        "content": ["health", "social"],
        "summary": "Talked about the flat",
        **three_boxes("on", world.on),
    } | typed
