"""The statements behind `reviews.timeline`: what happened to one person, and each page's words.

`STANDS`: facts neither amended nor withdrawn.
"""

# ruff: noqa: S608 -- put together from our own constants; values are given as parameters

from reviews import timeline_health, timeline_support
from rodt.statements import STANDS

# Facts of one prescription and day are one entry. A review writes its meeting down as a contact in
# the same moment: that is one entry too.
ENTRIES = f"""
    SELECT 'contact' AS source, id, "on" AS day, recorded_at FROM patients_contact AS contact
    WHERE patient_id = %(patient)s AND {STANDS} AND NOT EXISTS (
        SELECT FROM reviews_review AS review WHERE review.patient_id = %(patient)s
        AND review.held_on = contact."on" AND review.recorded_at = contact.recorded_at)
    UNION ALL
    SELECT 'missed_meeting', id, (at AT TIME ZONE 'Europe/London')::date, at
    FROM patients_appointment WHERE patient_id = %(patient)s AND state = 'did_not_attend'
    UNION ALL
    SELECT 'event', id, "on", recorded_at FROM patients_significantevent
    WHERE patient_id = %(patient)s AND {STANDS}
    UNION ALL
    SELECT 'pause', id, started_on, recorded_at FROM patients_pause
    WHERE patient_id = %(patient)s AND {STANDS}
    UNION ALL
    SELECT 'return', id, ended_on, recorded_at FROM patients_pause
    WHERE patient_id = %(patient)s AND {STANDS} AND ended_on IS NOT NULL
    UNION ALL
    SELECT 'start', id, started_on, recorded_at FROM patients_episode
    WHERE patient_id = %(patient)s
    UNION ALL
    SELECT 'end', id, ended_on, recorded_at FROM patients_episode
    WHERE patient_id = %(patient)s AND ended_on IS NOT NULL
    UNION ALL
    SELECT 'review', id, held_on, recorded_at FROM reviews_review
    WHERE patient_id = %(patient)s AND {STANDS}
    UNION ALL
    SELECT 'top', id, "on", recorded_at FROM reviews_toprecord
    WHERE patient_id = %(patient)s AND {STANDS} AND review_id IS NULL
    UNION ALL
    SELECT 'test', id, "on", recorded_at FROM prescribing_drugtest
    WHERE patient_id = %(patient)s AND {STANDS}
    UNION ALL
    SELECT 'missed_doses', id, to_on, recorded_at FROM prescribing_misseddoses
    WHERE patient_id = %(patient)s AND {STANDS}
    UNION ALL
    SELECT 'prescription', prescription_id, day, max(recorded_at) FROM (
        SELECT prescription_id, from_on AS day, recorded_at FROM prescribing_dosestep
        WHERE patient_id = %(patient)s AND {STANDS}
        UNION ALL
        SELECT prescription_id, from_on, recorded_at FROM prescribing_supervisionstep
        WHERE patient_id = %(patient)s AND {STANDS}
        UNION ALL
        SELECT prescription_id, "on", recorded_at FROM prescribing_statechange
        WHERE patient_id = %(patient)s AND {STANDS}
        UNION ALL
        SELECT prescription_id, given_on, recorded_at FROM prescribing_depotdose
        WHERE patient_id = %(patient)s AND {STANDS}
    ) AS prescribed GROUP BY prescription_id, day
"""

# How many there are of each source and since when, then one page of those asked for, in order.
PAGE = f"""
    WITH entry AS MATERIALIZED (
        {ENTRIES} UNION ALL {timeline_health.ENTRIES} UNION ALL {timeline_support.ENTRIES}
    ), ordered AS (
        SELECT source, id, day,
            row_number() OVER (ORDER BY day DESC, recorded_at DESC, source, id) AS place
        FROM entry WHERE day <= %(on)s AND source = ANY(%(sources)s)
    )
    SELECT 0 AS place, source, NULL::uuid AS id, min(day) AS day, count(*) AS many
    FROM entry WHERE day <= %(on)s GROUP BY source
    UNION ALL
    SELECT place, source, id, day, NULL FROM ordered
    WHERE place > %(offset)s AND place <= %(offset)s + %(limit)s
    ORDER BY place
"""


def _of(table: str, columns: str, people: str = "recorded_by_id") -> str:
    """Rows of a kind of fact, each with who wrote it down, and with the rows that they correct."""
    return f"""
        SELECT fact.id, fact.amends_id, fact.recorded_at, writer.full_name, fact.amend_reason,
            {columns}
        FROM {table} AS fact
        LEFT JOIN accounts_user AS writer ON writer.id = fact.recorded_by_id
        LEFT JOIN accounts_user AS staff ON staff.id = fact.{people}
        WHERE fact.patient_id = %(patient)s AND (fact.id = ANY(%(ids)s)
            OR fact.id IN (SELECT amends_id FROM {table} WHERE id = ANY(%(ids)s)))
    """


CONTACTS = _of(
    "patients_contact",
    'fact."on", kind, outcome, with_role, staff.full_name, content, summary, their_words,'
    " reason_missed",
    "with_staff_id",
)
EVENTS = _of("patients_significantevent", 'fact."on", kind, note')
PAUSES = _of("patients_pause", "started_on, reason, expected_end_on, ended_on, agreed_by")
REVIEWS = _of(
    "reviews_review",
    "held_on, seen, held_by_role, coalesce(staff.full_name, nullif(external_reviewer, '')),"
    " with_others, is_inherited",
    "held_by_id",
)
TOPS = _of(
    "reviews_toprecord",
    'fact."on", stage, opiates_days, crack_days, injecting_days, is_complete, due_on, on_time_to',
)
TESTS = _of(
    "prescribing_drugtest",
    'fact."on", found, not_found, matrix, method, device, consent, confirmed',
)

CREDITS = f"""
    SELECT review_id, type, milestone, is_valid, awaits, due_on, on_time_to
    FROM reviews_reviewcredit
    WHERE patient_id = %(patient)s AND {STANDS} AND review_id = ANY(%(ids)s)
    ORDER BY type, milestone
"""
TOPS_OF_REVIEWS = f"""
    SELECT review_id, opiates_days, crack_days, injecting_days, is_complete, due_on, on_time_to
    FROM reviews_toprecord
    WHERE patient_id = %(patient)s AND {STANDS} AND review_id = ANY(%(ids)s)
"""
APPOINTMENTS = """
    SELECT appointment.id, about, staff.full_name FROM patients_appointment AS appointment
    JOIN accounts_user AS staff ON staff.id = staff_id
    WHERE patient_id = %(patient)s AND appointment.id = ANY(%(ids)s)
"""
EPISODES = """
    SELECT id, end_reason FROM patients_episode
    WHERE patient_id = %(patient)s AND id = ANY(%(ids)s)
"""
