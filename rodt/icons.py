"""The few symbols, as paths in a 16 by 16 box. A symbol never stands without words beside it."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_FILLED = 'class="fill"'

ICONS: dict[str, str] = {
    "warning": '<path d="M8 2 15 14H1Z"/><path d="M8 6.5v3.5M8 12v.01"/>',
    "tick": '<path d="M2.5 8.5 6.5 12.5 13.5 4"/>',
    "ring": '<circle cx="8" cy="8" r="6" stroke-dasharray="2.7 2" stroke-linecap="butt"/>',
    "circle": '<circle cx="8" cy="8" r="6"/>',
    "half": f'<circle cx="8" cy="8" r="6.3"/><path {_FILLED} d="M8 1.5a6.5 6.5 0 0 0 0 13Z"/>',
    "pencil": '<path d="M2.5 13.5 3.5 10 11 2.5 13.5 5 6 12.5Z"/>',
    "pause": '<path d="M5.5 3v10M10.5 3v10"/>',
    "clock": '<circle cx="8" cy="8" r="6.3"/><path d="M8 4.5V8l2.5 1.5"/>',
    "person": '<circle cx="8" cy="4.5" r="2.8"/><path d="M3 15c0-3.5 2-5.5 5-5.5s5 2 5 5.5"/>',
    "search": '<circle cx="7" cy="7" r="4.8"/><path d="M10.7 10.7 14.5 14.5"/>',
    "lock": (
        '<rect x="2.5" y="7" width="11" height="7.5" rx="1"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>'
    ),
    "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "hidden": (
        '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z"/>'
        '<path d="M2.5 13.5 13.5 2.5"/>'
    ),
    "print": ('<path d="M4.5 6V2h7v4M4.5 12H2V6h12v6h-2.5"/><path d="M4.5 9.5h7V14h-7Z"/>'),
    "download": '<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2 14h12"/>',
    "phone": (
        '<path d="M3 2h2.5L7 5.5 5.5 7c.8 1.6 1.9 2.7 3.5 3.5L10.5 9 14 10.5V13c0 .6-.5 1-1 1'
        'C7 14 2 9 2 3c0-.5.4-1 1-1Z"/>'
    ),
    "up": '<path d="M8 14V2.5M3.5 7 8 2.5 12.5 7"/>',
    "down": '<path d="M8 2v11.5M3.5 9 8 13.5 12.5 9"/>',
    "same": '<path d="M2.5 5.5h11M2.5 10.5h11"/>',
}


@cache
def icon(name: str) -> SafeString:
    """The symbol as inline SVG, hidden from a screen reader: the words beside it say the same.

    Raises KeyError for a name that is not in the set.
    """
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308 -- our own constants
    )
