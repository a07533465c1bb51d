"""Everything *Benefit* reads of one person's rows up to a day, in two rounds to the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import User
from careplans.models import RecoveryCapital
from patients.models import Patient, Pause, SignificantEvent
from prescribing import medicines_of
from prescribing.models import (
    DepotDose,
    DoseStep,
    DrugTest,
    MissedDoses,
    NaloxoneSupply,
    Prescription,
    SupervisionStep,
    Vaccination,
    VirusTest,
)
from prescribing.opiate_tests import CLOUDED
from reviews.models import (
    Optimisation,
    Review,
    ReviewCredit,
    Signature,
    StrategicReview,
    TopRecord,
)
from reviews.querysets import ANSWERED
from rodt.statements import STANDS, as_array, ask_all, made, select

M = TypeVar("M")
_SO_FAR = f'{STANDS} AND "on" <= %(on)s'
_FROM_ON = f"{STANDS} AND from_on <= %(on)s ORDER BY from_on"
_CONCLUDED = f"""
    SELECT review_id FROM reviews_strategicreview WHERE patient_id = %(patient)s AND {STANDS}
"""  # noqa: S608

# Which rows of each table, and their order. Reviews: those that strategic parts belong to, whatever
# became of their own text.
_WANTED: dict[Any, str] = {
    Prescription: "started_on <= %(on)s ORDER BY started_on, id",
    DoseStep: _FROM_ON,
    SupervisionStep: _FROM_ON,
    MissedDoses: _FROM_ON,
    DepotDose: f"{STANDS} AND given_on <= %(on)s ORDER BY given_on",
    TopRecord: f'{_SO_FAR} AND {ANSWERED} ORDER BY "on", recorded_at',
    DrugTest: f'{_SO_FAR} ORDER BY "on"',
    ReviewCredit: f"{STANDS} AND held_on <= %(on)s AND is_valid ORDER BY held_on",
    StrategicReview: f"{STANDS} ORDER BY recorded_at",
    Review: f"id IN ({_CONCLUDED})",
    RecoveryCapital: f'{_SO_FAR} ORDER BY "on"',
    VirusTest: f'{_SO_FAR} ORDER BY "on", recorded_at',
    Vaccination: f'{_SO_FAR} ORDER BY "on", recorded_at',
    NaloxoneSupply: f'{_SO_FAR} ORDER BY "on", recorded_at',
    SignificantEvent: f'{_SO_FAR} ORDER BY "on", recorded_at',
    Pause: f"{STANDS} AND started_on <= %(on)s ORDER BY started_on",
    Optimisation: f'{_SO_FAR} ORDER BY "on" DESC',
}
_STATEMENTS = [
    select(model, f"patient_id = %(patient)s AND {which}") for model, which in _WANTED.items()
]
_WORDS = select(
    Review,
    f"patient_id = %(patient)s AND {STANDS} AND held_on <= %(on)s AND their_words <> ''"
    " ORDER BY held_on DESC LIMIT 1",
)
_EPISODE = """
    SELECT max(started_on) FROM patients_episode
    WHERE patient_id = %(patient)s AND started_on <= %(on)s
"""
_MET = f"""
    SELECT count(*) FILTER (WHERE outcome = 'attended'), count(*) FROM patients_contact
    WHERE patient_id = %(patient)s AND {_SO_FAR} AND "on" >= ({_EPISODE})
        AND outcome IN ('attended', 'did_not_attend')
"""  # noqa: S608
_CLOUDED = f"""
    SELECT id FROM prescribing_drugtest AS test
    WHERE patient_id = %(patient)s AND {CLOUDED.format(stands=STANDS)}
"""  # noqa: S608
_LACKING = f"""
    SELECT review_id, why FROM reviews_reviewcredit
    WHERE patient_id = %(patient)s AND {STANDS} AND type = 'strategic' AND NOT is_valid
"""  # noqa: S608
_SIGNATURES = select(Signature, "review_id = %(review)s::uuid")
_STAFF = select(
    User,
    "id = ANY(%(ids)s::uuid[]) OR id IN"
    " (SELECT staff_id FROM reviews_signature WHERE review_id = %(review)s::uuid)",
)


@dataclass(frozen=True, slots=True)
class BenefitRows:
    """`found`: by model, oldest first; of optimisations the newest. `parts`: strategic reviews with
    the review each belongs to, by the day that was held. `met`: (attended, offered) since treatment
    started. `signatures`: of the last part. `clouded`: tests that cannot tell of opiates.
    `lacking`: by review, why its strategic part does not count."""

    episode_started_on: date
    found: dict[Any, list[Any]]
    parts: tuple[StrategicReview, ...]
    words: Review | None
    met: tuple[int, int]
    signatures: tuple[Signature, ...]
    clouded: frozenset[UUID]
    lacking: dict[UUID, str]

    def of(self, model: type[M]) -> tuple[M, ...]:
        return tuple(self.found[model])


def read(patient: Patient, on: date) -> BenefitRows | None:
    """None for somebody who has never been in treatment here."""
    given = {"patient": patient.pk, "on": on}
    asked = [*_STATEMENTS, medicines_of.MEDICINES, _WORDS, _EPISODE, _MET, _CLOUDED, _LACKING]
    *rows, medicines, words, ((started_on,),), (met,), clouded, lacking = ask_all(asked, given)
    if started_on is None:
        return None
    found = {model: made(model, some) for model, some in zip(_WANTED, rows, strict=True)}
    last_words = next(iter(made(Review, words)), None)
    medicines_of.put_beside(found[Prescription], medicines)
    parts = _parts(found, on)
    signatures = _name_staff(found, parts, last_words)
    return BenefitRows(
        episode_started_on=started_on,
        found=found,
        parts=parts,
        words=last_words,
        met=met,
        signatures=signatures,
        clouded=frozenset(test_id for (test_id,) in clouded),
        lacking=dict(lacking),
    )


def _parts(found: dict[Any, list[Any]], on: date) -> tuple[StrategicReview, ...]:
    by_id = {review.pk: review for review in found[Review]}
    for part in found[StrategicReview]:
        part.review = by_id[part.review_id]
    held = [part for part in found[StrategicReview] if part.review.held_on <= on]
    return tuple(sorted(held, key=lambda part: (part.review.held_on, part.recorded_at)))


def _name_staff(
    found: dict[Any, list[Any]], parts: tuple[StrategicReview, ...], words: Review | None
) -> tuple[Signature, ...]:
    """Who prescribed, held and signed: one round, whatever there is. The last part's signatures."""
    links = [(row, "prescriber") for row in found[Prescription]]
    links += [(row, "held_by") for row in (*found[Review], *filter(None, (words,)))]
    ids = {getattr(row, f"{name}_id") for row, name in links} - {None}
    given = {"ids": as_array(ids), "review": parts[-1].review_id if parts else None}
    rows, staff = ask_all([_SIGNATURES, _STAFF], given)
    by_id = {user.pk: user for user in made(User, staff)}
    signatures = made(Signature, rows)
    for row, name in (*links, *((one, "staff") for one in signatures)):
        setattr(row, name, by_id.get(getattr(row, f"{name}_id")))
    return tuple(signatures)
