"""What a monthly chart says of a figure since a day: did anything change, or is it chance? Pure.

A share then and a share now are two points. Only where the figure, or something like it, is counted
month by month can a change be told from chance (docs/decisions/0022, 0029); elsewhere that is said
plainly.
"""

from collections.abc import Collection, Sequence
from datetime import date

from reviews.flows import LATE, UNPLANNED, Flow, Month, has_limits, signal_words, told
from rodt.words import and_list, month_year

NEAREST: dict[str, Flow] = {"5.1": LATE, "7.1": LATE, "5.5": UNPLANNED}
"""By indicator, the chart that counts what stands nearest to it, where its own has too few months.
It is never the same figure."""
NO_CHART = (
    "No monthly chart tells of it. Two points are no trend: from two reports alone nobody can tell"
    " a change from chance."
)


def words(
    flow: Flow, months: Sequence[Month], begun: Collection[date], since: date, *, named: str = ""
) -> str:
    """`months`: up to the report's day. `begun`: months in which its limits begin anew. `since`: a
    day; the month it lies in is part before and part after, so left out. `named`: what the chart is
    called, where it is not one that is only near."""
    having, found = told(flow, months, begun)
    after = [at for at, month in enumerate(having) if month.first > since]
    named = named or f"“{flow.title}”, the monthly chart nearest to it,"
    if not after:
        return f"{named} says nothing yet: no whole month has passed since."
    if not has_limits(flow, months, begun):
        return f"{named} has too few months to tell a change from chance."
    signals = [at for at in after if found.signals[at]]
    if not signals:
        return f"{named} shows no signal since: no more than chance."
    when = and_list([month_year(having[at].first) for at in signals])
    rules = {rule for at in signals for rule in found.signals[at]}
    told_by = signal_words(flow, rules)
    return f"{named} shows that something changed: {when} ({told_by}). It does not say why."
