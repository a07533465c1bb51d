"""Each thing that happened, in a line: what, in bold, and the rest of the sentence. Pure.

An entry that corrects another says when, by whom and why, and what was first recorded.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from patients.models import Answer, Contact, EndReason, SignificantEvent
from prescribing.health.kinds import how_tested
from prescribing.models import DrugTest
from reviews import timeline_rx
from reviews.case_course import Course
from reviews.dues import RETURN_WORDS
from reviews.lateness import days_late, late_lines, late_words
from reviews.review_types import PAUSE_WORDS, ROLE_WORDS, TITLES, PauseReason, ReviewType
from rodt.words import and_list, count, nhs_date, nhs_day, quoted, sentence

SAFETY_EVENTS = frozenset({"overdose", "pregnancy", "safeguarding"})
HELD = {
    "in_person": "Seen in person",
    "phone": "Phone contact",
    "video": "Video call",
    "message": "Text or letter",
}
TRIED = {
    "in_person": "by a visit",
    "phone": "by phone",
    "video": "by video",
    "message": "by text or letter",
}
SEEN = {"in_person": "in person", "phone": "by phone", "video": "by video"}
_ENTRIES = {
    "contact": "contact",
    "event": "significantevent",
    "pause": "pause",
    "test": "drugtest",
    "top": "toprecord",
}
_ABOUT = dict(Contact.Content.choices)
_WITH = dict(Contact.With.choices)


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is one of components/timeline_item.html. `title`, in bold, ends with its full stop
    unless `text` goes on. `correction`: what was first recorded, and why it was corrected."""

    source: str
    id: UUID
    day: date
    kind: str
    title: str
    text: str = ""
    when_words: str = ""
    entered: str = ""
    correction: str = ""
    url: str = ""


class Written(NamedTuple):
    """What every fact carries, in the order of `timeline_sql._of`."""

    id: UUID
    amends_id: UUID | None
    recorded_at: datetime
    by: str | None
    reason: str


class Rows:
    """The rows of one page of entries, by id; of facts, also the rows that they correct."""

    def __init__(self, *found: list[tuple[Any, ...]]) -> None:
        facts = ("contact", "event", "pause", "review", "top", "test")
        self.of: dict[str, dict[UUID, tuple[Any, ...]]] = {
            source: {row[0]: row for row in rows}
            for source, rows in zip(facts, found[:6], strict=True)
        }
        credits, tops, appointments, episodes = found[6:]
        self.credits: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
        for review_id, *credit in credits:
            self.credits[review_id].append(tuple(credit))
        self.tops = {row[0]: row[1:] for row in tops}
        self.appointments = {row[0]: row[1:] for row in appointments}
        self.episodes = {row[0]: row[1:] for row in episodes}


class Said(NamedTuple):
    kind: str
    title: str
    text: str = ""


def entry(source: str, row_id: UUID, day: date, rows: Rows, course: Course) -> Entry:
    if source in ("prescription", "missed_doses"):
        is_run = source == "missed_doses"
        change = (
            timeline_rx.missed(course, row_id)
            if is_run
            else timeline_rx.changes(course, row_id, day)
        )
        return Entry(
            source,
            row_id,
            day,
            change.kind,
            change.title,
            change.text,
            when_words=change.when,
            entered=change.entered,
            correction=change.correction,
        )
    if source in ("start", "end"):
        title, text = _episode(source, rows.episodes[row_id])
        return Entry(source, row_id, day, "contact", title, text)
    if source == "missed_meeting":
        about, staff = rows.appointments[row_id]
        what = f"{about[0].lower()}{about[1:]}" if about else "a booked meeting"
        return Entry(source, row_id, day, "contact", "Did not attend", f"{what} with {staff}.")
    table = "pause" if source == "return" else source
    row = rows.of[table][row_id]
    said = SAYS[source](row, rows)
    written = Written(*row[:5])
    entered = (
        ""
        if written.amends_id or source == "return"
        else entered_late_words(written.recorded_at, day)
    )
    return Entry(
        source,
        row_id,
        day,
        said.kind,
        said.title,
        said.text,
        entered=entered,
        correction=_correction(source, table, row, said, rows),
        url=_url(source, row_id, course),
    )


