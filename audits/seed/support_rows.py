"""Support, home and work, and the list of places, as rows."""

from random import Random

from audits.seed.draws import Chance
from audits.seed.moments import Moments
from audits.seed.page import Page
from audits.seed.sheets import Ledger, new_id
from audits.seed.staff import Roster
from audits.seed.support import OUTSIDE
from rodt.dates import add_days
from support.models import Circumstances, Offer, OfferStep, Place

MINUTE = 14 * 60 + 40
# Numbers 01632 960xxx belong to nobody: they are kept for invented people.
PLACES = (
    ("housing", "Council housing options", "Anybody without a home", "Weekdays 9am to 4pm", "010"),
    ("employment", "Work coach at the job centre", "Our link worker", "Thursdays 1pm", "021"),
    ("education", "Harbour College, adult learning", "No fee on benefits", "Any weekday", "032"),
    ("work_project", "Bike workshop", "Six people at a time", "Mondays and Wednesdays", "043"),
    ("volunteering", "Community kitchen", "Meals for 40", "Tuesdays and Fridays 10am", "054"),
    ("mutual_aid", "Thursday fellowship meeting", "In our back room", "Thursdays 7pm", "065"),
    ("mutual_aid", "SMART meeting", "Online too", "Mondays 6pm", "066"),
    ("mutual_aid", "Women’s meeting", "Women only; crèche", "Saturdays 11am", "067"),
    ("peer", "Peer breakfast", "Anybody", "Thursdays 9am", "076"),
    ("recovery_group", "Saturday recovery café", "Anybody; families too", "Saturdays 10am", "087"),
    ("residential", "Hill House", "Detoxification and 12 weeks", "A panel every month", "098"),
    (
        "family_support",
        "Families group",
        "Who stand by somebody",
        "Wednesdays 6pm",
        "109",
    ),
    ("carer_needs", "Carers’ centre", "A talk about their own needs", "By appointment", "110"),
    ("counselling", "Listening ear", "Six talks without a fee", "Evenings", "121"),
)


def _place_id(service_id: str, kind: str, number: int = 0) -> str:
    return new_id(Random(f"{service_id}/place/{kind}/{number}"))


_FIRST = {kind: name for kind, name, *_ in reversed(PLACES)}


def write_places(ledger: Ledger, moments: Moments, chance: Chance, roster: Roster) -> None:
    """Most were checked within half a year, some long ago."""
    for kind, name, about, times, ending in PLACES:
        is_first = _FIRST[kind] == name
        checked_on = add_days(moments.on, -chance.days(2, 260))
        added_on = add_days(checked_on, -chance.days(100, 700))
        by = chance.pick(roster.keyworkers).id
        checked = {"checked_on": checked_on, "checked_by_id": by}
        ledger[Place].add(
            moments.at(added_on, MINUTE),
            ((moments.at(checked_on, MINUTE), checked),),
            id=_place_id(roster.service_id, kind, 0 if is_first else int(ending)),
            service_id=roster.service_id,
            name=name,
            kind=kind,
            about=about,
            address=f"{int(ending) % 60 + 1} Market Row",
            times=times,
            contact=f"01632 960{ending}",
            checked_on=added_on,
            checked_by_id=by,
            recorded_by_id=by,
        )


def write_support(page: Page) -> None:
    for home in page.course.homes:
        page.add(
            Circumstances,
            page.at(home.on, MINUTE),
            on=home.on,
            housing=home.housing,
            employment=home.employment,
            wants_work=home.wants_work,
        )
    for offered in page.course.offers:
        has_place = offered.has_place and offered.kind in _FIRST
        offer_id = page.add(
            Offer,
            page.at(offered.on, MINUTE + 1),
            on=offered.on,
            kind=offered.kind,
            other_words=offered.other_words,
            how=offered.how,
            words=offered.words,
            place_id=_place_id(page.place.service_id, offered.kind) if has_place else None,
        )
        outside = OUTSIDE.get(offered.kind, "")
        for on, state, helped, words in offered.steps:
            is_given = state in ("started", "went_once")
            page.add(
                OfferStep,
                page.at(on, MINUTE + 2),
                offer_id=offer_id,
                on=on,
                state=state,
                with_staff_id=page.place.keyworker.id if is_given and not outside else None,
                with_outside=outside if is_given else "",
                helped=helped,
                words=words,
            )
