"""The ground floor as Django knows it."""

import gc
from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished

from rodt.triggers import index_them

# How many objects a process makes before it looks for garbage among them. A list, a check or an
# audit reads tens of thousands of rows and keeps them: looking every 700, as Python would, is half
# of what such a page takes and finds nothing. What a page leaves behind is cleared when its answer
# has gone: kept for later, it stops one request in forty for 100 ms. See docs/performance.md.
LOOK_FOR_GARBAGE_EVERY = (100_000, 50, 50)


class GroundFloor(AppConfig):
    name = "rodt"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What loading the models is to find."""
        super().__init__(*args, **kwargs)
        gc.set_threshold(*LOOK_FOR_GARBAGE_EVERY)
        index_them()

    def ready(self) -> None:
        """A web process that sends a task needs to know the queue it is sent to."""
        from rodt import celery

        request_finished.connect(_clear_up, dispatch_uid="rodt.clear_up")

        celery.app.set_default()


def _clear_up(**_: object) -> None:
    """A rendered template refers to itself and so to everybody on its page (Django's ContextDict):
    a few thousand young objects, quickly found while they are few."""
    gc.collect(1)
