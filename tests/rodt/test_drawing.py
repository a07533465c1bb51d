"""PDFs drawn in a process beside this one: the same refusals, and nothing is left of it."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from rodt.drawing import Drawer, DrawingEnded, drawer, drawn
from rodt.embedded.processes import is_alive
from rodt.pdf import Attachment, PdfRefused
from tests.pdf.test_render import document

_LEAVES_ONE = "from rodt.drawing import drawer; print(drawer().pid, flush=True)"


@pytest.fixture
def drawing() -> Iterator[Drawer]:
    found = Drawer()
    yield found
    found.end()


def test_it_draws_one_document_after_another_with_what_is_attached(drawing: Drawer) -> None:
    drawing.begin(document("<p>one</p>"), [Attachment("a.csv", b"figure\r\n1\r\n", "Figures")])
    assert not drawing.is_free
    first = pypdf.PdfReader(io.BytesIO(drawing.finish()))
    assert first.attachments == {"a.csv": [b"figure\r\n1\r\n"]}
    assert drawing.is_free
    drawing.begin(document("<p>two</p>"))
    second = pypdf.PdfReader(io.BytesIO(drawing.finish()))
    assert "two" in second.pages[0].extract_text() and not second.attachments


def test_what_it_may_not_open_is_refused_and_it_goes_on(drawing: Drawer) -> None:
    drawing.begin(document('<p>x</p><img src="https://example.org/x.png" alt="x" />'))
    with pytest.raises(PdfRefused, match="may not open"):
        drawing.finish()
    drawing.begin(document("<p>one</p>"))
    assert drawing.finish().startswith(b"%PDF")


def test_one_that_was_killed_says_so_and_the_next_document_has_another(drawing: Drawer) -> None:
    os.kill(drawing.pid, signal.SIGKILL)
    with pytest.raises(DrawingEnded, match="ended before the PDF was finished"):
        drawing.begin(document("<p>one</p>"))
        drawing.finish()
    assert not drawing.is_free


def test_what_a_killed_process_drew_another_draws_and_the_rest_is_done_once() -> None:
    done = []

    def meanwhile() -> None:
        done.append(1)
        os.kill(first.pid, signal.SIGKILL)

    first = drawer()
    assert drawn(document("<p>one</p>"), (), meanwhile).startswith(b"%PDF")
    assert done == [1] and drawer().pid != first.pid


def test_one_left_in_the_middle_of_a_document_is_replaced() -> None:
    left = drawer()
    assert drawer() is left
    left.begin(document("<p>somebody else’s</p>"))
    found = drawer()
    assert found is not left and not is_alive(left.pid)
    found.begin(document("<p>mine</p>"))
    assert found.finish().startswith(b"%PDF")


def test_it_knows_no_keys_and_ends_with_whoever_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not-told")
    child = subprocess.run(
        [sys.executable, "-c", _LEAVES_ONE], capture_output=True, text=True, check=True
    )
    assert not is_alive(int(child.stdout)) or _ends(int(child.stdout))
    here = Drawer()
    try:
        told = Path(f"/proc/{here.pid}/environ").read_text().split("\0")
    finally:
        here.end()
    names = {part.partition("=")[0] for part in told}
    assert "PATH" in names and not {name for name in names if "KEY" in name or "URL" in name}


def _ends(pid: int) -> bool:
    """Within ten seconds: it looks up when what it does first is done."""
    for _ in range(100):
        if not is_alive(pid):
            return True
        time.sleep(0.1)
    return False
