"""What the synthetic people are calibrated to: the generator's parameters, in one place.

§ numbers are of domain/population.md; letters are its marks: [P] a parameter chosen there, [S]
found in a stored source, [S2] in a secondary copy, [K] known but not verified. [D]: not in that
page, our own choice for a demo that can be believed. Nothing here is a fact about treatment, and no
page prints it.
"""

# §2 age and sex [P]
SHARE_MALE = 0.72
AGE_MEAN, AGE_SD, AGE_FROM, AGE_TO = 45, 9, 19, 78
# §2 ethnicity by national code [P]: A 84%, C 5%, the others 11% across the codes; would rather not
# say, not on record, and everything about deprivation: [D]
SHARE_ETHNICITY_ASKED, SHARE_DECILE_KNOWN = 0.93, 0.72
ETHNICITIES = (
    (0.83, "A"),
    (0.05, "C"),
    *((0.0075, code) for code in "BDEFGHJKLMNPRS"),
    (0.015, "Z"),
)

# §3 time in treatment, as a snapshot [P]: the share under two years, split as the flow below leaves
# it (7, 16 and 17 where the page has 8, 17 and 15), so that those who start in one year and in the
# next are alike; then (share, from days, to days), of which the last end is [D]
SHARE_UNDER_TWO_YEARS = 0.40
YOUNGER = ((1, 83), (84, 363), (364, 729))
OLDER = (
    (0.27, 730, 1824),
    (0.20, 1825, 3649),
    (0.13, 3650, 6200),
)
# §3 as a flow [S]: nearly 40% of those who start stop within 26 weeks; how long is [D]
STOP_WITHIN_26_WEEKS = 0.40
SHORT_STAY, LONG_STAY = (12, 181), (182, 2900)

# §6 endings by patient-year [P]
ENDINGS = {"died": 0.018, "planned": 0.05, "unplanned": 0.18, "transferred": 0.08}
YEARS_OF_LEAVERS = 2
LEFT_SHARE = (YEARS_OF_LEAVERS * sum(ENDINGS.values())) / (
    1 + YEARS_OF_LEAVERS * sum(ENDINGS.values())
)
"""Of people in treatment or recently so, those who left within the last two years: an audit looks
at one year and at the year before. Follows from §6."""
RETURNED_SHARE = 0.15
"""Of people who started within two years, those who had been here before [D]."""

SHARE_WITH_OST = 0.94  # [D]
# §7 prescribing [P]: methadone 58%, oral buprenorphine 30%, depot 9%, other 3%. The split within
# each is [D].
MEDICINES = (
    (0.46, "methadone-1mg-ml"),
    (0.12, "methadone-1mg-ml-sf"),
    (0.10, "buprenorphine-sl-8mg"),
    (0.12, "buprenorphine-naloxone-sl-8mg"),
    (0.08, "buprenorphine-lyophilisate-8mg"),
    (0.02, "buprenorphine-depot-weekly-32mg"),
    (0.03, "buprenorphine-depot-monthly-96mg"),
    (0.04, "buprenorphine-depot-monthly-128mg"),
    (0.03, "morphine-slow-release"),
)
# Mean, SD, lowest, highest. §7 [P] for methadone, and for mean and SD of buprenorphine; rest [D]
METHADONE_MG = (62, 25, 5, 150)
BUPRENORPHINE_MG = (12, 5, 2, 24)
LYOPHILISATE_MG = (10, 4, 2, 18)
MORPHINE_MG = (400, 120, 120, 800)
SUPERVISED_EARLY, SUPERVISED_LATER = 0.80, 0.30  # §7 [P]
LONG_MISS_A_QUARTER, SHORT_MISS_A_QUARTER = 0.12, 0.25  # §7 [P]; [D]
SHARE_REDUCING = 0.08  # [D]
SHARE_SWITCHED = 0.15  # [D]

# §8 services [P]: 45 to 60 people a keyworker, 250 to 350 a prescriber; the size of a team is [D]
PEOPLE_A_KEYWORKER = 54
PEOPLE_A_TEAM = 600
PEOPLE_A_PRESCRIBER = 300
# §8 review timeliness [P]: of the whole service
IN_DATE = {"care_plan": 0.68, "medical": 0.74, "strategic": 0.41, "top": 0.63}

