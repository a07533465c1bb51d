"""What `audits.leaving` is made from: the statements, one a table, and how their rows go together.

They are asked with those of `audits.facts_sql`, and in the same way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from audits.leaving import Leaving, Reduction
from audits.rows import Row, by_person
from prescribing.coming_off import STOPPED, Course, Turn, counts_from, courses
from prescribing.models import ComingOffPart
from reviews.coming_off import Known, Supply

_TO_ZERO = """
    SELECT {what} FROM prescribing_statechange
    WHERE service_id = %(service)s AND {{stands}} AND state = 'reducing' AND intent = 'to_zero'
        AND "on" <= %(on)s
"""

# Every state of a prescription that was once reduced to zero; where nobody closed it on record it
# ended with the episode.
TURNS = f"""
    SELECT change.patient_id, prescription_id, change."on", change.state, change.intent,
        change.patient_agreed = 'yes' AND btrim(change.their_words) <> '',
        change.why_without <> '', change.is_for_safety, change.id,
        episode.started_on, episode.ended_on, change.patient_agreed = 'no'
    FROM prescribing_statechange AS change
    JOIN prescribing_prescription AS prescription ON prescription.id = prescription_id
    JOIN patients_episode AS episode ON episode.id = prescription.episode_id
    WHERE change.service_id = %(service)s AND {{stands}} AND change."on" <= %(on)s
        AND prescription_id IN ({_TO_ZERO.format(what="prescription_id")})
    ORDER BY change.patient_id, prescription_id, change."on", change.recorded_at, change.id
"""  # noqa: S608

PARTS = """
    SELECT patient_id, kind, "on", first_on FROM prescribing_comingoffpart
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on", recorded_at, id
"""

SUPPLIES = f"""
    SELECT patient_id, "on", is_declined, expires_on FROM prescribing_naloxonesupply
    WHERE service_id = %(service)s AND {{stands}} AND "on" <= %(on)s
        AND patient_id IN ({_TO_ZERO.format(what="patient_id")})
    ORDER BY patient_id, "on", recorded_at, id
"""  # noqa: S608

# Days on which they were met or reached: a message that nobody answered is neither.
MET = f"""
    SELECT DISTINCT patient_id, "on" FROM patients_contact
    WHERE service_id = %(service)s AND {{stands}} AND "on" BETWEEN %(from)s AND %(on)s
        AND (outcome = 'reached' OR outcome = 'attended' AND kind <> 'message')
        AND patient_id IN ({_TO_ZERO.format(what="patient_id")})
    ORDER BY patient_id, "on"
"""  # noqa: S608

AFTERCARE_SAID = """
    SELECT patient_id, "on", answer FROM patients_aftercareanswer
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on", recorded_at, id
"""

# The look at a death is a thing to do that the record of the death opens.
DEATHS_REVIEWED = """
    SELECT patient_id, max(done_on) FROM patients_task
    WHERE service_id = %(service)s AND source_id = patient_id AND kind = 'other'
        AND done_on <= %(on)s
    GROUP BY patient_id
"""

STATEMENTS = (TURNS, PARTS, SUPPLIES, MET, AFTERCARE_SAID, DEATHS_REVIEWED)


def gather_leaving(
    answers: Sequence[Iterable[Row]], *, on: date, contact_within: int
) -> dict[UUID, Leaving]:
    """By person, from what was answered to STATEMENTS in their order."""
    turns, parts, supplies, met, said, reviewed = ([*rows] for rows in answers)
    kept = _Kept(
        by_person(parts),
        {who: [Supply(*row) for row in rows] for who, rows in by_person(supplies).items()},
        {who: [day for (day,) in rows] for who, rows in by_person(met).items()},
    )
    reductions = {
        who: _reductions(rows, kept, who, on, contact_within)
        for who, rows in by_person(turns).items()
    }
    answered = by_person(said)
    reviewed_on: dict[UUID, date] = dict(reviewed)
    return {
        who: Leaving(
            reductions.get(who, ()),
            tuple((day, answer) for day, answer in answered.get(who, ())),
            reviewed_on.get(who),
        )
        for who in {*reductions, *answered, *reviewed_on}
    }


class _Kept:
    def __init__(
        self,
        parts: Mapping[UUID, list[Row]],
        supplies: Mapping[UUID, list[Supply]],
        met: Mapping[UUID, list[date]],
    ) -> None:
        self.parts, self.supplies, self.met = parts, supplies, met


def _reductions(
    rows: list[Row], kept: _Kept, who: UUID, on: date, contact_within: int
) -> tuple[Reduction, ...]:
    """Oldest first."""
    begun: list[tuple[Course, Row]] = []
    by_prescription: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        by_prescription[row[0]].append(row)
    for own in by_prescription.values():
        turns = [Turn(row[1], row[2], row[3]) for row in own]
        ended_on = own[-1][9]
        began = [row for row, turn in zip(own, turns, strict=True) if turn.is_coming_off]
        if turns[-1].is_coming_off and ended_on is not None and ended_on <= on:
            turns.append(Turn(max(ended_on, turns[-1].on), STOPPED))
        begun += zip(courses(turns), began, strict=True)
    begun.sort(key=lambda pair: pair[0].started_on)
    found = []
    for place, (course, row) in enumerate(begun):
        since = counts_from(row[8], (one for one, _ in begun[:place]), course.started_on)
        known = Known(
            course,
            is_agreed=row[4],
            is_refused=row[10],
            parts=_parts(kept.parts.get(who, ()), since),
            supplies=kept.supplies.get(who, ()),
            met_on=kept.met.get(who, ()),
            contact_within=contact_within,
        )
        found.append(Reduction(known, row[5], row[6], row[7]))
    return tuple(found)


def _parts(rows: Iterable[Row], since: date) -> frozenset[str]:
    """The last of each kind; sessions are booked when the first one has a day."""
    last = {kind: first_on for kind, day, first_on in rows if day >= since}
    return frozenset(
        kind
        for kind, first_on in last.items()
        if kind != ComingOffPart.Kind.SESSIONS or first_on is not None
    )
