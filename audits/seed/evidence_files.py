"""What the synthetic services show as evidence: minutes and photographs that are neither."""

import struct
import zlib
from typing import Any

from audits.models import EvidenceFile

Kind = EvidenceFile.Kind
INK, PAPER = b"\x0b\x5c\x6b", b"\xe3\xef\xf1"


def minutes(step: int) -> dict[str, Any]:
    """A page with one line."""
    content = _pdf(f"SYNTHETIC. Evidence for step {step}.")
    return {"name": f"minutes-step-{step}.pdf", "kind": Kind.PDF.value, "content": content}


def photograph(step: int) -> dict[str, Any]:
    """A notice with as many lines as the number of its step."""
    lines = [INK if at % 8 == 4 and at < 8 * step else PAPER for at in range(112)]
    name = f"notice-board-step-{step}.png"
    return {"name": name, "kind": Kind.PNG.value, "content": _png(lines, 160)}


def _png(lines: list[bytes], width: int) -> bytes:
    """Each line in one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + end

    head = struct.pack(">IIBBBBB", width, len(lines), 8, 2, 0, 0, 0)
    drawn = zlib.compress(b"".join(b"\0" + colour * width for colour in lines))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")


def _pdf(words: str) -> bytes:
    """A page with one line."""
    line = f"BT /F1 14 Tf 72 760 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(line)} >>\nstream\n{line}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()
