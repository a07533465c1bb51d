"""Every address, by room. The ground floor names the rooms only as strings."""

from django.conf import settings
from django.urls import include, path

from rodt import health
from rodt.gallery import gallery

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("", include("jobs.urls")),
    path("", include("patients.urls")),
    path("", include("prescribing.urls")),
    path("", include("careplans.urls")),
    path("", include("support.urls")),
    path("", include("reviews.urls")),
    path("", include("audits.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
