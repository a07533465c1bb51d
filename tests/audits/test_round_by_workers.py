"""`run_audit --all --wait`: real workers make the runs and add them up; it waits.

All services but a small one are cancelled while the worker is away: each report costs seconds.
"""

import subprocess
import sys
from datetime import date
from pathlib import Path

from accounts.models import Service, User
from audits import rounds_actions, rounds_reader
from audits.models import AuditRound
from rodt import row_security
from rodt.embedded.state import CHECKOUT
from tests.stack import Stack, wait_for

ON = date(2023, 6, 30)
"""Years from what other tests ask for: reports of nearly the same day look at each other."""
ASKED = ("run_audit", "--all", "--wait")
WORKER = "PDF worker"


def cancel_all_but_one() -> str:
    """Run inside the product. The code of the service that stays."""
    with row_security.scope(list(Service.objects.values_list("pk", flat=True))):
        found = rounds_reader.members_of(AuditRound.objects.get(on=ON))
        stays = next(member for member in found if member.service.code != "HARBOUR")
        others = [member for member in found if member != stays]
        by = User.objects.order_by("email")[0]
        assert rounds_actions.cancel(members=others, by=by) == len(others)
        return str(stays.service.code)


def test_the_command_waits_for_the_workers_and_writes_what_they_made(
    stack: Stack, tmp_path: Path
) -> None:
    stack.kill(WORKER)
    try:
        waiting = subprocess.Popen(
            [sys.executable, "manage.py", *ASKED, "--on", ON.isoformat(), "--output", tmp_path],
            cwd=CHECKOUT,
            env=stack.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert wait_for(lambda: states(stack) == {"queued"})
        code = stack.answer_of(cancel_all_but_one)
        assert waiting.poll() is None
    finally:
        stack.start(WORKER)
    written, said = waiting.communicate(timeout=120)
    assert waiting.returncode == 0, said
    assert states(stack) == {"cancelled", "done"}
    assert "1 of 4 services ready" in said
    assert said.count("Not part of the report") == 3
    paths = [Path(line) for line in written.splitlines()]
    assert all(path.read_bytes() for path in paths)
    assert sorted(path.suffix for path in paths) == sorted([".csv", ".html", ".json", ".pdf"] * 2)
    assert sum(code.lower() in path.name for path in paths) == 4


def states(stack: Stack) -> set[object]:
    """Of the round's jobs."""
    rows = stack.query(
        "SELECT j.state FROM jobs_job j WHERE j.key IN"
        " (SELECT 'run_audit:' || a.id FROM audits_audit a WHERE a.\"on\" = %s)",
        ON,
    )
    return {state for (state,) in rows}
