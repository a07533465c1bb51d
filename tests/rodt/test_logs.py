"""Log lines never hold what is written about a person."""

import io
import logging

import pytest
from django.db import IntegrityError

from rodt.logs import NoWords

PRIVATE = "Key (nhs_number)=(9990000018) already exists."


@pytest.fixture
def logged() -> tuple[logging.Logger, io.StringIO]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(NoWords())
    logger = logging.Logger("tests.logs")
    logger.addHandler(handler)
    return logger, out


def test_an_exception_is_logged_by_type_and_place_without_its_words(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = logged
    try:
        try:
            raise KeyError(PRIVATE)
        except KeyError as error:
            raise IntegrityError(PRIVATE) from error
    except IntegrityError:
        logger.exception("A save failed")
    text = out.getvalue()
    assert "A save failed" in text
    assert "django.db.utils.IntegrityError" in text
    assert "builtins.KeyError" in text
    assert "test_logs.py" in text
    assert "999" not in text


def test_celerys_line_about_a_failed_task_holds_the_type_only(
    logged: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = logged
    error = ValueError(PRIVATE)
    context = {"id": "an-id", "name": "jobs.tasks.run", "exc": repr(error), "traceback": PRIVATE}
    logger.error(
        "Task %(name)s[%(id)s] raised: %(exc)s\n%(traceback)s",
        context,
        exc_info=(ValueError, error, None),
    )
    text = out.getvalue()
    assert "jobs.tasks.run[an-id] raised: builtins.ValueError" in text
    assert "999" not in text