def _url(source: str, row_id: UUID, course: Course) -> str:
    """A review has a page of its own; other entries the page where they are corrected."""
    if source == "review":
        return reverse("reviews:review", args=[course.patient_id, row_id])
    if source in _ENTRIES:
        return reverse("patients:entry", args=[course.patient_id, _ENTRIES[source], row_id])
    return ""


def entered_late_words(recorded_at: datetime, day: date) -> str:
    """Entered 3 September: written down on a later day than it happened."""
    entered_on = localtime(recorded_at).date()
    if entered_on <= day:
        return ""
    return f"Entered {nhs_day(entered_on) if entered_on.year == day.year else nhs_date(entered_on)}"


def corrected_words(first: str, written: Written) -> str:
    by = f" by {written.by}" if written.by else ""
    reason = f": {written.reason.rstrip('.')}" if written.reason else ""
    on = nhs_date(localtime(written.recorded_at).date())
    return f"Corrected {on}{by}{reason}. First recorded as: {first}"


def _correction(source: str, table: str, row: tuple[Any, ...], said: Said, rows: Rows) -> str:
    """The words of the row that this one corrects; "" where it corrects none, or says the same."""
    before = rows.of[table].get(row[1]) if row[1] else None
    if before is None:
        return ""
    was = SAYS[source](before, rows)
    same_day = before[5] == row[5]
    if (was.title, was.text) == (said.title, said.text) and same_day:
        return ""
    day = "" if same_day else f"{nhs_date(before[5])}, "
    first = f"{day}{was.title} {was.text}".strip()
    return corrected_words(first, Written(*row[:5]))


def _somebody(with_role: str) -> str:
    """A keyworker; research staff, who are several."""
    role = _WITH[with_role].lower()
    return role if with_role == Contact.With.RESEARCH else f"a {role}"


def _contact(row: tuple[Any, ...], rows: Rows) -> Said:
    _, kind, outcome, with_role, staff, content, summary, their_words, missed = row[5:]
    who = f"{staff} ({_WITH[with_role].lower()})" if staff else _somebody(with_role)
    if outcome == Contact.Outcome.DID_NOT_ATTEND:
        why = f" {sentence(missed).rstrip('.')}." if missed else ""
        return Said("contact", "Did not attend", f"a meeting with {who}.{why}")
    if outcome == Contact.Outcome.CANCELLED:
        why = f" {sentence(missed).rstrip('.')}." if missed else ""
        return Said("contact", "Cancelled:", f"a meeting with {who}.{why}")
    if outcome in Contact.Outcome.tries():
        went = "Reached" if outcome == Contact.Outcome.REACHED else "Tried to reach:"
        how = TRIED[kind] if outcome == Contact.Outcome.REACHED else f"{TRIED[kind]}, no answer"
        said = f" {sentence(summary).rstrip('.')}." if summary else ""
        return Said("contact", went, f"{how}, by {who}.{said}")
    about = and_list([_ABOUT.get(code, code).lower() for code in content])
    text = summary or (quoted(their_words) if their_words else f"About {about}." if about else "")
    return Said("contact", HELD[kind], f"with {who}. {text}".strip())


def _event(row: tuple[Any, ...], rows: Rows) -> Said:
    _, kind, note = row[5:]
    label = SignificantEvent.Kind(kind).label
    said = f"{note.rstrip('.')}." if note else ""
    return Said("safety" if kind in SAFETY_EVENTS else "contact", f"{label}.", said)


def _pause(row: tuple[Any, ...], rows: Rows) -> Said:
    _, reason, expected, _ended, agreed_by = row[5:]
    until = f"To be looked at again on {nhs_date(expected)}." if expected else ""
    agreed = f" Agreed by {agreed_by}." if agreed_by else ""
    return Said("contact", f"Reviews paused: {PAUSE_WORDS[PauseReason(reason)]}.", until + agreed)


def _return(row: tuple[Any, ...], rows: Rows) -> Said:
    reason = PauseReason(row[6])
    return Said("contact", "Reviews go on again", f"after {RETURN_WORDS[reason]}.")


