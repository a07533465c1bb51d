"""A PDF is archival and readable aloud, holds its data, uses our fonts, and opens nothing else."""

import io
import subprocess
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest

from rodt.charts import course_of_treatment
from rodt.gallery.course import COURSE
from rodt.gallery.samples import SAMPLES
from rodt.pdf import Attachment, PdfRefused, assets, html_to_pdf, render_pdf

FIGURES = Attachment("figures.csv", b"indicator,met\n5.1,164\n", "The figures of this report")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = render_pdf(
        "pdf/gallery.html",
        {
            "head_left": "12 immediate steps. Harbour Street, 30 September 2026",
            "head_right": "SYNTHETIC DATA. Draft: 1 of 2 signatures",
            "foot_left": "Run 14. Digest 7f3a 91c0",
            "course": course_of_treatment(COURSE, width="narrow", mode="pdf"),
            **SAMPLES,
        },
        title="12 immediate steps, Harbour Street",
        attachments=[FIGURES],
    )
    path = tmp_path_factory.mktemp("pdf") / "gallery.pdf"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["PDF_UA_1", "PDF_A_3A"])
def test_the_file_keeps_both_standards_it_names(made: Path, name: str) -> None:
    found = page.validate_pdf(str(made), profile=getattr(page.ValidationProfile, name))
    assert found.failures == []
    assert found.is_compliant


def test_the_file_says_both_standards_in_plain_metadata(made: Path) -> None:
    with pikepdf.open(made) as pdf:
        metadata = pdf.Root.Metadata
        assert "/Filter" not in metadata
        said = metadata.read_bytes()
    assert said.count(b"<rdf:RDF") == 1
    assert b"<pdfuaid:part>1</pdfuaid:part>" in said
    assert b'pdfaid:part="3"' in said


def test_title_and_language_are_set(made: Path) -> None:
    with pikepdf.open(made) as pdf:
        assert str(pdf.docinfo["/Title"]) == "12 immediate steps, Harbour Street"
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_figures_are_attached_as_data(made: Path) -> None:
    with pikepdf.open(made) as pdf:
        assert list(pdf.attachments) == [FIGURES.name]
        held = pdf.attachments[FIGURES.name]
        assert held.get_file().read_bytes() == FIGURES.content
        assert held.obj.AFRelationship == "/Data"
        assert held.description == FIGURES.description


def test_every_font_is_ours_and_embedded(made: Path) -> None:
    """The pages hold Welsh letters: a missing glyph would bring in the machine's own font."""
    listed = subprocess.run(["pdffonts", made], capture_output=True, text=True, check=True)
    rows = listed.stdout.splitlines()[2:]
    assert len(rows) >= 4
    for row in rows:
        assert row.split()[0].partition("+")[2].startswith("Source-Sans-3"), row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row


def test_the_structure_is_sound(made: Path) -> None:
    checked = subprocess.run(["qpdf", "--check", made], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_inside_pages_carry_heads_feet_and_numbers_and_the_cover_does_not(made: Path) -> None:
    pages = [one.extract_text() for one in pypdf.PdfReader(made).pages]
    assert "Page 1 of" not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert "12 immediate steps. Harbour Street, 30 September 2026" in text
        assert "SYNTHETIC DATA. Draft: 1 of 2 signatures" in text
        assert "Run 14. Digest 7f3a 91c0" in text
        assert f"Page {number} of {len(pages)}" in text


def test_a_chart_is_a_figure_whose_words_are_its_finding(made: Path) -> None:
    with pikepdf.open(made) as pdf:
        said = [
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
    assert COURSE.finding in said


def test_every_asset_is_there() -> None:
    assert all(path.is_file() for path in assets().values())


def document(body: str, head: str = "") -> str:
    return f'<html lang="en-GB"><head><title>x</title>{head}</head><body>{body}</body></html>'


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text("the secret words")
    return path.as_uri()


ATTACKS = {
    "an attachment": ("", '<link rel="attachment" href="{}"/>'),
    "an attachment by a link": ('<a rel="attachment" href="{}">x</a>', ""),
    "a sheet": ("", '<link rel="stylesheet" href="{}"/>'),
    "an import": ("", '<style>@import url("{}");</style>'),
    "a font": (
        "",
        '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font: 1em x }}</style>',
    ),
    "a picture": ('<img src="{}" alt=""/>', ""),
    "a picture inside SVG": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<image href="{}" width="9" height="9"/></svg>',
        "",
    ),
    "a shape from elsewhere": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{}#a"/></svg>',
        "",
    ),
    "a background": ('<p style="background: url({})">x</p>', ""),
    "an embedded thing": ('<object data="{}"></object><embed src="{}"/>', ""),
}


@pytest.mark.parametrize("kind", ATTACKS)
@pytest.mark.parametrize(
    "address",
    [
        "file",
        "http://127.0.0.1:9/x",
        "ftp://127.0.0.1/x",
        "asset:/../rodt/settings.py",
        "//[::1]/x",
    ],
)
def test_an_address_outside_the_table_ends_the_document(
    kind: str, address: str, secret: str
) -> None:
    where = secret if address == "file" else address
    body, head = (
        part.replace("{}", where).replace("{{", "{").replace("}}", "}") for part in ATTACKS[kind]
    )
    try:
        content = html_to_pdf(document(f"<p>x</p>{body}", head))
    except PdfRefused as refused:
        assert "may not open" in str(refused)
    else:
        _holds_nothing_foreign(content)


def _holds_nothing_foreign(content: bytes) -> None:
    """The renderer did not even ask: then nothing may have come in."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.attachments
    assert "secret words" not in "".join(
        one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages
    )
    assert b"the secret words" not in content


@pytest.mark.parametrize("kind", ["an attachment", "a sheet", "an import", "a picture"])
def test_the_plain_attacks_are_refused_and_not_only_harmless(kind: str, secret: str) -> None:
    body, head = (part.replace("{}", secret) for part in ATTACKS[kind])
    with pytest.raises(PdfRefused):
        html_to_pdf(document(f"<p>x</p>{body}", head))


def test_what_nobody_can_see_in_pasted_words_stops_no_document() -> None:
    content = html_to_pdf(document("<p>before\x00\x0b\x1f\ufffe\ud800after</p>"))
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    assert page.extract_text().strip() == "beforeafter"


def test_words_of_people_are_escaped(tmp_path: Path) -> None:
    nasty = '<link rel="attachment" href="file:///etc/hostname">“I’m fine” <b>'
    content = render_pdf(
        "pdf/gallery.html", {"facts": [{"key": "Words", "value": nasty}]}, title=nasty
    )
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "<b>" in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.attachments


def test_a_computer_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    from rodt.pdf import PdfUnavailable

    real = builtins.__import__

    def missing(name: str, *args: object, **kwargs: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(PdfUnavailable, match=r"apt-get install libpangoft2-1\.0-0"):
        html_to_pdf(document("<p>x</p>"))
