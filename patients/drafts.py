"""Drafts: what was typed and not yet saved, sealed so that the database alone cannot read it.

One a person, form and author; about nobody yet (somebody being registered), one a service, form and
author. A draft is shown only to its author, and only under its own patient.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from accounts import opened_by
from accounts.models import User
from patients.models import Draft, Patient

START_FORM = "start"
"""Somebody being registered: about nobody on record yet."""
TAB = "x-tab"
"""Kept with what is typed: the page that typed it."""
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", opened_by.FIELD})


def _seal() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.DRAFT_KEYS])


def _which(patient: Patient | None, service_id: UUID | None, form: str, by: User) -> dict[str, Any]:
    if patient is None and service_id is None:
        raise ValueError("A draft is about a patient, or in a service.")
    within = patient.service_id if patient else service_id
    return {"patient": patient, "service_id": within, "form": form, "author": by}


def save(
    *,
    patient: Patient | None,
    form: str,
    by: User,
    typed: Mapping[str, list[str]],
    at: datetime,
    answered: int = 0,
    of_questions: int = 0,
    service_id: UUID | None = None,
) -> Draft:
    """Keep what is in the form now, in place of what was kept before. `service_id` where the form
    is about nobody yet."""
    kept = {name: values for name, values in typed.items() if name not in NEVER_KEPT}
    sealed = _seal().encrypt(json.dumps(kept).encode())
    draft, _ = Draft.objects.update_or_create(
        **_which(patient, service_id, form, by),
        defaults={
            "sealed": sealed,
            "saved_at": at,
            "answered": answered,
            "of_questions": of_questions,
        },
    )
    return draft


def typed_in(draft: Draft) -> dict[str, list[str]] | None:
    """What the draft holds: the lists of values a form posts. None if no key opens it any more."""
    try:
        opened = _seal().decrypt(bytes(draft.sealed))
    except InvalidToken:
        return None
    typed: dict[str, list[str]] = json.loads(opened)
    return typed


def find(
    *, patient: Patient | None, form: str, by: User, service_id: UUID | None = None
) -> Draft | None:
    return Draft.objects.filter(**_which(patient, service_id, form, by)).first()


def discard(
    *, patient: Patient | None, form: str, by: User, service_id: UUID | None = None
) -> None:
    Draft.objects.filter(**_which(patient, service_id, form, by)).delete()
