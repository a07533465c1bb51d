"""The scripts behind the Makefile: plain sh, quick when nothing has changed, honest when not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rodt.embedded.state import CHECKOUT

SCRIPTS = sorted([*CHECKOUT.glob("scripts/*.sh"), *CHECKOUT.glob(".ci/run")])
BASICS = ("cat", "cut", "date", "df", "awk", "dirname", "id", "mkdir", "rm", "sed", "sha256sum")
BASICS += ("sh", "sleep", "tail", "touch", "uname", "env", "grep", "chmod")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_readable_by_a_plain_shell(script: Path) -> None:
    checked = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_what_the_makefile_calls_is_there_and_may_be_run() -> None:
    text = (CHECKOUT / "Makefile").read_text()
    for name in ("setup.sh", "check.sh", "test.sh", "fix.sh", "demo.py"):
        assert f"scripts/{name}" in text
        if name.endswith(".sh"):
            assert os.access(CHECKOUT / "scripts" / name, os.X_OK), name
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
    assert os.access(CHECKOUT / "manage.py", os.X_OK)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout's set-up in a folder of its own, with the barest of machines on the PATH."""
    (tmp_path / "scripts").mkdir()
    for name in ("setup.sh", "say.sh"):
        shutil.copy(CHECKOUT / "scripts" / name, tmp_path / "scripts")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / "bin").mkdir()
    for name in BASICS:
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def set_up(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "scripts" / "setup.sh", *arguments],
        env={"PATH": str(folder / "bin"), "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def fake(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)


def made(folder: Path, kind: str) -> None:
    """As after a set-up of this kind."""
    fake(folder / ".venv" / "bin", "python")
    sums = [
        subprocess.run(
            ["sha256sum", folder / lock], capture_output=True, text=True, check=True
        ).stdout[:32]
        for lock in ("requirements.lock", "requirements-dev.lock")
    ]
    stamp = ["product", sums[0]] if kind == "product" else ["dev", *sums]
    (folder / ".venv" / ".made-from").write_text(" ".join(stamp) + "\n")


@pytest.mark.parametrize(("kind", "asked"), [("product", ""), ("dev", ""), ("dev", "dev")])
def test_an_environment_that_fits_is_left_as_it_is(kind: str, asked: str, bare: Path) -> None:
    made(bare, kind)
    for name in ("chromium", "pdffonts", "qpdf", "docker-compose"):
        fake(bare / "bin", name)
    done = set_up(bare, *([asked] if asked else []))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_lock_that_changed_makes_the_environment_anew(bare: Path) -> None:
    made(bare, "product")
    (bare / "requirements.lock").write_text("# another\n")
    fake(bare / "bin", "python3")
    fake(bare / ".venv" / "bin", "python")
    done = set_up(bare)
    assert done.returncode == 0, done.stderr
    assert "Installing packages from requirements.lock … done" in done.stderr
    assert set_up(bare).stderr == ""


def test_a_package_that_cannot_be_had_is_said_and_tried_again_the_next_time(bare: Path) -> None:
    fake(bare / "bin", "python3")
    fake(bare / ".venv" / "bin", "python")
    (bare / ".venv" / "bin" / "python").write_text(
        '#!/bin/sh\ncase "$*" in *install*) echo no network; exit 1 ;; esac\n'
    )
    done = set_up(bare)
    assert done.returncode == 1
    assert "no network" in done.stderr
    assert "Is the package index reachable?" in done.stderr
    assert not (bare / ".venv" / ".made-from").exists()


def test_tests_without_a_browser_say_how_to_get_one(bare: Path) -> None:
    made(bare, "dev")
    done = set_up(bare, "dev")
    assert done.returncode == 69
    assert "The tests need chromium poppler-utils qpdf docker-compose." in done.stderr
    assert "sudo apt-get update && sudo apt-get install -y chromium" in done.stderr


def test_a_machine_that_cannot_make_pdfs_is_told_once_and_goes_on(bare: Path) -> None:
    made(bare, "product")
    (bare / ".venv" / "bin" / "python").write_text(
        '#!/bin/sh\ncase "$*" in *weasyprint*) exit 1 ;; esac\n'
    )
    done = set_up(bare)
    assert done.returncode == 0
    assert done.stderr.startswith("PDF reports cannot be made on this machine yet")
    assert "libpangoft2-1.0-0 libharfbuzz-subset0" in done.stderr
    assert done.stderr.count("\n") == 1
