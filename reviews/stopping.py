"""What is read before a prescription is stopped: what would be lost, what they say, what else there
is. It informs, and stops nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplans.models import ExitVision
from patients.models import Contact, Patient
from prescribing.models import DrugTest, NaloxoneSupply
from prescribing.opiate_tests import CANNOT_TELL
from reviews import benefit_page
from reviews.benefit import HELPED
from reviews.benefit_cells import UNKNOWN, GridRow
from reviews.ladder import LADDER, status_words
from reviews.models import Conclusion
from rodt.words import nhs_date


@dataclass(frozen=True, slots=True)
class Said:
    words: str
    on: date
    to: str


@dataclass(frozen=True, slots=True)
class BeforeStop:
    """`benefit`: "clear" when the last strategic review concluded it, or, where nobody has
    concluded, when profiles and tests suggest it. `because`, a sentence, says which of the two.
    `cannot_tell`: why the test says nothing of use on top."""

    benefit: str
    because: str
    lost: tuple[GridRow, ...]
    said: Said | None
    test: DrugTest | None
    cannot_tell: str
    rungs: tuple[tuple[str, str], ...]
    naloxone: NaloxoneSupply | None
    way_back: str

    @property
    def is_clear(self) -> bool:
        return self.benefit == Conclusion.CLEAR


def read(patient: Patient, on: date) -> BeforeStop:
    page = benefit_page.read(patient, on)
    benefit, because = _benefit(page)
    mine = {"patient": patient}
    vision = ExitVision.objects.current().filter(**mine, on__lte=on).order_by("-on").first()
    test = DrugTest.objects.current().filter(**mine, on__lte=on).order_by("-on").first()
    is_clouded = page is not None and test is not None and test.pk in page.course.clouded
    return BeforeStop(
        benefit=benefit,
        because=because,
        lost=_lost(page),
        said=_said(patient, page, on),
        test=test,
        cannot_tell=f"Of opiates: {CANNOT_TELL}" if is_clouded else "",
        rungs=_rungs(page),
        naloxone=NaloxoneSupply.objects.current()
        .filter(**mine, on__lte=on, is_declined=False)
        .order_by("-on")
        .first(),
        way_back=vision.way_back if vision else "",
    )


def _benefit(page: benefit_page.BenefitPage | None) -> tuple[str, str]:
    if page is None:
        return "", ""
    part = page.concluded_part
    if part is not None:
        words = Conclusion(part.conclusion).label.lower()
        held_on = nhs_date(part.review.held_on)
        return part.conclusion, f"The strategic review of {held_on} concluded {words}."
    suggested = page.suggestion()
    return (
        suggested.conclusion.value,
        f"No strategic review that counts has concluded yet. {suggested.words}",
    )


def _lost(page: benefit_page.BenefitPage | None) -> tuple[GridRow, ...]:
    """Domains that are better or at goal, as rated last or else as the record alone supports."""
    if page is None:
        return ()
    rated: Mapping[str, str] = {
        **page.offered,
        **(dict(page.latest_part.ratings) if page.latest_part else {}),
    }
    helped = {rating.value for rating in HELPED}
    return tuple(
        row
        for group in page.groups
        for row in group.rows
        if rated.get(row.domain.key.value) in helped and row.now != UNKNOWN
    )


def _said(patient: Patient, page: benefit_page.BenefitPage | None, on: date) -> Said | None:
    """The last of their words, from a review or a contact."""
    found: list[Said] = []
    review = page.words if page else None
    if review is not None:
        to = review.held_by.full_name if review.held_by else ""
        found.append(Said(review.their_words, review.held_on, to))
    contact = (
        Contact.objects.attended()
        .filter(patient=patient, on__lte=on)
        .exclude(their_words="")
        .select_related("with_staff")
        .order_by("-on", "-recorded_at")
        .first()
    )
    if contact is not None:
        to = contact.with_staff.full_name if contact.with_staff else ""
        found.append(Said(contact.their_words, contact.on, to))
    return max(found, key=lambda said: said.on, default=None)


def _rungs(page: benefit_page.BenefitPage | None) -> tuple[tuple[str, str], ...]:
    """Every listed rung of the ladder, as the last strategic review left it."""
    part = page.latest_part if page else None
    looked_at: Mapping[str, Any] = part.ladder if part else {}
    return tuple(
        (rung.title, status_words(looked_at.get(str(rung.number), {}).get("status")))
        for rung in LADDER
        if rung.is_listed
    )
