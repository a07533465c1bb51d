"""Who may do what: one table. Nothing else in the product decides it.

`Reach` says whose people a permission covers; the answer for one patient is given by
`patients.gate`, which asks this table.
"""

from enum import StrEnum


class Role(StrEnum):
    KEYWORKER = "keyworker"
    PRESCRIBER = "prescriber"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """How far a permission goes within one treatment service."""

    TEAMS = "people of their own teams"
    SERVICE = "everyone in the service"


class Permission(StrEnum):
    VIEW_PATIENT = "open a person's record"
    EDIT_PATIENT = "change a person's details"
    RECORD_CONTACT = "write down a contact, an event, support or missed doses"
    EDIT_CARE_PLAN = "change a care plan"
    KEEP_PLACES = "look up places of support, and keep them up to date"
    KEEP_SKILLS = "see keyworkers’ competences and supervision, and keep them up to date"
    RECORD_PRESCRIPTION = "record what is prescribed"
    LOG_REVIEW = "log a review"
    SIGN_AS_PRESCRIBER = "sign a strategic review as its prescriber"
    VIEW_BENEFIT = "see whether a prescription still does good"
    VIEW_WORKLIST = "see the list of people who are due"
    PRINT_OUTREACH = "print a list of people to reach"
    SEE_PRESCRIBING_TODAY = "see what waits for a prescriber"
    VIEW_TEAM = "see how teams and the whole service are doing"
    VIEW_AUDIT = "read an audit"
    READ_PLANS = "read colleagues’ care plans for an audit"
    VIEW_AUDIT_PEOPLE = "open the people behind a figure"
    RUN_AUDIT = "start an audit"
    ASSESS_SERVICE = "write the service's own assessment"
    ANSWER_AUDIT = "comment on the report of an audit, and say what will be done"
    SIGN_AUDIT = "sign the report of an audit, as one of two"
    RETIRE_AUDIT = "withdraw the report of an audit, or say which took its place"
    VIEW_JOBS = "see what ran, and start it again"
    RELEASE_NIGHT = "release a nightly check that was held for a look"
    PROPOSE_INTERVALS = (
        "propose a change of the review intervals, the wording of TOP, the languages of copies or"
        " whether an audit is made each quarter"
    )
    AGREE_INTERVALS = "agree to such a change that somebody else proposed"
    MANAGE_STAFF = "manage staff, teams and roles"


def held_by(permission: Permission) -> list[Role]:
    """The roles that have it, whatever its reach."""
    return [role for role in Role if permission in TABLE[role]]


P = Permission
_TEAMS, _SERVICE = Reach.TEAMS, Reach.SERVICE

TABLE: dict[Role, dict[Permission, Reach]] = {
    Role.KEYWORKER: {
        P.VIEW_WORKLIST: _TEAMS,
        P.PRINT_OUTREACH: _TEAMS,
        P.VIEW_PATIENT: _TEAMS,
        P.EDIT_PATIENT: _TEAMS,
        P.RECORD_CONTACT: _TEAMS,
        P.EDIT_CARE_PLAN: _TEAMS,
        P.KEEP_PLACES: _SERVICE,
        P.LOG_REVIEW: _TEAMS,
        P.VIEW_BENEFIT: _TEAMS,
        P.READ_PLANS: _TEAMS,
    },
    Role.PRESCRIBER: {
        P.VIEW_WORKLIST: _TEAMS,
        P.PRINT_OUTREACH: _TEAMS,
        P.VIEW_PATIENT: _TEAMS,
        P.EDIT_PATIENT: _TEAMS,
        P.RECORD_CONTACT: _TEAMS,
        P.EDIT_CARE_PLAN: _TEAMS,
        P.KEEP_PLACES: _SERVICE,
        P.RECORD_PRESCRIPTION: _TEAMS,
        P.SEE_PRESCRIBING_TODAY: _TEAMS,
        P.LOG_REVIEW: _TEAMS,
        P.SIGN_AS_PRESCRIBER: _TEAMS,
        P.VIEW_BENEFIT: _TEAMS,
        P.VIEW_AUDIT: _SERVICE,
        P.SIGN_AUDIT: _SERVICE,
        P.READ_PLANS: _TEAMS,
        P.AGREE_INTERVALS: _SERVICE,
    },
    Role.MANAGER: {
        P.VIEW_WORKLIST: _SERVICE,
        P.KEEP_PLACES: _SERVICE,
        P.KEEP_SKILLS: _SERVICE,
        P.PRINT_OUTREACH: _SERVICE,
        P.VIEW_PATIENT: _SERVICE,
        P.VIEW_BENEFIT: _SERVICE,
        P.SEE_PRESCRIBING_TODAY: _SERVICE,
        P.VIEW_TEAM: _SERVICE,
        P.VIEW_AUDIT: _SERVICE,
        P.VIEW_AUDIT_PEOPLE: _SERVICE,
        P.READ_PLANS: _SERVICE,
        P.RUN_AUDIT: _SERVICE,
        P.ASSESS_SERVICE: _SERVICE,
        P.ANSWER_AUDIT: _SERVICE,
        P.SIGN_AUDIT: _SERVICE,
        P.RETIRE_AUDIT: _SERVICE,
        P.VIEW_JOBS: _SERVICE,
        P.RELEASE_NIGHT: _SERVICE,
        P.PROPOSE_INTERVALS: _SERVICE,
        P.AGREE_INTERVALS: _SERVICE,
    },
    Role.ADMINISTRATOR: {
        P.MANAGE_STAFF: _SERVICE,
        P.VIEW_JOBS: _SERVICE,
        P.PROPOSE_INTERVALS: _SERVICE,
        P.AGREE_INTERVALS: _SERVICE,
    },
}


def reach(roles: frozenset[Role], permission: Permission) -> Reach | None:
    """The widest reach any of these roles gives, or None where none of them gives it."""
    given = {TABLE[role].get(permission) for role in roles}
    if Reach.SERVICE in given:
        return Reach.SERVICE
    return Reach.TEAMS if Reach.TEAMS in given else None
