"""One settings file. Values differ between machines, code does not: every value comes from
`rodt.env`, which stops the start-up on a missing one and points to `.env.example`."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from rodt import env

BASE_DIR = Path(__file__).resolve().parent.parent

IS_DEVELOPMENT = env.debug()
DEBUG = IS_DEVELOPMENT and not env.demo()
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.allowed_hosts()
CSRF_TRUSTED_ORIGINS = env.csrf_trusted_origins()
DRAFT_KEYS = env.draft_keys()
ORGANISATION = env.organisation()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "rodt",
    "accounts",
    "jobs",
    "patients",
    "prescribing",
    "careplans",
    "support",
    "reviews",
    "audits",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "accounts.middleware.TooMuch",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PrivatePages",
    "accounts.middleware.OneTransaction",
    "accounts.middleware.WrongMethod",
    "accounts.middleware.LiveSession",
    "patients.middleware.SentSignedOut",
    "patients.middleware.DraftsAboutNobody",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "rodt.urls"
WSGI_APPLICATION = "rodt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["accounts.templatetags.opened_by"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.frame",
                "patients.context.banner",
                "reviews.context.same_day_tasks",
                "reviews.context.safety",
            ],
        },
    },
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.cache_url(),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
BROKER_URL = env.broker_url()

# The work of each kind of job, the permission that opens what came of it, whether it goes out of
# the house and so is done at most once, and what is asked for at night or at a time of day: rooms
# that `jobs` may not know.
JOB_KINDS: dict[str, dict[str, Any]] = {
    "flag_overdue": {
        "title": "Nightly check of what is due",
        "work": "reviews.nightly.run_job",
    },
    "send_digest": {
        "title": "Daily e-mail with counts",
        "work": "reviews.digests.run_job",
        "is_at_most_once": True,
        "is_one_of_many": True,
    },
    "read_later": {
        "title": "What changed between two runs",
        "work": "audits.read_later.run_job",
        "opened_with": "VIEW_AUDIT_PEOPLE",
    },
    "run_audit": {
        "title": "Audit of the 12 immediate steps",
        "work": "audits.run.run_job",
        "opened_with": "VIEW_AUDIT",
    },
    "count_month": {
        "title": "Indicators month by month",
        "work": "audits.monthly_count.run_job",
        "opened_with": "VIEW_AUDIT",
        "is_one_of_many": True,
    },
    "find_month_people": {
        "title": "The people of a month",
        "work": "audits.monthly_people.run_job",
        "opened_with": "VIEW_AUDIT_PEOPLE",
    },
    "merge_audits": {
        "title": "Report over several services",
        "work": "audits.rounds_run.run_job",
    },
}
JOB_NIGHTLY = [
    "reviews.nightly.ensure_requested",
    "reviews.digests.ensure_requested",
    "patients.sent_signed_out.throw_away_old",
    "reviews.keeping.ensure_kept",
    "audits.rounds_run.ensure_merged",
    "audits.quarterly.ensure_requested",
    "audits.monthly_clock.ensure_requested",
]

# Forms about nobody on record that keep drafts, by the name of their page, and what each is called
# on a list. Drafts are named by the key: letters alone, ten at most. `parts`: there is a form for
# each number from 1 to it, at an address that ends in it.
FORMS_ABOUT_NOBODY: dict[str, dict[str, Any]] = {
    "patients:start": {"key": "start", "called": "Somebody new, being registered"},
    "accounts:add_staff": {"key": "staff", "called": "Somebody being added to the staff"},
    "support:add_place": {"key": "place", "called": "A place being added to the list"},
    "support:add_competence": {"key": "competence", "called": "A competence being written down"},
    "support:add_supervision": {"key": "supervision", "called": "A supervision being written down"},
    "audits:promise": {"key": "promise", "called": "What will be done about a figure"},
    "audits:assess": {"key": "ownview", "called": "Our own view", "part": "step {}"},
    "audits:comment": {"key": "comment", "called": "A comment", "part": "run {}, step {}"},
    "audits:answer_questions": {"key": "answers", "called": "Key to success, and commissioners"},
    "reviews:propose_intervals": {"key": "intervals", "called": "A change of review intervals"},
    "reviews:begin_anew": {"key": "anew", "called": "The limits of a chart, begun anew"},
    "reviews:propose_wording": {"key": "wording", "called": "A change of the wording of TOP"},
    "reviews:propose_copy_language": {
        "key": "language",
        "called": "A language of the person’s copy",
    },
    "audits:propose_quarterly": {
        "key": "quarterly",
        "called": "The audit of each quarter",
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

ACCOUNT_ADAPTER = "accounts.adapter.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,40/5m/ip"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
IDLE_MINUTES = 30
SESSION_COOKIE_AGE = (IDLE_MINUTES + 1) * 60  # see accounts.middleware.LiveSession
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "patients.views.sent.csrf_failure"
SECURE_COOKIES = env.secure_cookies()
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_COOKIES else 0
# Whether the organisation's other subdomains speak TLS is not this app's to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.static_root(BASE_DIR)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = IS_DEVELOPMENT

CRISPY_ALLOWED_TEMPLATE_PACKS = "nhsuk"
CRISPY_TEMPLATE_PACK = "nhsuk"

vars().update(env.email())  # EMAIL_BACKEND, EMAIL_HOST and so on, from one EMAIL_URL
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.email_from()
SITE_URL = env.site_url()

PGHISTORY_CREATED_AT_FUNCTION = "NOW()"
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["rodt.uploads.KeptInMemory"]
FILE_MOST_MB = env.file_most_mb()
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "rodt.logs.NoWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "propagate": True},
        "weasyprint": {"handlers": [], "level": "WARNING"},  # else a line for each page
        "fontTools": {"handlers": [], "level": "WARNING"},
    },
}
