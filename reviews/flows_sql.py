"""What happened, a row each: the statement behind every figure of a flow, its months, its teams,
its groups and its people, so that they cannot disagree.

Columns: patient_id, on, is_counted, what (a reason or a type of review, "" for none), due_on.
"""

from patients.models import ETHNIC_GROUPS
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

_HAPPENED = """
    FROM ({rows}) AS happened JOIN patients_patient AS person ON person.id = happened.patient_id
"""
_OF_TEAM = "WHERE (%(team)s::uuid IS NULL OR person.team_id = %(team)s::uuid)"
_COUNTED = "count(*) FILTER (WHERE is_counted), count(*)"

BY_MONTH = f"""
    SELECT date_trunc('month', "on")::date, {_COUNTED} {_HAPPENED} {_OF_TEAM} GROUP BY 1
"""
BY_TEAM = f"SELECT person.team_id, {_COUNTED} {_HAPPENED} {_OF_TEAM} GROUP BY 1"

_ETHNIC = " ".join(
    f"WHEN '{code}' THEN '{group}'" for group, (_, codes) in ETHNIC_GROUPS.items() for code in codes
)

# What a cut divides people by: age and home as they were on the day of what happened, the others as
# they stand.
CUTS = {
    "sex": "person.sex",
    "age": """
        CASE WHEN person.date_of_birth IS NULL THEN ''
            ELSE width_bucket(
                extract(year FROM age("on", person.date_of_birth))::int, ARRAY[25, 35, 45, 55]
            )::text
        END
    """,
    "home": "coalesce(home.housing, '')",
    "ethnicity": f"CASE person.ethnicity {_ETHNIC} ELSE '' END",
    "deprivation": "coalesce(((person.deprivation_decile + 1) / 2)::text, '')",
}
# Where each lived, from one record of it up to the next; of several of one day, the last written.
_AT_HOME = f"""
    LEFT JOIN (
        SELECT patient_id, housing, "on" AS from_on,
            lead("on", 1, 'infinity') OVER (PARTITION BY patient_id ORDER BY "on", recorded_at)
                AS until_on
        FROM support_circumstances WHERE service_id = %(service)s AND {STANDS}
    ) AS home ON home.patient_id = happened.patient_id
        AND home.from_on <= happened."on" AND happened."on" < home.until_on
"""  # noqa: S608
# By every cut at once: each row has the group of one of them, and NULL for the others.
BY_GROUP = f"""
    SELECT {", ".join(CUTS)}, {_COUNTED}
    FROM (SELECT is_counted, {", ".join(f"{cut} AS {name}" for name, cut in CUTS.items())}
        {_HAPPENED} {_AT_HOME} {_OF_TEAM}) AS grouped
    GROUP BY GROUPING SETS ({", ".join(f"({name})" for name in CUTS)})
"""  # noqa: S608

LISTED = f"""
    SELECT person.id, person.given_name, person.family_name, happened."on", is_counted, what, due_on
    {_HAPPENED} {_AT_HOME} {_OF_TEAM} AND (%(group)s::text IS NULL OR {{cut}} = %(group)s::text)
        AND (is_counted OR NOT %(only_counted)s::boolean)
    ORDER BY happened."on" DESC, person.family_name, person.given_name, person.id, what
"""
