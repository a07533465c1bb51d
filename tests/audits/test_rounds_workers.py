"""A national run by real workers: one job a service, added up when all are done, by itself."""

from pathlib import Path

from tests.stack import ON, Stack


def test_every_service_is_run_by_a_worker_and_added_up(stack: Stack, tmp_path: Path) -> None:
    done = stack.manage(
        "run_audit", "--all", "--wait", "--on", ON, "--months", "3", "--output", str(tmp_path)
    )
    ((services, runs),) = stack.query(
        "SELECT (SELECT count(*) FROM accounts_service), count(*) FROM audits_roundmember m"
        " JOIN jobs_job j ON j.arguments ->> 'audit' = m.audit_id::text AND j.state = 'done'"
        " WHERE m.round_id = (SELECT max(id) FROM audits_auditround)"
    )
    assert services == runs
    assert f"{services} of {services} services ready" in done.stderr
    merged = [path.name for path in tmp_path.iterdir() if "several-services" in path.name]
    assert sorted(name.rpartition(".")[2] for name in merged) == ["csv", "html", "json", "pdf"]
    ((state, holder),) = stack.query(
        "SELECT state, holder IS NOT NULL FROM jobs_job WHERE kind = 'merge_audits'"
        " ORDER BY created_at DESC LIMIT 1"
    )
    assert (state, holder) == ("done", True)
