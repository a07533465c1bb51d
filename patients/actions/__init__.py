"""What changes a person's record. Each verb is one transaction, names who did it, and leaves its
note in the trail; rows are made and changed only here."""

from patients.actions.consents import record_consent
from patients.actions.contacts import (
    book_appointment,
    correct_contact,
    reach_out,
    record_contact,
    record_event,
    settle_appointment,
)
from patients.actions.ending import answer_aftercare, end_episode, record_death
from patients.actions.episodes import (
    assign,
    reopen_episode,
    start_episode,
    start_someone,
    stop_responsible,
)
from patients.actions.pauses import extend_pause, pause_reviews, resume_reviews
from patients.actions.people import edit_patient, register_patient
from patients.actions.tasks import complete_task, open_task
from patients.actions.transfers import (
    accept_transfer,
    ask_transfer,
    cancel_transfer,
    confirm_pick_up,
)

__all__ = [
    "accept_transfer",
    "answer_aftercare",
    "ask_transfer",
    "assign",
    "book_appointment",
    "cancel_transfer",
    "complete_task",
    "confirm_pick_up",
    "correct_contact",
    "edit_patient",
    "end_episode",
    "extend_pause",
    "open_task",
    "pause_reviews",
    "reach_out",
    "record_consent",
    "record_contact",
    "record_death",
    "record_event",
    "register_patient",
    "reopen_episode",
    "resume_reviews",
    "settle_appointment",
    "start_episode",
    "start_someone",
    "stop_responsible",
]
