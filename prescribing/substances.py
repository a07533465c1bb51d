"""What a drug test can look for. A substance in neither list was not looked for."""

SUBSTANCES = (
    "opiates",
    "methadone",
    "buprenorphine",
    "cocaine",
    "amphetamines",
    "benzodiazepines",
    "cannabis",
    "gabapentinoids",
    "alcohol",
)
CHOICES = tuple((name, name.capitalize()) for name in SUBSTANCES)
