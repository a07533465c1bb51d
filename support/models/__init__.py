"""What support was offered and what came of it, where people can go, and what keyworkers can do."""

from support.models.offers import (
    Circumstances,
    Employment,
    Housing,
    KindField,
    Offer,
    OfferStep,
    Place,
)
from support.models.skills import Competence, Supervision

__all__ = [
    "Circumstances",
    "Competence",
    "Employment",
    "Housing",
    "KindField",
    "Offer",
    "OfferStep",
    "Place",
    "Supervision",
]
