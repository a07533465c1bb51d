"""What the invented people say and what is written about them: short, in everyday words."""

from careplans.models import Tag

GOALS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("Keep off the gear in the week", (Tag.OVERCOMING_DEPENDENCE,), "heroin", "Saturday group"),
    (
        "Stop using on top",
        (Tag.OVERCOMING_DEPENDENCE,),
        "heroin",
        "Talk about dose with prescriber",
    ),
    ("Cut the crack down", (Tag.OVERCOMING_DEPENDENCE,), "crack", "Start 6 sessions of CBT"),
    ("Drink less at weekends", (Tag.OVERCOMING_DEPENDENCE,), "alcohol", "Keep a drink diary"),
    ("Never use alone", (Tag.HARM_REDUCTION,), "", "Tell my sister when I am low"),
    ("Stop injecting", (Tag.HARM_REDUCTION,), "heroin", "Talk through other ways of using"),
    ("Always have naloxone at home", (Tag.HARM_REDUCTION,), "", "Collect a kit"),
    ("Get the hep C sorted", (Tag.HARM_REDUCTION, Tag.HUMAN), "", "Blood test at the clinic"),
    ("See my kids more", (Tag.SOCIAL,), "", "Ring the family worker"),
    ("Make one friend who does not use", (Tag.SOCIAL,), "", "Go to the Thursday breakfast"),
    ("Get my own place", (Tag.PHYSICAL,), "", "Housing form with the link worker"),
    ("Sort my debts", (Tag.PHYSICAL,), "", "Appointment with debt advice"),
    ("Get my teeth fixed", (Tag.PHYSICAL, Tag.HUMAN), "", "Register with a dentist"),
    ("Sleep through the night", (Tag.HUMAN,), "", "Sleep plan with keyworker"),
    ("Get my CSCS card", (Tag.HUMAN, Tag.WORK), "", "Book the test at college"),
    ("Volunteer at the kitchen", (Tag.CULTURAL, Tag.WORK), "", "Meet the volunteer lead"),
    ("Go back to church", (Tag.CULTURAL,), "", "Go with my aunt on Sunday"),
    ("Join the football on Fridays", (Tag.CULTURAL, Tag.SOCIAL), "", "Turn up once"),
)
STRENGTHS = (
    "Turns up when it is hard. Good with engines.",
    "Close to a sister. Cooks well.",
    "Two years of steady work before. Keeps a tidy home.",
    "Says what is on their mind. Looks after a neighbour's dog.",
    "Has been through this before and knows what helps.",
)
EXITS = (
    "Working again, my own front door, and not having to plan my day round the chemist.",
    "I want to stay on this. It keeps me well and I sleep.",
    "Seeing my grandchildren without anyone worrying.",
    "Off everything one day, but not before I have somewhere safe to live.",
    "Being bored, in a good way. Garden, telly, no phone calls.",
    "Coming off slowly, with the group behind me.",
)
IN_PLACE = ("Somewhere to live", "A job", "Friends who do not use", "My health sorted")
TO_BUILD = (
    "One friend who does not use",
    "Somewhere warm to live",
    "Sleep",
    "A thing to do on Sundays",
)
SUPPORTERS = (
    ("Ceri Vale", "supporter", "sister"),
    ("Morgan Firth", "carer", "partner"),
    ("Pat Lowe", "supporter", "friend from the group"),
    ("June Ashby", "carer", "mother"),
    ("Idris Wold", "supporter", "uncle"),
)
MOVES_BACK = "A hard month: more support for now"
MOVES_ON = "Ready for more, and said so"
AGREES, DISAGREES = "That is what I said.", "Too many appointments. I work mornings."
WAYS_BACK = ("Using two days in a row", "Losing my place", "If I stop going to the group")
WORDS = (
    "It's steadier than it was.",
    "The weekends are the hard part.",
    "I'm sleeping, for the first time in years.",
    "Not a great month, if I'm honest.",
    "I'd like to collect less often.",
    "It holds me till the evening, then I feel it.",
    "I'm doing all right. Ask me again at Christmas.",
    "Nobody has asked me that before.",
)
PREFERENCES = (
    "Stay as it is for now.",
    "Would like to collect weekly.",
    "Would like to know more about the injection.",
    "Wants to try the group first.",
    "Perhaps come down a little in spring.",
)
SUMMARIES = (
    "Talked about the week and what helped.",
    "Went over the plan; next step agreed.",
    "Talked about money and the housing form.",
    "Checked naloxone and safe storage.",
    "Rang about the next appointment.",
    "Walked to the group together.",
)
REASONS_MISSED = ("Did not come, no message", "Forgot", "On shift", "Unwell", "No bus fare")
WITHOUT_IT = (
    "Back on it in a week.",
    "I'd lose the flat.",
    "I think I'd manage, but I don't want to find out.",
)
DOSE_REASONS = (
    "Using on top by evening",
    "Not holding until the next dose",
    "Feels drowsy after the dose",
    "Asked for a little less",
)
PAUSE_AGREED = ("Prison healthcare team", "Ward pharmacist", "Residential unit")
RELAPSE_PLANS = (
    "Bad days: Fridays and pay day. Ring my sister first, then the duty worker. Nobody uses alone.",
    "If I think about scoring I go to the Thursday group, whatever the hour I tell Sam.",
    "I know the signs: no sleep, no food. My partner rings the clinic if I go quiet for two days.",
)
SESSIONS = (
    "Relapse-prevention group on Tuesdays, 8 weeks, with the recovery worker",
    "One to one with the keyworker, weekly for the first month",
    "Mutual aid on Mondays; the peer worker comes along to the first two",
)
HOW_TO_REACH = ("By phone, in the evening", "A text first, then a call", "Through their sister")
AFTERCARE = {
    "yes": "Ring me. I would rather somebody asked.",
    "no": "I want to put it behind me. I know where you are.",
}
ASKED_FOR = {
    "residential": (
        "Somewhere away from here, for a few months.",
        "A place by the sea where nobody has my number.",
        "Somewhere that takes my dog as well.",
        "I need to be out of my street to stop.",
        "My brother went away for it. I want that chance too.",
        "Six months of quiet, and people who have done it.",
        "Rehab, but near enough for my girls to visit.",
        "A house where I can stay on my script at first.",
        "Somewhere for couples. We want to go together.",
    ),
    "mental_health": (
        "Somebody to talk to who knows about trauma.",
        "A counsellor who doesn't turn me away because I use.",
        "Someone to see about the nightmares.",
        "I can't sit in a group. I want one person to talk to.",
        "Help with the panic, before I go outside.",
        "Talking about my mum, with somebody trained.",
        "A proper assessment. I've waited since school.",
        "Somebody who knows what the army does to you.",
        "Help with my head and the drugs in one place.",
    ),
    "depot": (
        "The injection, so I don't have to come in every day.",
        "One jab a month and no chemist.",
        "Something I can't forget to take.",
        "I start at six. The chemist isn't open.",
        "My mate has the injection. I'd like to try it.",
        "So that nobody at home can get at my medicine.",
        "I want to go away for a week without ringing round.",
        "Not to be seen in the queue any more.",
        "Something steady. I go up and down on the tablets.",
    ),
    "work_project": (
        "A place to get back to using my hands.",
        "Somewhere to mend bikes, like they had before.",
        "A workshop with people who get it.",
        "Something to get up for that isn't a job yet.",
        "A garden to work in, with a bit of help.",
        "I was a joiner. I want to hold a plane again.",
        "Two mornings a week to see if I can do it.",
        "Cooking for other people, and learning as I go.",
        "Somewhere that doesn't mind about my record.",
    ),
    "housing": (
        "A flat where nobody knocks at three in the morning.",
        "My own front door. I'll do the rest.",
        "Somewhere that isn't a hostel full of gear.",
        "A room near my little boy's school.",
        "A place with a bath. My back is bad.",
        "Not another sofa. I've been on four since June.",
        "Somewhere that takes people on a script.",
        "A women's house, with a lock on the door.",
        "Help with a deposit. I can pay the rent.",
    ),
    "step_other": (
        "I work days. I can't come at two in the afternoon.",
        "One late night a week would do it.",
        "I lose half a day's pay each time I come.",
        "I've got the kids until six.",
        "Could somebody see me after college?",
        "My bus gets in at five past five.",
        "Saturdays, even once a month.",
        "My boss asks where I go on Tuesdays.",
        "I look after my dad in the daytime.",
    ),
}
"""What people ask for that is not to be had, by kind of support."""
