"""Log lines that cannot hold what is written about a person.

An exception's own words may quote a row ("Key (nhs_number)=(…) already exists"), so a log keeps
its type and where it happened, and leaves the words out.
"""

import copy
import logging
import traceback
from collections.abc import Mapping
from types import TracebackType

_Exception = tuple[type[BaseException], BaseException, TracebackType | None]
_Nothing = tuple[None, None, None]


class NoWords(logging.Formatter):
    """Time, level, logger and message; an exception as its types and places, without its words."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Celery puts the words of a failed task's exception among the message's values."""
        values = record.args
        if isinstance(values, Mapping) and "exc" in values and record.exc_info:
            record = copy.copy(record)
            error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
            kind = _type_of(error) if error else "an exception"
            record.args = {**values, "exc": kind, "traceback": ""}
        return super().format(record)

    def formatException(self, ei: _Exception | _Nothing) -> str:
        if ei[1] is None:
            return ""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            for frame in traceback.extract_tb(error.__traceback__):
                lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
            lines.append(_type_of(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def _type_of(error: BaseException) -> str:
    kind = type(error)
    state = getattr(error, "sqlstate", None)
    return f"{kind.__module__}.{kind.__qualname__}" + (f" (SQLSTATE {state})" if state else "")
