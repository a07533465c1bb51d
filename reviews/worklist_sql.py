"""The statements behind `reviews.worklist_reader`: one a table, each for any number of people.

`{who}` becomes the condition on the people; `{stands}`, facts neither amended nor withdrawn; the
names of `NOW` what stands today, or those of `THEN` what stood on a day that has passed.
"""

from patients.todo import SEEN, UNHELD

NOW = {
    "undecided": "needs_decision AND decided_on IS NULL",
    "goes_on": "prescription.ended_on IS NULL",
    "is_known": "TRUE",
    "is_booked": "state = 'booked'",
    "to_do": "done_on IS NULL",
}
# What was settled since was open on that day; what was put down since was not there yet.
_PUT_DOWN = "(recorded_at AT TIME ZONE 'Europe/London')::date <= %(on)s"
_SCRIPT_PUT_DOWN = _PUT_DOWN.replace("recorded_at", "script.recorded_at")
THEN = {
    "undecided": "(needs_decision OR decided_on IS NOT NULL)"
    " AND (decided_on IS NULL OR decided_on > %(on)s)",
    "goes_on": "(prescription.ended_on IS NULL OR prescription.ended_on > %(on)s)",
    "is_known": f"(script.from_on <= %(on)s OR {_SCRIPT_PUT_DOWN})",
    "is_booked": f"state <> 'cancelled' AND {_PUT_DOWN}",
    "to_do": f"(done_on IS NULL OR done_on > %(on)s) AND {_PUT_DOWN}",
}

# Red tasks of the people of one's teams that nobody has.
_UNHELD_RED = f"""
    FROM patients_task AS task JOIN patients_patient AS seen ON seen.id = task.patient_id
    WHERE task.service_id = %(service)s AND task.done_on IS NULL AND task.is_red AND {UNHELD}
"""

# Whose keyworker or prescriber this member of staff is, or was until treatment ended not long ago.
RESPONSIBLE = f"""
    SELECT assignment.patient_id, assignment.to_on, episode.ended_on
    FROM patients_assignment AS assignment
    JOIN patients_episode AS episode ON episode.id = assignment.episode_id
    WHERE assignment.service_id = %(service)s AND assignment.staff_id = %(staff)s
        AND assignment.from_on <= %(on)s
        AND (to_on IS NULL OR to_on >= %(on)s OR episode.ended_on >= %(oldest)s)
    UNION ALL
    SELECT task.patient_id, NULL, NULL {_UNHELD_RED}
    ORDER BY 1, 2, 3
"""  # noqa: S608

# What cannot wait and is not done, the oldest day first.
RED_TASKS = """
    SELECT patient_id, id, text, duty, due_on FROM patients_task
    WHERE {who} AND {to_do} AND is_red ORDER BY due_on, id
"""

# What was tried to reach somebody lately, and when it is tried next.
TRIES = """
    SELECT contact.patient_id, contact."on", contact.kind, contact.outcome, task.due_on
    FROM patients_contact AS contact
    LEFT JOIN patients_task AS task
        ON task.patient_id = contact.patient_id AND task.done_on IS NULL AND task.kind = 'reach'
            AND task.source_id = contact.id
    WHERE contact.{who} AND {stands} AND contact.outcome IN ('reached', 'no_answer')
        AND contact."on" BETWEEN %(tries_from)s AND %(on)s
    ORDER BY contact.patient_id, contact."on", contact.recorded_at, contact.id
"""

MISSED_DOSES = """
    SELECT patient_id, id, from_on, to_on, reported_by, recorded_at FROM prescribing_misseddoses
    WHERE {who} AND {stands} AND {undecided} AND from_on <= %(on)s
    ORDER BY from_on, id
"""

# The last day that an injection covers, where it has passed and the prescription goes on.
DEPOTS = """
    SELECT depot.patient_id, max(covers_to_on) FROM prescribing_depotdose AS depot
    JOIN prescribing_prescription AS prescription ON prescription.id = prescription_id
    JOIN prescribing_medicine AS medicine ON medicine.code = medicine_id
    WHERE depot.{who} AND {stands} AND given_on <= %(on)s AND covers_to_on >= %(stale)s
        AND {goes_on} AND medicine.is_ost
    GROUP BY depot.patient_id HAVING max(covers_to_on) < %(on)s
"""

