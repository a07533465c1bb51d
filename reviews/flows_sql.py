"""What happened, a row each: the statement behind every figure of a flow, its months, its teams,
its groups and its people, so that they cannot disagree.

Columns: patient_id, on, is_counted, what (a reason or a type of review, "" for none), due_on.
"""

from rodt.statements import STANDS

_WINDOW = "service_id = %(service)s AND {day} >= %(first)s AND {day} < %(end)s"
_ENDED = _WINDOW.format(day="ended_on")
_HELD = f"{_WINDOW.format(day='held_on')} AND {STANDS} AND is_valid"

ROWS = {
    "starts": f"""
        SELECT patient_id, started_on AS "on", TRUE AS is_counted,
            CASE WHEN EXISTS (
                SELECT FROM patients_episode AS earlier
                WHERE earlier.patient_id = episode.patient_id
                    AND earlier.started_on < episode.started_on
            ) THEN 'again' ELSE '' END AS what,
            NULL::date AS due_on
        FROM patients_episode AS episode WHERE {_WINDOW.format(day="started_on")}
    """,  # noqa: S608
    "completed": f"""
        SELECT patient_id, ended_on AS "on", TRUE AS is_counted, end_reason AS what,
            NULL::date AS due_on
        FROM patients_episode WHERE {_ENDED} AND end_reason = ANY(%(planned)s::varchar[])
    """,  # noqa: S608
    "unplanned": f"""
        SELECT patient_id, ended_on AS "on",
            end_reason = ANY(%(unplanned)s::varchar[]) AS is_counted, end_reason AS what,
            NULL::date AS due_on
        FROM patients_episode
        WHERE {_ENDED}
            AND end_reason = ANY(%(planned)s::varchar[] || %(unplanned)s::varchar[])
    """,  # noqa: S608
    "reviewed": f"""
        SELECT patient_id, held_on AS "on", TRUE AS is_counted, type AS what, due_on
        FROM reviews_reviewcredit WHERE {_HELD} AND type = 'care_plan'
    """,  # noqa: S608
    "late": f"""
        SELECT patient_id, held_on AS "on", held_on > on_time_to AS is_counted, type AS what, due_on
        FROM reviews_reviewcredit
        WHERE {_HELD} AND type IN ('care_plan', 'strategic')
            AND due_on IS NOT NULL AND on_time_to IS NOT NULL
    """,  # noqa: S608
}

_PEOPLE = """
    FROM ({rows}) AS happened JOIN patients_patient AS person ON person.id = happened.patient_id
    WHERE (%(team)s::uuid IS NULL OR person.team_id = %(team)s::uuid)
"""
_COUNTED = "count(*) FILTER (WHERE is_counted), count(*)"

BY_MONTH = f"""
    SELECT date_trunc('month', "on")::date, {_COUNTED} {_PEOPLE} GROUP BY 1
"""
BY_TEAM = f"SELECT person.team_id, {_COUNTED} {_PEOPLE} GROUP BY 1"

# What a cut divides people by, as it was on the day of what happened.
CUTS = {
    "sex": "person.sex",
    "age": """
        CASE WHEN person.date_of_birth IS NULL THEN ''
            ELSE width_bucket(
                extract(year FROM age("on", person.date_of_birth))::int, ARRAY[25, 35, 45, 55]
            )::text
        END
    """,
    "home": """
        coalesce((
            SELECT housing FROM support_circumstances AS stood
            WHERE stood.patient_id = person.id AND stood."on" <= happened."on"
                AND stood.superseded_at IS NULL AND NOT stood.is_withdrawn
            ORDER BY stood."on" DESC, stood.recorded_at DESC LIMIT 1
        ), '')
    """,
}
BY_GROUP = f"SELECT {{cut}}, {_COUNTED} {_PEOPLE} GROUP BY 1"

LISTED = f"""
    SELECT person.id, person.given_name, person.family_name, happened."on", is_counted, what, due_on
    {_PEOPLE} AND (%(group)s::text IS NULL OR {{cut}} = %(group)s::text)
        AND (is_counted OR NOT %(only_counted)s::boolean)
    ORDER BY happened."on" DESC, person.family_name, person.given_name, person.id, what
"""
