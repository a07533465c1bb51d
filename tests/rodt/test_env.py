"""Settings: safe in development, and outside it refused when missing or easily guessed."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rodt import env

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
LIVE = {
    "DEBUG": "0",
    "SECRET_KEY": "k3" * 30,
    "RODT_DRAFT_KEYS": KEY,
    "ALLOWED_HOSTS": "review.example.org",
    "DATABASE_URL": "postgresql://app:0f8d2c6b7a9e@db.example.org:5432/rodt",
    "MIGRATE_DATABASE_URL": "postgresql://owner:9e0f8d2c6b7a@db.example.org:5432/rodt",
    "REDIS_URL": "redis://:6b7a9e0f8d2c@queue.example.org:6379/0",
}
READERS: dict[str, Callable[[], object]] = {
    "SECRET_KEY": env.secret_key,
    "RODT_DRAFT_KEYS": env.draft_keys,
    "ALLOWED_HOSTS": env.allowed_hosts,
    "DATABASE_URL": env.database,
    "REDIS_URL": env.broker_url,
}
OPTIONAL = (
    "RODT_DB_ROLE",
    "EMAIL_URL",
    "EMAIL_FROM",
    "SITE_URL",
    "CSRF_TRUSTED_ORIGINS",
    "SECURE_COOKIES",
    "RODT_ORGANISATION",
)


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in OPTIONAL:
        monkeypatch.delenv(name, raising=False)
    for name, value in LIVE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def development(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (*LIVE, *OPTIONAL):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize("name", READERS)
def test_without_debug_a_missing_value_stops_the_start_and_points_to_the_example(
    name: str, live: pytest.MonkeyPatch
) -> None:
    READERS[name]()
    live.setenv(name, "")
    with pytest.raises(ImproperlyConfigured, match=rf"{name} is not set.*\.env\.example"):
        READERS[name]()


@pytest.mark.parametrize("name", READERS)
def test_in_development_everything_has_a_safe_value(
    name: str, development: pytest.MonkeyPatch
) -> None:
    assert READERS[name]()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", env.DEVELOPMENT_SECRET),
        ("SECRET_KEY", "change-me-to-sixty-random-characters-that-nobody-else-has-seen"),
        ("SECRET_KEY", "short"),
        ("RODT_DRAFT_KEYS", env.DEVELOPMENT_DRAFT_KEY),
        ("RODT_DRAFT_KEYS", f"{KEY},{env.DEVELOPMENT_DRAFT_KEY}"),
        ("RODT_DRAFT_KEYS", "not a key"),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "postgresql://app:app@db/rodt"),
        ("DATABASE_URL", "postgresql://app:change-me-app@db/rodt"),
        ("DATABASE_URL", "postgresql://app:postgres@db/rodt"),
        ("DATABASE_URL", "postgresql://app:k3j5h2@db/rodt"),
        ("DATABASE_URL", "sqlite:///rodt.sqlite3"),
        ("REDIS_URL", "redis://:change-me-queue@queue:6379/0"),
        ("REDIS_URL", "redis://:password@queue:6379/0"),
    ],
)
def test_without_debug_no_default_or_guessable_value_is_accepted(
    name: str, value: str, live: pytest.MonkeyPatch
) -> None:
    live.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        READERS[name]()


def test_the_role_picks_the_connection(live: pytest.MonkeyPatch) -> None:
    assert env.database()["USER"] == "app"
    live.setenv("RODT_DB_ROLE", "owner")
    assert env.database()["USER"] == "owner"
    live.setenv("RODT_DB_ROLE", "postgres")
    with pytest.raises(ImproperlyConfigured, match="app or owner"):
        env.database()


def test_making_tables_on_a_real_server_needs_its_owners_address(live: pytest.MonkeyPatch) -> None:
    live.setenv("DEBUG", "1")
    live.setenv("RODT_DB_ROLE", "owner")
    live.delenv("MIGRATE_DATABASE_URL")
    with pytest.raises(ImproperlyConfigured, match="MIGRATE_DATABASE_URL is not set"):
        env.database()


def test_a_socket_is_found_behind_an_address_without_a_host(live: pytest.MonkeyPatch) -> None:
    live.setenv("DATABASE_URL", "postgresql://app@/rodt?host=/run/here")
    found = env.database()
    assert (found["HOST"], found["OPTIONS"]["host"]) == ("", "/run/here")


@pytest.mark.parametrize(
    ("url", "queue", "cache"),
    [
        ("redis://h:6379/0", "redis://h:6379/0", "redis://h:6379/1"),
        ("redis://h:6379", "redis://h:6379", "redis://h:6379/1"),
        ("rediss://:p@h:6379/4", "rediss://:p@h:6379/4", "rediss://:p@h:6379/5"),
        ("unix:///s/v.sock", "redis+socket:///s/v.sock?virtual_host=0", "unix:///s/v.sock?db=1"),
        (
            "unix:///s/v.sock?db=6",
            "redis+socket:///s/v.sock?virtual_host=6",
            "unix:///s/v.sock?db=7",
        ),
    ],
)
def test_one_address_is_spelled_for_the_queue_and_for_the_cache(
    url: str, queue: str, cache: str, development: pytest.MonkeyPatch
) -> None:
    development.setenv("REDIS_URL", url)
    assert (env.broker_url(), env.cache_url()) == (queue, cache)


def test_letters_are_files_in_development_only(live: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert env.email()["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    live.setenv("DEBUG", "1")
    live.setenv("RODT_STATE_DIR", str(tmp_path))
    assert env.email()["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert env.email()["EMAIL_FILE_PATH"] == str(tmp_path / "letters")
    live.setenv("EMAIL_URL", "smtp+tls://u:p@mail.example.org:587")
    assert env.email()["EMAIL_HOST"] == "mail.example.org"
    assert env.email()["EMAIL_TIMEOUT"] == 15


def test_a_link_in_a_letter_leads_where_people_open_it(live: pytest.MonkeyPatch) -> None:
    assert env.site_url() == "http://localhost:8000"
    live.setenv("CSRF_TRUSTED_ORIGINS", "https://review.example.org,https://other.example.org")
    assert env.site_url() == "https://review.example.org"
    live.setenv("SITE_URL", "https://cases.example.org/")
    assert env.site_url() == "https://cases.example.org"
