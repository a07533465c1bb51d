"""The daily e-mail: counts and a link, for whoever asked for it. Nothing about anybody is in it.

One job a member of staff, service and day. What has gone out cannot be taken back, so a job that
was interrupted once it had begun to send is not tried again (`jobs.querysets.at_most_once`).
"""

from datetime import date, datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts import trail
from accounts.access import Access, access_for
from accounts.models import DigestChoice
from accounts.roles import Permission
from jobs import actions
from jobs.kinds import JobPutOff, ReportProgress
from jobs.models import Job
from reviews.order import Group
from reviews.worklist import Whose, Worklist, scopes, worklist
from rodt.words import count, people

KIND = "send_digest"
# So long after its hour it is still sent, where nothing ran at that hour.
LATE_HOURS = 4  # Ours: a proposal


def key_of(choice: DigestChoice, on: date) -> str:
    return f"{KIND}:{choice.pk}:{on.isoformat()}"


def ensure_requested(at: datetime) -> None:
    """A job for everybody whose hour has come. As often as one likes: one a day each. One query,
    and another where somebody's hour has come."""
    local = timezone.localtime(at)
    on = local.date()
    chosen = DigestChoice.objects.filter(
        is_on=True, user__is_active=True, send_at__lte=local.time()
    ).select_related("service")
    due = {key_of(choice, on): choice for choice in chosen if _is_still_due(choice, local)}
    if not due:
        return
    for key in Job.objects.filter(key__in=list(due)).values_list("key", flat=True):
        due.pop(key, None)
    for key, choice in due.items():
        given = {"choice": str(choice.pk), "on": on.isoformat()}
        actions.request(KIND, key, choice.service, None, given, is_once=True)


def _is_still_due(choice: DigestChoice, local: datetime) -> bool:
    hours = local.hour + local.minute / 60 - choice.send_at.hour - choice.send_at.minute / 60
    return hours < LATE_HOURS


def run_job(job: Job, report_progress: ReportProgress) -> dict[str, Any]:
    """Arguments: `{"choice": id, "on": "2026-10-01"}`. Who has changed their mind since, or has no
    list any more, gets nothing. Raises JobPutOff where the mail server cannot be reached."""
    on = timezone.localdate()
    if job.arguments["on"] != on.isoformat():
        return {"words": "Not sent: its day has passed."}
    choice = (
        DigestChoice.objects.filter(pk=job.arguments["choice"], service=job.service, is_on=True)
        .select_related("user")
        .first()
    )
    if choice is None or not choice.user.is_active:
        return {"words": "Not sent: it was switched off."}
    access = access_for(choice.user, choice.service_id)
    if access is None or access.service.pk != choice.service_id:
        return {"words": "Not sent: they do not work here any more."}
    if not access.may(Permission.VIEW_WORKLIST):
        return {"words": "Not sent: they have no list of people any more."}
    report_progress(10, "Counting")
    letter = written(access, on, choice)
    report_progress(60, "Sending")
    trail.record(
        "sent a daily e-mail", by=None, service_id=choice.service_id, about=f"user {choice.user.pk}"
    )
    _send(letter)
    return {"words": "Sent."}


def written(access: Access, on: date, choice: DigestChoice) -> mail.EmailMessage:
    """The letter: counts of one's own people, or of the service for who has none of their own."""
    lists = scopes(access)
    found = worklist(access, on, Whose.MINE if Whose.MINE in lists else Whose.SERVICE)
    context = counts(found) | {
        "on": on,
        "service": access.service.name,
        "list_url": f"{settings.SITE_URL}{reverse('reviews:my_people')}",
        "settings_url": f"{settings.SITE_URL}{reverse('accounts:settings')}",
        "send_at": choice.send_at,
    }
    return mail.EmailMessage(
        subject=f"Case review: {context['need']}",
        body=render_to_string("reviews/digest.txt", context),
        to=[access.user.email],
        headers={
            "List-Unsubscribe": f"<{context['settings_url']}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def counts(found: Worklist) -> dict[str, str]:
    """The same sums as on My people, in words."""
    whom = "you" if found.whose is Whose.MINE else "somebody"
    by_group = found.by_group
    return {
        "need": f"{people(found.needing)} {'needs' if found.needing < 2 else 'need'} {whom}",
        "urgent": f"{found.cannot_wait:,}",
        "overdue": count(sum(1 for e in found.shown if e.is_overdue), "person", "people"),
        "soon": count(len(by_group[Group.DUE_SOON]), "person", "people"),
        "total": count(found.total, "person", "people"),
    }


def _send(letter: mail.EmailMessage) -> None:
    """Until the server has been reached nothing has gone out; after that nobody can tell."""
    connection = mail.get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as fault:
        raise JobPutOff("The mail server cannot be reached.") from fault
    try:
        connection.send_messages([letter])
    finally:
        connection.close()
