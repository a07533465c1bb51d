"""Rows that two people may edit carry a version; a save with an old one is refused, not merged."""


class StaleSave(Exception):
    """Somebody saved this row after the page was opened. Nothing was changed."""

    def __init__(self, row: object) -> None:
        self.row = row
        super().__init__(
            "Someone else saved this first. Nothing of yours is lost:"
            " look at both, then save again."
        )


def check_version(row: object, seen: int) -> None:
    """Raise StaleSave unless the row (locked by the caller) is still the one that was seen."""
    if row.version != seen:  # type: ignore[attr-defined]
        raise StaleSave(row)
