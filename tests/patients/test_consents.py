"""What people agree to: each answer is kept, the last of a matter stands."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from patients import actions
from patients.consents import matters
from patients.models import Consent
from rodt.ids import new_id
from tests.world import signed_in, three_boxes


def test_consent_is_recorded_taken_back_and_both_stay(world):
    dee = signed_in(world.keyworker)
    url = reverse("patients:consents", args=[world.gareth.pk])
    for answer in ("yes", "no"):
        typed = {"entry_id": str(new_id()), "about": "commissioner", "answer": answer}
        assert dee.post(url, typed | three_boxes("on", world.on)).status_code == 302
    world.open()
    found = {matter.key: matter for matter in matters(world.gareth)}
    assert [said.answer for said in found["commissioner"].said] == ["no", "yes"]
    assert found["gp"].last is None
    text = dee.get(url).content.decode()
    assert "Passing on their own words to those who pay for services: <strong>no</strong>" in text


def test_an_answer_that_is_none_is_refused(world):
    with pytest.raises(ValidationError, match="Choose what they said"):
        actions.record_consent(
            patient=world.gareth, on=world.on, about="gp", answer="maybe", by=world.keyworker
        )
    assert not Consent.objects.filter(patient=world.gareth, about="gp").exists()
