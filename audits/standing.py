"""How a run stands, in a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from audits.models import Audit, Retirement, StepComment
from audits.said import SIGNATURES
from jobs.models import Job


@dataclass(frozen=True, slots=True)
class Word:
    """`is_settled`: a report that is there and is to be used."""

    text: str
    is_settled: bool = False


NOT_FINISHED = {
    Job.State.QUEUED: Word("Queued"),
    Job.State.RUNNING: Word("Running"),
    Job.State.FAILED: Word("Stopped"),
}
LEFT = Word("Not finished")
_LARGE = tuple(
    f"replaced_by__{name}" for name in ("definitions", "configuration", "service_figures")
)


def with_standing(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    """With all that `word` and the pages ask of them. Two statements more, however many."""
    retired = Retirement.objects.select_related("replaced_by", "recorded_by")
    return audits.annotate(
        is_commented=Exists(StepComment.objects.filter(audit=OuterRef("pk")))
    ).prefetch_related(
        "signatures",
        Prefetch("retirements", retired.defer(*_LARGE).order_by("kind")),
    )


def word(audit: Audit, jobs: Mapping[UUID, Job]) -> Word:
    """`jobs`: the last job of each run that has not finished."""
    if audit.state != Audit.State.READY:
        job = jobs.get(audit.pk)
        return NOT_FINISHED.get(Job.State(job.state), LEFT) if job else LEFT
    kinds = {retired.kind for retired in audit.retirements.all()}
    for kind in (Retirement.Kind.WITHDRAWN, Retirement.Kind.SUPERSEDED):
        if kind in kinds:
            return Word(str(kind.label))
    signed = len(audit.signatures.all())
    if signed:
        return Word("Signed" if signed == SIGNATURES else "Signed by one of two", is_settled=True)
    said = "Finished, with comments" if audit.is_commented else "Finished"  # type: ignore[attr-defined]
    return Word(said, is_settled=True)
