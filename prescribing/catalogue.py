"""The medicine catalogue, as data. A migration loads it; a service reads it.

Ranges are "usual for most people", never right or wrong. Every figure and code carries its status,
as in domain/prescribing.md §1 and §3: S found in a stored source, S2 second-hand, K known but not
verified, and for codes verified, inferred or missing. Nothing here is a dose to give.
"""

from typing import Any

# Kept for records of the past; nobody chooses them for a new prescription.
HISTORIC = frozenset({"lofexidine-200micrograms"})

# Groups of medicines that an opiates test finds, or is likely to: K, known and not verified here.
FOUND_AS_OPIATES = frozenset({"morphine", "diamorphine", "dihydrocodeine"})

METHADONE_VTM = "51758009"
BUPRENORPHINE_VTM = "31684002"
COMBINED_VTM = "425741009"

_NHS_METHADONE = "nhs.uk, How and when to take methadone"
_BUP_RANGE = "BNF and product information; not verified here"
_SMPC = "product information, emc 9706"


def _row(code: str, name: str, form: str, strength: str, group: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": code,
        "name": name,
        "form": form,
        "strength": strength,
        "group": group,
        "is_ost": True,
        "vmp_id": "",
        "code_status": "inferred" if more.get("vmp_id") else "missing",
    }
    return row | more


def _methadone(code: str, form: str, strength: str, vmp: str, mg_per_ml: int) -> dict[str, Any]:
    return _row(
        code,
        "Methadone",
        form,
        strength,
        "methadone",
        mg_per_ml=mg_per_ml,
        usual_from_mg=60,
        usual_to_mg=120,
        range_status="S",
        range_source=_NHS_METHADONE,
        vtm_id=METHADONE_VTM,
        vmp_id=vmp,
    )


def _buprenorphine(code: str, strength: str, vmp: str, status: str) -> dict[str, Any]:
    return _row(
        code,
        "Buprenorphine",
        "sublingual tablets",
        strength,
        "buprenorphine",
        usual_from_mg=12,
        usual_to_mg=24,
        range_status="K",
        range_source=_BUP_RANGE,
        vtm_id=BUPRENORPHINE_VTM,
        vmp_id=vmp,
        code_status=status,
    )


def _combined(code: str, form: str, strength: str, vmp: str) -> dict[str, Any]:
    return _row(
        code,
        "Buprenorphine/naloxone",
        form,
        strength,
        "buprenorphine",
        usual_from_mg=12,
        usual_to_mg=24,
        range_status="K",
        range_source=_BUP_RANGE,
        vtm_id=COMBINED_VTM,
        vmp_id=vmp,
    )


def _depot(mg: int, days: int, window: int, vmp: str) -> dict[str, Any]:
    every = "weekly" if days == 7 else "monthly"
    return _row(
        f"buprenorphine-depot-{every}-{mg}mg",
        "Buprenorphine",
        f"{every} depot injection",
        f"{mg}mg",
        "depot",
        covers_days=days,
        window_days=window,
        range_status="K",
        range_source=f"dosing window: {_SMPC}, not verified here",
        vtm_id=BUPRENORPHINE_VTM,
        vmp_id=vmp,
    )


MEDICINES: tuple[dict[str, Any], ...] = (
    _methadone("methadone-1mg-ml", "oral solution", "1mg/ml", "36120711000001104", 1),
    _methadone(
        "methadone-1mg-ml-sf",
        "oral solution sugar-free",
        "1mg/ml",
        "36120811000001107",
        1,
    ),
    _methadone(
        "methadone-10mg-ml-sf",
        "oral solution sugar-free",
        "10mg/ml",
        "36120611000001108",
        10,
    ),
    _methadone("methadone-10mg-ml", "oral solution", "10mg/ml", "", 10),
    _methadone("methadone-20mg-ml", "oral solution", "20mg/ml", "", 20),
    _row(
        "methadone-tablets",
        "Methadone",
        "tablets",
        "",
        "methadone",
        vtm_id=METHADONE_VTM,
    ),
    _row(
        "methadone-injection",
        "Methadone",
        "injection",
        "",
        "methadone",
        vtm_id=METHADONE_VTM,
    ),
    _buprenorphine(
        "buprenorphine-sl-200micrograms",
        "200 micrograms",
        "42009011000001107",
        "verified",
    ),
    _buprenorphine(
        "buprenorphine-sl-400micrograms",
        "400 micrograms",
        "42009211000001102",
        "verified",
    ),
    _buprenorphine("buprenorphine-sl-2mg", "2mg", "", "missing"),
    _buprenorphine("buprenorphine-sl-8mg", "8mg", "42009311000001105", "inferred"),
    _combined(
        "buprenorphine-naloxone-sl-2mg",
        "sublingual tablets",
        "2mg/500 micrograms",
        "11055811000001106",
    ),
    _combined(
        "buprenorphine-naloxone-sl-8mg",
        "sublingual tablets",
        "8mg/2mg",
        "11055911000001101",
    ),
    _combined("buprenorphine-naloxone-sl-16mg", "sublingual tablets", "16mg/4mg", ""),
    _combined("buprenorphine-naloxone-film", "sublingual film", "", ""),
    _combined("buprenorphine-naloxone-sl", "sublingual tablets or film", "", ""),
    _row(
        "buprenorphine-lyophilisate-2mg",
        "Buprenorphine",
        "oral lyophilisate",
        "2mg",
        "lyophilisate",
        usual_to_mg=18,
        range_status="S",
        range_source="NHS Borders protocol; not interchangeable with other buprenorphine",
        vtm_id=BUPRENORPHINE_VTM,
        vmp_id="33595511000001108",
    ),
    _row(
        "buprenorphine-lyophilisate-8mg",
        "Buprenorphine",
        "oral lyophilisate",
        "8mg",
        "lyophilisate",
        usual_to_mg=18,
        range_status="S",
        range_source="NHS Borders protocol; not interchangeable with other buprenorphine",
        vtm_id=BUPRENORPHINE_VTM,
        vmp_id="33595611000001107",
    ),
    _depot(8, 7, 2, "36752411000001104"),
    _depot(16, 7, 2, "36751711000001103"),
    _depot(24, 7, 2, "36751911000001101"),
    _depot(32, 7, 2, "36752211000001103"),
    _depot(64, 28, 7, "36752311000001106"),
    _depot(96, 28, 7, "36752511000001100"),
    _depot(128, 28, 7, "36751611000001107"),
    _depot(160, 28, 7, ""),
    _row(
        "morphine-slow-release",
        "Morphine",
        "slow-release capsules",
        "",
        "morphine",
        vtm_id="73572009",
    ),
    _row(
        "diamorphine-injection",
        "Diamorphine",
        "injection",
        "",
        "diamorphine",
        vtm_id="60881009",
    ),
    _row(
        "dihydrocodeine",
        "Dihydrocodeine",
        "tablets",
        "",
        "dihydrocodeine",
        vtm_id="57811004",
    ),
    _row(
        "naltrexone-50mg",
        "Naltrexone",
        "tablets",
        "50mg",
        "naltrexone",
        is_ost=False,
        vtm_id="87617007",
        vmp_id="323281004",
    ),
    _row(
        "naltrexone-injection",
        "Naltrexone",
        "long-acting injection",
        "",
        "naltrexone",
        is_ost=False,
        covers_days=28,
        vtm_id="87617007",
    ),
    _row(
        "lofexidine-200micrograms",
        "Lofexidine",
        "tablets (historic)",
        "200 micrograms",
        "lofexidine",
        is_ost=False,
        vtm_id="349934008",
        vmp_id="323340005",
    ),
)
