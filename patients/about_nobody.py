"""Forms about nobody on record: somebody new, the staff, how a service sees itself.

Each room names its own in the settings (`FORMS_ABOUT_NOBODY`), by the name of its page, so this one
knows none of the rooms above. What stands there is a key for the name of a draft, and what the form
is called on a list: nothing has to be unsealed to say so.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve


def key_of(path: str) -> str:
    """ "" for a form that no room has named, or an address that is none."""
    try:
        page = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""
    key, _ = settings.FORMS_ABOUT_NOBODY.get(page, ("", ""))
    return str(key)


def called(key: str) -> str:
    return dict(settings.FORMS_ABOUT_NOBODY.values()).get(key, "A form")
