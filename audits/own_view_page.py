"""How the service sees itself, for the list of the 12 steps and for the form of one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from audits import own_evidence
from audits.assessments import FIELDS
from audits.forms import StreamForm
from audits.models import SelfAssessment
from audits.report import STREAMS, StepReport, StreamReport, empty_streams
from audits.steps import STEPS
from rodt.words import count


@dataclass(frozen=True, slots=True)
class OwnView:
    number: int
    title: str
    words: str
    said: str
    to_look_at: str


def overview(streams: Mapping[int, tuple[StreamReport, ...]]) -> list[OwnView]:
    """All 12 steps as the service sees them today."""
    return [_own_view(step.number, step.short_title, streams.get(step.number)) for step in STEPS]


def _own_view(number: int, title: str, streams: tuple[StreamReport, ...] | None) -> OwnView:
    found = streams or empty_streams()
    step = StepReport(definition={"number": number}, indicators=(), streams=found)
    said = sum(1 for stream in found if not stream.is_empty)
    words = "Not said yet" if step.own_view is None else f"{step.own_view} of 3"
    old = sum(1 for stream in found if stream.old)
    return OwnView(
        number,
        title,
        words,
        f"{said} of {len(found)} streams filled in",
        f"Evidence to look at again: {count(old, 'stream')}" if old else "",
    )


@dataclass(frozen=True, slots=True)
class Stream:
    key: str
    name: str
    form: StreamForm
    row: SelfAssessment | None
    old: str


def forms_of(
    held: Iterable[SelfAssessment], data: QueryDict | None, on: date, evidence_days: int
) -> list[Stream]:
    """One form a stream, all three posted together."""
    by_key = {row.stream: row for row in held}
    return [_stream(key, name, by_key.get(key), data, on, evidence_days) for key, name in STREAMS]


def _stream(
    key: str,
    name: str,
    row: SelfAssessment | None,
    data: QueryDict | None,
    on: date,
    evidence_days: int,
) -> Stream:
    form = StreamForm(
        data,
        prefix=key,
        initial=_initial(row),
        on=on,
        has_file=bool(row and row.file_id),
        label_suffix="",
    )
    has_evidence = row is not None and (row.evidence or row.link or row.file_id)
    old = (
        own_evidence.words(row.evidence_on, row.confirmed_on, on, evidence_days)
        if row is not None and has_evidence
        else ""
    )
    return Stream(key, name, form, row, old)


def _initial(row: SelfAssessment | None) -> dict[str, Any]:
    if row is None:
        return {"version": 0, "rating": ""}
    found: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    found["rating"] = "" if row.rating is None else str(row.rating)
    return found | {"version": row.version}


def typed(streams: Iterable[Stream]) -> dict[str, dict[str, Any]]:
    return {stream.key: stream.form.cleaned_data for stream in streams}


def with_new_versions(data: QueryDict, held: Iterable[SelfAssessment]) -> QueryDict:
    """What was typed, on top of what is there now: the page shows both."""
    changed = data.copy()
    for row in held:
        changed[f"{row.stream}-version"] = str(row.version)
    return changed
