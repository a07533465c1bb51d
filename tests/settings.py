"""The product's own settings, over servers made for this run of the tests and nothing else."""

from tests.servers import point_environment

point_environment()

from rodt.settings import *  # noqa: E402, F403

# Hashing a password well takes 50 ms, and the tests sign in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# pytest-django switches DEBUG off after the settings are read; nothing is collected for tests.
WHITENOISE_AUTOREFRESH = True
