"""What the folder says about one participant, in days counted from day zero."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from reviews.ctn0094.prescriptions import ARM_MEDICINES
from reviews.ctn0094.profiles import profile_days


@dataclass(frozen=True, slots=True)
class Visit:
    """`label` as the trial named it; `reason` for not having come, in words."""

    day: int
    label: str
    is_attended: bool
    reason: str = ""


@dataclass
class Participant:
    """`arm`: the first allocation's treatment, and its day. `doses`: amount by day, the larger of
    two on one day. `used_on`: days of use by TOP item. `positives`: what was found, by day."""

    who: str
    project: str
    site: str = ""
    age: int | None = None
    sex: str = ""
    has_injected: str = ""
    is_housed: str = ""
    arm: str = ""
    allocated_day: int | None = None
    doses: dict[int, Decimal] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    positives: dict[int, set[str]] = field(default_factory=dict)
    used_on: dict[str, set[int]] = field(default_factory=dict)
    last_day: int = 0

    def saw(self, day: int) -> None:
        """Something was recorded on this day: the episode closes on the last of them."""
        self.last_day = max(self.last_day, day)

    @property
    def medicine(self) -> str:
        return ARM_MEDICINES.get(self.arm, "")

    @property
    def last_dose_day(self) -> int | None:
        return max((day for day, mg in self.doses.items() if mg > 0), default=None)

    @property
    def attended_days(self) -> set[int]:
        """Whoever left a positive test was there too."""
        return {visit.day for visit in self.visits if visit.is_attended} | set(self.positives)

    @cached_property
    def profile_days(self) -> tuple[int, ...]:
        """Asked once all doses are read."""
        if self.allocated_day is None:
            return ()
        return tuple(day for day, _ in profile_days(self.allocated_day, self.last_dose_day))
