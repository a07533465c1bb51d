"""Statements sent together: in their order, in one round, and planned once a connection."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rodt.statements import ask_all

pytestmark = pytest.mark.django_db

_HOW_OFTEN = """
    SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s
"""


def test_answers_come_in_the_order_of_the_questions_in_one_round() -> None:
    with CaptureQueriesContext(connection) as rounds:
        first, second = ask_all(["SELECT %(n)s::int", "SELECT %(n)s::int * 2"], {"n": 21})
    assert (first, second) == ([(21,)], [(42,)])
    assert len(rounds) == 1


def test_a_statement_is_prepared_once_and_its_plan_used_again() -> None:
    for number in range(7):
        assert ask_all(["SELECT %(n)s::int AS seventh"], {"n": number}) == [[(number,)]]
    with connection.cursor() as cursor:
        cursor.execute(_HOW_OFTEN, ["SELECT %AS seventh"])
        assert cursor.fetchall() == [(7,)]


def test_only_what_asks_for_it_is_prepared() -> None:
    """A statement of the ORM has its values written into it: it would be kept for nothing."""
    for _ in range(7):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 AS of_the_orm")
    with connection.cursor() as cursor:
        cursor.execute(_HOW_OFTEN, ["SELECT 1 AS of_the_orm"])
        assert cursor.fetchall() == []
