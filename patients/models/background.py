"""Words people use for themselves, and how deprived the area is that they live in: asked so that a
service sees whether it does as well by everybody. Both are optional, and never guessed."""

from django.db import models


class Ethnicity(models.TextChoices):
    """Ethnic category, as the person says. National codes of 2001; the wording is short, not the
    national one. Left empty: not recorded (national code 99).

    Source: domain/ndtms.md, UK Core EthnicCategoryEngland [S].
    """

    BRITISH = "A", "White: British"
    IRISH = "B", "White: Irish"
    OTHER_WHITE = "C", "White: any other"
    WHITE_CARIBBEAN = "D", "Mixed: White and Black Caribbean"
    WHITE_AFRICAN = "E", "Mixed: White and Black African"
    WHITE_ASIAN = "F", "Mixed: White and Asian"
    OTHER_MIXED = "G", "Mixed: any other"
    INDIAN = "H", "Asian: Indian"
    PAKISTANI = "J", "Asian: Pakistani"
    BANGLADESHI = "K", "Asian: Bangladeshi"
    OTHER_ASIAN = "L", "Asian: any other"
    CARIBBEAN = "M", "Black: Caribbean"
    AFRICAN = "N", "Black: African"
    OTHER_BLACK = "P", "Black: any other"
    CHINESE = "R", "Chinese"
    OTHER = "S", "Any other"
    RATHER_NOT_SAY = "Z", "Would rather not say"


ETHNIC_GROUPS = {
    "white": ("White", "ABC"),
    "mixed": ("Mixed", "DEFG"),
    "asian": ("Asian", "HJKL"),
    "black": ("Black", "MNP"),
    "other": ("Chinese, or any other", "RS"),
    "Z": (str(Ethnicity.RATHER_NOT_SAY.label), "Z"),
}
"""The headings the codes stand under, with their codes: counted by these, because by code there
would be too few in most."""

DECILES = range(1, 11)
"""Of the English Index of Multiple Deprivation: 1 is the most deprived tenth of small areas."""
