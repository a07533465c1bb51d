"""The statements behind `reviews.facts_reader`: one a table, each for any number of people.

Written as SQL because My people asks all of them on every visit: what Django would spend on putting
them together is half of what the page may take. `{who}` becomes the condition on the people,
`{is_who}` the same for a row of patients; `{stands}`, facts neither amended nor withdrawn.
Row-level security holds as everywhere.
"""

EPISODES = """
    SELECT DISTINCT ON (episode.patient_id)
        episode.patient_id, episode.started_on, episode.ended_on,
        episode.end_reason = ANY(%(planned)s), patient.died_on, patient.date_of_birth
    FROM patients_episode AS episode JOIN patients_patient AS patient ON patient.id = patient_id
    WHERE episode.{who} AND episode.started_on <= %(on)s
    ORDER BY episode.patient_id, episode.started_on DESC, episode.ended_on DESC NULLS FIRST
"""

# Of each type the last day's, for an interval counts from it; every milestone; and all that was
# brought along from another service, which may be older than a review that does not count. Looked
# up person by person, so that a long history costs no more than a short one.
# One form credits several reviews but agrees on one day for the next: it is the next care plan
# or medical review's, and does not bring the yearly strategic review forward.
CREDITS = """
    SELECT
        credit.patient_id, credit.type, credit.milestone, credit.held_on, review.is_inherited,
        CASE WHEN credit.type = 'strategic' AND EXISTS (
            SELECT FROM reviews_reviewcredit AS beside
            WHERE beside.review_id = review.id AND {stands}
                AND beside.type IN ('care_plan', 'medical')
        ) THEN NULL ELSE review.next_review_on END,
        CASE WHEN credit.type = 'strategic' THEN (
            SELECT conclusion FROM reviews_strategicreview AS concluded
            WHERE concluded.review_id = review.id AND {stands}
        ) END
    FROM patients_patient AS person
    CROSS JOIN LATERAL (
        (
            SELECT latest.* FROM unnest(%(intervals)s::varchar[]) AS interval (type)
            CROSS JOIN LATERAL (
                SELECT patient_id, type, milestone, held_on, review_id FROM reviews_reviewcredit
                WHERE patient_id = person.id AND type = interval.type
                    AND {stands} AND is_valid AND held_on <= %(on)s
                ORDER BY held_on DESC FETCH FIRST ROW WITH TIES
            ) AS latest
        )
        UNION ALL
        SELECT patient_id, type, milestone, held_on, review_id FROM reviews_reviewcredit
        WHERE patient_id = person.id AND type = ANY(%(milestoned)s)
            AND {stands} AND is_valid AND held_on <= %(on)s
        UNION ALL
        SELECT brought.patient_id, type, milestone, brought.held_on, review_id
        FROM reviews_review AS inherited
        JOIN reviews_reviewcredit AS brought ON brought.review_id = inherited.id
        WHERE inherited.patient_id = person.id AND is_inherited AND brought.superseded_at IS NULL
            AND NOT brought.is_withdrawn
            AND is_valid AND brought.held_on <= %(on)s AND type <> ALL(%(milestoned)s)
            AND EXISTS (
                SELECT FROM reviews_reviewcredit AS later
                WHERE later.patient_id = person.id AND later.type = brought.type AND {stands}
                    AND is_valid AND held_on > brought.held_on AND held_on <= %(on)s
            )
    ) AS credit
    JOIN reviews_review AS review ON review.id = credit.review_id AND NOT review.is_withdrawn
    WHERE person.{is_who}
    ORDER BY credit.patient_id, credit.held_on, credit.type, credit.milestone,
        review.is_inherited, credit.review_id
"""

