"""Support of the invented people of worked examples: said in days before the audit's day."""

from collections.abc import Iterable
from datetime import date

from audits.people import ago
from audits.support_facts import HomeFact, OfferFact, StepFact, SupportFacts


def offered(kind: str, days: int, *steps: str | tuple[int, str], how: str = "offered") -> OfferFact:
    """A step that is only a state came on the day of the offer."""
    came = (step if isinstance(step, tuple) else (days, step) for step in steps)
    return OfferFact(kind, ago(days), how, tuple(StepFact(ago(on), state) for on, state in came))


def home(days: int, housing: str = "", employment: str = "", wants: str = "not_asked") -> HomeFact:
    return HomeFact(ago(days), housing, employment, wants)


def supported(
    *offers: OfferFact, homes: Iterable[HomeFact] = (), supporter: int | None = None
) -> SupportFacts:
    """`supporter`: how many days ago they agreed to our being in touch with one."""
    consent_on: date | None = None if supporter is None else ago(supporter)
    return SupportFacts(tuple(offers), tuple(homes), consent_on)
