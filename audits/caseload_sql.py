"""The statements behind `audits.caseload_reader`: one a table, for a whole service, sent together.

`{stands}`: facts neither amended nor withdrawn. Row-level security holds as everywhere.
"""

from prescribing.opiate_tests import CLOUDED
from reviews.querysets import ANSWERED

# What covers each person now; of several prescriptions, the one that began last. The first four
# columns name the medicine, then its dose and how it is collected. Each table is read once: looking
# up every prescription by itself took twice as long.
PRESCRIBED = """
    SELECT DISTINCT ON (rx.patient_id) rx.patient_id, medicine.name, medicine.form,
        medicine."group", dose.daily_dose_mg, step.supervision
    FROM prescribing_prescription AS rx
    JOIN prescribing_medicine AS medicine ON medicine.code = rx.medicine_id AND medicine.is_ost
    LEFT JOIN (
        SELECT DISTINCT ON (prescription_id) prescription_id, state FROM prescribing_statechange
        WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        ORDER BY prescription_id, "on" DESC, recorded_at DESC, id DESC
    ) AS now ON now.prescription_id = rx.id
    LEFT JOIN (
        SELECT prescription_id, daily_dose_mg FROM prescribing_dosestep
        WHERE service_id = %(service)s AND {stands} AND from_on <= %(on)s
            AND (to_on IS NULL OR to_on >= %(on)s)
    ) AS dose ON dose.prescription_id = rx.id
    LEFT JOIN (
        SELECT prescription_id, supervision FROM prescribing_supervisionstep
        WHERE service_id = %(service)s AND {stands} AND from_on <= %(on)s
            AND (to_on IS NULL OR to_on >= %(on)s)
    ) AS step ON step.prescription_id = rx.id
    WHERE rx.service_id = %(service)s AND rx.started_on <= %(on)s AND (
        now.state = ANY(%(on_states)s) OR rx.id IN (
            SELECT prescription_id FROM prescribing_depotdose
            WHERE service_id = %(service)s AND {stands} AND given_on <= %(on)s
                AND covers_to_on >= %(on)s
        )
    )
    ORDER BY rx.patient_id, rx.started_on DESC, rx.id
"""

TOPS = f"""
    SELECT DISTINCT ON (patient_id) patient_id, "on", opiates_days, id FROM reviews_toprecord
    WHERE service_id = %(service)s AND {{stands}} AND {ANSWERED}
        AND "on" BETWEEN %(use_from)s AND %(on)s
    ORDER BY patient_id, "on" DESC, id
"""  # noqa: S608

# The last in which opiates were looked for that can tell, and the last that cannot; whether they
# were found, NULL where the test cannot tell. Of several of one day, the one that found them.
TESTS = f"""
    SELECT DISTINCT ON (patient_id, is_clouded)
        patient_id, "on", CASE WHEN NOT is_clouded THEN is_found END, id, is_clouded
    FROM (
        SELECT *, 'opiates' = ANY(found) AS is_found, {CLOUDED} AS is_clouded
        FROM prescribing_drugtest AS test
        WHERE service_id = %(service)s AND {{stands}} AND "on" BETWEEN %(use_from)s AND %(on)s
            AND ('opiates' = ANY(found) OR 'opiates' = ANY(not_found))
        OFFSET 0
    ) AS test
    ORDER BY patient_id, is_clouded, "on" DESC, is_found DESC
"""  # noqa: S608

MISSED = """
    SELECT patient_id, from_on, to_on, needs_decision AND decided_on IS NULL
    FROM prescribing_misseddoses
    WHERE service_id = %(service)s AND {stands} AND from_on <= %(on)s AND to_on >= %(missed_from)s
    ORDER BY patient_id, from_on
"""

PLANS = """
    SELECT patient_id, "on", follow_up_on FROM reviews_optimisation
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on", recorded_at
"""

# Reviews that count since the conclusion that left doubt, looked up person by person: OFFSET, or all
# reviews of the service would be read for these few.
FOLLOWED = """
    SELECT credit.patient_id, credit.held_on
    FROM unnest(%(in_doubt)s::uuid[], %(doubted_on)s::date[]) AS doubt (patient_id, held_on)
    JOIN reviews_reviewcredit AS credit ON credit.patient_id = doubt.patient_id
        AND credit.type IN ('care_plan', 'strategic') AND credit.held_on > doubt.held_on
        AND credit.held_on <= %(on)s AND credit.superseded_at IS NULL
        AND NOT credit.is_withdrawn AND credit.is_valid
    CROSS JOIN LATERAL (
        SELECT seen FROM reviews_review WHERE id = credit.review_id AND NOT is_withdrawn OFFSET 0
    ) AS review
    WHERE review.seen <> 'not_seen'
    ORDER BY credit.patient_id, credit.held_on
"""
