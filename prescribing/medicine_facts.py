"""What is known of each group of medicines, as data, each line with its mark and source.

S found in a stored source, S2 second-hand, K known but not verified here, P our own. From
domain/prescribing.md §1 to §3. Printed on the catalogue page; nothing here is a dose to give.
"""

from dataclasses import dataclass

MARKS = {
    "S": "Found in its source",
    "S2": "Second-hand",
    "K": "Not verified here",
    "P": "Our own choice",
}


@dataclass(frozen=True, slots=True)
class Fact:
    text: str
    mark: str
    source: str

    @property
    def status(self) -> str:
        return MARKS[self.mark]


_NHS = "nhs.uk, How and when to take methadone"
_BORDERS = "NHS Borders protocol"
_UK_2017 = "UK clinical guidelines 2017"
_SMPC_BUVIDAL = "product information, emc 9706"

IN_GENERAL = (
    Fact(
        "Methadone or buprenorphine by mouth, at a flexible dose. If both suit equally, methadone"
        " first. The choice is the person's.",
        "S",
        "NICE TA114",
    ),
)

BY_GROUP: dict[str, tuple[Fact, ...]] = {
    "methadone": (
        Fact("Usual for most adults: 60mg to 120mg a day.", "S", _NHS),
        Fact("Starts are described as 10mg to 30mg.", "S", _NHS),
        Fact(
            "With sedatives or alcohol, starts of at most 20mg. Steps of 5mg to 10mg; at most"
            " 30mg more in a week in the first two weeks.",
            "S2",
            "RCGP guidance, quoted by a research web guide",
        ),
        Fact("At most 40mg on day one, in experienced hands only.", "K", "BNF"),
        Fact(
            "Concentrates of 10mg/ml and 20mg/ml must be diluted: a risk of error.",
            "K",
            "",
        ),
        Fact("Tablets are not licensed for this use; tablets and injection: specialist.", "K", ""),
        Fact(
            "A risk to breathing in induction; a long half-life; it may lengthen QT.",
            "K",
            "",
        ),
    ),
    "buprenorphine": (
        Fact(
            "Usual: 12mg to 24mg a day. At most 32mg; some product information says 24mg.",
            "K",
            "BNF and product information",
        ),
        Fact("With naloxone: at most 24mg.", "K", "product information"),
        Fact(
            "A first dose of 0.8mg to 4mg at least 6 hours after heroin, in older text.",
            "S",
            "product information of 2012, as copied",
        ),
        Fact(
            "From methadone: at most 30mg a day, and at least 24 hours after the last dose.",
            "S",
            "product information of 2012, as copied",
        ),
        Fact("4mg to 8mg on day one is common.", "K", _UK_2017),
        Fact("Sublingual tablets of 0.4mg, 2mg and 8mg.", "S", "product information, emc 4094"),
    ),
    "lyophilisate": (
        Fact(
            "Not interchangeable with other buprenorphine: 25% to 30% more of it is taken up.",
            "S",
            "product leaflet, emc 2317; NHS Borders",
        ),
        Fact("Conversion bands go up to 18mg.", "S", _BORDERS),
    ),
    "depot": (
        Fact("Given under the skin by staff only; never taken home.", "S", _SMPC_BUVIDAL),
        Fact(
            "Weekly 8mg, 16mg, 24mg and 32mg; monthly 64mg, 96mg, 128mg and 160mg.",
            "S",
            "product information, emc 9706; EU leaflet",
        ),
        Fact(
            "Started in mild to moderate withdrawal, at least 6 hours after heroin; from methadone"
            " at most 30mg a day and at least 24 hours after the last dose.",
            "S",
            _SMPC_BUVIDAL,
        ),
        Fact(
            "Somebody new to buprenorphine has a test dose of 4mg and is watched for an hour.",
            "S",
            _BORDERS,
        ),
        Fact("At least 8 weeks before a weekly one goes into the same place.", "S", _BORDERS),
        Fact("Windows: weekly 2 days either side, monthly a week either side.", "K", _SMPC_BUVIDAL),
        Fact("Other depots and implants: availability in the UK to be checked.", "K", ""),
    ),
    "morphine": (Fact("24-hour capsules. Specialist; off label. No range agreed.", "K", _UK_2017),),
    "diamorphine": (
        Fact(
            "Supervised, specialist. The prescriber needs a Home Office licence.",
            "K",
            "Misuse of Drugs Act: the supply regulations of 1997",
        ),
    ),
    "dihydrocodeine": (Fact("Rarely, by specialists.", "S", "Highland formulary"),),
    "naltrexone": (
        Fact("25mg, then 50mg a day.", "K", "BNF"),
        Fact("After 7 to 10 days without opioids, liver tests and a challenge.", "K", ""),
        Fact(
            "Supervised, looked at regularly, stopped if opioids are misused.",
            "S",
            "NICE TA115, summary",
        ),
        Fact("It does not substitute: it is not counted as OST.", "P", ""),
    ),
    "lofexidine": (
        Fact(
            "Supply in the UK ended about 2018. For records of the past only.", "K", "not verified"
        ),
    ),
}

NOT_PRESCRIBED = (
    Fact(
        "Take-home naloxone is supplied, not prescribed: drug services may since 2015, by nose"
        " since 2019. It is recorded under Health.",
        "S",
        "gov.uk; Ashtons, May 2025",
    ),
    Fact("Prenoxad 2mg in 2ml; Nyxoid nasal spray 1.8mg.", "K", "strengths not verified"),
)

CODES = (
    Fact(
        "Substance codes (VTM) are those of an extract of the NHS dictionary of medicines.",
        "S",
        "dm+d extract, April 2019",
    ),
    Fact(
        "Product codes are taken from a public list that does not say which kind each is: confirm"
        " against the dictionary before use.",
        "S2",
        "a public NHS code list",
    ),
    Fact(
        "Buprenorphine/naloxone 16mg/4mg has two candidates, 32930411000001109 and"
        " 32902211000001103, so neither is used.",
        "S2",
        "a public NHS code list",
    ),
    Fact(
        "Buprenorphine sublingual has older codes: 2mg 322496005, 8mg 322497001.",
        "S2",
        "an NHSBSA test row",
    ),
    Fact("The 160mg depot's code was not found.", "S", "a public NHS code list"),
)


@dataclass(frozen=True, slots=True)
class Band:
    """One row of what one service uses when somebody changes to the depot."""

    lyophilisate: str
    sublingual: str
    weekly: str
    monthly: str


BANDS = (
    Band("2mg to 4mg", "2mg to 6mg", "8mg", "–"),
    Band("6mg to 8mg", "8mg to 10mg", "16mg", "64mg"),
    Band("10mg to 12mg", "12mg to 16mg", "24mg", "96mg"),
    Band("14mg to 18mg", "18mg to 24mg", "32mg", "128mg"),
    Band("–", "26mg to 32mg", "–", "160mg"),
)
BANDS_SOURCE = Fact("Bands used by NHS Borders.", "S", _BORDERS)
