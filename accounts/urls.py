from django.urls import path

from accounts.views import about, home, own, staff

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("service/", home.switch_service, name="switch_service"),
    path("notices/<uuid:notice_id>/read/", home.read_notice, name="read_notice"),
    path("settings/", own.own_settings, name="settings"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.add_staff, name="add_staff"),
    path("staff/teams/new/", staff.add_team, name="add_team"),
    path("staff/<uuid:user_id>/", staff.change_roles, name="change_roles"),
    path("who-may-do-what/", about.roles, name="roles"),
    path("help/", about.help_page, name="help"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
