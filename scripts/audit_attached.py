"""The attachments of an audit's PDF: what they say, whether they agree, and whether each share,
interval, range and sum follows from the numbers. For `audit_figures.py`."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Z = 1.959963984540054
NOBODY = "nobody to count"
Row = dict[str, str]


@dataclass
class Indicator:
    """What the attachments say of one: `head` by label, the other rows by kind, in their order."""

    definition: dict[str, Any]
    head: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def code(self) -> str:
        return str(self.definition["code"])

    @property
    def people(self) -> str:
        of = self.head["of"]
        if of == "0":
            return NOBODY
        return f"{commas(self.head['number'])} of {commas(of)}" if of.isdigit() else of

    @property
    def lead(self) -> str:
        label = self.definition["lead_figure"]
        return next(
            (f"{label}: {commas(v)}" for name, v in self.rows["figure"] if name == label), ""
        )

    @property
    def bar(self) -> list[str]:
        """A drawing has no text; where there is none, a dash."""
        numbers = self.head["number"].isdigit() and self.head["of"].isdigit()
        return [] if numbers and self.head["percent"] != "–" else ["–"]

    @property
    def change(self) -> str:
        said = re.fullmatch(r"(\d+) (more|fewer) in 100", self.head["change"])
        if said:
            return ("+" if said[2] == "more" else "−") + said[1]
        return "0" if self.head["change"] == "the same" else "–"

    def row(self, title: str, *last: str) -> str:
        """As a table prints it."""
        told = [title, *filter(None, (self.lead, self.head.get("remark", "")))]
        return " ".join(
            [". ".join(told), self.people, self.head["percent"], *self.bar, self.change, *last]
        )


@dataclass
class Report:
    """The attachments."""

    manifest: dict[str, Any]
    steps: list[dict[str, Any]]
    rows: list[Row]
    indicators: dict[str, Indicator]

    def value(self, figure: str, label: str, step: str = "") -> str:
        for row in self.rows:
            if (row["figure"], row["label"], row["step"]) == (figure, label, step):
                return row["value"]
        return ""

    def all_of(self, figure: str) -> list[Row]:
        return [row for row in self.rows if row["figure"] == figure]

    @property
    def is_merged(self) -> bool:
        return "services" in self.manifest


def read(attached: dict[str, bytes]) -> Report:
    whole = json.loads(attached["report.json"])
    rows = list(csv.DictReader(io.StringIO(attached["figures.csv"].decode())))
    found = {
        item["code"]: Indicator(item)
        for step in whole["definitions"]
        for item in step["indicators"]
    }
    for row in rows:
        if row["code"] in found and row["figure"] == "headline":
            found[row["code"]].head[row["label"]] = row["value"]
        elif row["code"] in found:
            found[row["code"]].rows[row["figure"]].append((row["label"], row["value"]))
    return Report(whole["manifest"], whole["definitions"], rows, found)


def commas(value: str) -> str:
    """As paper has it: 1,250 of 1250; what stands behind the number stays."""
    number, _, rest = value.partition(" ")
    if number.isdigit():
        number = f"{int(number):,}"
    return f"{number} {rest}".strip()


def percent(share: float) -> str:
    return f"{round(share * 100)}%"


def wilson(number: int, of: int) -> str:
    share = number / of
    middle = share + Z * Z / (2 * of)
    spread = Z * (share * (1 - share) / of + Z * Z / (4 * of * of)) ** 0.5
    low, high = ((middle + sign * spread) / (1 + Z * Z / of) for sign in (-1, 1))
    return f"{percent(max(0, low))} to {percent(min(1, high))}"


def worked_out(one: Indicator) -> Iterator[tuple[str, str]]:
    """What follows from the numbers, where all of them are there."""
    head = one.head
    if not (head["number"].isdigit() and head["of"].isdigit()) or head["percent"] == "–":
        return
    number, of = int(head["number"]), int(head["of"])
    yield "percent", percent(number / of)
    yield "interval", wilson(number, of)
    if head["unknown"].isdigit():
        unknown = int(head["unknown"])
        whole = of + unknown
        yield "known", percent(of / whole)
        low, high = percent(number / whole), percent((number + unknown) / whole)
        yield "range_of_unknowns", f"{low} to {high}" if unknown else ""


def arithmetic(report: Report) -> Iterator[str]:
    for one in report.indicators.values():
        for label, value in worked_out(one):
            if one.head[label] != value:
                yield f"{one.code}: {label} is {value}, the file says {one.head[label]}."
        for kind, total in (("unknown", "unknown"), ("set_apart", "set_apart")):
            parts = [value for _, value in one.rows[kind]]
            known = all(value.isdigit() for value in (*parts, one.head[total]))
            if parts and known and sum(map(int, parts)) != int(one.head[total]):
                yield f"{one.code}: the groups of {kind} do not add up to {one.head[total]}."


def disagreeing(attached: dict[str, bytes]) -> Iterator[str]:
    """The four attachments say the same."""
    whole = json.loads(attached["report.json"])
    rows = list(csv.DictReader(io.StringIO(attached["figures.csv"].decode())))
    alike = {
        "figures.csv": [{**row, "value": row["value"].removeprefix("'")} for row in rows]
        == [{**row, "value": row["value"].removeprefix("'")} for row in whole["figures"]],
        "definitions.json": json.loads(attached["definitions.json"]) == whole["definitions"],
        "manifest.json": json.loads(attached["manifest.json"]) == whole["manifest"],
    }
    yield from (f"{name} and report.json differ." for name, is_so in alike.items() if not is_so)
