"""The files of the folder: found, opened, their headers and values checked.

Whatever cannot be read is said in a sentence with the file and the line, before anything is stored.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from reviews.ctn0094.tally import Tally

FURTHEST_DAY = 10_000
MOST_MG = Decimal(99_999)


class BadFolder(Exception):
    """What is wrong with the folder, in a sentence. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the folder: the columns that must be there, and whether it may be missing."""

    name: str
    columns: tuple[str, ...]
    is_needed: bool = True


TABLES = {
    table.name: table
    for table in (
        Table("everybody", ("who", "project")),
        Table("site_masked", ("who", "site_masked")),
        Table("demographics", ("who", "age", "is_male", "is_living_stable")),
        Table("asi", ("who", "used_iv"), is_needed=False),
        Table("qol", ("who", "is_homeless"), is_needed=False),
        Table("randomization", ("who", "treatment", "which", "when")),
        Table("treatment", ("who", "amount", "when")),
        Table("visit", ("who", "visit", "what", "when", "reason")),
        Table("uds", ("who", "what", "when")),
        Table("meta_substance_groups_uds", ("Substance",), is_needed=False),
        Table("tlfb", ("who", "what", "when")),
        Table("withdrawal", ("who", "withdrawal", "when"), is_needed=False),
        Table("detox", ("who", "what", "when"), is_needed=False),
        Table("first_survey", ("who", "when"), is_needed=False),
        Table("rbs", ("who",), is_needed=False),
        Table("psychiatric", ("who",), is_needed=False),
        Table("meta_study_length", ("project",), is_needed=False),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row with where it stands, so that whatever is wrong with it can be found."""

    where: str
    values: dict[str, str]

    def text(self, column: str) -> str:
        return self.values[column].strip()

    def who(self) -> str:
        """The participant's number, without leading zeros."""
        return str(self._whole("who", "a participant's number", lowest=0))

    def day(self, column: str = "when") -> int | None:
        """Days after day zero, negative before it; None where it is blank."""
        if not self.text(column):
            return None
        day = self._whole(column, "a day")
        if abs(day) > FURTHEST_DAY:
            raise BadFolder(f'{self.where}: "{self.text(column)}" is too far from day zero.')
        return day

    def amount(self) -> Decimal | None:
        typed = self.text("amount")
        if not typed:
            return None
        try:
            amount = Decimal(typed)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or not 0 <= amount <= MOST_MG:
            raise BadFolder(f'{self.where}: "{typed}" is not an amount in mg.')
        return amount.quantize(Decimal("0.01"))

    def age(self) -> int | None:
        if not self.text("age"):
            return None
        age = self._whole("age", "an age in years", lowest=0)
        if age > 120:
            raise BadFolder(f'{self.where}: "{self.text("age")}" is not an age in years.')
        return age

    def yes_or_no(self, column: str) -> str:
        """ "yes", "no", or "" where it is blank."""
        said = self.text(column).lower()
        if said not in ("yes", "no", ""):
            raise BadFolder(f'{self.where}: "{self.text(column)}" is neither Yes nor No.')
        return said

    def _whole(self, column: str, what: str, lowest: int | None = None) -> int:
        typed = self.text(column)
        try:
            number = int(typed)
        except ValueError:
            raise BadFolder(f'{self.where}: "{typed}" is not {what}.') from None
        if lowest is not None and number < lowest:
            raise BadFolder(f'{self.where}: "{typed}" is not {what}.')
        return number


def find_folder(name: str) -> Path:
    """Raises BadFolder unless every needed table has a file."""
    folder = Path(name)
    if not folder.is_dir():
        raise BadFolder(f"{name} is not a folder.")
    for table in TABLES.values():
        if table.is_needed and file_of(folder, table.name) is None:
            raise BadFolder(f"{name} holds no {table.name}.csv.gz, which the import needs.")
    return folder


def file_of(folder: Path, table: str) -> Path | None:
    for ending in (".csv.gz", ".csv"):
        path = folder / f"{table}{ending}"
        if path.is_file():
            return path
    return None


def rows(folder: Path, name: str, tally: Tally) -> Iterator[Row]:
    """The rows of a table, each counted in. A table that may be missing has none."""
    path = file_of(folder, name)
    if path is None:
        return
    table = TABLES[name]
    try:
        with _open(path) as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, None)
            _check_header(path, header, table)
            assert header is not None
            for cells in reader:
                where = f"{path.name}, line {reader.line_num}"
                if not cells:
                    continue
                if len(cells) != len(header):
                    raise BadFolder(
                        f"{where}: {len(cells)} values, but the header names {len(header)}."
                    )
                tally.rows += 1
                yield Row(where, dict(zip(header, cells, strict=True)))
    except (OSError, EOFError, zlib.error) as problem:
        raise BadFolder(f"{path.name} cannot be read: {_words(problem)}.") from None
    except UnicodeDecodeError:
        raise BadFolder(f"{path.name} is not text in UTF-8.") from None
    except csv.Error as problem:
        raise BadFolder(f"{path.name} is not a CSV file: {_words(problem)}.") from None


def _open(path: Path) -> io.TextIOBase:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _check_header(path: Path, header: list[str] | None, table: Table) -> None:
    if header is None:
        raise BadFolder(f"{path.name} is empty: it has no header.")
    missing = [column for column in table.columns if column not in header]
    if missing:
        raise BadFolder(f"{path.name}, line 1: the header has no column {missing[0]}.")


def _words(problem: Exception) -> str:
    return str(problem).rstrip(".") or type(problem).__name__
