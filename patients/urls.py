from django.urls import path

from patients import entry_urls
from patients.views import consents, contacts, drafts, episodes, find, looked, sent, start, tasks

app_name = "patients"
_PERSON = "patients/<uuid:patient_id>/"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("patients/new/", start.start, name="start"),
    path("patients/new/draft/", drafts.save_start_draft, name="save_start_draft"),
    path("drafts/<slug:own_form>/", drafts.save_own_draft, name="save_own_draft"),
    path("sent/<uuid:draft_id>/", sent.sent, name="sent"),
    path(f"{_PERSON}edit/", start.edit, name="edit"),
    path(f"{_PERSON}contacts/", contacts.contacts, name="contacts"),
    path(f"{_PERSON}contacts/note/", contacts.add_note, name="add_note"),
    path(
        f"{_PERSON}appointments/<uuid:appointment_id>/settle/",
        contacts.settle_appointment,
        name="settle_appointment",
    ),
    path(f"{_PERSON}contacts/new/", contacts.add_contact, name="add_contact"),
    path(
        f"{_PERSON}contacts/<uuid:contact_id>/correct/",
        contacts.correct_contact,
        name="correct_contact",
    ),
    path(f"{_PERSON}events/new/", contacts.add_event, name="add_event"),
    path(f"{_PERSON}appointments/new/", contacts.add_appointment, name="add_appointment"),
    path(f"{_PERSON}appointments/first/", contacts.first_meeting, name="first_meeting"),
    path(f"{_PERSON}tasks/", tasks.tasks, name="tasks"),
    path(f"{_PERSON}tasks/new/", tasks.add_task, name="add_task"),
    path(f"{_PERSON}tasks/<uuid:task_id>/", tasks.task, name="task"),
    path(f"{_PERSON}consents/", consents.consents, name="consents"),
    path(f"{_PERSON}pause/", episodes.pause, name="pause"),
    path(f"{_PERSON}responsible/", episodes.responsible, name="responsible"),
    path(f"{_PERSON}reopen/", episodes.reopen, name="reopen"),
    path(f"{_PERSON}drafts/<slug:form>/", drafts.save_draft, name="save_draft"),
    path(f"{_PERSON}looked/", looked.looked, name="looked"),
    *entry_urls.urlpatterns,
]