# One that was answered in part restarts no clock (`reviews.top.counts`). A start TOP is not also
# another one: done on the first day, what follows is counted from the start of treatment.
TOPS = """
    WITH standing AS (
        SELECT patient_id, "on", stage FROM reviews_toprecord
        WHERE {who} AND {stands} AND is_complete AND "on" <= %(on)s
    )
    SELECT patient_id, max("on"), '' FROM standing WHERE stage <> 'start' GROUP BY patient_id
    UNION ALL
    SELECT patient_id, "on", stage FROM standing WHERE stage = 'start'
    ORDER BY 1, 2, 3
"""

# A message is no meeting; nor is a talk that was only about forms or collecting a script.
LAST_KEYWORK = """
    SELECT person.id, found.met_on FROM patients_patient AS person
    CROSS JOIN LATERAL (
        SELECT "on" AS met_on FROM patients_contact
        WHERE patient_id = person.id AND {stands} AND "on" <= %(on)s AND outcome = 'attended'
            AND with_role = 'keyworker' AND kind IN ('in_person', 'phone', 'video')
            AND (content = '{{}}'
                OR NOT content <@ ARRAY['administrative', 'collection']::varchar[])
        ORDER BY "on" DESC LIMIT 1
    ) AS found
    WHERE person.{is_who} ORDER BY person.id
"""

# The person was met or reached after a planned exit, by somebody who may complete an aftercare
# contact, before they came back.
AFTERCARE_CONTACTS = """
    SELECT DISTINCT contact.patient_id, contact."on"
    FROM patients_episode AS episode
    JOIN patients_contact AS contact ON contact.patient_id = episode.patient_id
        AND contact."on" > episode.ended_on AND contact."on" <= episode.ended_on + %(after_end)s
    WHERE episode.{who} AND episode.end_reason = ANY(%(planned)s) AND {stands}
        AND contact."on" <= %(on)s AND with_role = ANY(%(aftercare_by)s)
        AND (outcome = 'reached' OR outcome = 'attended' AND kind <> 'message')
        AND NOT EXISTS (
            SELECT FROM patients_episode AS later WHERE later.patient_id = episode.patient_id
                AND later.started_on > episode.started_on AND later.started_on <= contact."on"
        )
    ORDER BY contact.patient_id, contact."on"
"""

# The last answer about being in touch after they leave.
AFTERCARE_SAID = """
    SELECT DISTINCT ON (patient_id) patient_id, "on", answer FROM patients_aftercareanswer
    WHERE {who} AND {stands} AND "on" <= %(on)s
    ORDER BY patient_id, "on" DESC, recorded_at DESC, id DESC
"""

MISSED_CONTACTS = """
    SELECT patient_id, "on", ARRAY[]::varchar[] FROM patients_contact
    WHERE {who} AND {stands} AND "on" <= %(on)s AND outcome = 'did_not_attend'
    ORDER BY patient_id, "on"
"""

APPOINTMENTS = """
    SELECT patient_id, day, review_types, state FROM (
        SELECT patient_id, (at AT TIME ZONE 'Europe/London')::date AS day, review_types, state
        FROM patients_appointment WHERE {who} AND state IN ('booked', 'did_not_attend')
    ) AS meeting
    WHERE CASE state WHEN 'booked' THEN day >= %(on)s ELSE day <= %(on)s END
    ORDER BY patient_id, day, state
"""

PAUSES = """
    SELECT patient_id, reason, started_on, expected_end_on, ended_on FROM patients_pause
    WHERE {who} AND {stands} AND started_on <= %(on)s ORDER BY patient_id, started_on
"""

EVENTS = """
    SELECT patient_id, kind, "on" FROM patients_significantevent
    WHERE {who} AND {stands} AND "on" <= %(on)s ORDER BY patient_id, "on", kind
"""

# Runs that were put to a prescriber. A gap that was only imported asks nobody to do anything
# (design/decisions.md 25).
MISSED_DOSES = """
    SELECT patient_id, from_on, to_on FROM prescribing_misseddoses
    WHERE {who} AND {stands} AND from_on <= %(on)s
        AND (needs_decision OR decided_on IS NOT NULL)
    ORDER BY patient_id, from_on
"""

