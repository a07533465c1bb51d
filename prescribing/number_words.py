"""Numbers in words, as the law asks for the total quantity of a controlled drug. Pure.

Source: domain/prescribing.md §4 (total quantity in words and figures).
"""

from decimal import Decimal

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TOO_MANY = 1_000_000


def number_words(number: Decimal | int) -> str:
    """770: seven hundred and seventy; 2.5: two point five; 1001: one thousand and one.

    Raises ValueError below 0 and from a million.
    """
    amount = Decimal(str(number))
    if not 0 <= amount < TOO_MANY:
        raise ValueError(f"No words for {number}.")
    whole = int(amount)
    words = _whole(whole)
    if amount != whole:
        digits = format(amount.normalize(), "f").split(".")[1]
        words += " point " + " ".join(_SMALL[int(digit)] for digit in digits)
    return words


def milligrams(number: Decimal | int) -> str:
    """Seven hundred and seventy milligrams."""
    unit = "milligram" if Decimal(str(number)) == 1 else "milligrams"
    words = number_words(number)
    return f"{words[0].upper()}{words[1:]} {unit}"


def _whole(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {_whole(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    joined = " and " if 0 < rest < 100 else " "
    return f"{_whole(thousands)} thousand" + (f"{joined}{_whole(rest)}" if rest else "")
