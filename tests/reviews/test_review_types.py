"""The words of the schedule, and those of lower rooms that have to be the same."""

from patients.forms.contacts import MEETING_FOR
from patients.models import Pause, SignificantEvent
from reviews.review_types import TITLES, EventKind, PauseReason, ReviewType


def test_a_meeting_may_be_booked_for_every_kind_of_review_by_its_name() -> None:
    """patients/ is a lower room and cannot ask reviews/: this comparison holds the two together."""
    offered = dict(MEETING_FOR)
    assert set(offered) == {kind.value for kind in ReviewType}
    assert len(offered) == len(MEETING_FOR)
    for code, label in MEETING_FOR:
        assert TITLES[ReviewType(code)].startswith(label), code


def test_an_event_that_asks_for_a_review_is_known_by_the_same_code() -> None:
    """What is recorded as an event becomes an `EventKind`; some kinds come from other facts."""
    assert set(SignificantEvent.Kind.values) <= set(EventKind)
    assert set(Pause.Reason.values) == set(PauseReason)
