"""The statements behind `audits.facts`: one a table, for a whole service.

`{stands}` is a fact that is neither amended nor withdrawn. They are asked inside `as_known`, so the
tables named here are as they were known at the audit's moment. Row-level security holds as always.
"""

from reviews.querysets import ANSWERED

PATIENTS = """
    SELECT id, reference, date_of_birth, has_injected, team_id FROM patients_patient
    WHERE service_id = %(service)s ORDER BY reference
"""

EPISODES = """
    SELECT patient_id, id, started_on, ended_on, end_reason, contacted_on, transfer_confirmed_on
    FROM patients_episode WHERE service_id = %(service)s AND started_on <= %(on)s
    ORDER BY patient_id, started_on, ended_on NULLS LAST, id
"""

KEYWORKERS = """
    SELECT patient_id, staff_id FROM patients_assignment
    WHERE service_id = %(service)s AND duty = 'keyworker' AND from_on <= %(on)s
        AND (to_on IS NULL OR to_on >= %(on)s)
"""

PRESCRIPTIONS = """
    SELECT id, patient_id, episode_id, medicine_id, started_on FROM prescribing_prescription
    WHERE service_id = %(service)s AND started_on <= %(on)s ORDER BY patient_id, started_on, id
"""

STATES = """
    SELECT prescription_id, "on", state, intent, stop_reason, has_risk_plan,
        patient_agreed = 'yes' OR their_words <> ''
    FROM prescribing_statechange
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
    ORDER BY prescription_id, "on", recorded_at, id
"""

DEPOTS = """
    SELECT prescription_id, given_on, covers_to_on FROM prescribing_depotdose
    WHERE service_id = %(service)s AND {stands} AND given_on <= %(on)s
    ORDER BY prescription_id, given_on
"""

DOSES = """
    SELECT prescription_id, daily_dose_mg FROM prescribing_dosestep
    WHERE service_id = %(service)s AND {stands} AND from_on <= %(on)s
        AND (to_on IS NULL OR to_on >= %(on)s)
"""

# Care plan and strategic reviews, counted or not. Their use of problem drugs is known where it was
# asked and answered; "would rather not say" is an answer, but not a known one.
REVIEWS = """
    WITH held AS (
        SELECT patient_id, review_id, type, held_on, is_valid, awaits, why
        FROM reviews_reviewcredit
        WHERE service_id = %(service)s AND {stands} AND held_on <= %(on)s
            AND type IN ('care_plan', 'strategic')
    ), asked AS (
        SELECT id, seen <> 'not_seen' AS was_seen,
            answers #>> '{{problem_drug_use,state}}' IN ('asked', 'confirmed', 'changed') AS is_said
        FROM reviews_review WHERE service_id = %(service)s AND NOT is_withdrawn
    ), rated AS (
        SELECT review_id, conclusion,
            coalesce(ratings ->> 'opiates', 'unknown') NOT IN ('unknown', '') AS is_rated
        FROM reviews_strategicreview WHERE service_id = %(service)s AND {stands}
    ), measured AS (
        SELECT DISTINCT review_id FROM reviews_toprecord
        WHERE service_id = %(service)s AND {stands} AND opiates_days IS NOT NULL
    )
    SELECT held.patient_id, held.type, held.held_on, held.is_valid AND asked.was_seen, held.awaits,
        held.why,
        asked.was_seen AND (coalesce(asked.is_said, false) OR coalesce(rated.is_rated, false)
            OR measured.review_id IS NOT NULL),
        CASE WHEN held.type = 'strategic' THEN coalesce(rated.conclusion, '') ELSE '' END,
        held.review_id
    FROM held JOIN asked ON asked.id = held.review_id
    LEFT JOIN rated ON rated.review_id = held.review_id
    LEFT JOIN measured ON measured.review_id = held.review_id
    ORDER BY held.patient_id, held.held_on, held.review_id
"""

