"""Questions about processes by number, asked the same way on Linux and macOS.

A number alone proves nothing: numbers are used again, after a restart of a container at once. So a
process is known by its number and the moment it started.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path


def _proc_stat(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat after the name, or None where there is no such process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def _ps(pid: int, column: str) -> str:
    result = subprocess.run(
        ["ps", "-o", f"{column}=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return result.stdout.strip()


def started_at(pid: int) -> str | None:
    """When this process started, in words that only compare; None when it is gone or a zombie."""
    if pid <= 0:
        return None
    if sys.platform == "linux":
        fields = _proc_stat(pid)
        return fields[19] if fields and fields[0] not in "ZX" else None
    return None if "Z" in _ps(pid, "stat") else _ps(pid, "lstart") or None


def command_of(pid: int) -> str:
    """The command line of a living process, or nothing."""
    if sys.platform == "linux":
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return ""
        return raw.replace(b"\0", b" ").decode(errors="replace").strip()
    return _ps(pid, "command")


def is_alive(pid: int) -> bool:
    return started_at(pid) is not None


def wait_until_gone(pid: int, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def signal_quietly(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
