"""Benefit of this prescription: everything the page shows about one person, in fixed queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careplans.models import RecoveryCapital
from patients.models import Patient, SignificantEvent
from prescribing.models import NaloxoneSupply, Vaccination, VirusTest
from reviews import benefit, benefit_reader, schedules
from reviews.benefit_cells import GridFacts, GridGroup
from reviews.benefit_course import CourseFacts, course_of, missed_days
from reviews.benefit_domains import RATING_WORDS, DomainKey, Rating
from reviews.benefit_grid import grid
from reviews.ladder import LADDER, RungLine, so_far
from reviews.models import Optimisation, Review, Signature, StrategicReview
from reviews.review_types import ReviewType
from reviews.strategic import DECISIONS
from reviews.top_standing import standing
from rodt.words import count, nhs_date


@dataclass(frozen=True, slots=True)
class BenefitPage:
    """`parts`: strategic reviews as they stand, oldest first. `last_on`: the day of the one that
    "last review" is about."""

    course: CourseFacts
    groups: tuple[GridGroup, ...]
    parts: tuple[StrategicReview, ...]
    optimisations: tuple[Optimisation, ...]
    words: Review | None
    signatures: tuple[Signature, ...]
    started_on: date
    meetings: tuple[int, int]
    lacking: Mapping[UUID, str]
    last_on: date | None
    is_top_old: bool = False

    @property
    def latest_part(self) -> StrategicReview | None:
        return self.parts[-1] if self.parts else None

    @property
    def latest_lacks(self) -> str:
        """Why the last strategic review does not count; "" where it does, or there is none."""
        return self._lacks(self.latest_part) if self.latest_part else ""

    def _lacks(self, part: StrategicReview) -> str:
        counting = {c.review_id for c in self.course.credits if c.type == ReviewType.STRATEGIC}
        if part.review_id in counting:
            return ""
        return self.lacking.get(part.review_id) or "Something needed is missing."

    @property
    def concluded_part(self) -> StrategicReview | None:
        """The last whose conclusion stands: of a review that counts."""
        said = [part for part in self.parts if part.conclusion and not self._lacks(part)]
        return said[-1] if said else None

    @property
    def no_plan_because(self) -> str:
        """Said at the last strategic review, where no plan was written that day or since."""
        part = self.latest_part
        if part is None or any(plan.on >= part.review.held_on for plan in self.optimisations):
            return ""
        return part.no_plan_because

    @property
    def staying(self) -> str:
        """In treatment here since 9 April 2025. Came to 31 of 38 meetings."""
        seen, offered = self.meetings
        came = f"Came to {seen} of {count(offered, 'meeting')}." if offered else ""
        return f"In treatment here since {nhs_date(self.started_on)}. {came}".strip()

    @property
    def rungs(self) -> tuple[tuple[RungLine, date], ...]:
        """What strategic reviews and plans to improve treatment said of each step."""
        reviewed = [(part.review.held_on, part.ladder) for part in self.parts]
        return so_far([*reviewed, *((plan.on, plan.checks) for plan in self.optimisations)])

    @property
    def rungs_left(self) -> list[str]:
        """Listed steps that nobody looked at."""
        said = {line.number for line, _ in self.rungs}
        return [rung.title for rung in LADDER if rung.is_listed and rung.number not in said]

    @property
    def judged_part(self) -> StrategicReview | None:
        """The last strategic review in which the person judged it, by a number or in words."""
        said = [p for p in self.parts if p.judgement is not None or p.judgement_words]
        return said[-1] if said else None

    @property
    def without_it_part(self) -> StrategicReview | None:
        """The last in which somebody said what would happen without it."""
        said = [p for p in self.parts if p.without_it_patient or p.without_it_clinician]
        return said[-1] if said else None

    @property
    def decision(self) -> str:
        part = self.latest_part
        return dict(DECISIONS).get(part.decision, "") if part else ""

    @property
    def offered(self) -> dict[str, str]:
        return {
            row.domain.key.value: row.offered
            for group in self.groups
            for row in group.rows
            if row.offered
        }

    @property
    def rated_part(self) -> StrategicReview | None:
        """The last strategic review in which somebody rated a domain."""
        return self._rated[-1] if self._rated else None

    @property
    def _rated(self) -> list[StrategicReview]:
        return [part for part in self.parts if is_rated(part)]

    def rated_words(self, key: DomainKey) -> str:
        """How the last review rated a domain; "" where nobody did."""
        of_last = [part for part in self._rated if part.review.held_on == self.last_on]
        rated = of_last[-1].ratings.get(key.value) if of_last else ""
        return RATING_WORDS[Rating(rated)].lower() if rated in set(Rating) else ""

    @property
    def last_top_on(self) -> date | None:
        """The day of the TOP that "now" rests on."""
        return self.course.tops[-1].on if len(self.course.tops) > 1 else None

    def suggestion(self, ratings: dict[str, str] | None = None) -> benefit.Suggestion:
        """From the ratings given; until there are any, from those of the last review, and from what
        the record alone supports where nobody has rated."""
        given = {key: value for key, value in (ratings or {}).items() if value}
        last = dict(self.rated_part.ratings) if self.rated_part else {}
        return benefit.suggest(given or {**self.offered, **last}, held=self.held)

    @property
    def held(self) -> frozenset[DomainKey]:
        """Domains where "the same" is a gain that is held: none used then or now. An old TOP does
        not say that it is held still."""
        now = standing(self.course.tops[1:])
        if now is None or self.is_top_old:
            return frozenset()
        pairs = ((DomainKey.OPIATES, "opiates_days"), (DomainKey.INJECTING, "injecting_days"))
        return frozenset(key for key, name in pairs if getattr(now.top, name) == 0)


def is_rated(part: StrategicReview) -> bool:
    return any(part.ratings.values())


def read(patient: Patient, on: date, *, but_for: Review | None = None) -> BenefitPage | None:
    """None for somebody who has never been in treatment here. `but_for`: the review that is being
    signed now, which is no last one."""
    rows = benefit_reader.read(patient, on)
    if rows is None:
        return None
    course = course_of(rows)
    # One answered in part restarts no clock.
    counted = [top for top in course.tops if top.is_complete] or course.tops
    is_top_old = _is_old(counted[-1].on, patient, on) if counted else False
    held = [c.held_on for c in course.credits if c.type == ReviewType.STRATEGIC]
    rated = [p for p in rows.parts if is_rated(p) and (not but_for or p.review_id != but_for.pk)]
    last_on = max([*held, *(part.review.held_on for part in rated)], default=None)
    started_on = rows.episode_started_on
    groups = grid(
        GridFacts(
            on=on,
            episode_started_on=started_on,
            tops=[top for top in course.tops if top.on >= started_on] or course.tops,
            last_on=last_on,
            capital=rows.of(RecoveryCapital),
            parts=rows.parts,
            meetings=rows.met,
            overdoses=[
                event.on for event in course.events if event.kind == SignificantEvent.Kind.OVERDOSE
            ],
            is_top_old=is_top_old,
            virus_tests=rows.of(VirusTest),
            vaccinations=rows.of(Vaccination),
            tests=course.tests,
            clouded=course.clouded,
            naloxone=rows.of(NaloxoneSupply),
            missed_days=[day for day, _ in missed_days(course)],
        )
    )
    return BenefitPage(
        course=course,
        groups=groups,
        parts=rows.parts,
        optimisations=rows.of(Optimisation),
        words=rows.words,
        signatures=rows.signatures,
        started_on=started_on,
        meetings=rows.met,
        lacking=rows.lacking,
        last_on=last_on,
        is_top_old=is_top_old,
    )


def _is_old(held_on: date, patient: Patient, on: date) -> bool:
    """Past the day by which the schedule asked for the next TOP."""
    rule = schedules.in_force(patient.service_id, on).rule(ReviewType.TOP)
    return (on - held_on).days > (rule.interval_days or 0) + rule.grace_days
