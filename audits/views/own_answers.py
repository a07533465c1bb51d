"""The service's answers to "Key to success" and to what commissioners ask, all on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.gate import StaffRequest, staff_page
from accounts.roles import Permission
from audits import own_answers
from audits.forms_answers import AnswerForm
from audits.models import ServiceAnswer
from audits.own_questions import PARTS, Part, Question
from patients.stale import differences
from rodt.versions import StaleSave
from rodt.words import count


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    form: AnswerForm
    row: ServiceAnswer | None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.ASSESS_SERVICE)
def answer_questions(request: StaffRequest) -> HttpResponse:
    service = request.access.service
    held = own_answers.rows(service.pk)
    parts = _forms(held, request.POST or None)
    asked = [one for _, those in parts for one in those]
    both: dict[str, list[dict[str, str]]] = {}
    if request.method == "POST" and all(one.form.is_valid() for one in asked):
        answers = {one.question.key: one.form.cleaned_data for one in asked}
        try:
            changed = own_answers.answer(service=service, answers=answers, by=request.access.user)
        except StaleSave:
            held = own_answers.rows(service.pk)
            found = {row.question: row for row in held}
            both = {
                one.question.words: differences(
                    found[one.question.key], one.form, own_answers.FIELDS
                )
                for one in asked
                if one.question.key in found
            }
            parts = _forms(held, _with_new_versions(request.POST, held))
        else:
            said = f"Saved: {count(len(changed), 'answer')}. The next audit takes them along."
            messages.success(request, said if changed else "Nothing was changed.")
            return redirect("audits:index")
    context = {
        "parts": parts,
        "both": {words: rows for words, rows in both.items() if rows},
        "is_stale": bool(both),
        "form_has_errors": any(one.form.is_bound and one.form.errors for one in asked),
    }
    return render(request, "audits/answer_questions.html", context)


def _forms(held: Sequence[ServiceAnswer], data: QueryDict | None) -> list[tuple[Part, list[Asked]]]:
    by_key = {row.question: row for row in held}
    return [
        (part, [_asked(one, by_key.get(one.key), data) for one in part.questions]) for part in PARTS
    ]


def _asked(question: Question, row: ServiceAnswer | None, data: QueryDict | None) -> Asked:
    initial = (
        {"answer": row.answer, "note": row.note, "version": row.version}
        if row
        else {"answer": "", "version": 0}
    )
    form = AnswerForm(
        data, prefix=question.key, initial=initial, question=question.words, label_suffix=""
    )
    return Asked(question, form, row)


def _with_new_versions(data: QueryDict, held: Sequence[ServiceAnswer]) -> QueryDict:
    """What was typed, on top of what is there now."""
    changed = data.copy()
    for row in held:
        changed[f"{row.question}-version"] = str(row.version)
    return changed
