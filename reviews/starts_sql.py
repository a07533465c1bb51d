"""The statements behind `reviews.starts_reader`: one a table, for however many people of a service.

Facts stand: neither amended nor withdrawn. Row-level security holds as everywhere.
"""

from rodt.statements import STANDS

WHO = "service_id = %(service)s AND patient_id = ANY(%(people)s::uuid[])"

# Everybody with a day, from the first to the last asked about, on which substitution treatment may
# have begun: a prescription that runs from then on, or an injection.
BEGUN = f"""
    SELECT patient_id FROM prescribing_statechange
    WHERE service_id = %(service)s AND {STANDS} AND "on" BETWEEN %(from)s AND %(on)s
        AND state = ANY(%(states)s)
    UNION
    SELECT patient_id FROM prescribing_depotdose
    WHERE service_id = %(service)s AND {STANDS} AND given_on BETWEEN %(from)s AND %(on)s
"""  # noqa: S608

# Ids as text, and the states and injections of a prescription as lists in their order: half of the
# page's time was spent on putting rows together. They are joined by the reader, because a plan for
# people that are only given later may join them one by one.
EPISODES = f"""
    SELECT id::text, patient_id::text, ended_on, transfer_confirmed_on FROM patients_episode
    WHERE {WHO} AND ended_on <= %(on)s
"""  # noqa: S608

PRESCRIPTIONS = f"""
    SELECT patient_id::text, prescription.id::text, episode_id::text,
        medicine.name, medicine.form, medicine."group"
    FROM prescribing_prescription AS prescription
    JOIN prescribing_medicine AS medicine ON medicine.code = medicine_id
    WHERE {WHO} AND started_on <= %(on)s AND medicine.is_ost
    ORDER BY patient_id, started_on, prescription.id
"""  # noqa: S608

STATES = f"""
    SELECT prescription_id::text, array_agg("on" ORDER BY "on", recorded_at, id),
        array_agg(state ORDER BY "on", recorded_at, id)
    FROM prescribing_statechange WHERE {WHO} AND {STANDS} AND "on" <= %(on)s
    GROUP BY prescription_id
"""  # noqa: S608

# Injections that follow one another without a day between are one stretch.
DEPOTS = f"""
    SELECT prescription_id::text, array_agg(lower(days) ORDER BY days),
        array_agg(upper(days) - 1 ORDER BY days)
    FROM (
        SELECT prescription_id, unnest(range_agg(daterange(given_on, covers_to_on, '[]'))) AS days
        FROM prescribing_depotdose WHERE {WHO} AND {STANDS} AND given_on <= %(on)s
        GROUP BY prescription_id
    ) AS covered
    GROUP BY prescription_id
"""  # noqa: S608

# Those in which the days of opiates were answered.
USES = f"""
    SELECT patient_id::text, "on", opiates_days, stage = 'start' FROM reviews_toprecord
    WHERE {WHO} AND {STANDS} AND opiates_days IS NOT NULL
        AND "on" BETWEEN %(near)s AND %(on)s
    ORDER BY patient_id, "on", recorded_at, id
"""  # noqa: S608
