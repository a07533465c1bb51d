"""How timely somebody's reviews are: the last of each type, and those before it. How many are in
date is set for the service. Intervals and grace are those of the product's own schedule."""

from dataclasses import dataclass
from datetime import date

from audits.seed import figures
from audits.seed.draws import Chance, Evenly
from reviews.intervals import DEFAULT_SCHEDULE
from reviews.review_types import ReviewType
from rodt.dates import add_days


@dataclass(frozen=True, slots=True)
class Watch:
    """The stretch in which reviews of a person were due: to the day before `to_on`.

    `on`: the day up to which the past reaches; later than `to_on` for somebody who left.
    `rank`: from 0, the best kept record, to 1. What is overdue gathers in those of high rank.
    """

    start_on: date
    rx_start_on: date | None
    to_on: date
    on: date
    rank: float = 0.5

    @property
    def is_kept(self) -> bool:
        """Nothing that is asked for was left out."""
        return self.rank < figures.SHARE_KEPT

    def is_done(self, chance: Chance, share: float) -> bool:
        """Whether something asked for was done; `share`: how often, in a record not kept."""
        return self.is_kept or chance.happens(share)

    @property
    def oldest_on(self) -> date:
        """Reviews before this day were on paper and are not in the record."""
        return max(self.start_on, add_days(self.to_on, -365 * figures.YEARS_OF_REVIEWS))


def last_age(
    chance: Chance,
    even: Evenly,
    kind: str,
    base_on: date,
    watch: Watch,
    interval_days: int | None = None,
) -> int | None:
    """How many days ago the last review of a kind was; its clock runs from `base_on`. None: never.

    Whoever is not overdue yet counts towards the share that is in date.
    """
    days = (watch.to_on - base_on).days
    rule = DEFAULT_SCHEDULE.rule(ReviewType(kind))
    first_due, grace = rule.first_due_days or 0, rule.grace_days
    most = (interval_days or rule.interval_days or 0) + grace
    since_first = days - first_due + min(10, first_due // 2)
    if days <= first_due + grace:
        if kind != "strategic" or days >= first_due:
            even.note(kind, True)  # nobody asks about a strategic review before week 12
        is_held = watch.is_done(chance, 0.5)
        return chance.days(1, since_first) if since_first > 4 and is_held else None
    if since_first <= most + 1:
        is_held = watch.is_done(chance, figures.SHARE_FIRST_HELD)
        even.note(kind, is_held)
        return _age_in_date(chance, watch, most, grace, since_first) if is_held else None
    if even.is_among(kind, figures.IN_DATE[kind], chance.gauss(watch.rank, figures.RANK_SD)):
        return _age_in_date(chance, watch, most, grace, since_first)
    return min(since_first, most + _late(chance, most - grace))


def _late(chance: Chance, interval_days: int) -> int:
    up_to = round(chance.pick(figures.LATE_UP_TO) * interval_days)
    return chance.days(1, min(up_to, figures.LATE_AT_MOST))


def _age_in_date(chance: Chance, watch: Watch, most: int, grace: int, since_first: int) -> int:
    if watch.is_kept and chance.happens(figures.SHARE_HELD_AHEAD):
        return chance.days(2, min(most - grace - figures.DAYS_AHEAD, since_first))
    return chance.days(2, min(most, since_first))


def dates_back(
    chance: Chance, last_on: date, watch: Watch, interval_days: int, first_on: date
) -> list[date]:
    """The last review and those before it, oldest first, each about one interval apart; some of
    them late, in a record that is not kept."""
    days = [last_on]
    while True:
        between = interval_days + chance.days(-12, 28)
        if not watch.is_kept and chance.happens(figures.SHARE_LATE_BEFORE):
            between += _late(chance, interval_days)
        day = add_days(days[-1], -between)
        if day < max(watch.oldest_on, first_on):
            break
        days.append(day)
    if first_on >= watch.oldest_on and (days[-1] - first_on).days > 25:
        days.append(first_on)
    return days[::-1]
