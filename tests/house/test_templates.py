"""Every template: it parses, holds no script or style of its own, and words nobody by a slur."""

import ast
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.house.rooms import ROOT, name_of, python_files, templates, tree_of, without_code

PAGES = [path for path in templates() if path.suffix in (".html", ".txt")]

SLURS = re.compile(
    r"\b(dirty|clean (?:test|sample|screen|urine)|tested clean|got clean|addicts?|junk(?:y|ies|ie)"
    r"|abusers?|drug abuse|non-?complian(?:t|ce)|disengaged|drop(?:ped)?[- ]?outs?|manipulative"
    r"|repeat offenders?|failed (?:test|sample|screen|patient|client|treatment)|DNA'?d"
    r"|worst team|bottom of the table|parked)\b",
    re.IGNORECASE,
)
"""Words for people and their tests that interface.md, "Words", and the domain pages refuse."""


def test_there_are_templates() -> None:
    assert len(PAGES) > 40


@pytest.mark.parametrize("template", PAGES, ids=name_of)
def test_it_parses(template: Path) -> None:
    get_template(name_of(template))


@pytest.mark.parametrize("template", PAGES, ids=name_of)
def test_it_holds_no_script_and_no_style_of_its_own(template: Path) -> None:
    printed = without_code(template.read_text())
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", printed)
    assert not re.search(r"\sstyle\s*=", printed)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", printed)
    if not name_of(template).startswith("pdf/"):
        assert "<style" not in printed


@pytest.mark.parametrize("template", PAGES, ids=name_of)
def test_it_fetches_nothing_from_elsewhere(template: Path) -> None:
    printed = without_code(template.read_text())
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", printed)


@pytest.mark.parametrize("template", PAGES, ids=name_of)
def test_it_words_nobody_by_a_slur(template: Path) -> None:
    found = SLURS.search(without_code(template.read_text()))
    assert not found, f"says “{found.group()}”" if found else ""


def words_in(path: Path) -> list[tuple[int, str]]:
    """Strings that may be printed: not docstrings, which quote what is refused."""
    tree = tree_of(path)
    spoken = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
    ]


def test_no_word_in_the_code_that_a_page_could_print_is_a_slur() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} says “{found.group()}”"
        for _, path in python_files()
        for line, words in words_in(path)
        if (found := SLURS.search(words))
    ]
    assert not wrong, "\n".join(wrong)


_TIME_IN_TREATMENT = re.compile(
    r"weeks_on_ost|days_on_ost|years_on_ost|time_in_treatment|weeks_in_treatment"
    r"|days_in_treatment|ost_started_on|episode_started_on|episode__started_on"
)


def test_people_are_never_put_in_order_by_their_time_in_treatment() -> None:
    """Source: design/decisions.md 20. Facts such as "77 weeks" are allowed; an order is not."""
    wrong = []
    for _, path in python_files():
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("order_by", "sorted", "sort", "min", "max") and _TIME_IN_TREATMENT.search(
                " ".join(
                    ast.unparse(part) for part in (*node.args[name != "order_by" :], *node.keywords)
                )
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, wrong