def _review(row: tuple[Any, ...], rows: Rows) -> Said:
    held_on, seen, role, staff, others, is_inherited = row[5:]
    credits, top = rows.credits.get(row[0], []), rows.tops.get(row[0])
    counted = [_credit(kind, milestone) for kind, milestone, valid, *_ in credits if valid]
    waits = [
        f"{_credit(kind, milestone)} waits for the {awaits}."
        for kind, milestone, valid, awaits, *_ in credits
        if awaits and not valid
    ]
    late = [
        (_credit(kind, milestone), _late(held_on, *days))
        for kind, milestone, valid, _, *days in credits
        if valid
    ]
    if top and top[3]:
        late.append((TITLES[ReviewType.TOP], _late(held_on, *top[4:])))
    if top and TITLES[ReviewType.TOP] not in counted:
        counted.append(TITLES[ReviewType.TOP])
    names = [counted[0], *(_inside(title) for title in counted[1:])] if counted else []
    title = and_list(names) or ("Review" if seen != "not_seen" else "Case discussion")
    who = f"{staff} ({ROLE_WORDS.get(role, role)})" if staff else "staff of another service"
    how = f"{SEEN[seen]} with {who}" if seen in SEEN else f"by {who}, without them"
    said = [f"{how}{f', and {others}' if others else ''}."]
    said += [f"{use_words(top[:3])}."] if top and use_words(top[:3]) else []
    said += [*(f"{line}." for line in late_lines(late)), *waits]
    said += ["Brought along from another service."] if is_inherited else []
    return Said("review", title, " ".join(said))


def _late(held_on: date, due_on: date | None, on_time_to: date | None) -> str:
    return late_words(days_late(held_on, due_on, on_time_to), due_on)


def _credit(kind: str, milestone: str) -> str:
    title = TITLES[ReviewType(kind)]
    if milestone and kind in (ReviewType.FIRST12, ReviewType.INDUCTION):
        return f"{milestone.capitalize()} {'review' if kind == ReviewType.FIRST12 else 'check'}"
    return title


def _inside(title: str) -> str:
    return title if title.startswith("TOP") else f"{title[0].lower()}{title[1:]}"


def use_words(days: Any) -> str:
    """Heroin 6 days, crack 12 days: what was asked; nothing for what was not."""
    said = [
        f"{name} {count(value, 'day')}"
        for name, value in zip(("heroin", "crack", "injected"), days, strict=True)
        if value is not None
    ]
    return sentence(", ".join(said))


def _top(row: tuple[Any, ...], rows: Rows) -> Said:
    on, stage, *days = row[5:10]
    is_complete, due_on, on_time_to = row[10:]
    words = {"start": "Start TOP", "exit": "Exit TOP", "post_exit": "TOP after leaving"}
    used = use_words(days)
    said = [f"{used}."] if used else []
    if is_complete:
        said += [f"{line}." for line in late_lines([("", _late(on, due_on, on_time_to))])]
    return Said("review", f"{words.get(stage, 'TOP review')}.", " ".join(said))


def _test(row: tuple[Any, ...], rows: Rows) -> Said:
    _, found, not_found, matrix, method, device, consent, confirmed = row[5:]
    test = DrugTest(
        matrix=matrix, method=method, device=device, consent=consent, confirmed=confirmed
    )
    said = [f"{and_list(found)} found"] if found else []
    said += [f"{and_list(not_found)} not found"] if not_found else []
    words = f"{sentence('; '.join(said))}." if said else "No result recorded."
    is_told = method or device or confirmed or consent != Answer.NOT_ASKED
    return Said("test", "Test.", f"{words} {how_tested(test)}." if is_told else words)


def _episode(source: str, row: tuple[Any, ...]) -> tuple[str, str]:
    if source == "start":
        return "Treatment started here.", ""
    return "Treatment here ended.", f"{EndReason(row[0]).label}." if row[0] else ""


SAYS = {
    "contact": _contact,
    "event": _event,
    "pause": _pause,
    "return": _return,
    "review": _review,
    "top": _top,
    "test": _test,
}
