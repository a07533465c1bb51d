"""How the synthetic services see themselves: some steps with evidence, some informal, some not."""

from random import Random

from audits.models import SelfAssessment
from audits.seed.draws import Chance
from audits.seed.evidence import confirmation, evidence_of, write_answers
from audits.seed.moments import Moments
from audits.seed.sheets import Ledger, new_id
from audits.seed.staff import Roster
from rodt.dates import add_days

EVIDENCE = {
    1: "Service philosophy names both aims; team minutes.",
    2: "Policy: a positive test leads to more support.",
    3: "Options leaflet given at reviews.",
    4: "Recovery visitors at induction on Tuesdays.",
    5: "Joint week-12 clinics since last autumn. Clinic list.",
    6: "Written way back in: who, how fast, out of hours.",
    7: "Ten plans read each quarter in supervision.",
    8: "Named link worker at the council housing team.",
    9: "Depot clinic open; waiting time noted monthly.",
    10: "A fellowship meets here on Thursdays.",
    11: "Volunteer scheme with the kitchen.",
    12: "Supervision log; two people trained this year.",
}
OTHER_EVIDENCE = {
    "numbers": "The last audit’s figures were read in the team meeting.",
    "experience": "The forum of people in treatment was asked. Notes on file.",
}
ACTIONS = {
    1: "Both aims in the plan template.",
    2: "A TOP at every strategic review.",
    3: "Options talked about by week 4.",
    4: "Ask about a good ending on the first day.",
    5: "Two prescriber slots a week kept for second signatures.",
    6: "A slot each morning for people who come back.",
    7: "Read one plan of each keyworker a month.",
    8: "Agree a protocol with the job centre.",
    9: "Shorter waits for the depot clinic.",
    10: "Peer worker at every induction.",
    11: "Two more volunteer places in the kitchen.",
    12: "Supervision every four weeks for everybody.",
}
OTHER_ACTIONS = {
    "numbers": "Read the figures in the team meeting each month.",
    "experience": "Ask the forum of people in treatment.",
}


def write_assessments(
    ledger: Ledger, moments: Moments, chance: Chance, ids: Random, roster: Roster
) -> None:
    """Process mostly filled in, numbers less so, experience often empty: it is printed empty."""
    on = moments.on
    for step in range(1, 13):
        for stream, share in (("process", 0.92), ("numbers", 0.7), ("experience", 0.4)):
            if not chance.happens(share):
                continue
            rating = chance.share(((0.1, 0), (0.3, 1), (0.45, 2), (0.15, 3)))
            said_on = add_days(on, -chance.days(20, 300))
            has_action = rating < 3
            at = moments.at(said_on, 11 * 60)
            shown = evidence_of(ledger, at, chance, ids, roster, step, said_on) if rating else {}
            ledger[SelfAssessment].add(
                at,
                confirmation(moments, chance, roster, said_on) if rating else (),
                id=new_id(ids),
                service_id=roster.service_id,
                step=step,
                stream=stream,
                rating=rating,
                evidence=OTHER_EVIDENCE.get(stream, EVIDENCE[step]) if rating else "",
                owner="Service manager" if stream != "numbers" else "Clinical lead",
                next_action=OTHER_ACTIONS.get(stream, ACTIONS[step]) if has_action else "",
                next_action_on=add_days(on, chance.days(10, 90)) if has_action else None,
                recorded_by_id=roster.manager_id,
                **shown,
            )
    write_answers(ledger, moments, chance, ids, roster)
