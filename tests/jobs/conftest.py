import pytest
from pytest_django import Settings

from accounts.models import Service
from tests.jobs import work


@pytest.fixture(autouse=True)
def _kinds(settings: Settings) -> None:
    settings.JOB_KINDS = {**settings.JOB_KINDS, **work.KINDS}
    settings.JOB_NIGHTLY = []


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the workers were told, as (job id, queue), in place of a queue."""
    from rodt.celery import app

    told: list[tuple[str, str]] = []
    monkeypatch.setattr(
        app, "send_task", lambda name, args, queue, **more: told.append((args[0], queue))
    )
    return told


@pytest.fixture
def service(db: None) -> Service:
    return Service.objects.create(code="HARBOUR", name="Harbour Street", kind_of_data="synthetic")
