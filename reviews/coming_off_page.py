"""The page about coming off: read once, each part with its day, who, and where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from patients.models import Answer, Contact, Patient
from prescribing.coming_off import STOPPED, SWITCHED, Course, Turn, counts_from, courses
from prescribing.health.kinds import naloxone_words
from prescribing.models import ComingOffPart, NaloxoneSupply, Prescription, StateChange
from reviews.coming_off import (
    NOT_THERE,
    TITLES,
    Known,
    Part,
    State,
    Supply,
    contact_days,
    states,
    was_turned_round,
)
from rodt.dates import days_between
from rodt.words import nhs_date, sentence

MET = Q(outcome=Contact.Outcome.REACHED) | (
    Q(outcome=Contact.Outcome.ATTENDED) & ~Q(kind=Contact.Kind.MESSAGE)
)
KINDS = frozenset(ComingOffPart.Kind.values)


@dataclass(frozen=True, slots=True)
class Line:
    """`words`: what is on record; `is_hint`: what would be. `url`, `link`: where it is done."""

    part: Part
    title: str
    state: State
    words: str
    on: date | None = None
    by: str = ""
    url: str = ""
    link: str = ""
    correct_url: str = ""
    is_quote: bool = False
    is_hint: bool = False


@dataclass(frozen=True, slots=True)
class ComingOff:
    """`change`: where the reduction began, None where none has. `medicine`: which is reduced.
    `stopped`: where OST ended without a reduction, after which none has begun."""

    lines: tuple[Line, ...]
    course: Course | None = None
    change: StateChange | None = None
    medicine: str = ""
    stopped: StateChange | None = None
    died_on: date | None = None

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.state in NOT_THERE]


def read(patient: Patient, on: date, within: int) -> ComingOff:
    """The last reduction to zero; without one, what would go with it. `within`: so many days
    from the last dose somebody is in touch."""
    changes = _changes(patient)
    begun = _begun(changes)
    course, change = begun[-1] if begun else (None, None)
    earlier = [one for one, _ in begun[:-1]] if course else []
    episode = patient.episodes.order_by("-started_on").first()
    treated_from = change.prescription.episode.started_on if change else None
    if treated_from is None:
        treated_from = episode.started_on if episode else on
    since = counts_from(treated_from, earlier, course.started_on if course else on)
    parts = _latest(ComingOffPart, patient, on, since)
    supplies = list(
        NaloxoneSupply.objects.current()
        .filter(patient=patient, on__lte=on)
        .select_related("recorded_by")
        .order_by("on", "recorded_at")
    )
    met = _met(patient, contact_days(course, within))
    known = Known(
        course=course,
        is_agreed=change is not None and is_agreed(change),
        is_refused=change is not None and change.patient_agreed == Answer.NO,
        parts=frozenset(kind for kind, row in parts.items() if counts(row)),
        supplies=[Supply(row.on, row.is_declined, row.expires_on) for row in supplies],
        met_on=[row.on for row in met],
        contact_within=within,
    )
    found = states(known, on)
    makers: dict[Part, Any] = {
        Part.AGREED: lambda: _agreed(patient, change),
        Part.NALOXONE: lambda: _naloxone(patient, supplies),
        Part.CONTACT: lambda: _contact(patient, known, met),
    }
    lines = []
    for part in Part:
        said = makers[part]() if part in makers else _part(patient, part, parts.get(part.value))
        line = Line(part, TITLES[part], found[part], **said)
        lines.append(_after_death(line) if patient.died_on else line)
    medicine = str(change.prescription.medicine.name) if change else ""
    stopped = _stopped_without(changes, course, on)
    return ComingOff(tuple(lines), course, change, medicine, stopped, patient.died_on)


def _after_death(line: Line) -> Line:
    """What is on record, and nothing to do."""
    is_open = line.state in (State.MISSING, State.LATER)
    return replace(
        line,
        state=State.NOT_ASKED_FOR if is_open else line.state,
        words="Nothing is recorded." if line.is_hint else line.words,
        url="",
        correct_url="",
    )


def is_agreed(change: StateChange) -> bool:
    return change.patient_agreed == Answer.YES and bool(change.their_words.strip())


def counts(part: ComingOffPart) -> bool:
    """Sessions are booked when the first one has a day."""
    return part.kind != ComingOffPart.Kind.SESSIONS or part.first_on is not None


def _changes(patient: Patient) -> list[list[StateChange]]:
    """Of each prescription, in order."""
    rows: dict[UUID, list[StateChange]] = {}
    for row in (
        StateChange.objects.current()
        .filter(patient=patient)
        .select_related("prescription__medicine", "prescription__episode", "recorded_by")
        .order_by("on", "recorded_at", "id")
    ):
        rows.setdefault(row.prescription_id, []).append(row)
    return list(rows.values())


def _begun(by_prescription: list[list[StateChange]]) -> list[tuple[Course, StateChange]]:
    """Every reduction to zero with the change it began with, the last to begin last."""
    found = []
    for changes in by_prescription:
        began = [row for row in changes if _turn(row).is_coming_off]
        found += list(zip(courses([_turn(row) for row in changes]), began, strict=True))
    return sorted(found, key=lambda pair: pair[0].started_on)


def _stopped_without(
    by_prescription: list[list[StateChange]], course: Course | None, on: date
) -> StateChange | None:
    """The end of the last OST, where that was stopped and no reduction to zero led to it."""
    if course is not None and course.became in ("", SWITCHED):
        return None
    ost = [rows for rows in by_prescription if rows[0].prescription.medicine.is_ost]
    last = max(ost, key=lambda rows: rows[-1].on, default=None)
    if last is None or any(_turn(row).is_coming_off for row in last):
        return None
    end = last[-1]
    return end if end.state == STOPPED and end.on <= on else None


def _turn(row: StateChange) -> Turn:
    return Turn(row.on, row.state, row.intent)


def _latest(model: Any, patient: Patient, on: date, since: date) -> dict[str, Any]:
    rows = (
        model.objects.current()
        .filter(patient=patient, on__gte=since, on__lte=on)
        .select_related("recorded_by")
        .order_by("on", "recorded_at")
    )
    return {row.kind: row for row in rows}


def _met(patient: Patient, span: tuple[date, date] | None) -> Sequence[Contact]:
    first, last = span or (date.min, date.min)
    return list(
        Contact.objects.current()
        .filter(MET, patient=patient, on__range=(first, last))
        .select_related("with_staff")
        .order_by("on", "recorded_at")
    )


def _by(row: Any) -> str:
    return row.recorded_by.full_name if row.recorded_by else ""


def _agreed(patient: Patient, change: StateChange | None) -> dict[str, Any]:
    if change is None:
        words = "Not written yet: what they want and how fast, recorded with the reduction."
        return {"words": words, "is_hint": True} | _change_link(patient)
    facts = {"on": change.on, "by": _by(change), "url": change.correct_url}
    if change.their_words:
        return {**facts, "words": change.their_words, "is_quote": True, "link": "Correct"}
    words = "Nothing in their words is recorded with the reduction."
    return {**facts, "words": words, "link": "Write down what they say"}


def _change_link(patient: Patient) -> dict[str, Any]:
    running = Prescription.objects.filter(patient=patient, ended_on=None).first()
    if running is None:
        return {}
    url = reverse("prescribing:change_state", args=[patient.pk, running.pk])
    return {"url": url, "link": "Record a reduction"}


EMPTY = {
    Part.RELAPSE_PLAN: ("what may bring use back, and what helps then.", "Write the plan"),
    Part.SESSIONS: ("with whom, how often, and the day of the first.", "Write what is booked"),
    Part.WAY_BACK: ("whom to ring, and that nobody blames them.", "Write it with them"),
}


def _part(patient: Patient, part: Part, row: ComingOffPart | None) -> dict[str, Any]:
    url = reverse("reviews:coming_off_part", args=[patient.pk, part.value])
    empty, link = EMPTY[part]
    if row is None:
        return {"words": f"Not written yet: {empty}", "is_hint": True, "url": url, "link": link}
    words = row.words
    if part is Part.SESSIONS:
        first = f"First on {nhs_date(row.first_on)}." if row.first_on else "No first day is booked."
        words = f"{row.words.rstrip('.')}. {first}"
    again = {"url": url, "link": "Write it anew", "correct_url": row.correct_url}
    return {"words": words, "on": row.on, "by": _by(row), **again}


def _naloxone(patient: Patient, supplies: Sequence[NaloxoneSupply]) -> dict[str, Any]:
    url = reverse("prescribing:add_health", args=[patient.pk, "naloxone"])
    link = "Record naloxone"
    if not supplies:
        return {"words": "No supply or refusal is recorded. Offer it.", "url": url, "link": link}
    last = supplies[-1]
    return {
        "words": naloxone_words(last),
        "on": last.on,
        "by": _by(last),
        "url": url,
        "link": link,
    }


def _contact(patient: Patient, known: Known, met: Sequence[Contact]) -> dict[str, Any]:
    course = known.course
    link = {"url": reverse("patients:add_contact", args=[patient.pk]), "link": "Add a contact"}
    if met:
        row = met[0]
        who = row.with_staff.full_name if row.with_staff else row.get_with_role_display()
        how = f"{row.get_kind_display()}. {row.get_outcome_display()}."
        return {"words": how, "on": row.on, "by": who, **link}
    span = contact_days(course, known.contact_within)
    if span is None:
        if course is not None and was_turned_round(course):
            return {"words": f"There was no last dose: it became {course.became}."}
        within = f"{known.contact_within} days of the last dose"
        return {"words": f"None yet: somebody is in touch within {within}.", "is_hint": True}
    return {
        "words": f"None yet: somebody is in touch by {nhs_date(span[1])}.",
        "is_hint": True,
        **link,
    }


def opening(page: ComingOff, on: date) -> str:
    """What a tired person does next."""
    if page.died_on is not None:
        return f"They died on {nhs_date(page.died_on)}. This is what is on record."
    if page.stopped is not None:
        medicine = page.stopped.prescription.medicine.name
        return f"{medicine} stopped on {nhs_date(page.stopped.on)} without a reduction to zero."
    missing = [line.title for line in page.open_lines]
    are = "is" if len(missing) == 1 else "are"
    left = f"{len(missing)} of {len(page.lines)} parts {are} missing" if missing else ""
    if page.course is None:
        return "No reduction to zero is recorded. This is what goes with one, if they wish it."
    ended_on = page.course.ended_on
    if ended_on is not None and page.course.last_dose_on is None:
        return f"It was turned round on {nhs_date(ended_on)}. That is always possible."
    if page.course.last_dose_on is not None:
        days = days_between(page.course.last_dose_on, on)
        said = f"The last dose was on {nhs_date(page.course.last_dose_on)}"
        said += f", {days} days ago" if days > 1 else ""
        return f"{said}. {sentence(left) or 'Every part is there'}."
    if any(line.state is State.REFUSED for line in page.lines):
        left = f"They do not agree. {left}"
    since = f"{page.medicine} is coming down to zero since {nhs_date(page.course.started_on)}"
    return f"{since}. {sentence(left) or 'Every part is there'}."
