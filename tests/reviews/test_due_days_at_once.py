"""What is written while what is due is being worked out, by two connections at once."""

from threading import Event, Thread

from django.db import connections, transaction

from reviews import keeping
from rodt import row_security
from tests.reviews.test_due_days import meet, read, read_afresh
from tests.world import build_world


def test_what_is_written_while_it_is_worked_out_is_not_missed(own_database: str) -> None:
    """A meeting that was not yet committed when the person was worked out."""
    with transaction.atomic():
        world = build_world()
    people = [world.leanne.pk]
    is_written, is_kept_by_now = Event(), Event()

    def write() -> None:
        try:
            with row_security.scope([world.service.pk]):
                meet(world)
                is_written.set()
                assert is_kept_by_now.wait(20)
        finally:
            connections.close_all()

    writer = Thread(target=write)
    writer.start()
    assert is_written.wait(20)
    with row_security.scope([world.service.pk]):
        keeping.keep(world.service.pk, world.on)
        before = read(world, world.on, people)
    is_kept_by_now.set()
    writer.join(20)
    with row_security.scope([world.service.pk]):
        after = read(world, world.on, people)
        assert after != before and after == read_afresh(world, world.on, people)
