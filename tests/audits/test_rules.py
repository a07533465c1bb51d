"""The numbers an audit counts with: the product's own, or a service's over them."""

import pytest

from audits.rules import DEFAULT_RULES, AuditRules, AuditRulesError


def test_a_service_changes_one_number_and_keeps_the_rest() -> None:
    rules = AuditRules.from_values({"peer_window_days": 90}, version="version 2")
    assert rules.peer_window_days == 90
    assert rules.status_window_days == DEFAULT_RULES.status_window_days
    assert rules.version == "version 2"


def test_there_is_no_threshold_until_a_service_sets_one() -> None:
    assert DEFAULT_RULES.thresholds == {}
    rules = AuditRules.from_values({"thresholds": {"5.1": 70}}, version="version 1")
    assert rules.thresholds == {"5.1": 70}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"years_on_treatment": 5}, "is not a number the audit counts with"),
        ({"peer_window_days": -1}, "must be a whole number, 0 or more"),
        ({"peer_window_days": True}, "must be a whole number"),
        ({"thresholds": {"5.1": 101}}, "from 0 to 100"),
        ({"thresholds": 70}, "by the code of an indicator"),
    ],
)
def test_a_value_that_cannot_be_used_says_why(values: dict[str, object], says: str) -> None:
    with pytest.raises(AuditRulesError, match=says):
        AuditRules.from_values(values, version="version 1")


def test_stored_values_read_back_the_same() -> None:
    values = {k: v for k, v in DEFAULT_RULES.values().items() if k != "version"}
    assert AuditRules.from_values(values, version="0") == DEFAULT_RULES