# Whose reviews those are that are not in date: all [D]. Were they spread by chance, hardly anybody
# would have none. So records are ranked from 0 to 1 by how well they are kept, and what is overdue
# gathers in those of high rank. No rank is worked out from the person or their treatment.
SHARE_KEPT = 0.30
"""Of all records, those in which nothing that is asked for was left out."""
SHARE_OF_FIRST_LIST, FIRST_LIST_TIMES = 0.15, 1.3
"""The best kept of all, from which the list of the demo's keyworker is filled: so many of all
records, or so many times what one list holds, where that is more."""
RANK_SD = 0.03
"""By how much a rank differs from one type of review to the next."""
LATE_UP_TO = (0.15, 0.3, 0.6, 1, 2)
"""Intervals past the days of grace: each for a fifth of the reviews that are late. So a yearly
review is late by months where one each quarter is by weeks."""
LATE_AT_MOST = 365
SHARE_LATE_BEFORE = 0.6
"""Of the reviews before the last one, in records that are not kept: those that were late too."""
SHARE_FIRST_HELD = 0.95
"""Of those for whom only a first review can be late yet, those who had it."""
SHARE_HELD_AHEAD, DAYS_AHEAD = 0.95, 10
"""In kept records: reviews held so many days or more before they were due."""
SHARE_RISK_AT_START = 0.93
SHARE_START_TOP = 0.96
SHARE_AFTERCARE = 0.70
SHARE_INDUCTION, SHARE_FIRST_WEEKS = 0.87, 0.74
SHARE_AFTER_EVENT = 0.85
SHARE_RISK_WITH_PLAN = 0.95
"""How often each is done in a record that is not kept; in a kept one, always."""
SHARE_ONLY_COLLECTS = 0.045
"""Of the records that are not kept, those in which all contacts are about collecting."""
LOST_FROM_RANK, SHARE_LOST = 0.80, 0.45
"""From this rank on, so many have not been met for months."""

# §4 TOP at the start [P]: (share, from days, to days of the last 28)
OPIATES_AT_START = ((0.60, 28, 28), (0.20, 14, 27), (0.15, 1, 13), (0.05, 0, 0))
SHARE_CRACK_AT_START, CRACK_MEAN_DAYS = 0.45, 12  # [P]
SHARE_INJECTING = 0.18  # [S2]
# §4 at review: abstinent, improved, unchanged, worse. Opiates: NTA 2012 [S]. Crack: abstinent from
# Marsden 2009 [S], the rest [D]
OPIATES_AT_REVIEW = (0.51, 0.23, 0.23, 0.03)
# The same, so that the record and the conclusion of the strategic review agree; over all: as above
OPIATES_BY_OUTLOOK = {
    "clear": (0.68, 0.30, 0.02, 0.0),
    "not_enough": (0.68, 0.30, 0.02, 0.0),
    "partial": (0.0, 0.05, 0.90, 0.05),
    "not_evident": (0.0, 0.0, 0.60, 0.40),
}
SCALES_BY_OUTLOOK = {"clear": 1, "not_enough": 1, "partial": -3, "not_evident": -3}
CRACK_AT_REVIEW = (0.52, 0.13, 0.31, 0.04)
PSYCH, PHYSICAL, QUALITY = (9, 12), (10, 12), (9, 12)  # [P]
SCALE_SD = 5  # [P] for psychological health, used for all three
SHARE_TOP_COMPLETE = 0.86  # Luty 2009 [S]

# §5 needs
SHARE_HOUSING_PROBLEM = 0.30  # [S2]
SHARE_IN_WORK = 0.18  # [K]
SHARE_CHILDREN = 0.17  # [K]

# How the record is kept: all [D]
SHARE_LATE = 0.03
SHARE_AMENDED = 0.01
SHARE_WITHOUT_NHS_NUMBER = 0.06
SHARE_DID_NOT_ATTEND = 0.18
YEARS_OF_REVIEWS = 3
YEARS_OF_CONTACTS = 2

# What audits find something to say about: all [D]
SHARE_EXIT_VISION_EARLY = 0.59
SHARE_OPTIONS_TALK = 0.60
SHARE_PEER_CONTACT = 0.32
SHARE_CAPITAL_TWICE = 0.55
CONCLUSIONS = (
    (0.70, "clear"),
    (0.19, "partial"),
    (0.06, "not_evident"),
    (0.05, "not_enough"),
)
SHARE_PLAN_WHEN_IN_DOUBT = 0.63
