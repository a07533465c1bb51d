"""A filled-in review form, as a keyworker would send it: what the page offers, TOP included."""

from datetime import date
from html.parser import HTMLParser

DAYS_SUFFIX = "_days"
RATINGS = ("psych_health", "physical_health", "quality_of_life")


def filled(page: str, on: date) -> dict[str, str]:
    """The first answer to each question, no days of use, and the middle of each rating."""
    reader = FormReader()
    reader.feed(page)
    posted = next(form for form in reader.forms if "entry_id" in form)
    day = {"day": on.day, "month": on.month, "year": on.year}
    answers = {f"held_on_{part}": str(number) for part, number in day.items()}
    answers |= {name: "0" for name in posted if name.endswith(DAYS_SUFFIX)}
    answers |= dict.fromkeys(RATINGS, "10") | {"shared_works": "no"}
    return posted | answers | {"own_words": "Better in the week."}


class FormReader(HTMLParser):
    """The forms of a page with their fields: choices by their first answer, nothing ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and self.forms and given.get("type") not in ("checkbox", "submit"):
            self.forms[-1].setdefault(given.get("name", ""), given.get("value", ""))
