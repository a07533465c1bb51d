"""One prescription after another: what comes before an injection, and changes of medicine.

Source: domain/prescribing.md §1 and §2: from methadone to buprenorphine only at 30mg or less; an
injection follows daily buprenorphine, by the bands of NHS Borders; tablets and lyophilisate are not
interchangeable mg for mg.
"""

from datetime import date

from audits.seed.course import Script
from audits.seed.doses import group_of
from audits.seed.draws import Chance
from audits.seed.scripts import Ending, draw_script
from rodt.dates import add_days

TABLETS = "buprenorphine-naloxone-sl-8mg"
DAILY_BEFORE = {"8": (6,), "16": (8, 10), "24": (12, 16), "32": (20, 24)}
DAILY_BEFORE |= {"64": (8, 10), "96": (12, 16), "128": (20, 24), "160": (28, 32)}
"""mg of an injection, by the mg a day under the tongue that it follows."""
BANDS = ((6, 2, 4), (10, 6, 8), (16, 10, 12), (32, 14, 18))
"""Up to so many mg a day under the tongue; lyophilisate from, and up to."""
LEAST_BEFORE_INJECTION, MOST_BEFORE_INJECTION = 16, 35  # days; ours
METHADONE_BEFORE_BUPRENORPHINE = 30
SWITCH = Ending("switched", "switched", agreed="yes", their_words="Let me try the other.")


def draw_scripts(
    chance: Chance,
    medicine: str,
    first_on: date,
    on: date,
    *,
    ended_on: date | None = None,
    ending: Ending | None = None,
    reduces: bool = False,
    before: str = "",
    changed_on: date | None = None,
) -> list[Script]:
    """What somebody was prescribed, oldest first. `before`: until the day before `changed_on`."""
    last_on = ended_on or add_days(on, -1)
    steady: int | None = None
    if group_of(medicine) == "depot":
        doses = DAILY_BEFORE[medicine.rsplit("-", 1)[1].removesuffix("mg")]
        if group_of(before or TABLETS) not in ("buprenorphine", "lyophilisate"):
            before = ""
        if not before or changed_on is None:
            changed_on = add_days(
                first_on, chance.days(LEAST_BEFORE_INJECTION, MOST_BEFORE_INJECTION)
            )
        before, steady = TABLETS, chance.pick(doses)
    if not before or changed_on is None or group_of(medicine) == "morphine":
        return [draw_script(chance, medicine, first_on, on, ended_on, ending, reduces=reduces)]
    if changed_on >= last_on:
        return [
            draw_script(chance, before, first_on, on, ended_on, ending, steady=steady, holds=True)
        ]
    goes_down = group_of(before) == "methadone" and group_of(medicine) != "methadone"
    earlier = draw_script(
        chance,
        before,
        first_on,
        on,
        add_days(changed_on, -1),
        SWITCH,
        steady=steady,
        holds=steady is not None,
        down_to=METHADONE_BEFORE_BUPRENORPHINE if goes_down else None,
    )
    goes_on_at = carried_over(before, earlier.doses[-1].what, medicine)
    later = draw_script(
        chance,
        medicine,
        changed_on,
        on,
        ended_on,
        ending,
        reduces=reduces,
        steady=goes_on_at,
        is_induced=goes_on_at is None,
    )
    return [earlier, later]


def carried_over(before: str, mg: int, medicine: str) -> int | None:
    """The dose another medicine goes on at; None where it begins anew."""
    groups = group_of(before), group_of(medicine)
    if groups[0] == groups[1]:
        return mg
    if groups == ("buprenorphine", "lyophilisate"):
        return next(low for to, low, _ in BANDS if mg <= to)
    if groups == ("lyophilisate", "buprenorphine"):
        return next(min(to, 24) for to, _, high in BANDS if mg <= high)
    return None
