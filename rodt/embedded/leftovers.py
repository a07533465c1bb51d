"""Children of a run that was killed outright: found by number and moment of start, and ended.

On Linux they end by themselves (see children.py) and this only waits; elsewhere it asks them to.
"""

import json
import signal
from collections.abc import Mapping
from pathlib import Path

from rodt.embedded import processes
from rodt.embedded.progress import step


def note(folder: Path, children: Mapping[str, int]) -> None:
    """Write down number and start of each child, for a next run should this one be killed."""
    known = {
        name: {"pid": pid, "started": processes.started_at(pid)} for name, pid in children.items()
    }
    part = folder / "children.json.new"
    part.write_text(json.dumps(known))
    part.replace(folder / "children.json")


def found(folder: Path) -> dict[str, int]:
    """Children of an earlier run that are still there; a number used again does not count."""
    try:
        known = json.loads((folder / "children.json").read_text())
        return {
            name: child["pid"]
            for name, child in known.items()
            if child["started"] and processes.started_at(child["pid"]) == child["started"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def clear(folder: Path, patience_s: float = 10.0) -> None:
    """End what an earlier run left behind, the last one started first."""
    left = found(folder)
    if left:
        names = ", ".join(f"{name} (process {pid})" for name, pid in left.items())
        with step(f"Ending what an earlier run left behind: {names}"):
            for pid in reversed(left.values()):
                processes.signal_quietly(pid, signal.SIGTERM)
            for pid in reversed(left.values()):
                if not processes.wait_until_gone(pid, patience_s):
                    processes.signal_quietly(pid, signal.SIGKILL)
                    processes.wait_until_gone(pid, patience_s)
    forget(folder)


def forget(folder: Path) -> None:
    (folder / "children.json").unlink(missing_ok=True)
