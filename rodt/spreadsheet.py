"""Cells of a CSV that a spreadsheet opens."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: str) -> str:
    """A cell that a spreadsheet might run as a formula starts with an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
