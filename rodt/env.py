"""What the machine says: the only place that reads environment variables for the settings.

Each function returns one value. With DEBUG on there is a safe development value; with DEBUG off a
missing one, or one anybody could guess, stops the start-up with a sentence that points to
`.env.example`.
"""

import base64
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from rodt.embedded.servers import Servers
from rodt.embedded.state import State

DEVELOPMENT_SECRET = "development-only-not-a-secret"  # noqa: S105
DEVELOPMENT_DRAFT_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtMTI="
SHORTEST_SECRET = 50
SHORTEST_PASSWORD = 12
EMAIL_TIMEOUT_S = 15
GUESSABLE = ("change-me", "changeme", "password", "postgres", "secret", "example", "development")
_env = environ.Env()


def _refuse(words: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{words} See .env.example for what it should hold.")


def debug() -> bool:
    return bool(_env.bool("DEBUG", default=True))


def file_most_mb() -> int:
    """The largest file that may be sent to us."""
    return int(_env.int("FILE_MOST_MB", default=5))


def demo() -> bool:
    """Set by `make demo`: development values, but the pages of a running service."""
    return bool(_env.bool("RODT_DEMO", default=False))


def _needed(name: str, development: str) -> str:
    value = os.environ.get(name, "")
    if debug():
        return value or development
    if not value:
        raise _refuse(f"{name} is not set.")
    if value == development or any(word in value.lower() for word in ("change-me", "changeme")):
        raise _refuse(f"{name} still has its example value; give it one of your own.")
    return value


def secret_key() -> str:
    value = _needed("SECRET_KEY", DEVELOPMENT_SECRET)
    if not debug() and len(value) < SHORTEST_SECRET:
        raise _refuse(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters.")
    return value


def draft_keys() -> list[str]:
    """Fernet keys for drafts, newest first: the first encrypts, all decrypt."""
    keys = _listed(_needed("RODT_DRAFT_KEYS", DEVELOPMENT_DRAFT_KEY))
    for key in keys:
        try:
            is_whole = len(base64.urlsafe_b64decode(key)) == 32
        except ValueError:
            is_whole = False
        if not is_whole:
            raise _refuse("RODT_DRAFT_KEYS holds something that is not a Fernet key.")
    if DEVELOPMENT_DRAFT_KEY in keys and not debug():
        raise _refuse("RODT_DRAFT_KEYS holds the key of the development machines.")
    return keys


def allowed_hosts() -> list[str]:
    hosts = _listed(_needed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"))
    if "*" in hosts and not debug():
        raise _refuse("ALLOWED_HOSTS allows every name; name the ones people use.")
    return hosts


def csrf_trusted_origins() -> list[str]:
    return _listed(os.environ.get("CSRF_TRUSTED_ORIGINS", ""))


def organisation() -> str:
    return os.environ.get("RODT_ORGANISATION", "") or "Case review"


def secure_cookies() -> bool:
    """On unless this is development: the app stands behind TLS everywhere else."""
    return bool(_env.bool("SECURE_COOKIES", default=not debug()))


def database() -> dict[str, Any]:
    """The connection for this process's role: `app` (the default) or `owner` (migrations, seed)."""
    role = os.environ.get("RODT_DB_ROLE", "") or "app"
    if role not in ("app", "owner"):
        raise _refuse(f"RODT_DB_ROLE is {role}; it is app or owner.")
    config = dict(
        environ.Env.db_url_config(
            _server("MIGRATE_DATABASE_URL" if role == "owner" else "DATABASE_URL")
        )
    )
    if not str(config["ENGINE"]).endswith("postgresql"):
        raise _refuse("DATABASE_URL names a database that is not PostgreSQL.")
    config["CONN_MAX_AGE"] = 0 if role == "owner" else 60
    config["CONN_HEALTH_CHECKS"] = True
    # Compiling a statement takes PostgreSQL longer than any of ours takes to run. Only what asks
    # for it is prepared (rodt/statements.py): without a threshold the driver prepares nothing.
    options = {"connect_timeout": 5, "options": "-c jit=off", "prepare_threshold": sys.maxsize}
    config["OPTIONS"] = {**options, **config.get("OPTIONS", {})}
    return config


def _server(name: str) -> str:
    """An address from the environment; in development else that of this checkout's own server."""
    value = os.environ.get(name, "")
    if not value and name == "MIGRATE_DATABASE_URL" and os.environ.get("DATABASE_URL"):
        raise _refuse(
            "MIGRATE_DATABASE_URL is not set: making tables needs the role that owns them."
        )
    if not value and debug():
        return Servers.missing(State.of_checkout()).addresses()[name]
    if not value:
        raise _refuse(f"{name} is not set.")
    if not debug():
        _refuse_guessable(name, value)
    return value


def _refuse_guessable(name: str, url: str) -> None:
    """A password in an address must not be one that stands in an example, or a name."""
    parts = urlsplit(url)
    password = (parts.password or "").lower()
    if not password:
        return
    is_known = password == (parts.username or "").lower() or any(w in password for w in GUESSABLE)
    if is_known or len(password) < SHORTEST_PASSWORD:
        raise _refuse(
            f"The password in {name} is one that can be guessed, or shorter than "
            f"{SHORTEST_PASSWORD} characters."
        )


def _redis() -> str:
    return _server("REDIS_URL")


def broker_url() -> str:
    """Celery's spelling of REDIS_URL."""
    url = urlsplit(_redis())
    if url.scheme == "unix":
        return f"redis+socket://{url.path}?virtual_host={_socket_database(url.query)}"
    return url.geturl()


def cache_url() -> str:
    """Django's spelling of REDIS_URL, on the logical database after the queue's."""
    url = urlsplit(_redis())
    if url.scheme == "unix":
        return f"unix://{url.path}?db={_socket_database(url.query) + 1}"
    number = url.path.strip("/") or "0"
    if not number.isdigit():
        raise _refuse("REDIS_URL does not end in the number of a database.")
    return url._replace(path=f"/{int(number) + 1}").geturl()


def _socket_database(query: str) -> int:
    number = query.removeprefix("db=") if query.startswith("db=") else "0"
    return int(number) if number.isdigit() else 0


def static_root(base: Path) -> Path:
    return Path(os.environ.get("STATIC_ROOT", "") or base / "staticfiles")


def email() -> dict[str, Any]:
    """Django's EMAIL_… settings. Without an address letters land as files in the state folder in
    development, and are not sent otherwise: a log is no place for a link that signs somebody in."""
    url = os.environ.get("EMAIL_URL", "")
    if not url and debug():
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(State.of_checkout().letters),
        }
    known = _env.email_url_config(url or "dummymail://")
    found = {key: value for key, value in known.items() if value is not None}
    return {"EMAIL_TIMEOUT": EMAIL_TIMEOUT_S} | found


def email_from() -> str:
    """Who letters come from; a mail server refuses what it does not know."""
    return os.environ.get("EMAIL_FROM", "") or "case-review@localhost"


def site_url() -> str:
    """Where people reach it, for links in letters: SITE_URL, else the first trusted origin."""
    origins = csrf_trusted_origins() or [f"http://localhost:{os.environ.get('PORT') or 8000}"]
    return (os.environ.get("SITE_URL", "") or origins[0]).rstrip("/")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
