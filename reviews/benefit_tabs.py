"""The pages that stand beside each other under Benefit, for components/tabs.html."""

from django.urls import reverse

PAGES = (
    ("audits:benefit_caseload", "Across the caseload"),
    ("reviews:first_weeks", "First 12 weeks"),
    ("reviews:since_start", "Since the start"),
)


def tabs(current: str) -> list[dict[str, str | bool]]:
    return [
        {"name": title, "url": reverse(page), "is_current": page.endswith(f":{current}")}
        for page, title in PAGES
    ]
