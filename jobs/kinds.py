"""What each kind of job does. The rooms above name their work in the settings (`JOB_KINDS`), so
this room knows none of them.

The work is called as `work(job, report_progress)` inside the job's transaction, open for the job's
service. It returns the result: plain values, among them `words` (a sentence for the list) and
`link` (where the outcome stands), both optional.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.roles import Permission
from jobs.models import Job

ReportProgress = Callable[[int, str], None]
Work = Callable[[Job, ReportProgress], dict[str, Any]]


class JobRefused(Exception):
    """The work cannot be done as asked; its sentence says why. Another attempt is no use.

    `result`: plain values that somebody needs who looks at it; all else that was done is undone.
    """

    def __init__(self, words: str, result: Mapping[str, Any] | None = None) -> None:
        super().__init__(words)
        self.result = dict(result or {})


class JobPutOff(Exception):
    """Not possible just now, and nothing has gone out; its sentence says why. Another attempt
    follows, also of a kind that is done at most once."""


@dataclass(frozen=True)
class Kind:
    title: str
    work: str


def _named(name: str) -> dict[str, Any] | None:
    named: Any = settings.JOB_KINDS
    found: dict[str, Any] | None = named.get(name)
    return found


def kind(name: str) -> Kind:
    """Raises LookupError for a kind that no room has named."""
    found = _named(name)
    if found is None:
        raise LookupError(f"No room has named the work of a job of kind “{name}”.")
    return Kind(title=found["title"], work=found["work"])


def title_of(name: str) -> str:
    found = _named(name)
    return found["title"] if found else name


def opened_with(name: str) -> Permission | None:
    """What a member of staff needs to open the outcome; None where everybody may who sees jobs."""
    needed = (_named(name) or {}).get("opened_with")
    return Permission[needed] if needed else None


def work_of(name: str) -> Work:
    work: Work = import_string(kind(name).work)
    return work


def nightly_hooks() -> list[Callable[[Any], None]]:
    """What each room asks for at night: called with the moment, as often as one likes."""
    return [import_string(path) for path in settings.JOB_NIGHTLY]
