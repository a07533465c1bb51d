"""Children end with their parent, are asked before they are made to, and are never lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from rodt.embedded import children, leftovers, processes
from rodt.embedded.state import CHECKOUT

_STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
_SAYS_WHEN_ASKED = """
import os, signal, sys
def asked(number, frame):
    print(sys.argv[1])
    os._exit(0)
signal.signal(signal.SIGTERM, asked)
print("ready")
signal.pause()
"""
_PARENT = """
import os, sys, time
from rodt.embedded import children
child = children.start("sleeper", ["sleep", "60"], env=os.environ, cwd="/")
print(child.pid, flush=True)
time.sleep(60)
"""


def start(
    *command: str | Path, log: Path | None = None, stops: object = children.POLITE
) -> children.Child:
    return children.start(
        "child",
        command,
        env=os.environ,
        cwd="/",
        log=log,
        stop_signals=stops,  # type: ignore[arg-type]
    )


def until(question: object, within_s: float = 10) -> None:
    deadline = time.monotonic() + within_s
    while not question():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_child_ends_when_its_parent_is_killed_outright() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert processes.is_alive(child)
        parent.kill()
    if sys.platform == "linux":
        assert processes.wait_until_gone(child, 10)
    else:
        os.kill(child, signal.SIGTERM)


def test_ctrl_c_at_the_terminal_reaches_the_parent_only() -> None:
    child = start("sleep", "60")
    assert os.getpgid(child.pid) != os.getpgid(0)
    child.stop()
    assert not child.is_alive()


def test_one_that_will_not_listen_is_ended_all_the_same(tmp_path: Path) -> None:
    child = start(sys.executable, "-c", _STUBBORN, stops=((signal.SIGTERM, 0.2),))
    time.sleep(0.3)
    child.stop()
    assert child.how_it_ended() in ("was ended by SIGKILL", "was ended by SIGTERM")


def test_in_a_hurry_nobody_is_waited_for_long() -> None:
    child = start(sys.executable, "-c", _STUBBORN, stops=((signal.SIGTERM, 60.0),))
    time.sleep(0.5)
    began = time.monotonic()
    child.stop(lambda: True)
    assert time.monotonic() - began < 10


def test_the_last_one_started_is_asked_first(tmp_path: Path) -> None:
    log = tmp_path / "order"
    three = [
        start(sys.executable, "-u", "-c", _SAYS_WHEN_ASKED, name, log=log)
        for name in ("one", "two", "three")
    ]
    until(lambda: log.read_text().count("ready") == 3)
    children.stop_all(three)
    assert log.read_text().split()[-3:] == ["three", "two", "one"]
    assert not any(child.is_alive() for child in three)


def test_what_a_killed_run_left_is_found_and_ended(tmp_path: Path) -> None:
    left = start("sleep", "60")
    leftovers.note(tmp_path, {"web server": left.pid})
    assert leftovers.found(tmp_path) == {"web server": left.pid}
    leftovers.clear(tmp_path)
    left.popen.wait(5)
    assert leftovers.found(tmp_path) == {}


def test_a_number_that_was_given_to_another_process_is_left_alone(tmp_path: Path) -> None:
    other = start("sleep", "60")
    leftovers.note(tmp_path, {"web server": other.pid})
    path = tmp_path / "children.json"
    path.write_text(path.read_text().replace('"started": "', '"started": "1'))
    leftovers.clear(tmp_path)
    assert other.is_alive()
    other.stop()


def test_a_zombie_is_not_alive() -> None:
    child = subprocess.Popen(["true"])
    until(lambda: processes.started_at(child.pid) is None)
    child.wait()


def test_a_log_that_grew_too_large_is_kept_once(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * 200)
    children.open_log(log, most_bytes=100).close()
    assert log.read_bytes() == b""
    assert (tmp_path / "web.log.old").stat().st_size == 200
