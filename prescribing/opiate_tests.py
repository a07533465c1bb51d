"""An opiates test of somebody who is prescribed a medicine that it finds cannot tell of use on top.

Which medicines: `catalogue.FOUND_AS_OPIATES`. Of that day only; found or not, the test is set aside
wherever one counts as use, and the reason is said.
"""

from prescribing.catalogue import FOUND_AS_OPIATES
from prescribing.doses import ON_STATES

CANNOT_TELL = "it finds the medicine that is prescribed, so it cannot tell of use on top"


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


# Of a row `test` of prescribing_drugtest; `{{stands}}`: facts neither amended nor withdrawn.
CLOUDED = f"""('opiates' = ANY(found) OR 'opiates' = ANY(not_found)) AND EXISTS (
    SELECT FROM prescribing_prescription AS rx
    JOIN LATERAL (
        SELECT state FROM prescribing_statechange
        WHERE prescription_id = rx.id AND {{stands}} AND "on" <= test."on"
        ORDER BY "on" DESC, recorded_at DESC, id DESC LIMIT 1
    ) AS held ON held.state IN ({_listed(ON_STATES)})
    WHERE rx.patient_id = test.patient_id AND rx.started_on <= test."on"
        AND rx.medicine_id = ANY(ARRAY(
            SELECT code FROM prescribing_medicine WHERE "group" IN ({_listed(FOUND_AS_OPIATES)})
        ))
)"""  # noqa: S608
