"""What is shown, and what must be said, before treatment ends. Pure.

A guard is shown and asks for a reason; it never stops a save by itself. Source:
domain/prescribing.md §10; a second clinician for a service decision, domain/reviews.md §8 rung 13.
"""

from dataclasses import dataclass
from datetime import date

from patients.models import EndReason
from prescribing.models import State, StopReason
from rodt.words import and_list, nhs_date

TRANSFERS = frozenset({EndReason.TRANSFERRED, EndReason.TRANSFERRED_CUSTODY})

# Why a prescription ends, when treatment ends for this reason.
STOPS = {
    EndReason.DRUG_FREE: StopReason.COMPLETED,
    EndReason.OCCASIONAL: StopReason.COMPLETED,
    EndReason.TRANSFERRED: StopReason.TRANSFERRED,
    EndReason.TRANSFERRED_CUSTODY: StopReason.TRANSFERRED,
    EndReason.REFERRAL_REFUSED: StopReason.CHOICE,
    EndReason.LEFT: StopReason.LOST_CONTACT,
    EndReason.WITHDRAWN: StopReason.SERVICE,
    EndReason.CUSTODY: StopReason.CUSTODY,
    EndReason.DECLINED: StopReason.CHOICE,
    EndReason.DIED: StopReason.DIED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open when treatment is about to end. `clear_benefit_on`: the day of the last
    strategic review, where it concluded clear benefit."""

    prescriptions: tuple[str, ...] = ()
    transfer_to: str = ""
    transfer_accepted_on: date | None = None
    clear_benefit_on: date | None = None
    red_tasks: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    pause: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about the end. `may_prescribe`: of whoever says it."""

    reason: str
    patient_agreed: str = ""
    why: str = ""
    transfer_confirmed_on: date | None = None
    has_risk_plan: bool = False
    has_second_clinician: bool = False
    second_is_same_person: bool = False
    may_prescribe: bool = True


@dataclass(frozen=True, slots=True)
class Guard:
    """Something to look at before treatment ends. `asks_why`: it wants a reason."""

    code: str
    title: str
    text: str
    asks_why: bool = True


def guards(standing: Standing) -> tuple[Guard, ...]:
    """What stands in the way of a good ending, the gravest first."""
    found = []
    if standing.clear_benefit_on is not None and standing.prescriptions:
        found.append(
            Guard(
                "benefit",
                "The prescription is of clear benefit",
                f"The strategic review of {nhs_date(standing.clear_benefit_on)} concluded this."
                " Is it the person’s own wish to end it? If not, say why it ends.",
            )
        )
    if standing.prescriptions:
        found.append(
            Guard(
                "prescription",
                "A prescription is open",
                f"{and_list(list(standing.prescriptions))}. It ends with treatment, on the same"
                " day, with the reason you give.",
            )
        )
    if standing.transfer_to:
        how = (
            f"accepted on {nhs_date(standing.transfer_accepted_on)}"
            if standing.transfer_accepted_on
            else "not accepted yet"
        )
        found.append(
            Guard(
                "transfer",
                f"The transfer to {standing.transfer_to} is not confirmed",
                f"It is {how}, and no first pick-up there is recorded. Until then nobody else"
                " prescribes.",
            )
        )
    if standing.red_tasks:
        found.append(
            Guard(
                "task",
                "Something that cannot wait is not done",
                f"{and_list(list(standing.red_tasks))}. It ends with treatment.",
            )
        )
    if standing.pause:
        found.append(Guard("pause", "Reviews are paused", standing.pause, asks_why=False))
    if standing.meetings:
        found.append(
            Guard(
                "meetings",
                "Booked meetings are cancelled",
                f"{and_list(list(standing.meetings))}.",
                asks_why=False,
            )
        )
    return tuple(found)


def missing(standing: Standing, said: Said) -> dict[str, str]:
    """What is still needed before the end can be recorded: sentence by field."""
    wanted: dict[str, str] = {}
    is_open = bool(standing.prescriptions)
    if is_open and not said.may_prescribe and said.reason not in TRANSFERS:
        wanted["reason"] = (
            "A prescription is open, and a prescriber ends it. Ask them to, or to end treatment"
        )
    if not said.why.strip() and (asking := _asking(standing, said)):
        wanted["why"] = f"Say why, in your own words: {asking}"
    if said.reason == EndReason.WITHDRAWN and is_open:
        if not said.has_second_clinician:
            wanted["second_clinician"] = "A service decision needs a second clinician"
        elif said.second_is_same_person:
            wanted["second_clinician"] = "The second clinician must be somebody else"
        if not said.has_risk_plan:
            wanted["has_risk_plan"] = "A service decision needs a written plan for the risk"
    return wanted


def _asking(standing: Standing, said: Said) -> str:
    """The first guard that this end does not answer by itself, in a few words; "" for none."""
    is_confirmed = said.reason in TRANSFERS and said.transfer_confirmed_on is not None
    for guard in guards(standing):
        if not guard.asks_why:
            continue
        if guard.code == "benefit" and (said.patient_agreed == "yes" or is_confirmed):
            continue
        if guard.code in ("prescription", "transfer") and is_confirmed:
            continue
        return guard.title[:1].lower() + guard.title[1:]
    if said.reason in TRANSFERS and not is_confirmed:
        return "no day is given on which the other service confirmed it"
    return ""


def state_of(reason: str) -> str:
    """The state in which a prescription ends, when treatment ends for this reason."""
    return State.TRANSFERRED if reason in TRANSFERS else State.STOPPED


def stop_of(reason: str) -> str:
    return STOPS.get(EndReason(reason), StopReason.RECORDS_END)
