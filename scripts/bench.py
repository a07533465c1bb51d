"""How fast the product is on this machine: `make bench`. Prints a table beside the limits.

It starts servers of its own in a temporary folder, writes 2,500 synthetic people, measures, and
throws everything away; then the same for the boards, with twice as many and a table of their own. A
demo that runs is not touched. Arguments: how many people (2500).
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from rodt.embedded import tables  # noqa: E402
from rodt.embedded.cluster import Cluster  # noqa: E402
from rodt.embedded.trouble import Trouble  # noqa: E402
from rodt.embedded.valkey import Valkey  # noqa: E402

REAL_RECORDS = CHECKOUT.parent / "shared" / "data" / "ctn0094"
MIB = 1024


@dataclass(frozen=True)
class Line:
    """One line of the table: what was measured, and what it may be at most. `processor`: the share
    of it that a processor spent on it, in the same unit, where that was measured."""

    what: str
    measured: float
    limit: float
    unit: str
    note: str = ""
    processor: float | None = None

    @property
    def verdict(self) -> str:
        return "within" if self.measured <= self.limit else "OVER"


@dataclass(frozen=True)
class Ran:
    seconds: float
    peak_mib: float


def main() -> int:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory(prefix="rodt-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with servers(folder) as environment:
            show(measure(folder, environment, people), people)
        apart = folder / "boards"
        apart.mkdir(mode=0o711)
        with servers(apart) as environment:
            show(boards(apart, environment, 2 * people), 2 * people)
    return 0


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey as in the demo, and the environment that leads to them."""
    log, sockets = folder / "servers.log", folder / "run"
    cluster = Cluster(folder / "postgres", sockets, log, folder / "binaries")
    valkey = Valkey(folder / "valkey", sockets, log)
    try:
        cluster.start()
        valkey.start()
        cluster.create_database("bench")
        environment = {
            **os.environ,
            "DATABASE_URL": cluster.url("app", "bench"),
            "MIGRATE_DATABASE_URL": cluster.url("owner", "bench"),
            "REDIS_URL": valkey.url(0),
            "RODT_STATE_DIR": str(folder / "state"),
            "DJANGO_SETTINGS_MODULE": "rodt.settings",
            "DEBUG": "1",
            "RODT_DEMO": "1",
        }
        environment.pop("RODT_DB_ROLE", None)
        tables.make(environment, folder / "migrate.log")
        yield environment
    finally:
        for server in (valkey, cluster):
            if server.child is not None:
                server.stop()


def measure(folder: Path, environment: dict[str, str], people: int) -> list[Line]:
    on = date.today().isoformat()
    seed = command(environment, "seed_demo", "--patients", str(people), "--on", on)
    lines = [Line(f"Writing {people:,} synthetic people", seed.seconds, 60, "s")]
    lines += script("bench_pages.py", environment, on)
    output = str(folder / "audit")
    audit = command(
        environment, "run_audit", "--service", "HARBOUR", "--on", on, "--output", output
    )
    lines.append(Line("The whole audit with its PDF, by command", audit.seconds, 8, "s"))
    lines.append(Line("  its memory at the most", audit.peak_mib, 300, "MiB"))
    if REAL_RECORDS.is_dir():
        done = command(environment, "import_ctn0094", str(REAL_RECORDS), "--day-zero", "2025-01-06")
        lines.append(Line("Importing CTN-0094", done.seconds, 120, "s"))
        lines.append(Line("  its memory at the most", done.peak_mib, 1024, "MiB"))
    return lines


def boards(folder: Path, environment: dict[str, str], people: int) -> list[Line]:
    """With an audit behind them, for the watches."""
    on = date.today().isoformat()
    command(environment, "seed_demo", "--patients", str(people), "--on", on)
    output = str(folder / "audit")
    command(environment, "run_audit", "--service", "HARBOUR", "--on", on, "--output", output)
    return script("bench_boards.py", environment, on)


def script(name: str, environment: dict[str, str], on: str) -> list[Line]:
    done = subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / name, on],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [Line(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def command(environment: dict[str, str], *arguments: str) -> Ran:
    """One `manage.py` command in a process of its own: how long, and its largest memory."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, CHECKOUT / "manage.py", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Trouble(f"`manage.py {arguments[0]}` failed: {said[-2000:]}")
    return Ran(time.monotonic() - began, _mib(usage))


def _mib(usage: resource.struct_rusage) -> float:
    """Linux counts in KiB, macOS in bytes."""
    return usage.ru_maxrss / (MIB * MIB if sys.platform == "darwin" else MIB)


def show(lines: list[Line], people: int) -> None:
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(f"\n{people:,} people; {cores} cores, load {load:.1f}, Python {sys.version.split()[0]}.")
    if load > (cores or 1):
        print("Other programs were busy meanwhile: these figures are worse than the machine's own.")
    width = max(len(line.what) for line in lines)
    print(f"\n{'':{width}}  {'measured':>12}  {'processor':>12}  {'at most':>10}")
    for line in lines:
        measured, limit = f"{line.measured:,.1f} {line.unit}", f"{line.limit:,g} {line.unit}"
        spent = "" if line.processor is None else f"{line.processor:,.1f} {line.unit}"
        note = f"  ({line.note})" if line.note else ""
        print(
            f"{line.what:{width}}  {measured:>12}  {spent:>12}  {limit:>10}  {line.verdict}{note}",
            flush=True,
        )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(str(trouble))
