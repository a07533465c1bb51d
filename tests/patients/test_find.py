"""Finding the right person, and nobody whom one may not see."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Trail
from patients import facts
from patients.models import OtherName, Patient
from patients.search_words import bare, name_words, sought
from tests.world import signed_in


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Penrose", {"names": ("penrose",)}),
        ("Penrose, Gareth", {"names": ("penrose", "gareth")}),
        ("999 000 0018", {"nhs_number": "9990000018"}),
        ("999-000-0018", {"nhs_number": "9990000018"}),
        ("21/8/1974", {"born_on": date(1974, 8, 21)}),
        ("21.08.1974", {"born_on": date(1974, 8, 21)}),
        ("21 August 1974", {"born_on": date(1974, 8, 21)}),
        ("21081974", {"born_on": date(1974, 8, 21)}),
        ("Penrose 21 8 1974", {"born_on": date(1974, 8, 21), "names": ("penrose",)}),
        ("29/2/1975", {"born_on": None}),
        ("O’Neill", {"names": ("oneill",)}),
        ("9 990 000 018", {"nhs_number": "9990000018"}),
        ("999.000.0018", {"nhs_number": "9990000018"}),
        ("GW", {"names": ("gw",), "initials": "gw."}),
        ("G W", {"names": ("g", "w"), "initials": "gw."}),
        ("g.w.", {"names": ("g", "w"), "initials": "gw."}),
        ("  ", {"names": (), "nhs_number": "", "born_on": None}),
    ],
)
def test_what_is_typed_is_read_as_people_write_it(typed, wanted):
    found = sought(typed)
    assert {name: getattr(found, name) for name in wanted} == wanted


def test_accents_are_left_out_of_the_comparison():
    assert bare("Gwenllïan-Ŵyn") == "gwenllian-wyn"


def names_found(words: str) -> set[str]:
    return set(Patient.objects.named(words).values_list("family_name", flat=True))


def test_people_are_found_by_each_way_of_typing(world):
    assert names_found("penrose") == {"Penrose"}
    assert names_found("gaz") == {"Penrose"}
    assert names_found("G Penrose") == {"Penrose"}
    assert names_found("gwenllian") == {world.llinos.family_name}
    assert names_found("21/8/1974") == {"Penrose"}
    assert names_found("w003") == {"Abara"}
    number = world.mina.nhs_number
    assert names_found(f"{number[:3]} {number[3:6]} {number[6:]}") == {"Farrow"}
    assert names_found("Penrose 1/1/1990") == set()
    assert names_found("") == set()


def test_the_answer_tells_two_people_apart(world):
    page = signed_in(world.keyworker).post(reverse("patients:find"), {"words": "gareth"})
    text = page.content.decode()
    assert "21 August 1974" in text
    assert f"…{world.gareth.nhs_number[-3:]}" in text
    assert "North" in text
    assert world.gareth.nhs_number not in text


@pytest.mark.parametrize("who", ["llinos", "bo"])
def test_people_of_another_team_or_service_are_not_found(world, who):
    name = getattr(world, who).family_name
    page = signed_in(world.keyworker).post(reverse("patients:find"), {"words": name})
    assert "Nobody is found" in page.content.decode()


def test_a_manager_finds_everybody_of_the_service_and_nobody_else(world):
    client = signed_in(world.manager)
    page = client.post(reverse("patients:find"), {"words": world.llinos.family_name})
    assert "1 person found" in page.content.decode()
    page = client.post(reverse("patients:find"), {"words": "Sandys"})
    assert "Nobody is found" in page.content.decode()


def test_a_search_leaves_a_note_without_its_words(world):
    signed_in(world.keyworker).post(reverse("patients:find"), {"words": "Penrose"})
    world.open()
    note = Trail.objects.get(verb="searched")
    assert note.facts == {"of": 1}
    assert "Penrose" not in note.about


def test_before_a_search_the_page_offers_whom_one_opened_last(world):
    client = signed_in(world.keyworker)
    for person in (world.gareth, world.mina):
        client.get(reverse("patients:contacts", args=[person.pk]))
    text = client.get(reverse("patients:find")).content.decode()
    assert text.index("Mina Farrow") < text.index("Gareth Penrose")


def test_somebody_who_left_can_be_opened_again_from_the_search(world):
    page = signed_in(world.keyworker).post(reverse("patients:find"), {"words": "Okafor"})
    assert reverse("patients:reopen", args=[world.dan.pk]) in page.content.decode()


@pytest.mark.parametrize(
    "words", ["Pernose", "Penrsoe", "Pemrose", "Penroze", "Gareth Penros", "graeth penrose"]
)
def test_a_slip_of_the_pen_or_the_ear_still_finds_them(world, words):
    alike = Patient.objects.spelt_like(words)
    assert "Penrose" in set(alike.values_list("family_name", flat=True))
    text = signed_in(world.keyworker).post(reverse("patients:find"), {"words": words})
    assert "Gareth Penrose" in text.content.decode()


def test_a_slip_does_not_show_people_of_another_team_or_service(world):
    for who in (world.llinos, world.bo):
        slip = who.family_name[:-2] + who.family_name[-1]
        page = signed_in(world.keyworker).post(reverse("patients:find"), {"words": slip})
        assert who.name not in page.content.decode()


def test_people_are_found_by_initials(world):
    for words in ("GP", "g p", "G.P."):
        assert "Penrose" in names_found(words), words
    assert "Penrose" not in names_found("P G")


def test_people_are_found_by_a_former_name_or_an_alias_until_it_is_taken_back(world):
    other = facts.add(
        OtherName,
        patient=world.mina,
        by=world.keyworker,
        kind="former",
        given_name="",
        family_name="Ashdown",
    )
    assert names_found("ashdown") == {"Farrow"}
    text = signed_in(world.keyworker).post(reverse("patients:find"), {"words": "Ashdown"})
    assert "also known as formerly Ashdown" in text.content.decode()
    world.open()
    facts.withdraw(other, by=world.keyworker, reason="Never so")
    assert names_found("ashdown") == set()


def test_a_changed_name_is_found_at_once_and_the_old_one_no_more(world):
    Patient.objects.filter(pk=world.ray.pk).update(family_name="O’Brien-Ŵyn")
    for words in ("obrien", "o'brien", "wyn", "ŵyn", "obrien-wyn"):
        assert "O’Brien-Ŵyn" in names_found(words), words
    assert names_found(world.ray.family_name) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stephen", "steven"),
        ("rhys", "reece"),
        ("catherine", "kathryn"),
        ("thomas", "tomas"),
        ("phillips", "filips"),
        ("wright", "right"),
        ("mackenzie", "mckenzie"),
        ("llywelyn", "lewelin"),
    ],
)
def test_names_that_sound_alike_share_a_key(db, one, other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT patients_sounds(%s) = patients_sounds(%s)", [one, other])
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize(
    "name", ["Penrose", "Gwenllïan-Ŵyn", "O’Neill", "de la Cruz", "Łukasz", "Åse (Jo)", 'Al "Bo"']
)
def test_the_database_and_the_page_split_a_name_alike(db, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT patients_name_words(%s)", [name])
        assert tuple(word for (word,) in cursor.fetchall()) == name_words(name)


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; --", "🙂", "0" * 80, "a" * 500, "#", "="])
def test_odd_words_find_nobody_and_break_nothing(world, words):
    page = signed_in(world.keyworker).post(reverse("patients:find"), {"words": words})
    assert page.status_code == 200


def test_under_row_level_security_a_search_uses_its_index(world):
    """A condition that is not leakproof would make PostgreSQL read every row instead."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT patient_id FROM patients_searchword"
            " WHERE word >= 'pen' AND word < 'peo'"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "word >= 'pen'" in plan.partition("Index Cond")[2].partition("\n")[0], plan
