"""The demo's report of a quarter ago, as it would lie there by now: commented, signed by two,
with promises and what came of them since. All invented, and as known at the time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.utils.timezone import localdate

from accounts.models import Service, User
from accounts.roles import Role
from audits import actions, files, promises_reader, run, said_actions, signing
from audits.models import Audit, PromisedAction, SelfAssessment, Signature, StepComment
from audits.seed.moments import Moments
from audits.seed.said import somebody
from rodt import row_security
from rodt.dates import add_days

QUARTER = 91
COMMENTED, SIGNED, SIGNED_AGAIN = 2, 5, 8
"""Days after the run."""
COMMENTS = {
    1: "Naloxone is given and not always written down: the cupboard is counted, people are not.",
    5: "A third of the week-12 reviews wait for a prescriber. There is no slot kept for them.",
    8: "Known and not written down, in many cases. The link worker goes through the list.",
    11: "The kitchen took four people on. Nobody had thought of asking them what it is worth.",
}
REMARK = "Read with the figures for endings beside it: neither went up at the cost of the other."


@dataclass(frozen=True, slots=True)
class Promise:
    """`due`: days after the run. `came_of`: set for one that was done, so many days after it."""

    code: str
    owner: Role
    due: int
    what: str
    expected: str
    done: int = 0
    came_of: str = ""


PROMISES = (
    Promise(
        "8.1",
        Role.KEYWORKER,
        45,
        "Home and work are asked about at every review of a care plan",
        "Known for two people in three by the next report",
        done=40,
        came_of="It stands on the list that each keyworker takes into supervision.",
    ),
    Promise(
        "4.1",
        Role.MANAGER,
        75,
        "What a good ending would be is asked about in the first week",
        "More people who say it in their own words within 28 days",
    ),
    Promise(
        "5.1",
        Role.PRESCRIBER,
        140,
        "Two prescriber slots a week are kept for joint strategic reviews",
        "Fewer strategic reviews overdue, and fewer held late month by month",
    ),
)


def make(service: Service, on: date) -> None:
    """Nothing where the service has a report already, or has not both who sign. No worker is told,
    and the files are made once."""
    with row_security.scope([service.pk]):
        _make(service, on)


def _make(service: Service, on: date) -> None:
    manager, prescriber = somebody(service.pk, Role.MANAGER), somebody(service.pk, Role.PRESCRIBER)
    if Audit.objects.filter(service=service).exists() or manager is None or prescriber is None:
        return
    moments, then = Moments(on), add_days(on, -QUARTER)
    started = moments.at(add_days(then, 1))
    audit = actions.make_audit(service=service, on=then, by=manager, known_at=started)
    run.assess(audit, lambda percent, words: None)
    _as_it_was_then(audit, started)
    promised = _say(audit, manager, moments.at(add_days(then, COMMENTED), 14 * 60))
    signing.freeze(audit, promises_reader.whole(audit))
    _sign(audit, manager, 1, moments.at(add_days(then, SIGNED), 16 * 60))
    last = moments.at(add_days(then, SIGNED_AGAIN), 12 * 60)
    _sign(audit, prescriber, 2, last, REMARK)
    files.make(audit, lambda percent, words: None)
    with pgtrigger.ignore("audits.AuditFile:only_added"):
        audit.files.update(made_at=last)
    _since(promised, then, manager)


def _as_it_was_then(audit: Audit, at: datetime) -> None:
    """Without what the service wrote of itself since, and with the run's own moment."""
    day = localdate(at).isoformat()
    rows = SelfAssessment.objects.filter(service=audit.service_id, recorded_at__lte=at)
    said = set(rows.values_list("step", "stream"))
    kept: dict[str, Any] = audit.service_figures
    kept["own_view"] = [
        row
        | ({"confirmed_on": None, "confirmed_by": ""} if _later(row["confirmed_on"], day) else {})
        for row in kept["own_view"]
        if (row["step"], row["stream"]) in said
    ]
    kept["own_answers"] = [row for row in kept["own_answers"] if row["on"] <= day]
    audit.created_at = audit.finished_at = at
    audit.save()


def _later(day: str | None, than: str) -> bool:
    return day is not None and day > than


def _say(audit: Audit, by: User, at: datetime) -> list[tuple[Promise, PromisedAction]]:
    who = {"service_id": audit.service_id, "audit": audit, "recorded_by": by, "recorded_at": at}
    StepComment.objects.bulk_create(
        StepComment(**who, step=step, text=text) for step, text in COMMENTS.items()
    )
    rows = [
        PromisedAction(
            **who,
            code=one.code,
            what=one.what,
            owner=somebody(audit.service_id, one.owner) or by,
            due_on=add_days(audit.on, one.due),
            expected=one.expected,
        )
        for one in PROMISES
    ]
    return list(zip(PROMISES, PromisedAction.objects.bulk_create(rows), strict=True))


def _sign(audit: Audit, by: User, place: int, at: datetime, remark: str = "") -> None:
    Signature.objects.create(
        service_id=audit.service_id,
        audit=audit,
        place=place,
        signed_by=by,
        name=by.full_name,
        role=signing.role_of(by, audit),
        remark=remark,
        signed_at=at,
    )


def _since(promised: list[tuple[Promise, PromisedAction]], then: date, by: User) -> None:
    """What came of them by now."""
    for one, row in promised:
        if one.done:
            said_actions.change_promise(
                promised=row,
                version=row.version,
                on=add_days(then, one.done),
                by=by,
                state=PromisedAction.State.DONE,
                came_of=one.came_of,
                **{name: getattr(row, name) for name in said_actions.FIELDS},
            )