# The last day for which a script is recorded, of prescriptions that go on.
SCRIPTS = """
    SELECT script.patient_id, max(to_on) FROM prescribing_script AS script
    JOIN prescribing_prescription AS prescription ON prescription.id = prescription_id
    WHERE script.{who} AND {stands} AND {is_known} AND to_on >= %(stale)s
        AND (ended_on IS NULL OR ended_on > %(on)s)
    GROUP BY script.patient_id
"""

NEXT_BOOKED = """
    SELECT DISTINCT ON (patient_id)
        patient_id, at, (at AT TIME ZONE 'Europe/London')::date, staff.full_name, staff_id, place
    FROM patients_appointment JOIN accounts_user AS staff ON staff.id = staff_id
    WHERE {who} AND {is_booked} AND (at AT TIME ZONE 'Europe/London')::date >= %(on)s
    ORDER BY patient_id, at, patients_appointment.id
"""

DRAFTS = """
    SELECT patient_id, form, saved_at, answered, of_questions FROM patients_draft
    WHERE {who} AND author_id = %(staff)s ORDER BY saved_at DESC, id
"""

AWAITED = """
    SELECT patient_id, type, review_id, held_on, awaits FROM reviews_reviewcredit
    WHERE {who} AND {stands} AND NOT is_valid AND awaits <> '' AND held_on <= %(on)s
    ORDER BY held_on DESC, id
"""

# How many people of one member of staff somebody must act for today: a decision on missed doses, a
# depot that has run out, or a red task. It stands on every page, so it looks at what waits, which
# has small indexes of its own, and at those people's injections only.
TASKS = f"""
    WITH mine AS (
        SELECT patient_id FROM patients_assignment
        WHERE service_id = %(service)s AND staff_id = %(staff)s
            AND from_on <= %(on)s AND (to_on IS NULL OR to_on >= %(on)s)
        UNION
        SELECT task.patient_id {_UNHELD_RED}
    ), waits AS (
        SELECT patient_id FROM mine JOIN prescribing_misseddoses USING (patient_id)
        WHERE {{stands}} AND needs_decision AND decided_on IS NULL AND from_on <= %(on)s
        UNION
        SELECT patient_id FROM mine JOIN patients_task USING (patient_id)
        WHERE done_on IS NULL AND is_red
        UNION
        SELECT prescription.patient_id FROM mine
        JOIN prescribing_prescription AS prescription USING (patient_id)
        JOIN prescribing_depotdose AS depot ON depot.prescription_id = prescription.id
        WHERE prescription.ended_on IS NULL AND {{stands}} AND given_on <= %(on)s
            AND medicine_id = ANY(ARRAY(SELECT code FROM prescribing_medicine WHERE is_ost))
            AND NOT EXISTS (
                SELECT FROM patients_pause
                WHERE patient_id = prescription.patient_id AND {{stands}} AND started_on <= %(on)s
                    AND coalesce(ended_on, expected_end_on, 'infinity') > %(on)s
            )
        GROUP BY prescription.patient_id
        HAVING max(covers_to_on) BETWEEN %(stale)s AND %(on)s - 1
    )
    SELECT count(*) FROM waits JOIN patients_patient AS seen ON seen.id = patient_id AND {SEEN}
"""  # noqa: S608

# How a night's check stands: done, held for a look, as its job stands, before the service's first
# night, or missing. A finished one is found by the key that is used once; only where there is none
# are the service's jobs read.
NIGHT = """
    SELECT coalesce(
        (SELECT state FROM jobs_job WHERE key = %(night)s AND is_once AND state = 'done'),
        (SELECT CASE WHEN state = 'failed' AND result->>'is_held' = 'true' THEN 'held'
            ELSE state END
        FROM jobs_job WHERE service_id = %(service)s AND key = %(night)s
        ORDER BY created_at DESC, id DESC LIMIT 1),
        (SELECT 'before' FROM jobs_job WHERE service_id = %(service)s
            AND starts_with(key, %(nights)s) HAVING min(key) > %(night)s),
        'missing'
    )
"""

