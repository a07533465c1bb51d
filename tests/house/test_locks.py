"""`pyproject.toml` and the lock files agree; the locks are whole, and tell of no address."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from rodt.embedded.state import CHECKOUT

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
PRODUCT = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["embedded"],
]
DEV = PROJECT["dependency-groups"]["dev"]
LOCKS = {"requirements.lock": PRODUCT, "requirements-dev.lock": [*PRODUCT, *DEV]}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    text = (CHECKOUT / name).read_text()
    return {canonicalize_name(package): version for package, version in _PIN.findall(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_each_wanted_package_is_locked_at_a_version_that_fits(lock: str) -> None:
    locked = pins(lock)
    for text in LOCKS[lock]:
        wanted = Requirement(text)
        version = locked.get(canonicalize_name(wanted.name))
        assert version is not None, f"{wanted.name} is not in {lock}"
        assert wanted.specifier.contains(version), f"{wanted} is locked at {version}"


@pytest.mark.parametrize("lock", LOCKS)
def test_what_a_lock_says_we_want_is_what_we_want(lock: str) -> None:
    """A package removed from pyproject.toml must leave the lock too."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", (CHECKOUT / lock).read_text(), flags=re.MULTILINE)
    ours = {
        canonicalize_name(re.split(r"[=\[ ]", block, maxsplit=1)[0])
        for block in blocks
        if "rodt-case-review" in block
    }
    assert ours == {canonicalize_name(Requirement(text).name) for text in LOCKS[lock]}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_pinned_and_hashed(lock: str) -> None:
    for block in re.split(r"^(?=[A-Za-z0-9])", (CHECKOUT / lock).read_text(), flags=re.MULTILINE):
        if block.strip() and not block.startswith("#"):
            assert _PIN.match(block), block
            assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_tells_no_address(lock: str) -> None:
    text = (CHECKOUT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_the_environment_of_the_tests_serves_the_product_too() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_every_dependency_says_why_it_is_here() -> None:
    text = (CHECKOUT / "pyproject.toml").read_text()
    for requirement in PROJECT["project"]["dependencies"]:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "#" in line, line
