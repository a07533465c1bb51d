"""Drafts: what was typed and not yet saved, sealed so that the database alone cannot read it.

One a person, form and author. A draft is shown only to its author, under its own patient.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from accounts.models import User
from patients.models import Draft, Patient


def _seal() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.DRAFT_KEYS])


def save(
    *,
    patient: Patient,
    form: str,
    by: User,
    typed: Mapping[str, list[str]],
    at: datetime,
    answered: int = 0,
    of_questions: int = 0,
) -> Draft:
    """Keep what is in the form now, in place of what was kept before."""
    sealed = _seal().encrypt(json.dumps(dict(typed)).encode())
    draft, _ = Draft.objects.update_or_create(
        patient=patient,
        form=form,
        author=by,
        defaults={
            "service_id": patient.service_id,
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


def find(*, patient: Patient, form: str, by: User) -> Draft | None:
    return Draft.objects.filter(patient=patient, form=form, author=by).first()


def discard(*, patient: Patient, form: str, by: User) -> None:
    Draft.objects.filter(patient=patient, form=form, author=by).delete()
