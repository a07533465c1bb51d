"""The page about aftercare: what they said of it, and each contact after the last planned exit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from patients.models import AftercareAnswer, Answer, Contact, EndReason, Episode, Patient
from reviews.aftercare import Window, asked, stopped_on, windows
from reviews.coming_off_page import MET
from reviews.facts_reader import AFTER_THE_END_DAYS, AFTERCARE_BY
from reviews.intervals import Schedule
from reviews.models import ReviewCredit
from reviews.review_types import ReviewType
from rodt.dates import add_days
from rodt.words import date_range, nhs_date, sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One contact, how it stands in a word and in a sentence. `style`, `symbol`: of its tag."""

    window: Window
    state: str
    words: str
    style: str = "outline"
    symbol: str = ""

    @property
    def title(self) -> str:
        return sentence(self.window.name)


@dataclass(frozen=True, slots=True)
class Aftercare:
    """`left_on`: the last planned exit, None where there was none. `stopped`: why nothing more is
    asked for. `answers`: newest first."""

    answers: tuple[AftercareAnswer, ...]
    left_on: date | None = None
    rows: tuple[Row, ...] = ()
    stopped: str = ""

    @property
    def answer(self) -> AftercareAnswer | None:
        return self.answers[0] if self.answers else None


def read(patient: Patient, on: date, schedule: Schedule) -> Aftercare:
    said = tuple(
        AftercareAnswer.objects.current()
        .filter(patient=patient, on__lte=on)
        .select_related("recorded_by")
        .order_by("-on", "-recorded_at")
    )
    episodes = list(patient.episodes.order_by("started_on", "recorded_at"))
    left = [one for one in episodes if one.end_reason in EndReason.planned()]
    if not left or left[-1].ended_on is None:
        return Aftercare(said)
    last, left_on = left[-1], left[-1].ended_on
    answer = said[0] if said and said[0].on >= last.started_on else None
    stops = _stops(patient, last, episodes, answer)
    until = stopped_on(left_on, [day for day, _ in stops])
    days = _met_on(patient, left_on, until or on)
    rows = tuple(_row(one, days, on, until) for one in windows(left_on, schedule))
    return Aftercare(said, left_on, rows, next((w for day, w in stops if day == until), ""))


def _stops(
    patient: Patient, last: Episode, episodes: Sequence[Episode], answer: AftercareAnswer | None
) -> list[tuple[date, str]]:
    """The days on which it ends, each with its sentence."""
    found = []
    if patient.died_on is not None:
        found.append((patient.died_on, f"They died on {nhs_date(patient.died_on)}."))
    back = next((one.started_on for one in episodes if one.started_on > last.started_on), None)
    if back is not None:
        found.append((back, f"They came back on {nhs_date(back)}."))
    if answer is not None and answer.answer == Answer.NO:
        day = max(answer.on, last.ended_on or answer.on)
        found.append((day, f"They said on {nhs_date(answer.on)} that they want no contact."))
    return found


def _met_on(patient: Patient, left_on: date, to_on: date) -> list[date]:
    """Days on which they were met or reached, by contacts and by reviews that count as one."""
    span = (add_days(left_on, 1), min(to_on, add_days(left_on, AFTER_THE_END_DAYS)))
    contacts = Contact.objects.current().filter(
        MET, Q(with_role__in=AFTERCARE_BY), patient=patient, on__range=span
    )
    credits = ReviewCredit.objects.current().filter(
        patient=patient, type=ReviewType.AFTERCARE, is_valid=True, held_on__range=span
    )
    return sorted(
        {*contacts.values_list("on", flat=True), *credits.values_list("held_on", flat=True)}
    )


def _row(window: Window, days: Sequence[date], on: date, until: date | None) -> Row:
    around = date_range(window.from_on, window.to_on)
    met_on = window.met_on(days)
    if met_on is not None:
        words = f"{nhs_date(met_on)}, in time: {around}."
        return Row(window, "Done", words, "tint", "tick")
    if not asked([window], until):
        return Row(window, "Not asked for", f"It would have been from {around}.", "plain")
    if on < window.from_on:
        return Row(window, "To come", f"Due {nhs_date(window.due_on)}: {around}.", "hairline")
    if on <= window.to_on:
        return Row(window, "Due", f"Due {nhs_date(window.due_on)}: {around}.", "tint")
    return Row(window, "No contact on record", f"It was for {around}.")


def opening(page: Aftercare, on: date) -> str:
    if page.left_on is None:
        return (
            "Before somebody leaves as planned, ask whether they want us to be in touch, and how."
        )
    said = f"They left as planned on {nhs_date(page.left_on)}."
    if page.stopped:
        return f"{said} {page.stopped} Nothing more is asked for."
    coming = next((r for r in page.rows if r.state in ("Due", "To come")), None)
    if coming is None:
        return f"{said} The time for contacts has passed."
    return f"{said} The contact of {coming.window.name} is due {nhs_date(coming.window.due_on)}."
