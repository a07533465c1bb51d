"""A file that is handed out: saved by the browser, never shown in the page."""

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"


def attachment(content: str | bytes, name: str, content_type: str = CSV) -> HttpResponse:
    """`name`: made by us, of letters that need no quoting."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
