"""A link to evidence, as it is typed. Pure.

A page of the service's own network has a name without a dot, so a name is not looked at further. A
name and a password in front of it would be printed in the report.
"""

import re
from urllib.parse import urlsplit

NO_LINK = "Enter a link that begins with https://"
NO_PASSWORD = "Leave out the name and password before the @: the report prints the link"  # noqa: S105


def read(typed: str) -> str:
    """The whole link; https is what is meant where nothing says otherwise. Raises ValueError, in
    words."""
    is_whole = "://" in typed
    link = typed if is_whole else f"https://{typed}"
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(NO_LINK) from None
    if "@" in parts.netloc and is_whole:
        raise ValueError(NO_PASSWORD)
    is_plain = re.fullmatch(r"[\w.-]+|[0-9a-f:.]+", host) and not re.search(r"\s", link)
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not is_plain:
        raise ValueError(NO_LINK)
    return link
