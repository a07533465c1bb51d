"""Forms about nobody on record: somebody new, the staff, how a service sees itself.

Each room names its own in the settings (`FORMS_ABOUT_NOBODY`), by the name of its page, so this one
knows none of the rooms above. A key and the numbers in the form's address name its drafts, so that
nothing has to be unsealed to say on a list what they are of. All but that of somebody new are kept
and shown by `patients.middleware`, and the pages know nothing of it.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse

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


def page_of(name: str) -> tuple[str, str] | None:
    """The address of the form whose draft is called so, and what it is called on a list; None where
    there is no such form. The numbers in a name are those in the address: a run, a step."""
    key, *numbers = name.removeprefix(PREFIX).split("-")
    if not name.startswith(PREFIX) or key == START_FORM:
        return None
    for page, one in settings.FORMS_ABOUT_NOBODY.items():
        if one["key"] == key:
            try:
                address = reverse(page, args=numbers)
            except NoReverseMatch:
                return None
            part = one.get("part", "").format(*numbers)
            return address, f"{one['called']}, {part}" if part else one["called"]
    return None
