"""What a piece of work costs: the time on the wall, and the processor's time in it.

The wall is what a person waits for, and is longer while other programs run. The processor's time
hardly is: it is this process and the database's own process for it, added up.
"""

import gc
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median

import psycopg

WARM_UP = 5
QUIET_SHARE = 0.3
QUIET_PATIENCE_S = 10


@dataclass(frozen=True)
class Took:
    """In seconds. `processor_s` None where this system does not tell of another process."""

    wall_s: float
    processor_s: float | None


def p95(works: Iterable[Callable[[], None]], backend: int) -> Took:
    """Of many alike, after some that are not counted: the 95th percentile on the wall, the mean of
    the processor's time. `backend` is the process of the database that answers."""
    walls = []
    cpu_began = 0.0
    for number, work in enumerate(works):
        if number == WARM_UP:
            cpu_began = processor_s(backend)
        began = time.perf_counter()
        work()
        if number >= WARM_UP:
            walls.append(time.perf_counter() - began)
        gc.collect(1)  # as the server does once its answer has gone (rodt/apps.py)
    worst = sorted(walls)[ceil(len(walls) * 0.95) - 1]
    return Took(worst, (processor_s(backend) - cpu_began) / len(walls))


def once(work: Callable[[], None], backend: int) -> Took:
    began, cpu_began = time.perf_counter(), processor_s(backend)
    work()
    return Took(time.perf_counter() - began, processor_s(backend) - cpu_began)


def middle(rounds: Iterable[Took]) -> Took:
    """The median of several rounds."""
    found = list(rounds)
    cpus = [one.processor_s for one in found if one.processor_s is not None]
    return Took(median(one.wall_s for one in found), median(cpus) if cpus else None)


def processor_s(*others: int) -> float:
    """Of this process, and of others where the system tells; those that ended count with the one
    that waited for them."""
    return time.process_time() + sum(other_s(pid) for pid in others)


def other_s(pid: int, *, with_ended: bool = False) -> float:
    """A process's own time so far; `with_ended`: and that of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    ticks = sum(map(int, fields[11 : 15 if with_ended else 13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def wait_for_quiet() -> float:
    """Wait until other programs leave the machine alone, at most ten seconds. The share that was
    busy in the last second; 0 where the system does not tell."""
    deadline = time.monotonic() + QUIET_PATIENCE_S
    while True:
        busy = _busy_share()
        if busy <= QUIET_SHARE or time.monotonic() > deadline:
            return busy


def _busy_share() -> float:
    before = _ticks()
    if before is None:
        return 0.0
    time.sleep(1)
    idle, total = (now - then for now, then in zip(_ticks() or before, before, strict=True))
    return 1 - idle / total if total else 0.0


def _ticks() -> tuple[int, int] | None:
    """Idle and all ticks of all cores since the machine started."""
    try:
        fields = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    except OSError:
        return None
    return fields[3] + fields[4], sum(fields[:8])


def settle() -> None:
    """As PostgreSQL does by itself some time after many rows were written: it counts what there is,
    and clears away what was undone."""
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
