"""NHS numbers: ten digits, the last a modulus 11 check, shown 3-3-4. Never required, never enough
alone to tell who somebody is. Source: NHS service manual, "NHS numbers"."""

import nhs_number


def clean(typed: str) -> str:
    """The ten digits of what was typed with spaces or dashes; "" for nothing.

    Raises ValueError with a sentence when it is not an NHS number.
    """
    digits = "".join(c for c in typed if not c.isspace() and c not in "-–")
    if not digits:
        return ""
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        raise ValueError("An NHS number has 10 digits, like 999 123 4567.")
    if not nhs_number.is_valid(digits):  # type: ignore[attr-defined]
        raise ValueError(
            "This NHS number does not pass its check. Compare it with the letter or card."
        )
    return digits


def is_synthetic(digits: str) -> bool:
    return digits.startswith("999")
