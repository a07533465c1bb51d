"""What a run could not tell, fact by fact: who may write it down, and on which page.

A finding that is not recorded says in its group what is missing; several indicators may wait for
one fact. Groups stand here word for word, as runs keep them. Who can resolve it is not decided
here: it is whoever `accounts.roles` lets write it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from accounts.roles import Permission, held_by

May = Callable[[Permission], bool]


@dataclass(frozen=True, slots=True)
class Fact:
    """`page`: where it is written, as addresses name it: of the person, or of the run in this room.
    `lacking`: the groups that say it is missing, by code. None for `permission`: nobody is named.
    """

    words: str
    page: str
    permission: Permission | None
    lacking: Mapping[str, tuple[str, ...]]

    @property
    def who(self) -> str:
        """Whose role lets them write it: "a keyworker or a prescriber"."""
        if self.permission is None:
            return ""
        roles = [f"a {role.value}" for role in held_by(self.permission)]
        return " or ".join(filter(None, (", ".join(roles[:-1]), *roles[-1:])))

    def address(self, patient_id: UUID, audit_id: UUID | None, may: May) -> str:
        """Empty where there is no such page, or for whoever may not write there."""
        if not self.page or self.permission is None or not may(self.permission):
            return ""
        if self.page.startswith("audits:"):
            return reverse(self.page, args=[audit_id]) if audit_id else ""
        return reverse(self.page, args=[patient_id])


_P = Permission

FACTS = (
    Fact(
        "Days of opiate use, at a TOP",
        "reviews:log_top",
        _P.LOG_REVIEW,
        {
            "2.1": ("TOP held, but days of opiate use not answered",),
            "2.4": ("The TOP leaves opiates blank",),
            "3.2": ("Use of opiates is not known at the last two TOPs",),
            "9.1": ("Use not known in 26 weeks",),
        },
    ),
    Fact(
        "Days of opiate and of crack use, at a TOP",
        "reviews:log_top",
        _P.LOG_REVIEW,
        {"2.2": ("Days of use not answered",), "2.3": ("Days of use not answered",)},
    ),
    Fact(
        "The rest of a TOP that is answered in part",
        "reviews:top",
        _P.LOG_REVIEW,
        {"2.1": ("TOP answered in part only",)},
    ),
    Fact(
        "Days of work, volunteering and education, at a TOP",
        "reviews:log_top",
        _P.LOG_REVIEW,
        {"11.2": ("Days of work, volunteering or education not all answered",)},
    ),
    Fact(
        "Housing, at the TOP at the start",
        "reviews:top",
        _P.LOG_REVIEW,
        {"8.3": ("Housing at the start is not recorded",)},
    ),
    Fact(
        "Housing, at a later TOP",
        "reviews:log_top",
        _P.LOG_REVIEW,
        {"8.3": ("Housing now is not recorded",)},
    ),
    Fact(
        "How housing stands",
        "support:circumstances",
        _P.RECORD_CONTACT,
        {"8.2": ("Housing is not recorded",)},
    ),
    Fact(
        "How work stands",
        "support:circumstances",
        _P.RECORD_CONTACT,
        {"8.1": ("Work is written down as not known",)},
    ),
    Fact(
        "Whether they want help with work or training",
        "support:circumstances",
        _P.RECORD_CONTACT,
        {"8.4": ("Wish for work is not recorded",)},
    ),
    Fact(
        "How drug use stands, at a review",
        "reviews:log",
        _P.LOG_REVIEW,
        {"2.1": ("Reviewed, but how drug use stands was not answered",)},
    ),
    Fact(
        "The conclusion of a strategic review",
        "reviews:list",
        _P.LOG_REVIEW,
        {"5.2": ("No conclusion written down",)},
    ),
    Fact(
        "Enough to say whether the prescription does good",
        "reviews:strategic",
        _P.LOG_REVIEW,
        {"5.2": ("Not enough information",)},
    ),
    Fact(
        "A TOP, or what contacts were about",
        "reviews:log_top",
        _P.LOG_REVIEW,
        {"5.4": ("Too little recorded to say",)},
    ),
    Fact(
        "How much support they need: a TOP and the strategic review that is due",
        "reviews:log",
        _P.LOG_REVIEW,
        {"9.4": ("Need not known",)},
    ),
    Fact(
        "Whether the support is enough, at a care plan review",
        "reviews:log",
        _P.LOG_REVIEW,
        {"9.4": ("Not looked at in 26 weeks",)},
    ),
    Fact(
        "What contacts were about",
        "patients:contacts",
        _P.RECORD_CONTACT,
        {"1.3": ("What it was about is not recorded",)},
    ),
    Fact(
        "Who gives the talking help",
        "support:support",
        _P.RECORD_CONTACT,
        {"12.3": ("Who gives it is not recorded",)},
    ),
    Fact(
        "What a goal is for",
        "careplans:plan",
        _P.EDIT_CARE_PLAN,
        {"1.1": ("Goals are not marked with what they are for",)},
    ),
    Fact(
        "Parts of the care plan",
        "careplans:plan",
        _P.EDIT_CARE_PLAN,
        {"7.2": ("Too much of it cannot be said",)},
    ),
    Fact(
        "A care plan",
        "careplans:edit",
        _P.EDIT_CARE_PLAN,
        {"9.4": ("No care plan on record",)},
    ),
    Fact(
        "The same ratings of recovery capital, a second time",
        "careplans:rate_capital",
        _P.EDIT_CARE_PLAN,
        {"11.3": ("No kind was rated twice",)},
    ),
    Fact(
        "A colleague’s reading of the care plan",
        "audits:plans",
        _P.READ_PLANS,
        {"7.3": ("Not read yet",)},
    ),
    Fact(
        "The daily dose",
        "prescribing:prescription",
        _P.RECORD_PRESCRIPTION,
        {"9.2": ("Dose not recorded",), "9.6": ("Methadone, and no dose on record",)},
    ),
    Fact(
        "Why a prescription ended",
        "prescribing:prescription",
        _P.RECORD_PRESCRIPTION,
        {"5.5": ("Why it ended is not recorded",)},
    ),
    Fact(
        "Whether they have ever injected",
        "patients:edit",
        _P.EDIT_PATIENT,
        {"1.2": ("Not recorded whether they inject",)},
    ),
    Fact(
        "The day of birth",
        "patients:edit",
        _P.EDIT_PATIENT,
        {"11.1": ("Age is not recorded",)},
    ),
    Fact(
        "The day they got in touch to come back",
        "",
        None,
        {"6.3": ("The day they got in touch is not recorded",)},
    ),
)
"""The day of getting in touch is asked when treatment is opened; there is no page to add it."""

_BY_GROUP = {
    (code, group): fact
    for fact in FACTS
    for code, groups in fact.lacking.items()
    for group in groups
}


def fact_of(code: str, group: str) -> Fact:
    """A group of a definition that is no longer in force is a fact by its own words."""
    return _BY_GROUP.get((code, group)) or Fact(group, "", None, {code: (group,)})
