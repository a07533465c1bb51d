"""A service and its first administrator, for whoever runs the product. All that follows is done on
the pages, by that administrator."""

import re
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from accounts import actions
from accounts.models import Service, User
from rodt.words import and_list

DAYS = 86_400
NOTHING = "Nothing was made."


class Command(BaseCommand):
    help = (
        "Make a service, and the account of its first administrator, who then adds teams and staff"
        " on the page Staff. Prints how they set their password. The same again changes nothing."
    )

    def add_arguments(self, parser: Any) -> None:
        kinds = and_list(Service.KindOfData.values)
        parser.add_argument("--code", required=True, help="short, such as NORTH")
        parser.add_argument("--name", required=True, help="as every page shows it")
        parser.add_argument("--kind", required=True, help=f"what its records are: {kinds}")
        parser.add_argument("--administrator", required=True, metavar="EMAIL")
        parser.add_argument(
            "--administrator-name", default="", metavar="NAME", help="for a new account"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code, name, kind = _code(options["code"]), _name(options["name"]), _kind(options["kind"])
        email = _email(options["administrator"])
        full_name = options["administrator_name"].strip()
        if not full_name and not User.objects.filter(email=email).exists():
            raise CommandError(
                f"--administrator-name: {email} has no account yet. Say what they are called."
                f" {NOTHING}"
            )
        try:
            service, user = actions.make_service(
                code=code, name=name, kind_of_data=kind, email=email, full_name=full_name
            )
        except actions.StaffRefused as refusal:
            raise CommandError(f"{refusal} {NOTHING}") from None
        self.stdout.write(
            f"{service.name} ({service.code}) is a service of kind {service.kind_of_data}."
            f" {user.full_name} is its administrator, and signs in with {user.email}."
        )
        self.stdout.write(_how_to_sign_in(user))
        self.stdout.write("Under Staff they add teams, then everybody else who works there.")


def _how_to_sign_in(user: User) -> str:
    if user.has_usable_password():
        return "They have a password already."
    who, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": who, "key": key})
    days = settings.PASSWORD_RESET_TIMEOUT // DAYS
    return (
        "They have no password yet. Hand them this address, and nobody else; with it they choose"
        f" one within {days} days:\n{settings.SITE_URL}{address}\n"
        "Later, “I cannot sign in” on the sign-in page sends them such an address by e-mail."
    )


def _code(typed: str) -> str:
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{1,19}", typed):
        raise CommandError(
            f"--code: {typed} has to be 2 to 20 capital letters, numbers or hyphens, such as"
            f" NORTH-2. {NOTHING}"
        )
    return typed


def _name(typed: str) -> str:
    name = typed.strip()
    if not (0 < len(name) <= 120 and name.isprintable()):
        raise CommandError(f"--name: give one line of up to 120 letters. {NOTHING}")
    return name


def _kind(typed: str) -> str:
    if typed not in Service.KindOfData.values:
        kinds = and_list(Service.KindOfData.values)
        raise CommandError(f"--kind: {typed} is none of {kinds}. {NOTHING}")
    return typed


def _email(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError:
        raise CommandError(f"--administrator: {typed} is no e-mail address. {NOTHING}") from None
    return typed.lower()
