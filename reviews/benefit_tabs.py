"""The pages that stand beside each other under Benefit, for components/tabs.html."""

from django.urls import reverse

PAGES = (
    ("benefit_caseload", "Across the caseload"),
    ("first_weeks", "First 12 weeks"),
    ("since_start", "Since the start"),
)


def tabs(current: str) -> list[dict[str, str | bool]]:
    return [
        {"name": title, "url": reverse(f"reviews:{page}"), "is_current": page == current}
        for page, title in PAGES
    ]
