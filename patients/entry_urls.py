"""Addresses of entries of any kind, and of what was moved between records."""

from django.urls import path

from patients.views import entries, moves, undo

_PERSON = "patients/<uuid:patient_id>/"
_ENTRY = f"{_PERSON}entries/<slug:entry_kind>/<uuid:entry_id>/"
urlpatterns = [
    path(_ENTRY, entries.entry, name="entry"),
    path(f"{_ENTRY}correct/", entries.correct, name="correct"),
    path(f"{_ENTRY}somebody-else/", moves.somebody_else, name="somebody_else"),
    path(f"{_PERSON}merge/", moves.merge, name="merge"),
    path(f"{_PERSON}moves/", moves.moves, name="moves"),
    path(f"{_PERSON}moves/<uuid:move_id>/undo/", moves.undo, name="undo_move"),
    path(f"{_PERSON}undo/", undo.undo, name="undo"),
]
