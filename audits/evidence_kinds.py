"""What a file of evidence may be, told by what is in it and not by its name. Pure.

Five kinds. Three begin with bytes of their own; two are ZIP archives that are told apart by what
lies in them, which a library of first bytes cannot do. Why ours:
docs/decisions/0023-evidence-of-the-own-view.md.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

LONGEST_NAME = 100
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
ZIP_HEADER = 30
"""Bytes before the name of the first file in an archive."""
MACROS = ("word/vbaproject.bin", "basic/")


@dataclass(frozen=True, slots=True)
class Kind:
    """`called`: with its article, as a sentence says it."""

    key: str
    called: str
    endings: tuple[str, ...]
    content_type: str
    is_it: Callable[[bytes], bool]


def _begins(with_bytes: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(with_bytes)


def _is_word(content: bytes) -> bool:
    return {"[content_types].xml", "word/document.xml"} <= set(_names_in(content))


def _is_open_document(content: bytes) -> bool:
    """Its type lies plain behind the first name, where OpenDocument wants it; nothing is unpacked,
    so a damaged archive is answered and not stumbled over."""
    is_first = _names_in(content)[:1] == ["mimetype"]
    return is_first and content[ZIP_HEADER:].startswith(b"mimetype" + ODT_TYPE + b"PK")


def _names_in(content: bytes) -> list[str]:
    """What lies in an archive, in small letters; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


KINDS = (
    Kind("pdf", "a PDF", (".pdf",), "application/pdf", _begins(b"%PDF-")),
    Kind("png", "a PNG picture", (".png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    Kind("jpeg", "a JPEG picture", (".jpg", ".jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    Kind(
        "docx",
        "a Word document",
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_word,
    ),
    Kind("odt", "an OpenDocument text", (".odt",), ODT_TYPE.decode(), _is_open_document),
)
BY_KEY = {kind.key: kind for kind in KINDS}
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
ANY_OF_THEM = "a PDF, a PNG or JPEG picture, or a document as .docx or .odt"


def kind_of(content: bytes) -> Kind | None:
    return next((kind for kind in KINDS if kind.is_it(content)), None)


def tidy_name(name: str) -> str:
    """Without folders and signs that are no letters; short, with its ending."""
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    ending = PurePosixPath(printable).suffix[:10]
    return printable[: LONGEST_NAME - len(ending)].removesuffix(ending) + ending


def refused(name: str, size: int, content: bytes, most_mb: int) -> str:
    """Why it is not kept, as a sentence; empty where it is."""
    if size > most_mb * 1024 * 1024:
        return f"The file is larger than {most_mb} MB. Make it smaller, or give a link instead."
    if not content:
        return "The file is empty. Choose another."
    ending, kind = PurePosixPath(name.lower()).suffix, kind_of(content)
    named = next((one for one in KINDS if ending in one.endings), None)
    if kind is None and named is not None:
        return f"It is called {ending}, but what is in it is not {named.called}. Choose another."
    if kind is None:
        return f"The file must be {ANY_OF_THEM}. Choose another."
    if kind is not named:
        said = f"It is called {ending}" if ending else "Its name has no ending"
        return f"{said}, but it is {kind.called}. Name it {kind.endings[0]}, then choose it again."
    if any(inside.startswith(MACROS) for inside in _names_in(content)):
        return "There is a macro in it. Save it without, or as a PDF, then choose it again."
    return ""
