"""What is said of a cohort: what its drawings show, and why somebody is behind a number. Pure."""

from datetime import date

from reviews.retention import followed
from reviews.since_start import (
    HALF_DAYS,
    Cohort,
    Part,
    Started,
    WeekRow,
    first_day_of,
)
from rodt.dates import add_days
from rodt.survival import Step
from rodt.words import count, nhs_date


def week_words(week: int) -> str:
    return f"Week {week}" if week else "The start"


def share_words(step: Step | None) -> str:
    """73 in 100 (68 to 78); the band where there is one."""
    if step is None:
        return "not known yet"
    band = ""
    if step.low is not None and step.high is not None:
        band = f" ({round(step.low * 100)} to {round(step.high * 100)})"
    return f"{round(step.share * 100)} in 100{band}"


def stayed(found: Cohort, week: int) -> str:
    """What the curve shows, in the week asked for or else the last that is known."""
    row = found.known_row(week)
    if row is None or row.step is None:
        return "Nobody has been followed for 4 weeks yet."
    step = row.step
    band = ""
    if step.low is not None and step.high is not None:
        band = f" (95% interval {round(step.low * 100)} to {round(step.high * 100)})"
    ahead = ""
    if row.ahead:
        are = count(len(row.ahead), "is", "are")
        ahead = f" {are} not followed that far yet."
    return (
        f"In week {row.week}, {round(step.share * 100)} in 100 were still in treatment{band}."
        f" Of {len(found.started):,} who started, {len(row.staying):,} were in treatment then and"
        f" {len(row.left):,} had left.{ahead}"
    )


def used(found: Cohort, week: int) -> str:
    """What the days of use show, at the start and in the last week with enough answers up to the
    one asked for."""
    first = found.rows[0]
    if not first.can_be_drawn:
        return "Too few answered at the start to say."
    said = f"Opiates on {first.mean:.1f} of 28 days at the start, on average"
    later = [row for row in found.rows[1:] if row.can_be_drawn and row.week <= week]
    if not later:
        return f"{said}. Too few have answered since to say more."
    row = later[-1]
    return (
        f"{said}; on {row.mean:.1f} in week {row.week}, when {len(row.none):,} of"
        f" {len(row.answered):,} used on none. {not_answered(row)}"
    )


def not_answered(row: WeekRow) -> str:
    if not row.not_answered:
        return "Everybody in treatment has an answer near that week."
    return (
        f"For {len(row.not_answered):,} of {len(row.staying):,} in treatment, no TOP near that week"
        " has an answer."
    )


def part_words(part: Part, week: int) -> str:
    """The heading of the people behind a number."""
    when = f"in week {week}" if week else "at the start"
    near = f"week {week}" if week else "the start"
    return {
        Part.STARTED: "Everybody who started",
        Part.STAYING: f"Still in treatment {when}",
        Part.LEFT: f"Left before week {week}",
        Part.AHEAD: f"Not followed as far as week {week} yet",
        Part.ANSWERED: f"Answered about opiates {when}",
        Part.NOT_ANSWERED: f"In treatment, no TOP with an answer near {near}",
        Part.NONE: f"Used opiates on no day {when}",
    }[part]


def why(part: Part, one: Started, week: int, on: date) -> str:
    """Why this person stands behind the number: one sentence or two."""
    start = one.start
    began = f"Started on {nhs_date(start.started_on)}: {one.what.title}."
    if part is Part.STARTED:
        return began
    if part in (Part.ANSWERED, Part.NONE):
        use = one.use_by_week.get(week)
        assert use is not None
        return f"{began} TOP of {nhs_date(use.on)}: opiates on {use.days} of 28 days."
    if part is Part.NOT_ANSWERED:
        about = add_days(start.started_on, week * 7)
        first, last = add_days(about, -HALF_DAYS), add_days(about, HALF_DAYS - 1)
        between = f"from {nhs_date(first)} to {nhs_date(last)}"
        return f"{began} No TOP {between} has an answer about opiates."
    if part is Part.STAYING:
        day = add_days(start.started_on, first_day_of(week))
        return f"{began} In treatment on {nhs_date(day)}."
    if part is Part.LEFT:
        assert start.left_on is not None
        return f"{began} Nothing prescribed since {nhs_date(start.left_on)}."
    return f"{began} {_ahead(one, week, on)}"


def _ahead(one: Started, week: int, on: date) -> str:
    start = one.start
    if start.left_on is not None and start.left_on <= on:
        if start.is_transfer:
            return f"Went on elsewhere from {nhs_date(start.left_on)}."
        days = followed(start, on).days
        return (
            f"No prescription since {nhs_date(start.left_on)}, not yet 28 days:"
            f" counted for {count(days, 'day')}."
        )
    day = add_days(start.started_on, first_day_of(week))
    return f"Week {week} begins on {nhs_date(day)}."
