"""`manage.py make_service`: a service and its first administrator; and what commands refuse."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Service, Trail, User
from tests.town import staff_the_services

pytestmark = pytest.mark.django_db
ASKED = {
    "code": "NORTH",
    "name": "North Road Service",
    "kind": "live",
    "administrator": "Ada@north.example",
    "administrator_name": "Ada Holm",
}


def make(**other: str) -> str:
    out = io.StringIO()
    call_command("make_service", **(ASKED | other), stdout=out)
    return out.getvalue()


def test_it_makes_a_service_whose_administrator_chooses_a_password_and_adds_staff() -> None:
    said = make()
    assert "North Road Service (NORTH) is a service of kind live." in said
    found = re.search(rf"{re.escape(settings.SITE_URL)}(\S+)", said)
    assert found is not None
    client = Client()
    form = client.get(found[1], follow=True)
    password = "a-long-plain-sentence-26"
    typed = {"password1": password, "password2": password}
    client.post(form.redirect_chain[-1][0], typed)
    assert client.login(email="ada@north.example", password=password)
    assert client.get(reverse("accounts:staff")).status_code == 200
    assert "They have a password already." in make(administrator_name="")
    assert Trail.objects.filter(verb="made a service").count() == 1
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"code": "north road"}, "--code: north road has to be"),
        ({"name": " "}, "--name: give one line"),
        ({"kind": "real"}, "--kind: real is none of synthetic, research and live."),
        ({"administrator": "ada"}, "--administrator: ada is no e-mail address."),
        ({"administrator_name": ""}, "ada@north.example has no account yet."),
        ({"code": "HARBOUR", "name": "Another"}, "is the code of"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(other: dict[str, str], said: str) -> None:
    Service.objects.create(code="HARBOUR", name="Harbour Street", kind_of_data="live")
    with pytest.raises(CommandError, match=re.escape(said)) as refused:
        make(**other)
    assert str(refused.value).endswith("Nothing was made.")
    assert not User.objects.exists() and Service.objects.count() == 1


def test_a_service_with_somebody_who_manages_staff_gets_no_other_this_way() -> None:
    service = staff_the_services().service
    with pytest.raises(CommandError, match="They add others under Staff"):
        make(code=service.code, name=service.name, kind=service.kind_of_data)


def test_rights_for_a_role_that_is_not_there_are_refused_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="has no role “nobody-such”"):
        call_command("grant_rights", role="nobody-such")


def test_a_script_of_the_tests_says_what_it_needs() -> None:
    script = Path(settings.BASE_DIR) / "scripts" / "audit_figures.py"
    bare = [sys.executable, "-I", "-S", str(script), "report.pdf"]
    done = subprocess.run(bare, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("This reads PDFs with packages that only the tests need.")
