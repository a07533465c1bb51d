"""What is already made in a state folder, so that a second start need not look again.

Only for embedded servers: of a real one nothing is taken for granted.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rodt.embedded.state import CHECKOUT

_FILE = "made.json"
_DECIDES_TABLES = ("*/migrations/*.py", "*/management/commands/grant_rights.py", "*.lock")
_DECIDES_PEOPLE = ("audits/seed/*.py",)
OLDER_PEOPLE = (
    "The synthetic people here were made by another version of the demo, and stay as they are."
    " `make demo-reset` makes them anew."
)


@dataclass(frozen=True)
class Made:
    """`tables`: what the tables were made from; `people`: made to the end, and `people_as` from
    what; `report`: its path."""

    tables: str = ""
    people: bool = False
    report: str = ""
    people_as: str = ""

    def says_of_people(self, wanted: str) -> str:
        """To whoever starts it again; "" where there is nothing to say. `wanted`: what they would
        be made from now."""
        return OLDER_PEOPLE if self.people and self.people_as != wanted else ""


def read(folder: Path) -> Made:
    try:
        return Made(**json.loads((folder / _FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return Made()


def write(folder: Path, made: Made, *, is_ours: bool) -> None:
    """Nothing is written down about a real server: another one may stand there next time."""
    if not is_ours:
        return
    part = folder / f"{_FILE}.new"
    part.write_text(json.dumps(asdict(made)))
    part.replace(folder / _FILE)


def tables_fingerprint(checkout: Path = CHECKOUT) -> str:
    """Changes when a migration, the rights or a package that brings migrations does."""
    return _fingerprint(checkout, _DECIDES_TABLES)


def people_fingerprint(checkout: Path = CHECKOUT) -> str:
    """Changes when the way in which they are drawn does."""
    return _fingerprint(checkout, _DECIDES_PEOPLE)


def _fingerprint(checkout: Path, patterns: tuple[str, ...]) -> str:
    seen = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(checkout.glob(pattern)):
            seen.update(str(path.relative_to(checkout)).encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()
