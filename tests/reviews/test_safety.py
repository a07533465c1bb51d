"""Safety checks over the record: what is read, at most three, answers that hold and lapse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import configuration
from patients import actions as patients
from prescribing import actions as prescribing
from prescribing.actions.health import record_health
from prescribing.actions.safety import answer_check
from prescribing.models import Advice, Ecg, NaloxoneSupply, Pregnancy, RiskFactor, SafetyAnswer
from prescribing.safety import reader
from prescribing.safety.table import BY_CODE
from reviews import safety_counts, told
from reviews.models import TopRecord
from rodt.ids import new_id
from tests.world import World, build_world, signed_in, three_boxes


@pytest.fixture
def world(db: None) -> World:
    return build_world(localdate())


def record(world: World, model: type, **values: object):
    return record_health(
        model=model, patient=world.gareth, today=world.on, by=world.keyworker, **values
    )


def codes(world: World) -> list[str]:
    return [one.check.code for one in told.panel_of(world.gareth, world.on).open]


def dose(world: World, mg: int, ago: int = 0) -> None:
    rx = world.prescription(world.gareth)
    rx.refresh_from_db()
    prescribing.change_dose(
        prescription=rx,
        version=rx.version,
        dose_mg=mg,
        from_on=world.day(ago),
        by=world.prescriber,
    )


def answer(world: World, code: str) -> None:
    standing = told.panel_of(world.gareth, world.on)
    warning = standing.of_code(code)
    assert warning is not None
    answer_check(
        patient=world.gareth,
        check_code=code,
        triggers=warning.triggers,
        threshold_version=standing.limits.version,
        on=world.on,
        outcome="accepted",
        reason="Talked about it with them.",
        by=world.prescriber,
    )


def test_each_fact_reaches_the_checks(world: World) -> None:
    record(world, NaloxoneSupply, on=world.day(3), product="nyxoid", expires_on=world.day(1))
    record(world, Advice, on=world.day(3), topics=["driving"])
    record(world, RiskFactor, kind="benzodiazepine", from_on=world.day(9), name="Diazepam")
    record(world, RiskFactor, kind="alcohol", from_on=world.day(90), to_on=world.day(1))
    record(world, Ecg, on=world.day(400), qtc_ms=480)
    dose(world, 110)
    facts = reader.read([world.gareth.pk], world.on)[world.gareth.pk]
    (rx,) = facts.running
    assert (rx.group, rx.is_taken, rx.dose_on(world.on)) == ("methadone", True, 110)
    assert [risk.name for risk in facts.risks] == ["Diazepam"]
    assert facts.ecgs[-1].qtc_ms == 480 and facts.advice == {"driving": world.day(3)}
    record(world, Ecg, on=world.day(2), is_declined=True)  # declined: the last one stays the last
    again = reader.read([world.gareth.pk], world.on)[world.gareth.pk]
    assert again.ecgs == facts.ecgs
    found = codes(world)
    assert {"naloxone", "sedatives", "qtc", "ecg_interval", "rise"} <= set(found)
    assert "driving" not in found


def test_days_of_heroin_come_from_the_last_top(world: World) -> None:
    TopRecord.objects.create(
        service=world.service,
        patient=world.gareth,
        recorded_by=world.keyworker,
        on=world.day(5),
        stage="review",
        is_complete=True,
        opiates_days=9,
        injecting_days=0,
    )
    known = told.read([world.gareth.pk], world.on)[world.gareth.pk]
    assert (known.heroin_days, known.injects) == (9, False)
    assert "low_heroin" in codes(world), "his dose is 55mg"


def test_an_answer_holds_and_a_higher_dose_or_a_new_medicine_asks_again(world: World) -> None:
    dose(world, 130, ago=60)
    record(world, RiskFactor, kind="alcohol", from_on=world.day(9))
    for code in ("ecg", "sedatives"):
        answer(world, code)
    assert not {"ecg", "sedatives"} & set(codes(world))
    dose(world, 125, ago=30)
    assert "ecg" not in codes(world)
    dose(world, 135)
    assert "ecg" in codes(world) and "sedatives" not in codes(world)
    record(world, RiskFactor, kind="z_drug", from_on=world.day(1))
    assert "sedatives" in codes(world)
    assert SafetyAnswer.objects.count() == 2


def test_a_services_own_number_is_used_from_its_day_on(world: World) -> None:
    dose(world, 95, ago=60)
    assert "ecg" not in codes(world)
    configuration.change(
        service=world.service,
        kind="safety",
        values={"ecg_above_mg": 90},
        reason="Agreed by the clinical lead.",
        effective_from=world.on,
        proposed_by=world.prescriber,
        agreed_by=world.second_prescriber,
    )
    assert "ecg" in codes(world)
    assert reader.limits_in_force(world.service.pk, world.day(1)).version == 0
    answer(world, "ecg")
    assert SafetyAnswer.objects.get().threshold_version == 1


class TestPages:
    def test_at_most_three_stand_on_the_prescription_page_and_the_rest_opens(
        self, world: World
    ) -> None:
        dose(world, 110)
        record(world, RiskFactor, kind="alcohol", from_on=world.day(9))
        shown = told.panel_of(world.gareth, world.on)
        assert len(shown.open) > 3 and len(shown.first) == 3
        for name in ("prescription", "health"):
            page = reverse(f"prescribing:{name}", args=[world.gareth.pk])
            text = signed_in(world.prescriber).get(page).content.decode()
            assert f"And {len(shown.more)} more" in text
            assert text.count('class="worry"') == len(shown.open)

    def test_an_answer_needs_a_reason_is_kept_once_and_counted(self, world: World) -> None:
        client = signed_in(world.keyworker)
        page = reverse("reviews:answer_check", args=[world.gareth.pk, "naloxone"])
        typed = {"entry_id": str(new_id()), "outcome": "acted", "reason": ""}
        assert "Say why, or what was done" in client.post(page, typed).content.decode()
        typed["reason"] = "A kit given today."
        for _ in range(2):
            said = client.post(page, typed, follow=True).content.decode()
        assert "A kit given today." in said
        world.open()
        kept = SafetyAnswer.objects.get()
        assert (kept.check_code, kept.trigger, kept.recorded_by) == (
            "naloxone",
            "none",
            world.keyworker,
        )
        counts = safety_counts.read(world.access(world.keyworker), world.on)
        row = next(one for one in counts.rows if one.check.code == "naloxone")
        assert (row.acted, row.held) == (1, 1)
        text = client.get(reverse("reviews:safety_checks")).content.decode()
        assert "Mayet and others 2011" in text
        assert "An FP10MDA covers at most: 14 days, verified" in text

    def test_what_is_for_a_prescriber_today_a_keyworker_cannot_answer(self, world: World) -> None:
        record(world, Ecg, on=world.day(1), qtc_ms=510)
        page = reverse("reviews:answer_check", args=[world.gareth.pk, "qtc_high"])
        assert signed_in(world.keyworker).get(page).status_code == 403
        assert signed_in(world.prescriber).get(page).status_code == 200

    @pytest.mark.parametrize("code", ["pregnancy", "tolerance"])
    def test_no_page_leads_a_keyworker_to_an_answer_that_is_a_prescribers(
        self, world: World, code: str
    ) -> None:
        record(world, Pregnancy, on=world.on, found="pregnant")
        pause = patients.pause_reviews(
            patient=world.gareth,
            reason="custody",
            started_on=world.day(70),
            expected_end_on=world.on,
            by=world.keyworker,
        )
        patients.resume_reviews(pause=pause, ended_on=world.on, by=world.keyworker)
        answer = reverse("reviews:answer_check", args=[world.gareth.pk, code])
        pages = ("reviews:case", "reviews:safety", "prescribing:prescription", "prescribing:health")
        for page in pages:
            for staff, is_offered in ((world.keyworker, False), (world.prescriber, True)):
                text = signed_in(staff).get(reverse(page, args=[world.gareth.pk])).content.decode()
                assert BY_CODE[code].title in text
                assert (answer in text) is is_offered, page
        assert signed_in(world.keyworker).get(answer).status_code == 403

    def test_nothing_is_blocked(self, world: World) -> None:
        record(world, Ecg, on=world.day(1), qtc_ms=510)
        dose(world, 150)
        assert world.prescription(world.gareth).dose_steps.current().count() > 1


def test_a_fixed_number_of_queries_for_one_person_and_for_many(world: World) -> None:
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as one:
            told.panel_of(world.gareth, world.on)
        with CaptureQueriesContext(connection) as many:
            safety_counts.read(world.access(world.manager), world.on)
        return len(one), len(many)

    before = asked()
    assert before[0] <= 5 and before[1] <= 9
    for ago in range(20, 0, -1):
        record(world, Ecg, on=world.day(ago), qtc_ms=430)
        record(world, RiskFactor, kind="alcohol", from_on=world.day(ago))
        dose(world, 60 + ago, ago=ago)
        patients.record_event(
            patient=world.gareth, kind="overdose", on=world.day(ago), by=world.keyworker
        )
    assert asked() == before


class TestBeforeADose:
    def typed(self, world: World, mg: str, **more: str) -> dict[str, str]:
        rx = world.prescription(world.gareth)
        rx.refresh_from_db()
        return {
            "entry_id": str(new_id()),
            "version": str(rx.version),
            "dose_mg": mg,
            "why": "Not holding",
            "patient_agreed": "yes",
            **three_boxes("from_on", world.on),
            **more,
        }

    def test_what_it_fires_is_shown_once_and_then_it_is_saved_with_its_answers(
        self, world: World
    ) -> None:
        client = signed_in(world.prescriber)
        rx = world.prescription(world.gareth)
        page = reverse("prescribing:change_dose", args=[world.gareth.pk, rx.pk])
        shown = client.post(page, self.typed(world, "110"))
        text = shown.content.decode()
        assert "Look at this before you save" in text and "55mg in one step" in text
        world.open()
        assert not rx.dose_steps.current().filter(daily_dose_mg=110).exists()
        seen = shown.context["form"].data["seen"]
        assert "rise=" in seen and "ecg=" in seen
        typed = self.typed(world, "110", seen=seen, check_reason="As agreed with the clinic.")
        client.post(page, typed)
        world.open()
        assert rx.dose_steps.current().filter(daily_dose_mg=110).exists()
        assert {"rise", "ecg"} <= set(SafetyAnswer.objects.values_list("check_code", flat=True))
        assert not {"rise", "ecg"} & set(codes(world))

    def test_a_dose_that_fires_nothing_is_saved_at_once(self, world: World) -> None:
        rx = world.prescription(world.gareth)
        page = reverse("prescribing:change_dose", args=[world.gareth.pk, rx.pk])
        assert signed_in(world.prescriber).post(page, self.typed(world, "60")).status_code == 302
