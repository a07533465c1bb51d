"""What pages that correct a review share: whose signature it asks for, and where they lead."""

from django.http import HttpResponse

from accounts.models import User
from patients.person_page import PersonForm
from reviews.models import Review, Signature


def corrected(page: PersonForm, review: Review) -> HttpResponse:
    if review.is_withdrawn:
        return page.done("Taken back. What it said stays on record.", "reviews:list")
    return page.done(_said(review), "reviews:review", review.pk)


def _said(review: Review) -> str:
    credits = review.credits.current().exclude(awaits="")
    roles = sorted(set(credits.values_list("awaits", flat=True)))
    if not roles:
        return "Corrected. What it said before stays."
    return f"Corrected. It waits for the {roles[0]}’s signature until it counts."


def others_who_signed(review: Review, by: User) -> list[str]:
    """Whose signature a correction of the text asks for again."""
    rows = Signature.objects.filter(review=review).exclude(staff=by).select_related("staff")
    return [row.staff.full_name for row in rows.order_by("recorded_at", "id") if row.staff]
