"""How a service sees itself on one step: written here, read by `audits.own_view`."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import Service, User
from audits.models import EvidenceFile, SelfAssessment
from rodt.versions import check_version

EVIDENCE = ("evidence", "link", "evidence_on")
FIELDS = ("rating", *EVIDENCE, "owner", "next_action", "next_action_on")
Values = Mapping[str, Any]


@transaction.atomic
def assess(
    *,
    service: Service,
    step: int,
    streams: Mapping[str, Values],
    on: date,
    by: User,
    confirmed: Collection[str] = (),
) -> list[str]:
    """Save what changed in each stream; the streams that did.

    Each holds its `version` as it was seen, 0 where nothing was said yet, and FIELDS. `confirmed`:
    streams that somebody looked at again and found still true. New evidence is not confirmed yet.
    Raises StaleSave, and saves none, where somebody else changed a stream first.
    """
    held = _locked(service, step)
    changed = []
    for stream, values in streams.items():
        row = held.get(stream) or SelfAssessment(
            service=service, step=step, stream=stream, version=0
        )
        is_confirmed = stream in confirmed and (row.confirmed_on, row.confirmed_by) != (on, by)
        if not _differs(row, values, FIELDS) and not is_confirmed:
            continue
        check_version(row, values["version"])
        if _differs(row, values, EVIDENCE):
            row.confirmed_on = row.confirmed_by = None
        for name in FIELDS:
            setattr(row, name, values[name])
        if is_confirmed:
            row.confirmed_on, row.confirmed_by = on, by
        _save(row, by)
        changed.append(stream)
    if changed:
        _note(service, step, changed, by)
    return changed


@transaction.atomic
def add_file(
    *,
    service: Service,
    step: int,
    stream: str,
    name: str,
    kind: str,
    content: bytes,
    sha256: str,
    evidence_on: date,
    by: User,
) -> EvidenceFile:
    """The file is the evidence of a stream now, in place of one that was; that one stays in the
    history. Words, link and the rest stay as they are."""
    file = EvidenceFile.objects.create(
        service=service, name=name, kind=kind, content=content, sha256=sha256, added_by=by
    )
    row = _locked(service, step).get(stream) or SelfAssessment(
        service=service, step=step, stream=stream, version=0
    )
    row.file, row.evidence_on = file, evidence_on
    row.confirmed_on = row.confirmed_by = None
    _save(row, by)
    _note(service, step, [stream], by)
    return file


@transaction.atomic
def take_file_away(*, service: Service, step: int, stream: str, by: User) -> bool:
    """It is no evidence any more, and nobody opens it again. False where there was none."""
    row = _locked(service, step).get(stream)
    if row is None or row.file is None:
        return False
    row.file.is_taken_away = True
    row.file.save(update_fields=["is_taken_away"])
    row.file = None
    _save(row, by)
    _note(service, step, [stream], by)
    return True


def rows(service: Service, step: int) -> list[SelfAssessment]:
    found = SelfAssessment.objects.filter(service=service, step=step)
    people = found.select_related("file", "recorded_by", "confirmed_by").defer("file__content")
    return list(people.order_by("stream"))


def _locked(service: Service, step: int) -> dict[str, SelfAssessment]:
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    return {row.stream: row for row in rows(service, step)}


def _save(row: SelfAssessment, by: User) -> None:
    row.version += 1
    row.recorded_by, row.recorded_at = by, timezone.now()
    row.save()


def _note(service: Service, step: int, streams: list[str], by: User) -> None:
    trail.record(
        "wrote the service's own view",
        by=by,
        service_id=service.pk,
        about=f"step {step}",
        streams=streams,
    )


def _differs(row: SelfAssessment, values: Values, names: Collection[str]) -> bool:
    return any(getattr(row, name) != values[name] for name in names)
