"""Doors open downwards: for imports, foreign keys, reverse relations and templates."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignObjectRel, Model

from tests.house.rooms import (
    FLOOR_OF,
    ROOMS,
    ROOT,
    may_use,
    name_of,
    python_files,
    templates,
    tree_of,
)

SHARED_TEMPLATES = ("components", "nhsuk", "pdf")
SIGN_IN_TEMPLATES = ("account", "allauth")
"""Named by the library that signs people in."""
_USES = re.compile(r"{%\s*(?:include|extends)\s+(\S+)")


def models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOOR_OF]


def test_imports_open_downwards() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    room = model._meta.app_label
    for field in model._meta.get_fields(include_hidden=True):
        if isinstance(field, ForeignObjectRel) or field.related_model in (None, "self"):
            continue
        other = field.related_model._meta.app_label  # type: ignore[union-attr]
        if other in FLOOR_OF:
            assert may_use(room, other), f"{model._meta.label}.{field.name} points up to {other}"


def ways_up() -> dict[str, dict[str, str]]:
    """For each room: names that lead from its rows to rows of a room that it may not know."""
    found: dict[str, dict[str, str]] = {room: {} for room in ROOMS}
    for model in models():
        room = model._meta.app_label
        for relation in model._meta.related_objects:
            other = relation.related_model._meta.app_label
            name = relation.get_accessor_name()
            if name and other in FLOOR_OF and not may_use(room, other):
                found[room][name] = relation.related_model._meta.label
    return found


def names_used(path: Path) -> Iterator[tuple[int, str]]:
    """Attributes, and the parts of look-ups such as filter(reviews__held_on=…)."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            for part in node.arg.split("__"):
                yield node.value.lineno, part


def test_there_are_ways_up_to_look_for() -> None:
    assert ways_up()["patients"]["prescriptions"] == "prescribing.Prescription"


@pytest.mark.parametrize("room", ROOMS)
def test_a_lower_room_never_walks_up_a_reverse_relation(room: str) -> None:
    """Rows may be walked in any file of the room or of a room below it."""
    up = {
        name: label
        for lower, names in ways_up().items()
        if may_use(room, lower)
        for name, label in names.items()
        if not may_use(room, label.split(".")[0])
    }
    wrong = [
        f"{path.relative_to(ROOT)}:{line} uses .{name}, which leads up to {up[name]}"
        for _, path in python_files(room)
        for line, name in names_used(path)
        if name in up
    ]
    for template in templates():
        if name_of(template).split("/")[0] == room:
            for name in set(re.findall(r"\.(\w+)", template.read_text())) & up.keys():
                wrong.append(f"{name_of(template)} uses .{name}, which leads up to {up[name]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("template", templates(), ids=name_of)
def test_pages_include_from_the_components_their_room_or_below(template: Path) -> None:
    place = name_of(template).split("/")[0]
    for used in _USES.findall(template.read_text()):
        if used[0] not in "\"'":
            continue  # a name in a variable is given by a component's own widget
        folder, _, rest = used.strip("\"'").partition("/")
        if not rest or folder in (*SHARED_TEMPLATES, *SIGN_IN_TEMPLATES, place):
            continue
        assert folder in FLOOR_OF, f"includes {used}, which is in no room"
        assert place in FLOOR_OF, f"is shared, yet includes {used}"
        assert may_use(place, folder), f"includes {used}, from a room above or beside"


@pytest.mark.parametrize("room", ROOMS)
def test_views_never_reach_for_patients_past_the_gate(room: str) -> None:
    """`Patient.objects.visible_to(access)` is the gate's own question; nothing else may follow."""
    wrong = []
    for _, path in python_files(room):
        if "views" not in path.parts and path.name != "views.py":
            continue
        nodes = list(ast.walk(tree_of(path)))
        asked = {
            id(node.value)
            for node in nodes
            if isinstance(node, ast.Attribute) and node.attr == "visible_to"
        }
        wrong += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in nodes
            if isinstance(node, ast.Attribute)
            and ast.unparse(node) == "Patient.objects"
            and id(node) not in asked
        ]
    assert not wrong, f"Patient.objects in a view: {wrong}"
