"""The sign-in library's addresses, without those that this product has no use for.

A member of staff is known by the e-mail address an administrator gave them: nobody changes their
own, signs themselves up, or signs in by a code. The names stay: the library looks them up.
"""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path

UNUSED = (
    "email/",
    "confirm-email/",
    "confirm-email/<str:key>/",
    "login/code/confirm/",
    "password/set/",
)


def unused(request: HttpRequest, key: str = "") -> NoReturn:
    raise Http404("There is no such page.")


urlpatterns = [
    *(path(route, unused, name=f"account_unused_{n}") for n, route in enumerate(UNUSED)),
    path("", include("allauth.account.urls")),
]
