"""History written by database triggers: every insert, update and delete of a tracked table leaves
an event row, whoever writes and however. The events cannot be changed or removed."""

from contextlib import AbstractContextManager
from typing import Any

import pghistory
import pgtrigger
from django.db import models

_NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'History cannot be removed';",
)


def because(reason: str, *, by: object) -> AbstractContextManager[Any]:
    """Within it, every event carries why it was written (`pgh_context["reason"]`) and the id of
    whoever did: for rows that people edit, which have no column for either."""
    return pghistory.context(reason=reason, by=str(by))


def tracked(model: Any) -> Any:
    """Class decorator: keep the history of this model in `<Model>Event`."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]
        meta={"triggers": [_NO_TRUNCATE], "indexes": _found_by(model)},
    )(model)


def _found_by(model: Any) -> list[models.Index]:
    """What was written of one service after a moment: an audit asks it of every table."""
    names = {field.name for field in model._meta.local_fields}
    return [models.Index(fields=["service", "pgh_created_at"])] if "service" in names else []
