"""The rows of one review: as it stands, what it corrects, and so back to the first."""

from datetime import datetime

from reviews.models import Review


def versions(review: Review) -> list[Review]:
    """From this one back to the review as it was first written down. A query for each before it."""
    found = [review]
    while found[-1].amends_id is not None:
        found.append(Review.objects.get(pk=found[-1].amends_id))
    return found


def moments(review: Review) -> list[datetime]:
    """When each was recorded. What one save wrote is found by its moment: a transaction has only
    one."""
    return [version.recorded_at for version in versions(review)]