# Whose reviews the last check saw move: how many, and the first of them. What one check wrote has
# one moment.
MOVED = """
    SELECT count(*) OVER (), patient_id, type, kind, due_on FROM reviews_transition
    WHERE service_id = %(service)s AND patient_id = ANY(%(people)s::uuid[]) AND recorded_at = (
        SELECT max(recorded_at) FROM reviews_transition
        WHERE service_id = %(service)s AND recorded_at <= %(finished_at)s
    )
    ORDER BY kind, id LIMIT %(named)s::int
"""

# One's own appointments of a day.
MEETINGS = f"""
    SELECT at, patient_id, seen.given_name, seen.family_name, about
    FROM patients_appointment AS meeting
    JOIN patients_patient AS seen ON seen.id = patient_id AND {SEEN}
    WHERE staff_id = %(staff)s AND state IN ('booked', 'held')
        AND (at AT TIME ZONE 'Europe/London')::date = %(on)s
    ORDER BY at, meeting.id
"""  # noqa: S608

# What one began in one of these forms and did not save.
UNFINISHED = f"""
    SELECT patient_id, seen.given_name, seen.family_name, form, draft.id, saved_at, answered,
        of_questions
    FROM patients_draft AS draft
    LEFT JOIN patients_patient AS seen ON seen.id = patient_id
    WHERE author_id = %(staff)s AND (patient_id IS NULL OR {SEEN})
        AND (patient_id IS NOT NULL OR form = %(start)s OR form SIMILAR TO '(own|sent)-%%')
    ORDER BY saved_at DESC, draft.id
"""  # noqa: S608

# Who is responsible for each person: who has a duty now; of somebody whose treatment has ended, who
# had it last.
DUTIES = """
    SELECT assignment.patient_id, assignment.staff_id, bool_or(duty = 'keyworker') AS is_keyworker
    FROM patients_assignment AS assignment
    JOIN patients_episode AS episode ON episode.id = assignment.episode_id
    WHERE assignment.service_id = %(service)s AND from_on <= %(on)s
        AND (to_on IS NULL OR to_on >= %(on)s
            OR episode.ended_on <= %(on)s AND to_on >= episode.ended_on - 1)
    GROUP BY 1, 2
"""

# Whom a member of staff is keyworker or prescriber of, of those in treatment on the day.
CASELOADS = """
    SELECT staff.id, staff.full_name, count(*) FILTER (WHERE duty = 'keyworker'),
        count(*) FILTER (WHERE duty = 'prescriber')
    FROM (
        SELECT DISTINCT assignment.staff_id, duty, assignment.patient_id
        FROM patients_assignment AS assignment
        JOIN patients_episode AS episode ON episode.id = assignment.episode_id
        WHERE assignment.service_id = %(service)s AND from_on <= %(on)s
            AND (to_on IS NULL OR to_on >= %(on)s) AND started_on <= %(on)s
            AND (ended_on IS NULL OR ended_on > %(on)s)
    ) AS held JOIN accounts_user AS staff ON staff.id = staff_id
    GROUP BY staff.id ORDER BY staff.full_name, staff.id
"""

# How many people are in treatment, and how many of them somebody is keyworker of.
IN_TREATMENT = """
    SELECT count(DISTINCT episode.patient_id), count(DISTINCT held.patient_id)
    FROM patients_episode AS episode
    LEFT JOIN patients_assignment AS held ON held.episode_id = episode.id
        AND held.duty = 'keyworker' AND held.from_on <= %(on)s
        AND (held.to_on IS NULL OR held.to_on >= %(on)s)
    WHERE episode.service_id = %(service)s AND started_on <= %(on)s
        AND (ended_on IS NULL OR ended_on > %(on)s)
"""

# Everybody of a service with something on record that might not wait until tomorrow.
MAY_NOT_WAIT = """
    SELECT patient_id FROM ({missed}) AS missed
    UNION SELECT patient_id FROM ({depots}) AS depot
    UNION SELECT patient_id FROM ({scripts}) AS script (patient_id, ends_on)
        WHERE ends_on < %(scripts_before)s
    UNION SELECT patient_id FROM ({red_tasks}) AS task
    UNION SELECT patient_id FROM patients_significantevent AS event
        WHERE {who} AND {stands} AND kind = ANY(%(events)s) AND "on" <= %(on)s
        AND ("on" >= %(events_from)s OR EXISTS (
            SELECT FROM patients_pause WHERE patient_id = event.patient_id AND {stands}
        ))
"""