PRESCRIPTIONS = """
    SELECT prescription.id, patient_id, medicine.is_ost, medicine."group" = 'naltrexone'
    FROM prescribing_prescription AS prescription
    JOIN prescribing_medicine AS medicine ON medicine.code = medicine_id
    WHERE prescription.{who} AND started_on <= %(on)s
    ORDER BY patient_id, started_on, prescription.id
"""

STATES = """
    SELECT prescription_id, "on", state, state = 'reducing' AND intent = 'to_zero'
    FROM prescribing_statechange WHERE {who} AND {stands}
    ORDER BY prescription_id, "on", recorded_at, id
"""

# Injections whose cover touches or overlaps the one before are one run of cover.
DEPOTS = """
    SELECT prescription_id, min(given_on), max(covers_to_on) FROM (
        SELECT prescription_id, given_on, covers_to_on,
            count(*) FILTER (WHERE begins) OVER (
                PARTITION BY prescription_id ORDER BY given_on, covers_to_on
            ) AS run
        FROM (
            SELECT prescription_id, given_on, covers_to_on,
                given_on > 1 + max(covers_to_on) OVER (
                    PARTITION BY prescription_id ORDER BY given_on, covers_to_on
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS begins
            FROM prescribing_depotdose WHERE {who} AND {stands}
        ) AS given
    ) AS runs
    GROUP BY prescription_id, run ORDER BY prescription_id, min(given_on)
"""

# What prescribers judged at reviews: whether treatment is stable, whether there is other illness.
# Few reviews ask it, and they have a small index of their own. An answer that was only carried
# along from last time was not given.
JUDGED = """
    SELECT patient_id,
        CASE WHEN answers->'treatment_stable'->>'state' IN ('asked', 'changed', 'confirmed')
            THEN answers->'treatment_stable'->>'value' END, held_on,
        CASE WHEN answers->'other_illness'->>'state' IN ('asked', 'changed', 'confirmed')
            THEN answers->'other_illness'->>'value' END
    FROM reviews_review
    WHERE {who} AND {stands} AND held_on <= %(on)s
        AND answers ?| ARRAY['treatment_stable', 'other_illness']
    ORDER BY patient_id, held_on, recorded_at, id
"""

# The first later day of which anything is recorded that a statement above leaves out until then.
# States and injections ahead are read above, and so are meetings booked.
AHEAD = """
    SELECT patient_id, min(day) FROM (
        SELECT patient_id, started_on AS day FROM patients_episode WHERE {who}
        UNION ALL SELECT patient_id, held_on FROM reviews_reviewcredit
            WHERE {who} AND held_on > %(on)s
        UNION ALL SELECT patient_id, held_on FROM reviews_review WHERE {who} AND held_on > %(on)s
        UNION ALL SELECT patient_id, "on" FROM reviews_toprecord WHERE {who} AND "on" > %(on)s
        UNION ALL SELECT patient_id, "on" FROM patients_contact WHERE {who} AND "on" > %(on)s
        UNION ALL SELECT patient_id, (at AT TIME ZONE 'Europe/London')::date
            FROM patients_appointment
            WHERE {who} AND state = 'did_not_attend' AND at > %(on)s
        UNION ALL SELECT patient_id, started_on FROM patients_pause WHERE {who}
        UNION ALL SELECT patient_id, "on" FROM patients_significantevent
            WHERE {who} AND "on" > %(on)s
        UNION ALL SELECT patient_id, "on" FROM patients_aftercareanswer
            WHERE {who} AND "on" > %(on)s
        UNION ALL SELECT patient_id, from_on FROM prescribing_misseddoses
            WHERE {who} AND from_on > %(on)s
        UNION ALL SELECT patient_id, started_on FROM prescribing_prescription WHERE {who}
    ) AS recorded
    WHERE day > %(on)s GROUP BY patient_id
"""
