"""What was prescribed and how it was taken: daily dose, supervision, missed doses."""

from itertools import groupby

from rodt.charts.course import DoseStep, runs
from rodt.charts.plot import Plot, width_of
from rodt.words import dose, plain_number

SAFETY_RUN = 3  # missed in a row: drawn apart, because tolerance may be lost
_DOSE_HEIGHT = 66


def draw_doses(plot: Plot) -> None:
    """A step line from 0; it breaks where nothing was prescribed, and where the form changes."""
    course, sheet = plot.course, plot.sheet
    above = plot.places.title_height or -10
    plot.name(plot.dose_top - above, course.dose_label, f"{course.medicine}, {course.unit}")
    plot.level("c-axis", plot.dose_base)
    steps = sorted(course.doses, key=lambda step: step.on)
    tallest: dict[str, float] = {}
    for step in steps:
        tallest[step.form] = max(tallest.get(step.form, 0), float(step.amount or 0))
    points: list[tuple[float, float]] = []
    free_from = 0.0
    for index, step in enumerate(steps):
        is_last = index == len(steps) - 1
        if step.amount is None or (index and steps[index - 1].form != step.form):
            sheet.path("c-line", points)
            points = []
        if step.amount is None:
            continue
        start = plot.x(step.on)
        end = plot.places.today if is_last else plot.x(steps[index + 1].on)
        y = plot.dose_base - float(step.amount) * _DOSE_HEIGHT / (tallest[step.form] or 1)
        points += [(start, y), (end, y)]
        said = dose(step.amount, course.unit)
        if is_last:
            sheet.text(plot.places.today + 10, y + 4, said, "c-bold")
        if index == 0 and len(steps) > 1 and step.on >= course.first:
            sheet.text(start, y + 15, f"{plain_number(step.amount)} start", "c-bold")
        else:
            free_from = _label(plot, step, start, end, y, free_from)
        plot.opens("dose", step.on, f"Dose {said}", start, end, plot.dose_top, plot.dose_base)
    sheet.path("c-line", points)
    _forms_and_notes(plot, steps)


def _label(
    plot: Plot, step: DoseStep, start: float, end: float, y: float, free_from: float
) -> float:
    """The dose over its step while there is room; returns where the next label may stand."""
    words = plain_number(step.amount or 0)
    if start < free_from or end - start < 22:
        return free_from
    plot.sheet.text(start + 4, y - 5, words, "c-bold")
    return start + width_of(words) + 8


def _forms_and_notes(plot: Plot, steps: list[DoseStep]) -> None:
    """Under the line: each form from the day on which it began, then notes where there is room."""
    y = plot.dose_base + 15
    taken: list[tuple[float, float]] = []
    given = [step for step in steps if step.amount is not None]
    spells = [next(of_form) for _, of_form in groupby(given, key=lambda step: step.form)]
    starts = [plot.x(step.on) for step in spells] + [plot.places.edge + 6]
    for step, start, following in zip(spells, starts[:-1], starts[1:], strict=True):
        if not step.form:
            continue
        plot.sheet.line("c-rule", start, plot.dose_base, start, plot.dose_base + 6)
        words = next(
            (
                said
                for said in (step.form, step.form.partition(",")[0])
                if width_of(said) < following - start - 10
            ),
            "",
        )
        if words:
            plot.sheet.text(start + 4, y, words, "c-quiet")
        taken.append((start, start + width_of(words) + 8))
    for step in steps if plot.places.is_wide else ():
        half = width_of(step.note) / 2
        centre = min(max(plot.x(step.on), plot.places.left + half), plot.places.edge - half)
        is_free = all(centre + half < left or centre - half > right for left, right in taken)
        if step.note and is_free:
            plot.sheet.text(centre, y, step.note, "c-quiet", anchor="middle")
            taken.append((centre - half, centre + half))


def draw_supervision(plot: Plot) -> None:
    """A band for each way of taking doses; its words inside while they fit."""
    top = plot.band_top
    plot.name(top + 13 if plot.places.is_wide else top - 7, "Supervision")
    for band in plot.course.supervision:
        left, right = plot.x(band.first), plot.x(band.last)
        if right <= left:
            continue
        style = f"c-band-{band.level}"
        plot.sheet.add("rect", style, x=left, y=top, width=right - left, height=18.0)
        words = next(
            (said for said in (band.words, band.short_words) if width_of(said) < right - left - 6),
            "",
        )
        if words:
            ink = "c-on-dark" if band.level == 1 else ""
            plot.sheet.text((left + right) / 2, top + 13.5, words, ink, anchor="middle")
        said = f"Supervision: {band.words}"
        plot.opens("supervision", band.first, said, left, right, top - 3, top + 21)


def draw_missed(plot: Plot) -> None:
    """A tick for each missed dose; a run says how many. Words stand beside their run, or above it
    where another run is in the way."""
    base = plot.missed_base
    plot.name(base - 5 if plot.places.is_wide else base - 32, "Missed doses")
    plot.level("c-axis", base)
    found = runs(plot.course.missed)
    starts = [plot.x(run[0]) for run in found]
    free_from = 0.0
    for run, start in zip(found, starts, strict=True):
        is_safety = len(run) >= SAFETY_RUN
        apart = max((plot.x(run[-1]) - start) / max(len(run) - 1, 1), 3)
        end = start + (len(run) - 1) * apart
        for index in range(len(run)):
            at = start + index * apart
            plot.sheet.line("c-alarm" if is_safety else "c-tick", at, base - 13, at, base)
        words = f"{len(run)} in a row" if is_safety else str(len(run))
        stop = end + 5 + width_of(words)
        said = f"Missed doses: {len(run)}"
        plot.opens("missed", run[0], said, start, end, base - 18, base + 6)
        if len(run) == 1 or start < free_from:
            continue
        style = "c-bold" if is_safety else "c-quiet"
        if stop < plot.places.today and not any(end < other < stop + 3 for other in starts):
            plot.sheet.text(end + 5, base - 2.5, words, style)
            free_from = stop
        elif is_safety:
            half = width_of(words) / 2
            centre = min(max((start + end) / 2, half), plot.places.today - half - 4)
            plot.sheet.text(centre, base - 17, words, style, anchor="middle")
            free_from = centre + half