# One in which nothing is answered says nothing: the last one with an answer is the latest.
TOPS = f"""
    SELECT patient_id, "on", stage, opiates_days, acute_housing, paid_work_days, volunteer_days,
        education_days, id, is_complete, crack_days, injecting_days
    FROM reviews_toprecord
    WHERE service_id = %(service)s AND {{stands}} AND {ANSWERED} AND "on" <= %(on)s
    ORDER BY patient_id, "on", id
"""  # noqa: S608

# Those of the year or the period, and the last one there is. Whether opiates were found: NULL where
# they were not looked for.
TESTS = """
    SELECT patient_id, "on", CASE WHEN 'opiates' = ANY(found) THEN true
        WHEN 'opiates' = ANY(not_found) THEN false END, id
    FROM (
        SELECT *, max("on") OVER (PARTITION BY patient_id) AS last_on FROM prescribing_drugtest
        WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
            AND cardinality(found) + cardinality(not_found) > 0
    ) AS test
    WHERE "on" >= %(from)s OR "on" = last_on ORDER BY patient_id, "on", id
"""

GOALS = """
    SELECT id, plan_id, tags, opened_on, closed_on, substance FROM careplans_goal
    WHERE service_id = %(service)s AND opened_on <= %(on)s ORDER BY plan_id, opened_on, id
"""

# The last day on which the state or the next step of a goal became another: text that was only
# copied forward changes nothing. Of its last entry: by when the next step is to be done, and
# whether it says what next, who and by when.
GOAL_CHANGES = """
    SELECT goal_id, max("on") FILTER (WHERE is_change), max(next_step_on) FILTER (WHERE is_last),
        bool_or(is_whole) FILTER (WHERE is_last)
    FROM (
        SELECT goal_id, "on", next_step_on,
            (state, next_step) IS DISTINCT FROM lag((state, next_step)) OVER progress AS is_change,
            lead(id) OVER progress IS NULL AS is_last,
            next_step <> '' AND next_step_by <> '' AND next_step_on IS NOT NULL AS is_whole
        FROM careplans_goalprogress
        WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s
        WINDOW progress AS (PARTITION BY goal_id ORDER BY "on", recorded_at, id)
    ) AS entry
    GROUP BY goal_id
"""

OPTIONS = """
    SELECT patient_id, "on", cardinality(options), preference <> '', id FROM careplans_optionstalk
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s ORDER BY patient_id, "on", id
"""

VISIONS = """
    SELECT patient_id, "on", id FROM careplans_exitvision
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s AND words <> ''
    ORDER BY patient_id, "on", id
"""

# Of attended contacts with one role about the same things, the last; all with somebody who shows
# recovery, because the first weeks are asked about; and all those between getting in touch and
# starting again, because the first of them says how long the wait was.
CONTACTS = """
    WITH attended AS (
        SELECT patient_id, "on", with_role, content, id FROM patients_contact
        WHERE service_id = %(service)s AND {stands} AND outcome = 'attended'
            AND "on" BETWEEN %(from)s AND %(on)s
    )
    SELECT * FROM (
        SELECT DISTINCT ON (patient_id, with_role, content) patient_id, "on", with_role, content, id
        FROM attended ORDER BY patient_id, with_role, content, "on" DESC, id
    ) AS last
    UNION
    SELECT * FROM attended WHERE with_role IN ('peer', 'recovery_worker', 'mutual_aid')
    UNION
    SELECT attended.* FROM attended JOIN patients_episode AS episode USING (patient_id)
    WHERE attended."on" >= episode.contacted_on AND attended."on" < episode.started_on
    ORDER BY 1, 2, 3, 4, 5
"""

OPTIMISATIONS = """
    SELECT patient_id, "on" FROM reviews_optimisation
    WHERE service_id = %(service)s AND {stands} AND "on" <= %(on)s ORDER BY patient_id, "on"
"""

MEDICINES = """
    SELECT code, name, form, strength, "group", is_ost, usual_from_mg, usual_to_mg
    FROM prescribing_medicine
"""
