"""Step 10: Support services to improve patients' access to social networks, including families,
mutual aid and peer support."""

from audits.case_facts import CaseFacts, Record
from audits.people import away, contact, methadone, naltrexone, person
from audits.period import AuditDay
from audits.step import Direction, Example, Finding, Indicator, Outcome, Step, met, not_met
from audits.steps import sources
from audits.steps.step_10_links import CARERS_OFFERED, MUTUAL_AID_LINKED
from patients.models import Contact
from rodt.words import nhs_date

MET_PEER, NO_PEER = "Met a peer worker", "No meeting with a peer worker in 26 weeks"


def eligible(case: CaseFacts, day: AuditDay) -> bool:
    return case.on_ost(day.on)


def assess(case: CaseFacts, day: AuditDay) -> Finding:
    """Met by one attended contact with a peer worker within 26 weeks."""
    found = [
        item
        for item in case.contacts
        if item.with_role == Contact.With.PEER and day.within(item.on, day.rules.peer_window_days)
    ]
    if not found:
        return not_met(
            "No contact with a peer worker is on record in the last 26 weeks.",
            NO_PEER,
            would_change="Introduce them to a peer worker, if they wish.",
        )
    last = max(found, key=lambda item: item.on)
    return met(
        f"Met a peer worker on {nhs_date(last.on)}.",
        MET_PEER,
        evidence=Record("contact", last.on, last.id),
    )


EXAMPLES = (
    Example(
        "Met a peer worker last month",
        person(contacts=(contact(30, "peer"),)),
        Outcome.MET,
        MET_PEER,
    ),
    Example("182 days ago: still counts", person(contacts=(contact(182, "peer"),)), Outcome.MET),
    Example("183 days ago", person(contacts=(contact(183, "peer"),)), Outcome.NOT_MET, NO_PEER),
    Example("On the audit's day", person(contacts=(contact(0, "peer"),)), Outcome.MET),
    Example("Met the keyworker only", person(contacts=(contact(3),)), Outcome.NOT_MET, NO_PEER),
    Example(
        "A mutual aid visitor is counted elsewhere (10.1)",
        person(contacts=(contact(3, "mutual_aid"),)),
        Outcome.NOT_MET,
        NO_PEER,
    ),
    Example("No contact on record", person(), Outcome.NOT_MET, NO_PEER),
    Example("First day on treatment", person(started=0), Outcome.NOT_MET, NO_PEER),
    Example(
        "In custody: counted like everybody, a peer may visit",
        person(pauses=(away(200),)),
        Outcome.NOT_MET,
        NO_PEER,
    ),
    Example(
        "Transferred away yesterday",
        person(ended=1, end_reason="transferred", prescribed=[methadone(400, 1)]),
        Outcome.NOT_APPLICABLE,
    ),
    Example("On naltrexone only", person(prescribed=[naltrexone()]), Outcome.NOT_APPLICABLE),
)

PEER_SUPPORT = Indicator(
    code="10.3",
    version=1,
    effective_from=sources.FROM,
    title="Peer support",
    sub="Met a peer worker within 26 weeks",
    of_whom="People on opioid substitution treatment on the day",
    counted="In the last 182 days they attended a contact with a peer worker",
    set_apart="Nobody",
    counted_words="met a peer worker within 26 weeks",
    other_words="have no such meeting on record",
    direction=Direction.UP,
    eligible=eligible,
    assess=assess,
    sources=(sources.PROPOSAL, sources.CATALOGUE_SUMMARY),
    written_by=sources.WRITTEN_BY,
    checked_by=None,
    review_on=sources.REVIEW_ON,
    caveat="Date and kind of a meeting are counted, never what was said.",
    look_back="182 days",
    examples=EXAMPLES,
    numbers=("peer_window_days",),
)

STEP = Step(
    number=10,
    title="Support services to improve patients’ access to social networks, including families,"
    " mutual aid and peer support",
    short_title="Improve access to families, mutual aid, peers",
    wording_status=sources.WORDING_STATUS,
    numbering_status=sources.NUMBERING_STATUS,
    asks="An active link to family, mutual aid and peers: more than a leaflet.",
    sources=(sources.SLIDES, sources.INTERIM_REPORT, sources.CATALOGUE_SUMMARY),
    self_assess="Meetings hosted on site; carers offered an assessment of their own needs; how"
    " people are introduced, accompanied and asked afterwards.",
    indicators=(MUTUAL_AID_LINKED, CARERS_OFFERED, PEER_SUPPORT),
    headline="10.3",
)
