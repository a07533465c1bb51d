"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rodt.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 -- every page's code is loaded before the first request

# What has been loaded stays. Looking through it for garbage would stop some requests for 70 ms.
gc.collect()
gc.freeze()
