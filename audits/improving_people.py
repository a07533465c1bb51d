"""How treatment of the invented people of worked examples was improved: said in days before the
audit's day."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from audits.heart_facts import HeartFacts
from audits.improving_facts import Early, Talked
from audits.people import ago
from audits.talking_facts import Talking, TalkStep
from prescribing.safety.facts import Dose, Ecg, Risk


def talked(days: int, *rungs: int, medicine: bool = False) -> Talked:
    """Rungs of the ladder that were looked at; `medicine`: another one was among the options."""
    return Talked(ago(days), frozenset(rungs), medicine)


def talking(
    kind: str,
    days: int,
    *steps: tuple[int, str],
    staff: UUID | None = None,
    outside: bool = False,
    how: str = "offered",
) -> Talking:
    """`staff`, `outside`: who gives it, once it is taken up."""
    came = (
        TalkStep(ago(on), state, *((staff, outside) if state == "started" else ()))
        for on, state in steps
    )
    return Talking(kind, ago(days), how, tuple(came))


def early(days: int, what: str) -> Early:
    return Early(ago(days), what)


def heart(
    *,
    mg: Iterable[tuple[int, int]] = (),
    risk: str = "",
    ecgs: Iterable[int] = (),
    declined: Iterable[int] = (),
    found: Iterable[str] | None = None,
) -> HeartFacts:
    """`mg`: days ago and milligrams of methadone from that day; `found`: by a test a month ago."""
    return HeartFacts(
        doses={None: tuple(Dose(ago(days), Decimal(dose)) for days, dose in mg)},
        risks=(Risk(risk, ago(90)),) if risk else (),
        ecgs=tuple(Ecg(ago(days), 420) for days in ecgs),
        declined_on=tuple(ago(days) for days in declined),
        tested=None if found is None else (ago(30), tuple(found)),
    )
