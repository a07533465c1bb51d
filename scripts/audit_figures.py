"""Rebuilds every figure of an audit's PDF from its attachments: `audit_figures.py REPORT.pdf`.

Works out each share, interval, range and sum afresh from the numbers in `figures.csv`; puts each
row of each page together from them, and says which does not stand there to the digit. Exit code 1
if one does not. It shares no code with what it checks.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

try:
    import pikepdf
    import pypdf
    from audit_attached import NOBODY, Indicator, Report, arithmetic, commas, disagreeing, read
except ModuleNotFoundError:
    raise SystemExit(
        "This reads PDFs with packages that only the tests need. Run scripts/setup.sh dev, then"
        " .venv/bin/python scripts/audit_figures.py REPORT.pdf"
    ) from None

WATCHES = ("5.4", "5.5")
WEEKS = (0, 4, 8, 12)
DIGITS = {*"0123456789,."}
ATTACHED = ("figures.csv", "report.json", "definitions.json", "manifest.json")


def opening(report: Report, step: dict[str, Any]) -> str:
    """The sentence under the title of a step."""
    one = report.indicators[step["headline"]]
    head, counted = one.head, one.definition["counted_words"]
    if head["verdict"] == "Insufficient data":
        return f"Too little is recorded to say: known for {head['known']}."
    if one.people == NOBODY:
        return "There was nobody to count."
    if one.lead:
        hidden = "not shown" in one.people
        said = f"{one.lead}." + ("" if hidden else f" {one.people} people {counted}.")
    elif head["percent"] == "–":
        said = f"How many people {counted} is not shown here: it would tell of too few people."
    else:
        hidden = "not shown" in (head["number"], head["of"])
        said = f"{one.people} people {counted} ({head['percent']})"
        said = f"{head['percent']} of people {counted}" if hidden else said
        then = {"0": "the same as", "–": "", "": ""}.get(one.change, f"{head['change']} than")
        said += f", {then} in the run before." if then else "."
    return said


def most_often(one: Indicator) -> list[str]:
    """The reasons that may be named first; any of them, or none."""
    named = [f" Most often: {w[0].lower()}{w[1:]} ({commas(v)})." for w, v in one.rows["reason"]]
    return ["", *named[:1]]


def in_step(report: Report, step: dict[str, Any]) -> Iterator[str]:
    """Every row of the page of a step, but its opening sentence."""
    number, mine = str(step["number"]), [i["code"] for i in step["indicators"]]
    for one in (report.indicators[code] for code in mine):
        head = one.head
        last = [commas(head["unknown"]), head["range_of_unknowns"], head["verdict"]]
        title = f"{one.code} {one.definition['title']} {one.definition['sub']}"
        yield one.row(title, *last)
        yield from (f"{label} {commas(value)}" for label, value in one.figures)
        if one.code not in WATCHES:
            yield from answers(one.rows["sign"])
    head = report.indicators[step["headline"]]
    yield from (f"{words} {commas(value)}" for words, value in head.rows["reason"])
    if {head.head["of"], head.head["unknown"], head.head["set_apart"]} != {"0"}:
        apart, unknown = commas(head.head["set_apart"]), commas(head.head["unknown"])
        yield f"Set apart: {apart}. Not recorded: {unknown}. Known for {head.head['known']}."
    if report.is_merged:
        return
    if own := report.value("own_view", "0 to 3", number):
        yield f"How the service sees itself: {own} of 3"
    for row in report.all_of("stream"):
        if row["step"] == number and row["value"]:
            yield f"{row['label'].capitalize()}: {row['value']} of 3."


def answers(signs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A row for each question with its answers; a sign that is no answer has its own."""
    rows: dict[str, list[str]] = defaultdict(list)
    for words, value in signs:
        question, _, answer = words.partition(": ")
        rows[question].append(f"{answer} {commas(value)}".strip())
    yield from (f"{question} {'; '.join(said)}" for question, said in rows.items())


def summary(report: Report) -> Iterator[str]:
    for step in report.steps:
        one = report.indicators[step["headline"]]
        own = report.value("own_view", "0 to 3", str(step["number"]))
        title = f"{step['number']} {step['short_title']} {one.code} {one.definition['title']}"
        seen = "" if report.is_merged else f"{own} of 3" if own else "–"
        yield one.row(title, seen, one.head["verdict"])


