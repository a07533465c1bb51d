"""The two statements behind `prescribing.safety.reader`: every fact of every person asked about, as
rows of (person, kind, the values of each, oldest first): one row a kind, for a service has tens of
thousands of facts. One round each, however many people there are.

`STANDS`: facts neither amended nor withdrawn. Row-level security holds as everywhere.
"""

# ruff: noqa: S608 -- put together from our own constants; values are given as parameters

STANDS = "NOT {0}.is_withdrawn AND {0}.superseded_at IS NULL"
WHO = "{0}.patient_id = ANY(%(people)s)"


def _facts(kind: str, table: str, values: str, day: str, condition: str = "true") -> str:
    """Rows of one kind of fact up to the day, with the day they are put in order by."""
    return f"""
        SELECT fact.patient_id, '{kind}', fact.{day}, fact.recorded_at,
            jsonb_build_array({values})
        FROM {table} AS fact
        WHERE {WHO.format("fact")} AND {STANDS.format("fact")} AND {condition}
    """


def _of_prescription(kind: str, table: str, values: str, day: str, condition: str = "true") -> str:
    return _facts(kind, table, f"fact.prescription_id, {values}", day, condition)


_SO_FAR = 'fact."on" <= %(on)s'

FACTS = " UNION ALL ".join(
    (
        """
        SELECT rx.patient_id, 'rx', rx.started_on, rx.recorded_at, jsonb_build_array(
            rx.id, medicine.name, medicine.form, medicine."group", medicine.is_ost, rx.started_on,
            rx.ended_on, medicine.covers_days, medicine.window_days)
        FROM prescribing_prescription AS rx
        JOIN prescribing_medicine AS medicine ON medicine.code = rx.medicine_id
        WHERE rx.patient_id = ANY(%(people)s) AND rx.started_on <= %(on)s
            AND (rx.ended_on IS NULL OR rx.ended_on > %(on)s::date - 366)
        """,
        _of_prescription(
            "state",
            "prescribing_statechange",
            'fact."on", fact.state, fact.intent, fact.stop_reason, fact.patient_agreed',
            '"on"',
            _SO_FAR,
        ),
        _of_prescription(
            "dose", "prescribing_dosestep", "fact.from_on, fact.daily_dose_mg::text", "from_on"
        ),
        _of_prescription(
            "supervision",
            "prescribing_supervisionstep",
            "fact.supervision",
            "from_on",
            "fact.from_on <= %(on)s AND (fact.to_on IS NULL OR fact.to_on >= %(on)s)",
        ),
        _of_prescription(
            "depot",
            "prescribing_depotdose",
            "fact.given_on",
            "given_on",
            "fact.given_on <= %(on)s",
        ),
        _of_prescription("script", "prescribing_script", "fact.to_on", "to_on"),
        _facts(
            "missed",
            "prescribing_misseddoses",
            "fact.from_on, fact.to_on",
            "to_on",
            "fact.needs_decision AND fact.decided_on IS NULL AND fact.to_on <= %(on)s",
        ),
        _facts(
            "ecg",
            "prescribing_ecg",
            'fact."on", fact.qtc_ms',
            '"on"',
            f"{_SO_FAR} AND NOT fact.is_declined",
        ),
        _facts(
            "liver",
            "prescribing_livertest",
            'fact."on", fact.result',
            '"on"',
            f"{_SO_FAR} AND fact.result <> 'declined'",
        ),
        _facts(
            "virus", "prescribing_virustest", 'fact."on", fact.virus, fact.result', '"on"', _SO_FAR
        ),
        _facts(
            "naloxone",
            "prescribing_naloxonesupply",
            'fact."on", fact.is_declined, fact.expires_on',
            '"on"',
            _SO_FAR,
        ),
        _facts("advice", "prescribing_advice", 'fact."on", fact.topics', '"on"', _SO_FAR),
        _facts("pregnancy", "prescribing_pregnancy", 'fact."on", fact.found', '"on"', _SO_FAR),
        _facts(
            "risk",
            "prescribing_riskfactor",
            "fact.kind, fact.from_on, fact.name",
            "from_on",
            "fact.from_on <= %(on)s AND (fact.to_on IS NULL OR fact.to_on >= %(on)s)",
        ),
        _facts("test", "prescribing_drugtest", 'fact."on", fact.found', '"on"', _SO_FAR),
        _facts(
            "event",
            "patients_significantevent",
            'fact."on", fact.kind',
            '"on"',
            f"{_SO_FAR} AND fact.kind IN ('prison_release', 'hospital_discharge', 'pregnancy')",
        ),
        _facts(
            "return",
            "patients_pause",
            "fact.ended_on, fact.reason",
            "ended_on",
            "fact.ended_on <= %(on)s AND fact.reason IN ('custody', 'hospital')",
        ),
    )
)
FACTS = f"""
    SELECT patient_id, kind, jsonb_agg(said ORDER BY day, at)
    FROM ({FACTS}) AS found (patient_id, kind, day, at, said) GROUP BY patient_id, kind
"""

PEOPLE = """
    SELECT id, sex, children_at_home = 'yes', locked_box_given_on, has_injected = 'yes'
    FROM patients_patient WHERE id = ANY(%(people)s)
"""
