"""Django's `migrate`, quick on an empty database, with the same result.

Every column, trigger, constraint and index is an operation of its own, and around each Django works
out all models anew: with history triggers on every table that was nine tenths of the time. Here
neighbours of one kind are applied together, and only the models they change are worked out again.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.management.commands import migrate
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    executor,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_KINDS = ((CreateModel,), (AddField, AddIndex, AddConstraint, AddTrigger, RemoveTrigger))
"""Of each kind, one operation's SQL does not depend on the models before its neighbour."""
_ALONE = (AlterField, RemoveConstraint, RemoveField, RemoveIndex)
"""Their SQL needs the model as it was just before, and no other model."""


class Together(Operation):
    """Neighbouring operations of one kind. Forwards only."""

    reduces_to_sql = True
    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # without models worked out, an operation changes their description only
        apps = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if apps is None:
            return
        changed = {(app_label, _model_of(operation)) for operation in self.operations}
        with apps.bulk_update():
            for key in changed:
                apps.unregister_model(*key)
        apps.render_multiple([state.models[key] for key in sorted(changed)])
        # Others still point to the models as they were, which is all that SQL asks of them. Code
        # that reads rows is not content with that: Django works everything out for it.
        state.__dict__["apps"] = apps
        state.is_delayed = True

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def _model_of(operation: Any) -> str:
    is_new = isinstance(operation, CreateModel)
    return str(operation.name if is_new else operation.model_name).lower()


def _kind(operation: Operation) -> int:
    """The number of its kind; below zero and different for each that must stand alone."""
    for number, kind in enumerate(_KINDS):
        if type(operation) in kind:
            return number
    return -id(operation)


def together(operations: Sequence[Operation]) -> list[Operation]:
    grouped = [list(neighbours) for _, neighbours in groupby(operations, _kind)]
    return [
        Together(group) if _kind(group[0]) >= 0 or type(group[0]) in _ALONE else group[0]
        for group in grouped
    ]


class _QuickExecutor(executor.MigrationExecutor):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for migration in self.loader.graph.nodes.values():
            migration.operations = together(migration.operations)


class Command(migrate.Command):
    """Back to an earlier migration, and for a look at the plan, Django's own way is kept."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        if options["app_label"] or options["plan"]:
            super().handle(*arguments, **options)
            return
        names = vars(migrate)
        own = names["MigrationExecutor"]
        names["MigrationExecutor"] = _QuickExecutor
        try:
            super().handle(*arguments, **options)
        finally:
            names["MigrationExecutor"] = own
