"""The ground floor as Django knows it."""

import gc

from django.apps import AppConfig

# How many objects a process makes before it looks for garbage among them. A list, a check or an
# audit reads tens of thousands of rows and keeps them: looking every 700, as Python would, is half
# of what such a page takes and finds nothing. See docs/performance.md.
LOOK_FOR_GARBAGE_EVERY = (100_000, 50, 50)


class GroundFloor(AppConfig):
    name = "rodt"

    def ready(self) -> None:
        """A web process that sends a task needs to know the queue it is sent to."""
        from rodt import celery

        gc.set_threshold(*LOOK_FOR_GARBAGE_EVERY)

        celery.app.set_default()
