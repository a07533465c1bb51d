"""How today's answer came about, given what was typed and what was said last time. Pure.

Source: design/product.md, "Log a review"; domain/reviews.md §4.
"""

from dataclasses import dataclass

from reviews.credits import Said

NOT_ASKED_VALUE = "not_asked"
DECLINED_VALUE = "declined"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as it is kept. `said` is None where nothing was typed and nothing is known."""

    value: str
    said: Said | None
    note: str = ""

    def as_row(self) -> dict[str, str]:
        return {"value": self.value, "state": self.said or "blank", "note": self.note}


def answered(
    typed: str, *, last: str = "", is_still_true: bool = False, note: str = ""
) -> Answered:
    """What is typed wins over the tick "asked: still true". `last` is "" for nothing known."""
    if typed == NOT_ASKED_VALUE:
        return Answered("", Said.NOT_ASKED, note)
    if typed == DECLINED_VALUE:
        return Answered("", Said.DECLINED, note)
    if typed and not last:
        return Answered(typed, Said.ASKED, note)
    if typed:
        return Answered(typed, Said.CONFIRMED if typed == last else Said.CHANGED, note)
    if last:
        return Answered(last, Said.CONFIRMED if is_still_true else Said.CARRIED, note)
    return Answered("", None, note)
