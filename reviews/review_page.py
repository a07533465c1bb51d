"""One review as a page: what it counts for, what was answered, who signed, what was corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from careplans.models import ExitVision, GoalProgress, OptionsTalk, RecoveryCapital
from patients.models import Patient
from reviews import top_wording
from reviews.asks import SECTIONS, Ask
from reviews.due_words import in_sentence
from reviews.dues import version_named
from reviews.models import (
    Review,
    ReviewCredit,
    Signature,
    StrategicReview,
    TopRecord,
)
from reviews.review_types import ROLE_WORDS, TITLES, ReviewerRole, ReviewType
from reviews.review_versions import versions
from reviews.strategic import RECORDED
from reviews.strategic_page import StrategicPage
from reviews.top import NOT_INJECTING, is_not_injecting
from reviews.top_items import ITEMS, ItemKind, amount_words, weeks_words
from reviews.top_wording import PRODUCT, Wording
from reviews.written_with import plans_with
from rodt.words import and_list, count, nhs_date, nhs_datetime, sentence

LATE_DAYS = 1
SEEN_WORDS = {
    Review.Seen.IN_PERSON: "In person",
    Review.Seen.PHONE: "By phone",
    Review.Seen.VIDEO: "By video",
    Review.Seen.NOT_SEEN: "Not seen, a case discussion",
}
# How an answer came about, and the tag of components/answer_tag.html that says so.
TAGS = {
    "confirmed": ("confirmed", "Confirmed"),
    "changed": ("changed", "Changed"),
    "carried": ("carried", "Carried, not asked"),
    "declined": ("declined", "Would rather not say"),
}


@dataclass(frozen=True, slots=True)
class CreditLine:
    title: str
    is_valid: bool
    why: str
    awaits: str
    late: str = ""
    intervals: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """`tag_kind`, `tag_text`: how it came about; empty where it was simply asked."""

    label: str
    value: str
    note: str
    tag_kind: str
    tag_text: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    review: Review
    credits: tuple[CreditLine, ...]
    answers: tuple[AnswerLine, ...]
    not_asked: tuple[str, ...]
    goals: tuple[GoalProgress, ...]
    vision: ExitVision | None
    options: OptionsTalk | None
    capital: tuple[tuple[str, int], ...]
    top: tuple[tuple[str, str], ...]
    top_wording: str
    top_late: str
    strategic: StrategicPage | None
    signatures: tuple[dict[str, str], ...]
    corrected_by: Review | None
    corrects: Review | None
    first_recorded_at: datetime

    @property
    def is_current(self) -> bool:
        return self.review.superseded_at is None

    @property
    def opening(self) -> str:
        """In person with Dee Marsh, keyworker. It counts as a care plan review."""
        return f"{held_words(self.review)}. {counts_as(self.credits)}"

    @property
    def options_words(self) -> str:
        """Options that were talked about."""
        options = self.options.options if self.options else []
        return and_list([OptionsTalk.Option(option).label.lower() for option in options])

    @property
    def talked_about(self) -> bool:
        """Options stand in their own section, unless the strategic part has them."""
        return self.options is not None and self.strategic is None

    @property
    def entered_late(self) -> str:
        return entered_late(self.review.held_on, self.first_recorded_at)


def held_words(review: Review) -> str:
    words = SEEN_WORDS[Review.Seen(review.seen)]
    who = review.held_by.full_name if review.held_by else held_elsewhere(review)
    role = ROLE_WORDS.get(review.held_by_role, review.held_by_role)  # type: ignore[call-overload]
    others = f", and {review.with_others}" if review.with_others else ""
    by = "by" if review.seen == Review.Seen.NOT_SEEN else "with"
    return f"{words}, {by} {who}{f' ({role})' if role else ''}{others}"


def held_elsewhere(review: Review) -> str:
    return review.external_reviewer or "staff of another service"


def counts_as(credits: Iterable[CreditLine]) -> str:
    held = [in_sentence(one.title) for one in credits if one.is_valid]
    if held:
        return f"It counts as {and_list([_a(title) for title in held])}."
    return "It counts as no review yet." if credits else "It counts as no review."


def _a(title: str) -> str:
    return f"{'an' if title[0] in 'aeiou' else 'a'} {title}"


def credit_title(kind: str, milestone: str) -> str:
    title = TITLES[ReviewType(kind)]
    if not milestone:
        return title
    if ReviewType(kind) is ReviewType.EVENT:
        return (
            f"{title} ({nhs_date(date.fromisoformat(milestone))})" if _is_day(milestone) else title
        )
    return f"{title}, {milestone}"


def _is_day(milestone: str) -> bool:
    try:
        date.fromisoformat(milestone)
    except ValueError:
        return False
    return True


def entered_late(on: date, recorded_at: datetime) -> str:
    """Entered 3 September 2026; nothing when it was written down that day or the next."""
    recorded_on = timezone.localtime(recorded_at).date()
    return f"Entered {nhs_date(recorded_on)}" if (recorded_on - on).days > LATE_DAYS else ""


def read(patient: Patient, review: Review) -> ReviewPage:
    """As this row has it. What was recorded with it is found by the moments of its versions."""
    credits = tuple(
        CreditLine(
            credit_title(one.type, one.milestone),
            one.is_valid,
            one.why,
            one.awaits,
            one.late_words,
            version_named(one.rule_version),
        )
        for one in sorted(
            _last_versions(ReviewCredit.objects.filter(review=review)),
            key=lambda one: (one.type, one.milestone),
        )
    )
    rows = versions(review)
    written = [row.recorded_at for row in rows]
    with_it: dict[str, Any] = {"patient": patient, "recorded_at__in": written}
    answers, not_asked = answer_lines(review.answers)
    options = _last_version(OptionsTalk.objects.filter(**with_it))
    top = _last_version(TopRecord.objects.filter(review=review))
    wording = top_wording.in_force(review.service_id, timezone.localdate()) if top else PRODUCT
    return ReviewPage(
        review=review,
        credits=credits,
        answers=answers,
        not_asked=not_asked,
        goals=tuple(_last_versions(GoalProgress.objects.filter(**with_it).select_related("goal"))),
        vision=_last_version(ExitVision.objects.filter(**with_it)),
        options=options,
        capital=capital_lines(_last_version(RecoveryCapital.objects.filter(**with_it))),
        top=top_lines(top, wording),
        top_wording=wording.words,
        top_late=top.late_words if top and top.is_complete else "",
        strategic=_strategic(review, rows, options, credits),
        signatures=signature_lines(review, credits),
        corrected_by=Review.objects.filter(amends=review).first(),
        corrects=_corrected(review),
        first_recorded_at=written[-1],
    )


def _strategic(
    review: Review,
    rows: list[Review],
    talk: OptionsTalk | None,
    credits: tuple[CreditLine, ...],
) -> StrategicPage | None:
    """A plan may have come with the second signature: it is found by the moment of either."""
    part = _last_version(StrategicReview.objects.filter(review=review))
    if part is None:
        return None
    named = credit_title(ReviewType.STRATEGIC, "")
    counts = any(line.is_valid for line in credits if line.title == named)
    return StrategicPage(part, review, _last_version(plans_with(rows)), talk, counts)


def _last_versions(rows: QuerySet[Any]) -> list[Any]:
    """Of these rows, those that no other of them corrects."""
    found = list(rows.order_by("recorded_at", "id"))
    corrected = {row.amends_id for row in found}
    return [row for row in found if row.pk not in corrected and not row.is_withdrawn]


def _last_version(rows: QuerySet[Any]) -> Any:
    return next(reversed(_last_versions(rows)), None)


def _corrected(review: Review) -> Review | None:
    """The one that this corrects. One query, or none."""
    return Review.objects.filter(pk=review.amends_id).first() if review.amends_id else None


def answer_lines(answers: dict[str, Any]) -> tuple[tuple[AnswerLine, ...], tuple[str, ...]]:
    """What was answered, in the order of the talk; and what was not asked, by its label. What the
    strategic part holds is read there."""
    lines, not_asked = [], []
    for ask in (ask for section in SECTIONS for ask in section.asks):
        given = answers.get(ask.question.value)
        if given is None or given.get("value") == RECORDED:
            continue
        state = given.get("state", "")
        if not given.get("value") and state != "declined":
            not_asked.append(ask.label)
            continue
        kind, text = TAGS.get(state, ("", ""))
        lines.append(
            AnswerLine(
                ask.label,
                _value_words(ask, given.get("value", "")),
                given.get("note", ""),
                kind,
                text,
            )
        )
    return tuple(lines), tuple(not_asked)


def _value_words(ask: Ask, value: str) -> str:
    return dict(ask.choices).get(value, value)


def capital_lines(capital: RecoveryCapital | None) -> tuple[tuple[str, int], ...]:
    """The four ratings that were asked. They are never added up."""
    if capital is None:
        return ()
    rated = {
        "Social": capital.social,
        "Physical": capital.physical,
        "Human": capital.human,
        "Cultural": capital.cultural,
    }
    return tuple((name, value) for name, value in rated.items() if value is not None)


def top_lines(top: TopRecord | None, wording: Wording = PRODUCT) -> tuple[tuple[str, str], ...]:
    """Every item that was asked, in words."""
    if top is None:
        return ()
    lines = []
    for item in ITEMS:
        value = getattr(top, item.field)
        if item.field in top.declined:
            lines.append((wording.of(item), "Would rather not say"))
        elif item.field == "shared_works" and is_not_injecting(top.injecting_days):
            lines.append((wording.of(item), sentence(NOT_INJECTING)))
        elif value in (None, "", "not_asked"):
            if said := weeks_words(top.weeks.get(item.field, ())):
                lines.append((wording.of(item), said))
        elif item.kind is ItemKind.DAYS:
            lines.append((wording.of(item), count(value, "day")))
        elif item.kind is ItemKind.AMOUNT:
            lines.append((wording.of(item), amount_words(item, value)))
        else:
            lines.append((wording.of(item), sentence(str(value))))
    return tuple(lines)


def signature_lines(review: Review, credits: Iterable[CreditLine]) -> tuple[dict[str, str], ...]:
    """components/signature_pair.html: those who signed, then those whose signature is awaited."""
    signed = [
        {
            "name": signature.staff.full_name if signature.staff else "Not recorded",
            "role": sentence(_role_words(signature.role)),
            "state": "signed",
            "words": "Signed",
            "when": nhs_datetime(timezone.localtime(signature.recorded_at)),
        }
        for signature in Signature.objects.filter(review=review)
        .select_related("staff")
        .order_by("recorded_at", "id")
    ]
    if review.evidence_letter_on:
        signed.append(
            {
                "name": review.external_reviewer,
                "role": sentence(_role_words(review.held_by_role)),
                "state": "signed",
                "words": "By letter",
                "when": nhs_date(review.evidence_letter_on),
            }
        )
    awaited = sorted({one.awaits for one in credits if one.awaits})
    waiting = [
        {"name": "Not signed yet", "role": sentence(role), "state": "awaiting", "words": "Awaited"}
        for role in awaited
    ]
    return (*signed, *waiting)


def _role_words(role: str) -> str:
    return ROLE_WORDS[ReviewerRole(role)] if role in set(ReviewerRole) else role
