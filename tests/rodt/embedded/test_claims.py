"""One owner at a time, known by name; a claim ends with its holder, however that ends."""

import subprocess
import sys
from pathlib import Path

from rodt.embedded import claims
from rodt.embedded.claims import Owner
from rodt.embedded.state import CHECKOUT

_HOLD = """
import sys, time
from pathlib import Path
from rodt.embedded import claims
held = claims.claim(Path(sys.argv[1]), claims.Owner(7, "demo", "http://localhost:8000"))
print("held" if held else "refused", flush=True)
time.sleep(60)
"""


def test_there_is_one_owner_and_others_learn_who(tmp_path: Path) -> None:
    mine = claims.claim(tmp_path, Owner(1, "manage.py shell"))
    assert mine is not None
    assert claims.claim(tmp_path, Owner(2, "demo")) is None
    assert claims.owner(tmp_path) == Owner(1, "manage.py shell")
    mine.close()
    assert claims.owner(tmp_path) is None


def test_a_claim_ends_with_a_holder_that_is_killed(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, tmp_path], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert claims.owner(tmp_path) == Owner(7, "demo", "http://localhost:8000")
        holder.kill()
    claim = claims.claim(tmp_path, Owner(1, "demo"))
    assert claim is not None
    claim.close()


def test_the_owner_stops_only_when_nobody_uses_the_servers(tmp_path: Path) -> None:
    with claims.in_use(tmp_path), claims.in_use(tmp_path):
        assert claims.try_alone(tmp_path) is None
    alone = claims.try_alone(tmp_path)
    assert alone is not None
    alone.close()


def test_who_owns_is_not_known_before_anybody_did(tmp_path: Path) -> None:
    assert claims.owner(tmp_path) is None
    assert not (tmp_path / "owner").exists()
