"""What the queue may ask for. Ids only; safe to come twice."""

from uuid import UUID

from django.utils import timezone

from jobs import run as running
from jobs import sweep
from rodt.celery import app


@app.task(name="jobs.tasks.run")
def run(job_id: str) -> None:
    running.run(UUID(job_id))


@app.task(name="jobs.tasks.tick")
def tick() -> None:
    sweep.sweep(timezone.now())
