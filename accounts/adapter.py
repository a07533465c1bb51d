"""How sign-in differs from the library's own: nobody signs themselves up, and refusals are our
sentences, which never say whether an address is known."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That e-mail address and password do not belong together. Type"
        " both once more, or choose “I cannot sign in”.",
        "account_inactive": "This account is closed. Ask the administrator of your service.",
        "too_many_login_attempts": "Too many tries. Nothing is lost: wait a few minutes, then sign"
        " in again.",
        "rate_limited": "Too many tries. Nothing is lost: wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
