"""What the service answers beside the twelve steps: written, read, kept with a run."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from accounts import trail
from accounts.models import Service, User
from audits.models import ServiceAnswer
from audits.own_questions import PARTS, QUESTIONS, AnswerReport, PartReport, Question
from rodt.versions import check_version

FIELDS = ("answer", "note")


@transaction.atomic
def answer(*, service: Service, answers: Mapping[str, Mapping[str, Any]], by: User) -> list[str]:
    """Save what changed, by question; which did. Each holds its `version` as it was seen, 0 where
    nothing was said, and FIELDS. Raises StaleSave, and saves none, where somebody else was first.
    """
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    held = {row.question: row for row in rows(service.pk)}
    changed = []
    for question, values in answers.items():
        row = held.get(question) or ServiceAnswer(service=service, question=question, version=0)
        if all(getattr(row, name) == values[name] for name in FIELDS):
            continue
        check_version(row, values["version"])
        for name in FIELDS:
            setattr(row, name, values[name])
        row.version += 1
        row.recorded_by, row.recorded_at = by, timezone.now()
        row.save()
        changed.append(question)
    if changed:
        trail.record(
            "answered as the service",
            by=by,
            service_id=service.pk,
            about=f"{len(changed)} of {len(QUESTIONS)} questions",
            questions=changed,
        )
    return changed


def rows(service_id: UUID) -> list[ServiceAnswer]:
    return list(ServiceAnswer.objects.filter(service_id=service_id).select_related("recorded_by"))


def stored(service_id: UUID) -> list[dict[str, Any]]:
    """As they stand now, as plain values, in the order of the questions."""
    held = {row.question: row for row in rows(service_id)}
    return [
        {
            "question": question.key,
            "answer": row.answer,
            "note": row.note,
            "on": localdate(row.recorded_at).isoformat(),
            "by": row.recorded_by.full_name if row.recorded_by else "",
        }
        for question in QUESTIONS
        if (row := held.get(question.key))
    ]


def parts(kept: Iterable[Mapping[str, Any]]) -> tuple[PartReport, ...]:
    """All questions in their order, those without an answer too."""
    by_key = {row["question"]: row for row in kept}
    return tuple(
        PartReport(part, tuple(_answer(one, by_key.get(one.key)) for one in part.questions))
        for part in PARTS
    )


def _answer(question: Question, row: Mapping[str, Any] | None) -> AnswerReport:
    if row is None:
        return AnswerReport(question)
    on = date.fromisoformat(row["on"])
    return AnswerReport(question, row["answer"], row["note"], on, row["by"])
