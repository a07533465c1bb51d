"""A column worked out for the rows that were there before it says what the rule says today."""

from importlib import import_module
from typing import Any

from django.db import connections, transaction

from reviews import top
from reviews.ctn0094.profiles import ITEMS
from reviews.models import TopRecord
from reviews.top_form import top_columns
from reviews.top_items import BY_FIELD, NEEDED_FIELDS, ItemKind
from rodt import row_security
from tests.servers import TestServers
from tests.world import TODAY, World, build_world

EVERYTHING = {name: "no" if BY_FIELD[name].kind is ItemKind.YES_NO else 0 for name in NEEDED_FIELDS}


def worked_out_again(servers: TestServers, name: str) -> None:
    """The column dropped from rows and history and filled again, by the migration's own words.

    All migrations between are not taken back for it: that costs minutes and shows no more."""
    migration = import_module("reviews.migrations.0005_a_top_counts_when_it_is_complete")
    with servers.cluster.connect(name) as connection:
        for table in ("reviews_toprecord", "reviews_toprecordevent"):
            filled = migration.filled(table)
            for statement in (*filled.reverse_sql, *filled.sql):
                connection.execute(statement)


def typed(*left_out: str, declined: tuple[str, ...] = ()) -> dict[str, Any]:
    values = {name: value for name, value in EVERYTHING.items() if name not in left_out}
    return top_columns(
        top.TopAnswers(TODAY, "review", values, declined=frozenset(declined)),
    )


def imported(values: dict[str, int]) -> dict[str, Any]:
    given = top.TopAnswers(TODAY, "review", values)
    return {**values, "is_complete": top.counts(given, ITEMS)}


def kept() -> tuple[list[Any], list[Any]]:
    rows = TopRecord.objects.order_by("id").values_list("id", "is_complete")
    events = TopRecord.pgh_event_model.objects.order_by("pgh_id")
    return list(rows), list(events.values_list("id", "pgh_label", "pgh_created_at", "is_complete"))


def test_tops_recorded_before_count_as_the_rule_says(
    servers: TestServers, own_database: str
) -> None:
    with transaction.atomic():
        world = build_world()
        by_staff = [
            typed(),
            typed("crack_days"),
            typed("crack_days", declined=("crack_days",)),
            typed("acute_housing", declined=("acute_housing",)),
            typed("acute_housing"),
            {**typed(), "shared_works": "not_asked"},
            {**typed("shared_works"), "injecting_days": 3, "shared_works": "not_asked"}
            | {"is_complete": False},
            {**imported(dict.fromkeys(ITEMS, 0)), "is_complete": False},
        ]
        for columns in by_staff:
            write(world, world.keyworker, columns)
        write(world, None, imported(dict.fromkeys(ITEMS, 0)))
        write(world, None, imported({"opiates_days": 0}))
    with row_security.scope([world.service.pk]):
        before = kept()
    assert [is_complete for _, is_complete in before[0]] == [
        *(True, False, True, True, False, True, False, False),
        *(True, False),
    ]
    connections.close_all()
    worked_out_again(servers, own_database)
    with row_security.scope([world.service.pk]):
        assert kept() == before, "no row says anything else, and no history was added"


def write(world: World, by: Any, columns: dict[str, Any]) -> None:
    TopRecord.objects.create(
        service=world.service,
        patient=world.gareth,
        on=TODAY,
        stage="review",
        recorded_by=by,
        **columns,
    )
