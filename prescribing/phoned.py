"""What a pharmacy phones about, in words. Pure.

Source: domain/personas-and-journeys.md J19. That somebody who came in intoxicated cannot wait until
tomorrow is a default of the product [P]: the next dose is decided before it is given.
"""

from rodt.words import sentence

MISSED = "missed"
INTOXICATED = "intoxicated"
CONCERN = "concern"
SAID = (
    (MISSED, "Missed doses"),
    (INTOXICATED, "Came in intoxicated"),
    (CONCERN, "Another concern"),
)
# The fields these words go into take no more.
LONGEST_TASK = 200
LONGEST_CALLER = 80


def called_by(who: str, pharmacy: str) -> str:
    """Asha, Quay Pharmacy; the pharmacy alone where nobody gave a name."""
    return ", ".join(part for part in (who.strip(), pharmacy.strip()) if part) or "The pharmacy"


def task_text(said: str, words: str, who: str, pharmacy: str) -> str:
    """Came in intoxicated: unsteady, smelled of alcohol (Asha, Quay Pharmacy)."""
    words = words.strip().rstrip(".")
    if said == INTOXICATED:
        text = f"Came in intoxicated: {words}" if words else "Came in intoxicated"
    else:
        text = sentence(words) if words else "The pharmacy asks for a prescriber"
    return f"{text} ({called_by(who, pharmacy)})"