def balance(report: Report) -> Iterator[str]:
    for one in (report.indicators[code] for code in WATCHES):
        head = {name: commas(value) for name, value in one.head.items()}
        yield f"{head['number']} of {head['of']} people, {head['unknown']} unknown"
        yield from (f"{words} {commas(value)}" for words, value in one.rows["sign"])
    for week in WEEKS:
        cells = [cell(report, period, week) for period in ("this_period", "before")]
        if any(cells):
            yield f"{week} {cells[0]} {cells[1]}"


def cell(report: Report, period: str, week: int) -> str:
    """A week of a cohort, or what is said in place of it."""
    kind, label = f"first_12_weeks_{period}", f"week {week}"
    share, people = report.value(kind, label), report.value(f"{kind}_at_risk", label)
    interval = report.value(f"{kind}_interval", label)
    if not people:
        return share
    return f"{share}{f' ({interval})' if interval else ''}, {commas(people)} counted"


def elsewhere(report: Report) -> Iterator[str]:
    """The cover, what was promised, the numbers used, the services added up."""
    yield f"People read {commas(report.value('run', 'people_read'))}"
    yield f"Complete {report.value('run', 'complete')}"
    called = "Round" if report.is_merged else "Run"
    yield f"{called} {report.manifest['run']}, {report.manifest['digest']}"
    for kind in ("then", "now", "chart"):
        yield from (row["value"] for row in report.all_of(kind))
    yield report.value("first_12_weeks", "remark")
    yield from (f"{row['label']} {row['value']}" for row in report.all_of("number_used"))
    for one in report.manifest.get("services", ()):
        yield f"Run {one['run']} {one['digest']} {commas(one['people_read'])}"


def missing(text: str, expected: Iterable[str]) -> Iterator[str]:
    """What does not stand there as often as it should. Digits may not go on at either end."""
    for words, times in Counter(map(plain, expected)).items():
        if words and times_in(text, words) < times:
            yield f"“{words}” does not stand there."


def times_in(text: str, words: str) -> int:
    found, place = 0, text.find(words)
    while place >= 0:
        end = place + len(words)
        goes_on = text[end : end + 1].isdigit() or re.match(r"%|,\d|\.\d", text[end : end + 2])
        found += not goes_on and text[place - 1 : place] not in DIGITS
        place = text.find(words, place + 1)
    return found


def differences(attached: dict[str, bytes], pages: list[str]) -> list[str]:
    """A sentence for each figure that does not come out, or does not stand in its place."""
    report = read(attached)
    said = [*disagreeing(attached), *arithmetic(report)]
    starts = [
        next((n for n, page in enumerate(pages) if f"Step {s['number']} {s['title']} " in page), 0)
        for s in report.steps
    ]
    ends = [*starts[1:], len(pages)]
    first = " ".join(pages[: starts[0]])
    places = {"Summary": (first, summary(report)), "Balance": (first, balance(report))}
    for step, start, end in zip(report.steps, starts, ends, strict=True):
        text = " ".join(pages[start : max(end, start + 1)])
        places[f"Step {step['number']}"] = (text, in_step(report, step))
        head = f"Step {step['number']} {step['title']} {opening(report, step)}"
        often = most_often(report.indicators[step["headline"]])
        if not any(f"{head}{more} Indicator People" in text for more in often):
            said.append(f"Step {step['number']}: “{head}” does not stand there.")
    places["The rest"] = (" ".join(pages), elsewhere(report))
    for place, (text, expected) in places.items():
        said += [f"{place}: {sentence}" for sentence in missing(text, expected)]
    return said


def opened(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """The attachments, and the text of each page."""
    with pikepdf.open(path) as pdf:
        attached = {name: bytes(pdf.attachments[name].get_file().read_bytes()) for name in ATTACHED}
    return attached, [plain(leaf.extract_text()) for leaf in pypdf.PdfReader(path).pages]


def plain(text: str) -> str:
    """As one line: a line may break after a hyphen."""
    return re.sub(r"(?<=\w)- (?=\w)", "-", " ".join(text.split()))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("Name the PDF of an audit.", file=sys.stderr)
        return 2
    attached, pages = opened(Path(arguments[0]))
    for code, one in read(attached).indicators.items():
        print(f"{code:>5} {one.people:>22} {one.head['percent']:>5}")
    found = differences(attached, pages)
    print("\n".join(found) or "Every figure comes out of its attachments.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
