"""The product's own processes, started the same way by the demo and by the tests."""

import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rodt.embedded import children
from rodt.embedded.children import Child
from rodt.embedded.state import CHECKOUT

_WEB_STOPS = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))
_WORKER_STOPS = ((signal.SIGTERM, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
"""TERM lets a worker finish its job; QUIT drops it, and the job's lease brings it back."""

_ACCESS_LINE = "%(t)s %(m)s %(U)s %(s)s %(M)sms"
"""No query string and no address of a person's machine: paths hold opaque ids only."""

_SHARED_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Program:
    """One process of the product: what it is called for people, and how it is started."""

    name: str
    start: Callable[[], Child]


def product(environment: Mapping[str, str], logs: Path, port: int) -> list[Program]:
    """Web, workers and beat, in the order in which they start."""

    def program(
        name: str, log: str, arguments: list[str], stops: tuple[tuple[int, float], ...]
    ) -> Program:
        def start() -> Child:
            return children.start(
                name,
                [sys.executable, "-m", *arguments],
                env=environment,
                cwd=CHECKOUT,
                log=logs / f"{log}.log",
                stop_signals=stops,
            )

        return Program(name, start)

    return [
        program("web server", "web", _web(port), _WEB_STOPS),
        program("worker", "worker", _worker("default", 2), _WORKER_STOPS),
        program("PDF worker", "worker-pdf", _worker("pdf", 1), _WORKER_STOPS),
        program("beat", "beat", _beat(), _WEB_STOPS),
    ]


def _web(port: int) -> list[str]:
    arguments = ["gunicorn", "rodt.wsgi", "--bind", f"127.0.0.1:{port}"]
    arguments += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    arguments += ["--graceful-timeout", "8", "--no-control-socket", "--preload"]
    arguments += ["--access-logfile", "-", "--access-logformat", _ACCESS_LINE]
    if _SHARED_MEMORY.is_dir():
        arguments += ["--worker-tmp-dir", str(_SHARED_MEMORY)]
    return arguments


def _worker(queue: str, concurrency: int) -> list[str]:
    arguments = ["celery", "-A", "rodt.celery", "worker", "--queues", queue]
    arguments += ["--concurrency", str(concurrency), "--hostname", f"{queue}@%h"]
    arguments += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return [*arguments, "--max-tasks-per-child", "20"] if queue == "pdf" else arguments


def _beat() -> list[str]:
    """No pid file: one left by a crash would stop the next beat."""
    return ["celery", "-A", "rodt.celery", "beat", "--loglevel", "INFO", "--pidfile="]
