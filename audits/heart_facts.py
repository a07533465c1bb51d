"""What an audit knows of ECGs and why somebody on methadone needs them, for the rule that safety
checks ask too (`prescribing.safety.looks_heart`). Plain values, and the statements behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from audits.rows import Ask, by_person
from prescribing.safety.facts import Dose, Ecg, Risk


@dataclass(frozen=True, slots=True)
class HeartFacts:
    """Oldest first. `doses`: steps of methadone, by prescription; `declined_on`: days on which an
    ECG was offered and declined; `tested`: the last drug test, and what it found."""

    doses: Mapping[UUID | None, tuple[Dose, ...]] = field(default_factory=dict)
    risks: tuple[Risk, ...] = ()
    ecgs: tuple[Ecg, ...] = ()
    declined_on: tuple[date, ...] = ()
    tested: tuple[date, tuple[str, ...]] | None = None


NOT_KNOWN = HeartFacts()

_DOSES = """
    SELECT dose.patient_id, dose.prescription_id, dose.from_on, dose.daily_dose_mg
    FROM (
        SELECT * FROM prescribing_dosestep
        WHERE service_id = %(service)s AND {stands} AND from_on <= %(on)s
    ) AS dose
    JOIN prescribing_prescription AS rx ON rx.id = dose.prescription_id
    JOIN prescribing_medicine AS medicine ON medicine.code = rx.medicine_id
    WHERE medicine."group" = 'methadone' ORDER BY dose.patient_id, dose.from_on, dose.id
"""

_RISKS = """
    SELECT patient_id, kind, from_on, name FROM prescribing_riskfactor
    WHERE service_id = %(service)s AND {stands} AND from_on <= %(on)s
        AND (to_on IS NULL OR to_on >= %(on)s)
    ORDER BY patient_id, from_on, recorded_at, id
"""

_ECGS = """
    SELECT patient_id, "on", qtc_ms, is_declined FROM prescribing_ecg
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on", recorded_at, id
"""

_TESTED = """
    SELECT DISTINCT ON (patient_id) patient_id, "on", found FROM prescribing_drugtest
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on" DESC, recorded_at DESC, id DESC
"""


def read(ask: Ask) -> dict[UUID, HeartFacts]:
    """By person, in four queries; nobody of whom nothing is recorded."""
    doses, risks, ecgs, tested = (by_person(ask(one)) for one in (_DOSES, _RISKS, _ECGS, _TESTED))
    found = {}
    for who in {*doses, *risks, *ecgs, *tested}:
        steps: dict[UUID | None, tuple[Dose, ...]] = {}
        for rx, from_on, mg in doses.get(who, ()):
            steps[rx] = (*steps.get(rx, ()), Dose(from_on, mg))
        own = ecgs.get(who, ())
        found[who] = HeartFacts(
            doses=steps,
            risks=tuple(Risk(*row) for row in risks.get(who, ())),
            ecgs=tuple(Ecg(on, qtc_ms) for on, qtc_ms, is_declined in own if not is_declined),
            declined_on=tuple(on for on, _, is_declined in own if is_declined),
            tested=next(((on, tuple(names)) for on, names in tested.get(who, ())), None),
        )
    return found
