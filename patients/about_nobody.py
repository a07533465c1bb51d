"""Forms about nobody on record: somebody new, the staff, how a service sees itself.

Each room names its own in the settings (`FORMS_ABOUT_NOBODY`), by the name of its page, so this one
knows none of the rooms above. A key names its drafts, so that nothing has to be unsealed to say on
a list what they are of. All but that of somebody new are kept and shown by `patients.middleware`,
and the pages know nothing of it.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from patients.drafts import START_FORM

PREFIX = "own-"


def key_of(path: str) -> str:
    """ "" for a form that no room has named, or an address that is none."""
    try:
        page = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""
    found = settings.FORMS_ABOUT_NOBODY.get(page)
    return str(found["key"]) if found else ""


def called(key: str) -> str:
    words = {one["key"]: one["called"] for one in settings.FORMS_ABOUT_NOBODY.values()}
    return str(words.get(key, "A form"))


def draft_name(match: ResolverMatch | None) -> str:
    """What the draft of the form on this page is called; "" where it keeps none."""
    found = settings.FORMS_ABOUT_NOBODY.get(match.view_name) if match else None
    if match is None or found is None or found["key"] == START_FORM:
        return ""
    return "-".join([f"{PREFIX}{found['key']}", *map(str, match.kwargs.values())])


def pages() -> dict[str, tuple[str, str]]:
    """By the name of its draft: the address of each form, and what it is called on a list."""
    found = {}
    for page, one in settings.FORMS_ABOUT_NOBODY.items():
        if one["key"] == START_FORM:
            continue
        if not one.get("parts"):
            found[f"{PREFIX}{one['key']}"] = (reverse(page), one["called"])
        for part in range(1, one.get("parts", 0) + 1):
            name = f"{PREFIX}{one['key']}-{part}"
            found[name] = (reverse(page, args=[part]), f"{one['called']} {part}")
    return found
