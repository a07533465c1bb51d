"""The rooms in their order, and how to look through their files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = (
    ("rodt",),
    ("accounts",),
    ("jobs",),
    ("patients",),
    ("prescribing", "careplans", "support"),
    ("reviews",),
    ("audits",),
)
ROOMS = tuple(room for floor in FLOORS for room in floor)
FLOOR_OF = {room: number for number, floor in enumerate(FLOORS) for room in floor}
TEMPLATES = ROOT / "templates"


def may_use(room: str, other: str) -> bool:
    """Itself, or a room below; the two rooms of one floor do not know each other."""
    return room == other or FLOOR_OF[other] < FLOOR_OF[room]


def python_files(*rooms: str) -> Iterator[tuple[str, Path]]:
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield room, path


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def name_of(template: Path) -> str:
    return template.relative_to(TEMPLATES).as_posix()


_CODE = re.compile(r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)


def without_code(source: str) -> str:
    """What of a template is printed as it stands: no tags, values or comments."""
    return _CODE.sub(" ", source)
