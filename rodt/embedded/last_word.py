"""The last word of a command that could not go on: a sentence and an exit code, no traceback."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from rodt.embedded.trouble import Trouble

_CANNOT_CONNECT = ("08", "28", "3D", "57P")
"""SQLSTATE classes: connection, authorisation, no such database, shutting down or starting."""

FAILED, NO_SERVICE, NO_SETTING, INTERRUPTED, NOT_READ = 1, 69, 78, 130, 141


@contextmanager
def one_sentence(*, show_traceback: bool = False) -> Iterator[None]:
    """Turn the failures a person can do something about into words and an exit code."""
    try:
        yield
    except KeyboardInterrupt:
        print(file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read has read enough; nothing more is said, also not when Python closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(NOT_READ) from None
    except Exception as error:
        found = None if show_traceback else _sentence(error)
        if found is None:
            raise
        words, code = found
        print(words, file=sys.stderr)
        raise SystemExit(code) from None


def _sentence(error: Exception) -> tuple[str, int] | None:
    if isinstance(error, Trouble):
        return str(error), FAILED
    if type(error).__name__ == "ImproperlyConfigured":
        return str(error), NO_SETTING
    cause = error if isinstance(error, psycopg.OperationalError) else error.__cause__
    if isinstance(cause, psycopg.OperationalError) and is_about_connecting(cause):
        reason = str(cause).strip().splitlines()[-1].strip()
        return (
            f"The database cannot be reached: {reason}. Is it running, and is DATABASE_URL right? "
            "With neither DATABASE_URL nor REDIS_URL set, an own database is started.",
            NO_SERVICE,
        )
    return None


def is_about_connecting(error: psycopg.OperationalError) -> bool:
    """Whether the server could not be used at all, rather than refused one statement."""
    return error.sqlstate is None or error.sqlstate.startswith(_CANNOT_CONNECT)
