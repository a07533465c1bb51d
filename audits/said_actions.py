"""Commenting on a step of a report, and promising what will be done about a figure of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import notices, trail
from accounts.models import Notice, Service, User
from accounts.roles import Permission
from audits.models import Audit, PromisedAction, StepComment
from audits.signing import refuse_unless_standing, why_not_standing
from rodt.ids import new_id
from rodt.versions import check_version
from rodt.words import nhs_date

FIELDS = ("what", "owner", "due_on", "expected")
State = PromisedAction.State
SIGNED = "This report is signed. What it says about its steps stays as it is."


@transaction.atomic
def comment(*, audit: Audit, step: int, text: str, version: int, by: User) -> StepComment:
    """What the service says about one step; `version` 0 where nothing was said yet. Raises
    StaleSave, and ValidationError once somebody has signed the report."""
    _alone(audit)
    if refused := why_no_comment(audit):
        raise ValidationError(refused)
    if not text.strip():
        raise ValidationError({"text": "Write what you have to say about this step"})
    row = StepComment.objects.filter(audit=audit, step=step).first()
    if row is None:
        row = StepComment(service_id=audit.service_id, audit=audit, step=step, version=0)
    if row.text == text.strip():
        return row
    check_version(row, version)
    row.text, row.recorded_by, row.recorded_at = text.strip(), by, TransactionNow()
    row.version += 1
    row.save()
    _note("commented on an audit", audit, by, f"step {step}")
    return row


def why_no_comment(audit: Audit) -> str:
    """As a sentence; empty where its steps can be commented on."""
    return why_not_standing(audit) or (SIGNED if audit.signatures.exists() else "")


@transaction.atomic
def promise(
    *,
    audit: Audit,
    code: str,
    what: str,
    owner: User,
    due_on: date,
    expected: str,
    by: User | None,
    entry_id: UUID | None = None,
) -> PromisedAction:
    """What will be done about a figure of this report. The same form sent twice makes one, and so
    does the same promise: after Back a browser fills in a new form with what was typed."""
    _alone(audit)
    refuse_unless_standing(audit)
    own_id = entry_id or new_id()
    asked = {
        "code": code,
        "what": what.strip(),
        "owner": owner,
        "due_on": due_on,
        "expected": expected.strip(),
    }
    same = Q(pk=own_id) | Q(**asked, recorded_by=by, state=State.OPEN)
    made = PromisedAction.objects.filter(same, audit=audit).first()
    if made is not None:
        return made
    made = PromisedAction.objects.create(
        id=own_id, service_id=audit.service_id, audit=audit, recorded_by=by, **asked
    )
    _note("promised an action", audit, by, code)
    _tell(made, by)
    return made


@transaction.atomic
def change_promise(
    *,
    promised: PromisedAction,
    version: int,
    on: date,
    by: User,
    state: str,
    came_of: str = "",
    **typed: Any,
) -> PromisedAction:
    """As it stands today: another day or owner, done, given up with a reason, or open again. What
    the owner said goes with the owner. Raises StaleSave, ValidationError."""
    now = (
        PromisedAction.objects.select_for_update(of=("self",))
        .select_related("audit")
        .get(pk=promised.pk)
    )
    check_version(now, version)
    if state == State.GIVEN_UP and not came_of.strip():
        raise ValidationError({"came_of": "Say why it is given up"})
    had = now.owner_id
    for name in FIELDS:
        setattr(now, name, typed[name])
    if now.owner_id != had:
        now.said_done, now.said_done_on, now.said_done_by = "", None, None
    is_open = state == State.OPEN
    now.closed_on = None if is_open else (now.closed_on or on)
    now.state, now.came_of = state, came_of.strip()
    now.version += 1
    now.save()
    _note("changed a promised action", now.audit, by, now.code)
    if not is_open or now.owner_id != had:
        _nothing_to_do(now)
    if is_open and now.owner_id != had:
        _tell(now, by)
    return now


@transaction.atomic
def say_done(*, promised: PromisedAction, what: str, on: date, by: User) -> PromisedAction:
    """What its owner has done. Whoever may change promises is told, and closes it or does not.
    Raises ValidationError where somebody else owns it now, or it is closed."""
    now = (
        PromisedAction.objects.select_for_update(of=("self",))
        .select_related("audit")
        .get(pk=promised.pk)
    )
    if now.owner_id != by.pk:
        raise ValidationError("Somebody else sees to it now, so only they say that it is done.")
    if now.state != State.OPEN:
        raise ValidationError("It is closed already. Nothing more is to be said of it.")
    if now.said_done == what.strip():
        return now
    now.said_done, now.said_done_on, now.said_done_by = what.strip(), on, by
    now.save()
    _note("said that a promised action is done", now.audit, by, now.code)
    notices.tell(
        may=Permission.ANSWER_AUDIT,
        but=by,
        service_id=now.service_id,
        key=f"promise-done:{now.pk}:{new_id()}",
        text=f"{by.full_name} says that this is done: {now.what}",
        link=reverse("audits:change_promise", args=[now.pk]),
    )
    return now


def _alone(audit: Audit) -> None:
    """Nobody signs the report meanwhile."""
    Service.objects.select_for_update(no_key=True).get(pk=audit.service_id)


def _tell(promised: PromisedAction, by: User | None) -> None:
    """Whoever is to do it."""
    if by is None or promised.owner_id == by.pk:
        return
    notices.give(
        [promised.owner_id],
        service_id=promised.service_id,
        key=f"{_key(promised)}{promised.version}",
        text=f"{by.full_name} put you down for this, by {nhs_date(promised.due_on)}:"
        f" “{promised.what}”",
        link=reverse("audits:my_promises"),
    )


def _nothing_to_do(promised: PromisedAction) -> None:
    """Who was told before need not look any more: it is closed, or somebody else's."""
    told = Notice.objects.filter(key__startswith=_key(promised), read_at=None)
    told.update(read_at=TransactionNow())


def _key(promised: PromisedAction) -> str:
    return f"promised:{promised.pk}:"


def _note(verb: str, audit: Audit, by: User | None, about: str) -> None:
    trail.record(
        verb,
        by=by,
        service_id=audit.service_id,
        about=f"run {audit.number}, {about}",
        audit=str(audit.pk),
    )
