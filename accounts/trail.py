"""The trail: who did or saw what. Holds ids and words about the act, never what was written."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.models import Trail, User


def record(
    verb: str,
    *,
    by: User | None,
    service_id: UUID | None = None,
    patient_id: UUID | None = None,
    about: str = "",
    was_refused: bool = False,
    **facts: Any,
) -> None:
    """Note one act inside the current transaction. `by` is None for the nightly jobs."""
    Trail.objects.create(
        user=by,
        service_id=service_id,
        patient_id=patient_id,
        verb=verb,
        about=about[:120],
        was_refused=was_refused,
        facts=facts,
    )


def record_each(
    verb: str, *, by: User, service_id: UUID, patient_ids: Iterable[UUID], about: str = ""
) -> None:
    """Note one act for each of many people, as `record` does for one. One statement."""
    Trail.objects.bulk_create(
        Trail(user=by, service_id=service_id, patient_id=one, verb=verb, about=about[:120])
        for one in patient_ids
    )
