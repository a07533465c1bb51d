"""What the gallery's components show: invented people and numbers, the same as in the design."""

from datetime import date
from typing import Any

from rodt.charts import Interval

SAMPLES: dict[str, Any] = {
    "strips": [
        ("5 more in 100", "strength", Interval(0.71, 0.65, 0.77, 0.68, 0.75, 0.61)),
        ("4 more in 100", "needs_attention", Interval(0.61, 0.44, 0.76, 0.56, 0.65, 0.57)),
        ("no verdict then", "insufficient_data", Interval(0.54, 0.47, 0.61, 0.39, 0.67)),
        ("no run before", "descriptive_only", Interval(None)),
    ],
    "tops": [
        ("Heroin and other opiates", 28, 6, "22 fewer days", True),
        ("Crack", 14, 12, "2 fewer days", True),
        ("Cannabis", 20, 20, "same", False),
        ("Injecting", 9, 0, "stopped", True),
        ("Benzodiazepines", None, None, "not asked", False),
    ],
    "ratings": [
        ("Mind", [6, 6, 7, 7.5, 6, None, 8, 9], "6 to 9"),
        ("Body", [8, 9, None, None, 10, 11], "8 to 11"),
    ],
    "credits": [
        {
            "state": "ready",
            "name": "First 12 weeks",
            "note": "week 12",
            "words": "Everything needed is there",
        },
        {
            "state": "half",
            "name": "Care plan review",
            "words": "2 carried answers not asked yet:",
            "missing": [
                {"text": "risk", "href": "#question_risk"},
                {"text": "a good ending", "href": "#question_risk"},
            ],
            "tail": ". They count as unknown if you leave them.",
        },
        {
            "state": "half",
            "name": "Strategic review",
            "words": "Your part. Then it waits for Priya Nair’s signature.",
        },
        {
            "state": "missing",
            "name": "TOP",
            "words": "",
            "missing": [{"text": "Crack, weeks 2 and 3", "href": "#id_weeks-crack_3"}],
            "tail": " still to ask",
        },
    ],
    "job_steps": [
        {"state": "done", "name": "Facts gathered as at 30 September 2026", "note": "264 people"},
        {"state": "done", "name": "Steps 1 to 6", "note": "25 indicators"},
        {"state": "now", "name": "Step 7. Recovery care planning", "note": "2 of 5"},
        {"state": "later", "name": "Steps 8 to 12, then the PDF", "note": ""},
    ],
    "watches": [
        {
            "title": "Drift watch",
            "short_title": "drift watch",
            "question": "Did nobody look? 2 or more signs out of 5.",
            "number": 11,
            "of": "187 people",
            "of_url": "#watch-1",
            "of_short": "of 187",
            "of_whom": "People on opioid substitution treatment on the day, for at least 52 weeks",
            "unknown": "3 unknown",
            "unknown_url": "#watch-1",
            "all_url": "#watch-1",
            "all_text": "Open all 11 people",
            "before": "Last month 14.",
            "cases": [
                {
                    "name": "Neville Ashdown",
                    "url": "#watch-1",
                    "plan": "Review booked 7 October",
                    "plan_style": "outline",
                    "why": "No strategic review for 16 months; no goal changed since May 2025.",
                },
                {
                    "name": "Carol Whitcombe",
                    "url": "#watch-1",
                    "plan": "Nothing booked",
                    "plan_style": "dashed",
                    "why": "Heroin 20 of 28 days in July with no plan to improve treatment.",
                },
            ],
        },
        {
            "title": "Early-ending watch",
            "short_title": "early-ending watch",
            "question": "Did it end too soon? Any 1 sign out of 5.",
            "number": 9,
            "of": "41 endings",
            "of_url": "#watch-2",
            "of_short": "of 41",
            "of_whom": "Planned endings of opioid substitution treatment in the period",
            "unknown": "0 unknown",
            "unknown_url": "",
            "all_url": "#watch-2",
            "all_text": "Open all 9 people",
            "before": "Year before 12 of 44.",
            "cases": [
                {
                    "name": "Femi Adeyemi",
                    "url": "#watch-2",
                    "plan": "Re-opened 21 September",
                    "plan_style": "tint-soft",
                    "why": "Reduced to zero in July with clear benefit on record.",
                },
            ],
        },
    ],
    "signatures": [
        {
            "name": "Dee Marsh",
            "role": "Keyworker",
            "state": "signed",
            "when": "1 October 2026, 10:55am",
        },
        {"name": "Dr Osei", "role": "Prescriber", "state": "awaiting", "words": "Awaiting you"},
    ],
    "events": [
        {
            "kind": "review",
            "when": date(2026, 9, 30),
            "title": "TOP review",
            "text": "in person with Dee Marsh. Heroin 6 days, crack 12 days.",
        },
        {
            "kind": "contact",
            "when": date(2026, 9, 17),
            "title": "Phone contact.",
            "text": "Weekends are hardest when Maya is away.",
        },
        {
            "kind": "test",
            "when": date(2026, 9, 1),
            "title": "Test.",
            "text": "Methadone and cocaine found; opiates not found.",
            "entered": "Entered 3 September",
        },
        {
            "kind": "safety",
            "when_words": "12 to 14 June 2026",
            "title": "3 missed doses in a row.",
            "text": "Dr Osei saw him on 15 June: continue 55mg, first dose supervised.",
        },
        {
            "kind": "prescription",
            "when": date(2026, 4, 20),
            "title": "Dose 50mg to 55mg.",
            "text": "Using again on top by evening. He agreed.",
        },
    ],
    "facts": [
        {"key": "Of whom", "value": "On substitution treatment for 12 weeks or more"},
        {"key": "Keyworker", "value": "Dee Marsh", "action_url": "#facts"},
        {"key": "Phone", "value": ""},
    ],
}
