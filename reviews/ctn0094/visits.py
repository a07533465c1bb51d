"""What a row of visits says: attended or not, and why not, in words. Pure."""

ATTENDED = frozenset({"visit", "final"})
NOT_ATTENDED = frozenset({"no visit", "missing"})

REASONS = {
    "no_show": "did not come",
    "window": "outside the window for this visit",
    "other": "another reason",
    "unable": "unable to come",
    "in_jail": "in custody",
    "in_hospital": "in hospital",
    "left_study": "left the study",
    "missing_14_consecutive": "14 days missed in a row",
    "moved": "moved away",
    "on_vacation": "on holiday",
    "illness": "unwell",
    "forgot": "forgot",
}
NO_REASON = "no_note"
LONGEST = 200


def was_attended(what: str) -> bool | None:
    """None where the row does not say."""
    if what.lower() in ATTENDED:
        return True
    return False if what.lower() in NOT_ATTENDED else None


def reason_words(reason: str) -> str:
    """ "no_note;no_show;in_jail": "Did not come; in custody"."""
    parts = [part for part in reason.split(";") if part and part != NO_REASON]
    words = "; ".join(REASONS.get(part, part.replace("_", " ")) for part in parts)
    return (words[:1].upper() + words[1:])[:LONGEST]
