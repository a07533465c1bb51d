"""A template and its context become one tagged, archival PDF. The only place that calls WeasyPrint.

The file says it is PDF/A-3a (archival, with its data attached) and PDF/UA-1 (read aloud). The
renderer opens nothing but our own fonts and sheet: an address outside the table ends the document.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

FONT_WEIGHTS = (400, 600, 700)
FONT_PARTS = ("latin", "latin-ext")
_SVG = "{http://www.w3.org/2000/svg}"
# What XML cannot hold and nobody can see, should somebody have pasted it.
_UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
_UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
_UA_DECLARATION = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA_NAMESPACE}"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_UA_NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 this file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


class PdfUnavailable(Exception):
    """This computer cannot make PDFs; the message says what is missing."""


class PdfRefused(Exception):
    """The document asked for an address outside the table. Nothing was opened, nothing was made."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: the figures behind the report. The name's ending says what it is."""

    name: str
    content: bytes
    description: str


def assets() -> dict[str, Path]:
    """Everything a PDF may open: address to file, each one named."""
    static = Path(__file__).resolve().parent.parent / "static"
    fonts = [f"source-sans-3-{part}-{weight}.ttf" for part in FONT_PARTS for weight in FONT_WEIGHTS]
    return {"asset:/css/pdf.css": static / "css" / "pdf.css"} | {
        f"asset:/fonts/{name}": static / "fonts" / name for name in fonts
    }


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The finished file, drawn here and now: a few pages about one person, which nobody keeps
    (docs/decisions/0019). A report, which takes seconds, is drawn beside (`rodt.drawing`).

    Raises PdfUnavailable without the system libraries, PdfRefused on a foreign address.
    """
    return html_to_pdf(document(template, context, title=title), attachments=attachments)


def document(template: str, context: Mapping[str, Any], *, title: str) -> str:
    """`title` names the document in the reader's window and to a screen reader."""
    from django.template.loader import render_to_string  # what draws does without Django

    return render_to_string(template, {**context, "title": title})


def html_to_pdf(html: str, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """A whole HTML document as PDF. It needs a `title` element and `lang` to be valid PDF/UA, and
    every element closed: it is read as XML, at a hundredth of the cost. Raises ParseError."""
    try:
        import weasyprint
    except OSError as problem:
        raise PdfUnavailable(
            "PDFs need the Pango library. On Debian: apt-get install libpangoft2-1.0-0"
            " libharfbuzz-subset0. On macOS: brew install pango."
        ) from problem
    from weasyprint.urls import FatalURLFetchingError

    fetcher = _fetcher()
    page = weasyprint.HTML(string="", base_url="asset:/", url_fetcher=fetcher)
    page.wrapper_element = page.wrapper_element.from_html_root(_tree(html), content_language=None)
    page.etree_element = page.wrapper_element.etree_element
    try:
        made = page.write_pdf(
            pdf_variant="pdf/a-3a",
            finisher=_finish,
            attachments=[
                weasyprint.Attachment(
                    string=attachment.content,
                    name=attachment.name,
                    description=attachment.description,
                    relationship="Data",
                )
                for attachment in attachments
            ],
        )
    except FatalURLFetchingError as problem:
        raise PdfRefused(str(problem)) from None
    return bytes(made)


def _tree(html: str) -> ElementTree.Element:
    root = ElementTree.fromstring(html.translate(_UNSEEN))  # noqa: S314 our own templates
    for drawing in root.iter("svg"):
        for part in drawing.iter():
            part.tag = f"{_SVG}{part.tag}"
    return root


def can_print(text: str) -> bool:
    """Whether our fonts hold every letter of it: others would bring in the machine's own."""
    return {ord(letter) for letter in text if not letter.isspace()} <= _letters()


@cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    held: set[int] = set()
    for address, path in assets().items():
        if address.endswith("-400.ttf"):
            with TTFont(path, lazy=True) as font:
                held |= font.getBestCmap().keys()
    return frozenset(held)


def _fetcher() -> Any:
    """Opens the table's files and pictures inside the document, and nothing else.

    An ordinary exception would only be logged and the document would go on without; the fatal one
    ends it.
    """
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    table = assets()

    class OnlyOurs(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url in table:
                content = table[url].read_bytes()
                return URLFetcherResponse(url, content, {"Content-Type": _kind(url)})
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            raise FatalURLFetchingError(f"A PDF may not open {url[:80]}")

    return OnlyOurs(allowed_protocols=("data",), allow_redirects=False)


def _kind(url: str) -> str:
    return "text/css; charset=utf-8" if url.endswith(".css") else "font/ttf"


def _finish(document: Any, pdf: Any) -> None:
    _declare_accessibility(document, pdf)
    for piece in pdf.objects:
        _pack(piece)
    add = pdf.add_object

    def add_packed(piece: Any) -> None:
        _pack(piece)
        add(piece)

    pdf.add_object = add_packed  # the index of the file, which is added while it is written


def _pack(piece: Any) -> None:
    """Pack a stream, once, where the renderer would pack it once more to look at it and hardest.

    In hexadecimal where its last byte happens to be a carriage return: with the line break that
    follows it, that byte reads as part of the line end, so that a strict checker counts one byte
    less than the stream says it has. One stream in 256 is like that.
    """
    if not getattr(piece, "compress", False):
        return
    piece.compress = False
    content = piece.data.split(b"\nstream\n", 1)[1].removesuffix(b"\nendstream")
    packed = zlib.compress(content)
    if packed.endswith(b"\r"):
        piece.stream = [packed.hex().encode() + b">"]
        piece.extra["Filter"] = "[/ASCIIHexDecode /FlateDecode]"
    else:
        piece.stream = [packed]
        piece.extra["Filter"] = "/FlateDecode"


def _declare_accessibility(document: Any, pdf: Any) -> None:
    """Say "PDF/UA-1" in the metadata, and leave the metadata readable without unpacking.

    WeasyPrint declares one standard a file; the other half is ours: the identification with the
    schema that PDF/A asks for, inside the one RDF block, uncompressed.
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.compress = False
    content = b"".join(metadata.stream)
    metadata.stream = [content.replace(b"</rdf:RDF>", _UA_DECLARATION.encode() + b"</rdf:RDF>", 1)]
