"""pgtrigger's list of triggers, which finds a name by looking it up.

Its own compares each new trigger with all before it. With the history of some sixty tables that was
0.4 s of every start: of the server, of each worker, of each command.
"""

from typing import Any

from pgtrigger import registry


class _Indexed(registry._Registry):
    """What is refused is still pgtrigger's to say: only where it looks is ours."""

    by_db_table: dict[tuple[str, str], Any] = {}
    pg_function_names: set[str] = set()

    def __init__(self) -> None:
        self.by_db_table, self.pg_function_names = {}, set()
        super().__init__()

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        del self.by_db_table[model._meta.db_table, trigger.name]
        self.pg_function_names.discard(trigger.get_pgid(model))


def index_them() -> None:
    """To be done before the first model is made."""
    assert not registry._registry
    registry._registry = _Indexed()
