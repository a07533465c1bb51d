"""Where the embedded servers of one checkout keep their data, found again by the checkout's path.

Never in the checkout: `/var/lib/rodt/<checkout>` as root, else under XDG_STATE_HOME, or wherever
RODT_STATE_DIR says.
"""

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rodt.embedded.trouble import Trouble

CHECKOUT = Path(__file__).resolve().parents[2]
SOCKET_PATH_LIMIT = 100
_LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432")
_MARK = ".case-review-state"
_OWN_FOLDERS = ("postgres", "valkey", "reports", "letters", "logs", "postgres-binaries")
_OWN_FILES = ("children.json", "made.json")


@dataclass(frozen=True)
class State:
    """The state folder of one checkout. Nothing is made until `prepare`."""

    folder: Path

    @classmethod
    def of_checkout(
        cls, environment: Mapping[str, str] = os.environ, checkout: Path = CHECKOUT
    ) -> "State":
        """The folder is found by the checkout's path, so two checkouts never share data."""
        if chosen := environment.get("RODT_STATE_DIR"):
            return cls(Path(chosen).expanduser().absolute())
        key = hashlib.sha256(str(checkout).encode()).hexdigest()[:10]
        return cls(_state_home(environment) / f"{checkout.name[:20]}-{key}")

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def valkey(self) -> Path:
        return self.folder / "valkey"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def letters(self) -> Path:
        """What would be sent by e-mail, in development."""
        return self.folder / "letters"

    @property
    def sockets(self) -> Path:
        """A short folder elsewhere when this one's path is too long for a Unix socket."""
        near = self.folder / "run"
        if len(str(near)) + _LONGEST_SOCKET_NAME <= SOCKET_PATH_LIMIT:
            return near
        key = hashlib.sha256(str(self.folder).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"rodt-{os.getuid()}-{key}"

    def prepare(self) -> None:
        """Make the folders. As root the top one may be passed through, so that the account that
        PostgreSQL runs as reaches its own; everything below is closed."""
        try:
            self._make_top()
            for folder in (self.logs, self.reports, self.valkey):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Trouble(
                f"The folder for the demo's data, {self.folder}, cannot be written: "
                f"{error.strerror}. Choose another with RODT_STATE_DIR=/some/folder."
            ) from error

    def _make_top(self) -> None:
        mode = 0o711 if os.getuid() == 0 else 0o700
        for folder in reversed((self.folder, *self.folder.parents)):
            if not folder.exists():
                folder.mkdir()
                folder.chmod(mode)
        mark = self.folder / _MARK
        if not mark.exists():
            if any(self.folder.iterdir()):
                raise Trouble(
                    f"{self.folder} holds other things. Name an empty or a new folder in "
                    "RODT_STATE_DIR."
                )
            mark.touch()
        self.folder.chmod(mode)

    def check_space(self, needed_mb: int) -> None:
        nearest = next(p for p in (self.folder, *self.folder.parents) if p.exists())
        free_mb = shutil.disk_usage(nearest).free // 1_000_000
        if free_mb < needed_mb:
            raise Trouble(
                f"{nearest} has {free_mb} MB free and the demo needs {needed_mb} MB. Free some "
                "space, or choose another folder with RODT_STATE_DIR=/some/folder."
            )

    def wipe(self) -> None:
        """Remove what the demo made here, and nothing else that may be in the folder.

        The locks stay: whoever calls this holds one.
        """
        if not self.folder.exists():
            return
        if not (self.folder / _MARK).exists():
            raise Trouble(
                f"{self.folder} was not made by the demo, so nothing in it was removed. "
                "Is RODT_STATE_DIR right?"
            )
        for folder in (self.sockets, *(self.folder / name for name in _OWN_FOLDERS)):
            shutil.rmtree(folder, ignore_errors=True)
        for name in _OWN_FILES:
            (self.folder / name).unlink(missing_ok=True)


def _state_home(environment: Mapping[str, str]) -> Path:
    if os.getuid() == 0 and sys.platform == "linux":
        return Path("/var/lib/rodt")
    if chosen := environment.get("XDG_STATE_HOME"):
        return Path(chosen) / "rodt"
    return Path.home() / ".local" / "state" / "rodt"


def private_folder(path: Path, uid: int, gid: int) -> None:
    """A folder only this account may enter. With sockets in it, its mode is the password.

    Refuses one that belongs to somebody else or is a link: in a shared temp folder anyone may
    have made it first.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.getuid()):
        raise Trouble(f"{path} belongs to somebody else. Remove it, or set RODT_STATE_DIR.")
    if os.getuid() == 0:
        os.chown(path, uid, gid)
    path.chmod(0o700)
