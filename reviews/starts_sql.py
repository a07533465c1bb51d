"""The statements behind `reviews.starts_reader`: one a table, for however many people.

`{who}` becomes the condition on the people. Facts stand: neither amended nor withdrawn.
Row-level security holds as everywhere.
"""

from rodt.statements import STANDS

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

EPISODES = """
    SELECT id, patient_id, ended_on, transfer_confirmed_on FROM patients_episode
    WHERE {who} AND ended_on <= %(on)s
"""

PRESCRIPTIONS = """
    SELECT prescription.id, patient_id, episode_id, medicine.name, medicine.form, medicine."group"
    FROM prescribing_prescription AS prescription
    JOIN prescribing_medicine AS medicine ON medicine.code = medicine_id
    WHERE {who} AND started_on <= %(on)s AND medicine.is_ost
    ORDER BY patient_id, started_on, prescription.id
"""

STATES = f"""
    SELECT prescription_id, "on", state FROM prescribing_statechange
    WHERE {{who}} AND {STANDS} AND "on" <= %(on)s ORDER BY prescription_id, "on", recorded_at, id
"""  # noqa: S608

DEPOTS = f"""
    SELECT prescription_id, given_on, covers_to_on FROM prescribing_depotdose
    WHERE {{who}} AND {STANDS} AND given_on <= %(on)s ORDER BY prescription_id, given_on
"""  # noqa: S608

# Those in which the days of opiates were answered.
USES = f"""
    SELECT patient_id, "on", opiates_days, stage = 'start' FROM reviews_toprecord
    WHERE {{who}} AND {STANDS} AND opiates_days IS NOT NULL AND "on" <= %(on)s
    ORDER BY patient_id, "on", recorded_at, id
"""  # noqa: S608
