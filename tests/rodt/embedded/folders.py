"""Folders for servers under test."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_folder() -> Iterator[Path]:
    """Not pytest's own: as root that is closed to the account that PostgreSQL runs as."""
    with tempfile.TemporaryDirectory(prefix="rodt-t-") as name:
        path = Path(name)
        path.chmod(0o711)
        yield path
