"""Rebuilds the figures of an audit's PDF from its attachments: `audit_figures.py REPORT.pdf`.

Works out each share and interval afresh from the numbers in `figures.csv`, says where the file's
own words differ, and whether each printed figure stands in the text of the pages. Exit code 1
if not.
"""

import csv
import io
import sys
from collections import defaultdict
from pathlib import Path

try:
    import pikepdf
    import pypdf
except ModuleNotFoundError:
    raise SystemExit(
        "This reads PDFs with packages that only the tests need. Run scripts/setup.sh dev, then"
        " .venv/bin/python scripts/audit_figures.py REPORT.pdf"
    ) from None

Z = 1.959963984540054


def attached(path: Path, name: str) -> bytes:
    with pikepdf.open(path) as pdf:
        return bytes(pdf.attachments[name].get_file().read_bytes())


def figures(path: Path) -> dict[str, dict[str, str]]:
    """By indicator, each headline figure by its label."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(attached(path, "figures.csv").decode())):
        if row["figure"] == "headline":
            found[row["code"]][row["label"]] = row["value"]
    return found


def rebuilt(number: int, of: int) -> dict[str, str]:
    """Share and Wilson's interval as the report prints them."""
    if not of:
        return {"percent": "–", "interval": ""}
    share = number / of
    middle = share + Z * Z / (2 * of)
    spread = Z * (share * (1 - share) / of + Z * Z / (4 * of * of)) ** 0.5
    low, high = ((middle + sign * spread) / (1 + Z * Z / of) for sign in (-1, 1))
    return {
        "percent": f"{round(share * 100)}%",
        "interval": f"{round(max(0, low) * 100)}% to {round(min(1, high) * 100)}%",
    }


def differences(path: Path) -> list[str]:
    """A sentence for each figure that does not come out, or does not stand on a page."""
    text = " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)
    said = []
    for code, given in figures(path).items():
        number, of = given["number"], given["of"]
        if number.isdigit() and of.isdigit() and given["percent"] != "–":
            for label, value in rebuilt(int(number), int(of)).items():
                if given[label] != value:
                    said.append(f"{code}: {label} is {value}, the file says {given[label]}.")
            printed = f"{int(number):,} of {int(of):,}"
            if printed not in text:
                said.append(f"{code}: “{printed}” stands on no page.")
        if given["percent"] != "–" and given["percent"] not in text:
            said.append(f"{code}: {given['percent']} stands on no page.")
    return said


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("Name the PDF of an audit.", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    for code, given in figures(path).items():
        print(f"{code:>5} {given['number']:>9} of {given['of']:<9} {given['percent']:>5}")
    found = differences(path)
    print("\n".join(found) or "Every figure comes out of its attachments.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
