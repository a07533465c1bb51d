"""The person's copy as a PDF: tagged, archival, in large print, with their words in it."""

import io

import page
import pypdf
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.world import build_world, signed_in

LARGE = 16


@pytest.fixture
def made(db, tmp_path):
    world = build_world(localdate())
    answer = signed_in(world.keyworker).get(
        reverse("careplans:copy_pdf", args=[world.gareth.pk]), {"in": "en"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert world.gareth.family_name not in answer["Content-Disposition"]
    path = tmp_path / "copy.pdf"
    path.write_bytes(answer.content)
    return path


def test_it_keeps_both_standards_and_is_read_aloud_in_order(made):
    for name in ("PDF_UA_1", "PDF_A_3A"):
        found = page.validate_pdf(str(made), profile=getattr(page.ValidationProfile, name))
        assert found.failures == []
    read = pypdf.PdfReader(io.BytesIO(made.read_bytes()))
    text = "\n".join(part.extract_text() for part in read.pages)
    assert len(read.pages) <= 5
    assert text.index("My plan") < text.index("Working at the boatyard") < text.index("Your goals")
    assert "To say no." in text
    assert "SYNTHETIC DATA" in text
    assert _smallest(read) >= LARGE


def _smallest(read: pypdf.PdfReader) -> float:
    """The smallest type of the running text: heads and feet apart."""
    sizes = []
    for sheet in read.pages:
        top, foot = float(sheet.mediabox.top) - 70, 60

        def see(text, _, place, __, size, top=top, foot=foot):
            if text.strip() and foot < place[5] < top:
                sizes.append(size * abs(place[3]))

        sheet.extract_text(visitor_text=see)
    return min(sizes)
