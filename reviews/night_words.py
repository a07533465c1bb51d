"""The line on every page when last night's check did not run. Pure."""

from datetime import date

from rodt.words import nhs_date

_HOW = {
    "held": "is held for a look",
    "failed": "stopped",
    "running": "has not finished",
    "queued": "has not finished",
    "missing": "has not run",
}


def not_run(state: str, night: date) -> str:
    """`state`: a job's, `held`, `missing`, or `before` the first night of the service. Empty where
    nothing is left out: the check is done, or none was due yet."""
    if state in ("done", "before"):
        return ""
    return (
        f"The nightly check of {nhs_date(night)} {_HOW[state]}. Lists are worked out when they are"
        " opened, so they are complete."
    )
