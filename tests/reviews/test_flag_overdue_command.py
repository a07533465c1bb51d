"""`manage.py flag_overdue`: a day that cannot be checked is refused, and nothing is written."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Service, Trail
from jobs.models import Job
from tests.world import TODAY, staff_the_services

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2999-01-01", "--on: the day cannot be after today"),
        ("1999-12-31", "--on: the day cannot be before 1 January 2000"),
        ("0202-01-01", "--on: the day cannot be before 1 January 2000"),
        ("soon", "is not a date"),
    ],
)
def test_a_day_that_cannot_be_checked_is_refused(on: str, said: str) -> None:
    staff_the_services(TODAY)
    noted = Trail.objects.count()
    with pytest.raises(CommandError, match=said) as refused:
        call_command("flag_overdue", on=on)
    assert refused.value.returncode != 0
    assert Service.objects.exists()
    assert not Job.objects.exists()
    assert Trail.objects.count() == noted
