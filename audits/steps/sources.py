"""Where wordings and rules come from, named once. Source of each mark: domain/twelve-steps.md."""

from datetime import date

from audits.step import Mark, Source

WRITTEN_BY = "RODT case review, product definition"
FROM = date(2026, 1, 1)
REVIEW_ON = date(2027, 11, 1)

SLIDES = Source(
    "Slides on the expert group's work, National Treatment Agency",
    Mark.FOUND,
    2012,
    "short version of the 12 steps",
)
INTERIM_REPORT = Source(
    "Strang, Recovery-orientated drug treatment: an interim report, National Treatment Agency",
    Mark.KNOWN,
    2011,
    "text under each step",
)
CATALOGUE_SUMMARY = Source(
    "Catalogue summary of Strang, Recovery-orientated drug treatment", Mark.FOUND, 2011
)
PROPOSAL = Source("RODT case review, definitions of the 12 steps", Mark.PRODUCT)
KEYWORKER_GUIDE = Source(
    "Opioid substitution treatment: guide for keyworkers, gov.uk", Mark.FOUND, 2021, "part 3"
)
NICE_QS23 = Source("NICE quality standard 23", Mark.FOUND)
REVIEWING_TREATMENT = Source(
    "Medications in recovery: best practice in reviewing treatment, Public Health England",
    Mark.FOUND,
    2013,
    "contents only",
)
MAYET = Source("Mayet and others, criteria of the MHRA for an ECG on methadone", Mark.FOUND, 2011)
NICE_TA114 = Source("NICE technology appraisal 114", Mark.FOUND)
PHASES = Source(
    "Medications in recovery, National Treatment Agency", Mark.KNOWN, 2012, "phases and layers"
)
NICE_CG52 = Source("NICE clinical guideline 52", Mark.FOUND)
BLACK_REVIEW = Source("Black, Review of drugs, part 2", Mark.FOUND, 2021, "as reported by Webster")

WORDING_STATUS = (
    "Wording of the short version, as it stands in the slides of 2012."
    " The text under it in the 2011 report has not been checked."
)
NUMBERING_STATUS = (
    "Numbered in the order of the slides."
    " Whether the printed report numbers them so is not checked."
)
NHS_METHADONE = Source("nhs.uk, How and when to take methadone", Mark.FOUND)
BNF = Source("BNF and product information, for buprenorphine", Mark.KNOWN)
