"""The statements behind `reviews.rx_today_reader`: what of a service's prescriptions may wait for
somebody on a day. One a table, sent together; the rules themselves are asked afterwards.

`{stands}`: facts neither amended nor withdrawn.
"""

_STATE = """
    JOIN LATERAL (
        SELECT state FROM prescribing_statechange
        WHERE prescription_id = rx.id AND {stands} AND "on" <= %(on)s
        ORDER BY "on" DESC, recorded_at DESC, id DESC LIMIT 1
    ) AS now ON true
"""
_MEDICINE = """
    JOIN prescribing_medicine AS medicine ON medicine.code = rx.medicine_id
"""
# Who is in custody, in hospital or away is asked about when they are back.
_HERE = """
    AND NOT EXISTS (
        SELECT FROM patients_pause WHERE patient_id = rx.patient_id AND {stands}
            AND started_on <= %(on)s AND coalesce(ended_on, expected_end_on, 'infinity') > %(on)s
    )
"""
_CALLED = "concat_ws(' ', medicine.name, medicine.form)"

# The last day of any script, by prescription: of those that reach the first day asked about, so
# that years of scripts are not looked through.
SCRIPTS = f"""
    WITH script AS MATERIALIZED (
        SELECT prescription_id, max(to_on) AS to_on FROM prescribing_script
        WHERE service_id = %(service)s AND {{stands}} AND to_on >= %(scripts_from)s
        GROUP BY prescription_id HAVING max(to_on) <= %(scripts_to)s
    )
    SELECT rx.patient_id, rx.id, {_CALLED}, now.state, script.to_on
    FROM script
    JOIN prescribing_prescription AS rx ON rx.id = script.prescription_id
    {_MEDICINE} {_STATE}
    WHERE rx.service_id = %(service)s AND rx.ended_on IS NULL AND rx.started_on <= %(on)s {_HERE}
"""  # noqa: S608 -- put together from our own constants; values are given as parameters

# The last injection of each prescription of one, from the first day of the next one's window.
DEPOTS = f"""
    SELECT rx.patient_id, rx.id, {_CALLED}, given.given_on, covers_days, window_days
    FROM prescribing_prescription AS rx {_MEDICINE} AND covers_days IS NOT NULL
    JOIN LATERAL (
        SELECT given_on FROM prescribing_depotdose
        WHERE prescription_id = rx.id AND {{stands}} AND given_on <= %(on)s
        ORDER BY given_on DESC LIMIT 1
    ) AS given ON given.given_on + covers_days - coalesce(window_days, 0) <= %(on)s
    {_STATE}
    WHERE rx.service_id = %(service)s AND rx.ended_on IS NULL AND rx.started_on <= %(on)s
        AND now.state = ANY(%(on_states)s) {_HERE}
"""  # noqa: S608

# People on methadone above the dose, or with a reason for ECGs; and what the rule asks of them.
ECGS = f"""
    WITH asked AS MATERIALIZED (
        SELECT rx.patient_id, rx.id, {_CALLED} AS called, now.state
        FROM prescribing_prescription AS rx {_MEDICINE} AND medicine."group" = 'methadone'
        {_STATE}
        WHERE rx.service_id = %(service)s AND rx.ended_on IS NULL AND rx.started_on <= %(on)s
            AND (EXISTS (
                SELECT FROM prescribing_dosestep WHERE prescription_id = rx.id AND {{stands}}
                    AND daily_dose_mg > %(ecg_above_mg)s AND from_on <= %(on)s
                    AND (to_on IS NULL OR to_on >= %(on)s)
            ) OR EXISTS (
                SELECT FROM prescribing_riskfactor
                WHERE patient_id = rx.patient_id AND kind = ANY(%(qt_risks)s) AND {{stands}}
                    AND from_on <= %(on)s AND (to_on IS NULL OR to_on >= %(on)s)
            ) OR %(counts_cocaine)s) {_HERE}
    )
    SELECT patient_id, id, called, state,
        (SELECT jsonb_agg(jsonb_build_array(from_on, daily_dose_mg::text) ORDER BY from_on)
            FROM prescribing_dosestep WHERE prescription_id = asked.id AND {{stands}}),
        (SELECT jsonb_agg(jsonb_build_array(kind, from_on, name) ORDER BY from_on)
            FROM prescribing_riskfactor
            WHERE patient_id = asked.patient_id AND kind = ANY(%(qt_risks)s) AND {{stands}}
                AND from_on <= %(on)s AND (to_on IS NULL OR to_on >= %(on)s)),
        (SELECT max("on") FROM prescribing_ecg
            WHERE patient_id = asked.patient_id AND {{stands}} AND "on" <= %(on)s
                AND NOT is_declined),
        (SELECT jsonb_build_array("on", found) FROM prescribing_drugtest
            WHERE patient_id = asked.patient_id AND {{stands}} AND "on" <= %(on)s
            ORDER BY "on" DESC, recorded_at DESC LIMIT 1)
    FROM asked
"""  # noqa: S608

MISSED = """
    SELECT patient_id, id, from_on, to_on, reported_by FROM prescribing_misseddoses
    WHERE service_id = %(service)s AND {stands} AND needs_decision AND decided_on IS NULL
        AND from_on <= %(on)s
"""

# A task that a run of missed doses opened stands as the run itself.
TASKS = """
    SELECT patient_id, id, text, due_on, is_red FROM patients_task AS task
    WHERE service_id = %(service)s AND done_on IS NULL AND duty = 'prescriber'
        AND (is_red OR due_on <= %(on)s)
        AND NOT (task.kind IN ('tolerance', 'other') AND EXISTS (
            SELECT FROM prescribing_misseddoses WHERE id = task.source_id AND {stands}
                AND needs_decision AND decided_on IS NULL
        ))
"""

# Half-signed reviews that wait for a prescriber; not where a later one of the type was held.
SIGNATURES = """
    SELECT patient_id, type, review_id, held_on FROM reviews_reviewcredit AS credit
    WHERE service_id = %(service)s AND {stands} AND NOT is_valid AND awaits = 'prescriber'
        AND held_on <= %(on)s AND NOT EXISTS (
            SELECT FROM reviews_reviewcredit AS later
            WHERE later.patient_id = credit.patient_id AND later.type = credit.type
                AND later.is_valid AND later.superseded_at IS NULL AND NOT later.is_withdrawn
                AND later.held_on >= credit.held_on
        )
"""

# Of these people: who has them, and whether a prescriber does.
HELD = """
    SELECT patient_id, bool_or(staff_id = %(staff)s), bool_or(duty = 'prescriber')
    FROM patients_assignment
    WHERE patient_id = ANY(%(people)s::uuid[]) AND from_on <= %(on)s
        AND (to_on IS NULL OR to_on >= %(on)s)
    GROUP BY patient_id
"""
