"""The people of a month. Only sums are kept of one: an audit of its last day, as known when it was
counted, finds the same people again, each with the reason."""

from django.db.models import Q

from audits import monthly
from audits.models import Audit, MonthCount
from audits.people_behind import COUNTED, OF, SET_APART, UNKNOWN, outcomes
from audits.period import period_start
from audits.standing import retirements
from audits.step import Indicator, Outcome

FIGURES = (COUNTED, OF, UNKNOWN, SET_APART)
"""What a month says of an indicator; `people_behind.outcomes` says which people these are."""
_KEPT_AS = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not_met",
    Outcome.EXCEPTION: "set_apart",
    Outcome.NOT_RECORDED: "unknown",
}


def run_of(row: MonthCount) -> Audit | None:
    """The newest run that finds its people, finished or not; None where none was asked for."""
    if row.known_at is None:
        return None
    on = monthly.last_day(row.month)
    same = Audit.objects.filter(
        service_id=row.service_id,
        on=on,
        known_at=row.known_at,
        period_start_on=period_start(on),
    )
    usable = same.filter(~Q(state=Audit.State.READY) | Q(retirements=None))
    return usable.prefetch_related(retirements()).order_by("-number").first()


def number_of(row: MonthCount, indicator: Indicator, figure: str) -> int:
    """How many people one of FIGURES counts."""
    kept = row.counts[indicator.code]
    which = outcomes(figure, indicator.direction.value) or ()
    return sum(kept[_KEPT_AS[outcome]] for outcome in which)


def differs(row: MonthCount, run: Audit, indicator: Indicator) -> str:
    """Why its lists are not what the chart says; "" where they are. A month keeps what it was
    counted with; a run counts with what is in force when it runs."""
    kept, found = row.counts[indicator.code], run.service_figures["counts"][indicator.code]
    if all(kept[name] == found["outcomes"][outcome] for outcome, name in _KEPT_AS.items()):
        return ""
    return (
        f"The chart of {row.month:%B %Y} was counted with version {kept['version']} of the"
        f" definition and the service’s numbers of that time; this list with version"
        f" {indicator.version} and those of now. To have the chart say the same, count its months"
        " anew."
    )
