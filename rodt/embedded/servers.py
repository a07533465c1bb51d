"""Both servers of one checkout together, and the addresses the product needs to reach them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from rodt.embedded.cluster import Cluster
from rodt.embedded.state import State
from rodt.embedded.trouble import Trouble
from rodt.embedded.valkey import Valkey


@dataclass
class Servers:
    """Those of the two servers that the environment does not already name a real one for."""

    state: State
    cluster: Cluster | None
    valkey: Valkey | None

    @classmethod
    def missing(cls, state: State, environment: Mapping[str, str] = os.environ) -> "Servers":
        logs = state.logs
        if environment.get("MIGRATE_DATABASE_URL") and not environment.get("DATABASE_URL"):
            raise Trouble("MIGRATE_DATABASE_URL is set and DATABASE_URL is not. Set both, or none.")
        wants_cluster = not environment.get("DATABASE_URL")
        wants_valkey = not environment.get("REDIS_URL")
        return cls(
            state,
            Cluster(
                state.postgres,
                state.sockets,
                logs / "postgres.log",
                state.folder / "postgres-binaries",
            )
            if wants_cluster
            else None,
            Valkey(state.valkey, state.sockets, logs / "valkey.log") if wants_valkey else None,
        )

    @property
    def both(self) -> list[Cluster | Valkey]:
        """In the order in which they start."""
        return [server for server in (self.cluster, self.valkey) if server is not None]

    def addresses(self) -> dict[str, str]:
        """What to add to the environment: only what is not set there."""
        found: dict[str, str] = {}
        if self.cluster is not None:
            found["DATABASE_URL"] = self.cluster.url("app")
            found["MIGRATE_DATABASE_URL"] = self.cluster.url("owner")
        if self.valkey is not None:
            found["REDIS_URL"] = self.valkey.url()
        return found

    def all_answer(self) -> bool:
        return all(server.answers() for server in self.both)

    def start(self) -> None:
        self.state.prepare()
        for server in self.both:
            server.start()

    def stop(self) -> None:
        """The last one started stops first. One that will not stop does not keep the other up."""
        troubles = []
        for server in reversed(self.both):
            try:
                server.stop()
            except OSError as error:
                troubles.append(str(error))
        if troubles:
            raise Trouble("A server did not stop: " + "; ".join(troubles))

    def has_tables(self) -> bool:
        """False only for an embedded database that was never migrated."""
        return self.cluster is None or self.cluster.has_tables()
