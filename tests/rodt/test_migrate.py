"""Our quick `migrate` leaves the same tables, constraints and triggers as Django's own."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import AddField, AddIndex, AlterField, CreateModel, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import CharField, Index
from pgtrigger import registered

from rodt.management.commands.migrate import Together, together


def test_only_neighbours_of_one_kind_are_applied_together() -> None:
    first, second = CreateModel("A", []), CreateModel("B", [])
    field = AddField("A", "c", CharField())
    index = AddIndex("A", Index(fields=["c"], name="by_c"))
    altered = AlterField("A", "c", CharField(max_length=9))
    other = AlterField("A", "c", CharField(max_length=8))
    found = together([first, second, field, index, altered, other])
    assert [one.operations for one in found if isinstance(one, Together)] == [
        [first, second],
        [field, index],
        [altered],
        [other],
    ]
    assert len(found) == 4


def test_what_is_not_known_is_left_to_django() -> None:
    known_to_django_alone = RunSQL("SELECT 1")
    assert together([known_to_django_alone]) == [known_to_django_alone]


def test_grouped_operations_describe_the_same_models() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    order = []
    for leaf in loader.graph.leaf_nodes():
        order += [key for key in loader.graph.forwards_plan(leaf) if key not in order]
    one_by_one, grouped = ProjectState(), ProjectState()
    for key in order:
        migration = loader.graph.nodes[key]
        for operation in migration.operations:
            operation.state_forwards(migration.app_label, one_by_one)
        for operation in together(migration.operations):
            operation.state_forwards(migration.app_label, grouped)
    assert _described(grouped) == _described(one_by_one)


def _described(state: ProjectState) -> dict[tuple[str, str], object]:
    """Each model as plain values: a cloned field is equal in what it says, not as an object."""
    return {
        key: (
            {name: repr(field.deconstruct()[1:]) for name, field in model.fields.items()},
            repr(model.options),
            model.bases,
        )
        for key, model in state.models.items()
    }


@pytest.mark.django_db
def test_every_constraint_index_and_trigger_of_the_models_is_in_the_database() -> None:
    wanted = set()
    for model in apps.get_models():
        wanted |= {constraint.name for constraint in model._meta.constraints}
        wanted |= {index.name for index in model._meta.indexes}
    triggers = {trigger.get_pgid(model) for model, trigger in registered()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        assert wanted <= {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgname FROM pg_trigger")
        assert triggers <= {name for (name,) in cursor.fetchall()}
    assert triggers
