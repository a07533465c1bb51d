"""Counting rows: each is used, or rejected with a reason. Rows in = used + rejected, or it says."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """One table's rows."""

    table: str
    rows: int = 0
    used: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    def use(self) -> None:
        self.used += 1

    def reject(self, reason: str) -> None:
        self.rejected[reason] += 1

    @property
    def adds_up(self) -> bool:
        return self.rows == self.used + self.rejected.total()


NO_DAY = "no day"
UNKNOWN_PERSON = "the participant is not in everybody"
NOT_RECORDED = "not recorded"
TWICE = "the same row twice"
