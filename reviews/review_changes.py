"""What a correction changed of a review: each question with what it says now and said before.

Both texts keep a page of their own; this is where they are read side by side.
"""

from dataclasses import dataclass
from datetime import date

from careplans.models import OptionsTalk
from patients.models import Patient
from reviews.benefit_domains import DOMAINS, JUDGEMENT_QUESTION, RATING_WORDS, Rating
from reviews.ladder import LADDER, status_words
from reviews.models import Optimisation
from reviews.review_page import SEEN_WORDS, ReviewPage, read
from reviews.strategic import DECISIONS
from reviews.strategic_page import StrategicPage
from rodt.words import and_list, nhs_date


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    now: str
    before: str


def changes(patient: Patient, page: ReviewPage) -> list[Change]:
    """Nothing where this review corrects none, or was corrected without another word."""
    if page.corrects is None:
        return []
    now, before = _said(page), _said(read(patient, page.corrects))
    return [
        Change(label, now.get(label, ""), before.get(label, ""))
        for label in dict.fromkeys([*now, *before])
        if now.get(label, "") != before.get(label, "")
    ]


def _said(page: ReviewPage) -> dict[str, str]:
    """Everything on the form, by question; what was not said is left out."""
    review = page.review
    said = {
        "How they were seen": SEEN_WORDS[type(review).Seen(review.seen)],
        "Date of the review": nhs_date(review.held_on),
        "Who else was there": review.with_others,
        "In their own words": review.their_words,
        "Next review": _day(review.next_review_on),
    }
    said |= {
        line.label: " ".join(word for word in (line.value, line.note, line.tag_text) if word)
        for line in page.answers
    }
    said |= _strategic(page.strategic) if page.strategic else {}
    if page.options:
        said["What they would like"] = page.options.preference
    said |= {f"TOP: {label}": value for label, value in page.top}
    return {label: words for label, words in said.items() if words}


def _strategic(page: StrategicPage) -> dict[str, str]:
    part = page.part
    said = {
        domain.title: RATING_WORDS[Rating(part.ratings[domain.key])]
        for domain in DOMAINS
        if part.ratings.get(domain.key) in set(Rating)
    }
    for rung in LADDER:
        looked = part.ladder.get(str(rung.number))
        if looked:
            note = looked.get("note") or ""
            said[rung.title] = f"{status_words(looked.get('status'))}{f': {note}' if note else ''}"
    options = [OptionsTalk.Option(one).label.lower() for one in part.options]
    return (
        said
        | {
            JUDGEMENT_QUESTION: "" if part.judgement is None else f"{part.judgement} of 10",
            "Their own judgement, in their words": part.judgement_words,
            "Without it, they say": part.without_it_patient,
            "Without it, we think": part.without_it_clinician,
            "Options talked about": and_list(options),
            "What was decided": dict(DECISIONS).get(part.decision, part.decision),
            "Conclusion": str(part.get_conclusion_display()),
            "Why": part.conclusion_why,
            "No plan yet, because": part.no_plan_because,
        }
        | _plan(page.plan)
    )


def _plan(plan: Optimisation | None) -> dict[str, str]:
    if plan is None:
        return {}
    return {"Plan to improve treatment": plan.actions, "Follow-up": _day(plan.follow_up_on)}


def _day(on: date | None) -> str:
    return nhs_date(on) if on else ""
