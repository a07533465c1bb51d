"""Support as lines of the timeline: what was offered, what came of it, how home and work stand."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from patients.models import Answer
from reviews.timeline_words import Entry, Written, corrected_words, entered_late_words
from rodt.statements import STANDS
from rodt.words import nhs_date, quoted
from support import kinds
from support.models import Employment, Housing, Offer, OfferStep

# ruff: noqa: S608 -- put together from our own constants; values are given as parameters
SOURCES = ("offer", "offer_step", "home")
_TABLES = {"offer_step": "support_offerstep", "home": "support_circumstances"}
_HOW = {
    Offer.How.OFFERED.value: "Offered",
    Offer.How.ASKED.value: "Asked for",
    Offer.How.NOT_AVAILABLE.value: "Asked for, not available here",
}
_HELPS = {Answer.YES.value: "It helps, they say.", Answer.NO.value: "It does not help, they say."}

# Each stands in the list of everything, as in `timeline_sql.ENTRIES`; what came of an offer that
# was taken back goes with it.
ENTRIES = f"""
    SELECT 'offer', id, "on", recorded_at FROM support_offer
    WHERE patient_id = %(patient)s AND NOT is_withdrawn
    UNION ALL
    SELECT 'offer_step', step.id, step."on", step.recorded_at FROM support_offerstep AS step
    JOIN support_offer AS offer ON offer.id = offer_id AND NOT offer.is_withdrawn
    WHERE step.patient_id = %(patient)s AND superseded_at IS NULL AND NOT step.is_withdrawn
    UNION ALL
    SELECT 'home', id, "on", recorded_at FROM support_circumstances
    WHERE patient_id = %(patient)s AND {STANDS}
"""


def _facts(table: str) -> str:
    return f"""
        SELECT fact.id, to_jsonb(fact), CASE WHEN before.id IS NOT NULL THEN to_jsonb(before) END,
            fact.amends_id, fact.recorded_at, writer.full_name, fact.amend_reason
        FROM {table} AS fact LEFT JOIN {table} AS before ON before.id = fact.amends_id
        LEFT JOIN accounts_user AS writer ON writer.id = fact.recorded_by_id
        WHERE fact.patient_id = %(patient)s AND fact.id = ANY(%(ids)s)
    """


# The offers asked for, and those whose steps are: a step is named after its offer.
OFFERS = """
    SELECT id, kind, other_words, how, words, recorded_at FROM support_offer
    WHERE patient_id = %(patient)s AND (id = ANY(%(ids)s) OR id IN (
        SELECT offer_id FROM support_offerstep WHERE id = ANY(%(ids)s)))
"""
ROWS = " UNION ALL ".join(_facts(table) for table in _TABLES.values())


class Rows:
    """One page of them, by id."""

    def __init__(self, offers: list[tuple[Any, ...]], facts: list[tuple[Any, ...]]) -> None:
        self.offers = {row[0]: row[1:] for row in offers}
        self.facts = {row[0]: row[1:] for row in facts}


def entry(source: str, row_id: UUID, day: date, rows: Rows) -> Entry:
    """One line; a correction says what was first recorded."""
    if source == "offer":
        kind, other_words, how, words, recorded_at = rows.offers[row_id]
        title = f"{_HOW[how]}: {kinds.called(kind, other_words)}."
        entered = entered_late_words(recorded_at, day)
        return Entry(
            source, row_id, day, "contact", title, quoted(words) if words else "", entered=entered
        )
    now, before, amends_id, recorded_at, by, reason = rows.facts[row_id]
    title, text = _words(source, _read(now), rows)
    correction = ""
    if before is not None:
        was = _read(before)
        first = " ".join(part for part in _words(source, was, rows) if part)
        if (first, was["on"]) != (f"{title} {text}".strip(), day.isoformat()):
            written = Written(row_id, amends_id, recorded_at, by, reason)
            was_on = nhs_date(date.fromisoformat(was["on"]))
            correction = corrected_words(f"{was_on}, {first}", written)
    entered = "" if amends_id else entered_late_words(recorded_at, day)
    return Entry(
        source, row_id, day, "contact", title, text, entered=entered, correction=correction
    )


def _words(source: str, values: dict[str, Any], rows: Rows) -> tuple[str, str]:
    said = f" {quoted(values['words'])}" if values["words"] else ""
    if source == "offer_step":
        kind, other_words, *_ = rows.offers[UUID(values["offer_id"])]
        state = dict(OfferStep.State.choices) | dict(OfferStep.State.for_kind(kind))
        title = f"{kinds.called(kind, other_words)}: {state[values['state']].lower()}."
        return title, f"{_HELPS.get(values['helped'], '')}{said}".strip()
    told = []
    if values["housing"]:
        told.append(f"Housing: {Housing(values['housing']).label.lower()}.")
    if values["employment"]:
        told.append(f"Work: {Employment(values['employment']).label.lower()}.")
    if values["wants_work"] in (Answer.YES, Answer.NO):
        wish = "yes" if values["wants_work"] == Answer.YES else "not now"
        told.append(f"Wants help with work: {wish}.")
    return "Home and work.", f"{' '.join(told)}{said}".strip()


def _read(values: str | dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(values) if isinstance(values, str) else values
    return found
