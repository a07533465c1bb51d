"""Draws PDFs in a process beside this one: while the caller still reads the record it loads what it
needs, and while it draws the caller writes down what it found.

It knows nothing of the database, the keys or the settings: it is handed a whole document and hands
back a file. One serves its process again and again, and ends with it.
"""

import atexit
import base64
import contextlib
import gc
import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from rodt.pdf import Attachment, PdfRefused, PdfUnavailable, html_to_pdf

_CHECKOUT = Path(__file__).resolve().parent.parent
_ITS_SURROUNDINGS = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME")
_MADE, _REFUSED, _UNAVAILABLE = b"made", b"no__", b"lack"
_LENGTH = struct.Struct(">Q")
_FIRST = (
    '<html lang="en-GB"><head><title>x</title><link rel="stylesheet" href="asset:/css/pdf.css" />'
    "</head><body><h1>x</h1><p>x <strong>x</strong></p></body></html>"
)


class DrawingEnded(Exception):
    """The process that drew was ended from outside, or by a fault of its own."""


class Drawer:
    """The process, which draws one document at a time: `begin` it, do something else, `finish`."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.is_drawing = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rodt.drawing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_CHECKOUT,
            env={name: os.environ[name] for name in _ITS_SURROUNDINGS if name in os.environ},
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_free(self) -> bool:
        return self.owner == os.getpid() and not self.is_drawing and self._process.poll() is None

    def begin(self, html: str, attachments: Sequence[Attachment] = ()) -> None:
        """`html`: as `html_to_pdf` takes it."""
        files = [
            (one.name, base64.b64encode(one.content).decode(), one.description)
            for one in attachments
        ]
        self.is_drawing = True
        with contextlib.suppress(BrokenPipeError):  # said when it is asked for
            _send(self._process.stdin, json.dumps([html, files]).encode())

    def finish(self) -> bytes:
        """Waits for it. Raises PdfUnavailable and PdfRefused, as `html_to_pdf` does."""
        answer = _receive(self._process.stdout)
        if answer is None:
            raise DrawingEnded("The process that draws PDFs ended before the PDF was finished.")
        self.is_drawing = False
        how, content = answer[:4], answer[4:]
        if how == _REFUSED:
            raise PdfRefused(content.decode())
        if how == _UNAVAILABLE:
            raise PdfUnavailable(content.decode())
        return content

    def end(self) -> None:
        if self.owner == os.getpid() and self._process.returncode is None:
            self._process.kill()
            self._process.communicate()


_kept: list[Drawer] = []


def drawn(html: str, attachments: Sequence[Attachment], meanwhile: Callable[[], None]) -> bytes:
    """The file. `meanwhile` is done while it is drawn, once. Where the process that draws is ended,
    another draws once more. Raises as `Drawer.finish`."""
    drawing = drawer()
    drawing.begin(html, attachments)
    meanwhile()
    try:
        return drawing.finish()
    except DrawingEnded:
        drawing = drawer()
        drawing.begin(html, attachments)
        return drawing.finish()


def drawer() -> Drawer:
    """The one of this process, got ready now. One that died, or that was left in the middle of a
    document, is replaced."""
    if _kept and not _kept[0].is_free:
        _kept.pop().end()
    if not _kept:
        _kept.append(Drawer())
        atexit.register(_kept[0].end)
    return _kept[0]


def _send(to: IO[bytes] | None, content: bytes) -> None:
    assert to is not None
    to.write(_LENGTH.pack(len(content)) + content)
    to.flush()


def _receive(of: IO[bytes] | None) -> bytes | None:
    """None once nothing follows."""
    assert of is not None
    head = of.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = of.read(length)
    return content if len(content) == length else None


def _answer(asked: bytes) -> bytes:
    html, files = json.loads(asked)
    attachments = [
        Attachment(name, base64.b64decode(content), said) for name, content, said in files
    ]
    try:
        return _MADE + html_to_pdf(html, attachments=attachments)
    except PdfRefused as problem:
        return _REFUSED + str(problem).encode()
    except PdfUnavailable as problem:
        return _UNAVAILABLE + str(problem).encode()


def main() -> None:
    """Draws one thing that nobody asked for first, so that fonts and sheet are loaded."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what somebody prints is no answer
    with contextlib.suppress(PdfUnavailable):  # said when something is asked for
        html_to_pdf(_FIRST)
    # Nearly all that is made for a document is needed to its end: looked for meanwhile, what can be
    # thrown away took a sixth of the time.
    gc.disable()
    while (asked := _receive(sys.stdin.buffer)) is not None:
        _send(answers, _answer(asked))
        gc.collect()


if __name__ == "__main__":
    main()
