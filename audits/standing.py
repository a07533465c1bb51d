"""How a run stands: in a word, and whether it is to be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

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


def to_be_used(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    """The finished ones that were neither withdrawn nor superseded."""
    return audits.filter(state=Audit.State.READY, retirements=None)


def latest(audits: QuerySet[Audit]) -> Audit | None:
    """The one that looks at the latest day; of several, the one that knew most."""
    return audits.order_by("-on", "-known_at", "-number").first()


def retirements(of: str = "retirements") -> Any:
    """Why a run is not to be used any more. `successor_is`: that the one in its place is not
    either."""
    after = Retirement.objects.filter(audit=OuterRef("replaced_by")).order_by("-kind")
    rows = (
        Retirement.objects.select_related("replaced_by", "recorded_by")
        .defer(*_LARGE)
        .annotate(successor_is=Subquery(after.values("kind")[:1]))
    )
    return Prefetch(of, rows.order_by("kind"))


def with_standing(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    """With all that `word` and the pages ask of them. Two statements more, however many."""
    return audits.annotate(
        is_commented=Exists(StepComment.objects.filter(audit=OuterRef("pk")))
    ).prefetch_related(
        "signatures",
        retirements(),
    )


def retired_as(audit: Audit) -> str:
    """Withdrawn, or Superseded; empty for a run that is to be used. Its retirements read."""
    kinds = {retired.kind for retired in audit.retirements.all()}
    order = (Retirement.Kind.WITHDRAWN, Retirement.Kind.SUPERSEDED)
    return next((str(kind.label) for kind in order if kind in kinds), "")


def word(audit: Audit, jobs: Mapping[UUID, Job]) -> Word:
    """`jobs`: the last job of each run that has not finished."""
    if audit.state != Audit.State.READY:
        job = jobs.get(audit.pk)
        return NOT_FINISHED.get(Job.State(job.state), LEFT) if job else LEFT
    if retired := retired_as(audit):
        return Word(retired)
    signed = len(audit.signatures.all())
    if signed:
        return Word("Signed" if signed == SIGNATURES else "Signed by one of two", is_settled=True)
    said = "Finished, with comments" if audit.is_commented else "Finished"  # type: ignore[attr-defined]
    return Word(said, is_settled=True)
