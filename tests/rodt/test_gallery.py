"""The gallery shows every component, and no template carries what the policy would stop."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory

from rodt.gallery import gallery

TEMPLATES = Path(settings.BASE_DIR, "templates")
PAGES = [path for path in TEMPLATES.rglob("*.html") if "pdf" not in path.parts]
# A person's page, the tag of its own, the PDF, and a form about nobody that keeps a draft.
SHOWN_ELSEWHERE = {"tabs", "icon", "pdf_facts", "own_draft"}


def page() -> str:
    request = RequestFactory().get("/gallery/")
    request.session = SessionStore()
    return gallery(request).content.decode()


def includes_of(path: Path) -> set[str]:
    return set(re.findall(r'include "components/(\w+)\.html"', path.read_text()))


def test_every_component_is_on_the_gallery() -> None:
    seen = includes_of(TEMPLATES / "gallery.html") | includes_of(TEMPLATES / "base.html")
    grown: set[str] = set()
    while grown != seen:
        grown = set(seen)
        for name in grown:
            seen |= includes_of(TEMPLATES / "components" / f"{name}.html")
    made = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    assert made - seen <= SHOWN_ELSEWHERE


def test_every_component_says_its_context() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        assert "{% comment %}" in path.read_text(), path.name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_has_inline_script_or_style(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r'<style|\sstyle="|\son[a-z]+="|javascript:', text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_the_gallery_is_one_page_with_one_main_heading_and_unique_ids() -> None:
    html = page()
    assert html.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_page_says_whose_data_it_shows() -> None:
    assert "SYNTHETIC DATA" in page()


def test_states_that_must_not_be_told_by_colour_alone_have_words() -> None:
    html = page()
    for words in ["Carried, not asked yet", "Needs attention", "In custody", "82 days overdue"]:
        assert words in html
