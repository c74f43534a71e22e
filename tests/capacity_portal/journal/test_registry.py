from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from capacity_portal.journal import registry
from capacity_portal.organization.models import Holiday, Officer, Threshold


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    for name in ("_by_model", "_by_subject", "_event_labels"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.00"), "0"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=8))), "2026-03-02T04:00:00+00:00"),
        (datetime(2026, 3, 2, 4, tzinfo=UTC), "2026-03-02T04:00:00+00:00"),
        (time(9, 30), "09:30:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ("text", "text"),
        (None, None),
        (True, True),
        ([1, "a"], [1, "a"]),
    ],
)
def test_plain_values(value, expected):
    assert registry.plain(value) == expected


def test_snapshot_is_what_will_be_read_back():
    record = Threshold(code="days", name="天数", value="1.5", unit="天")
    assert registry.snapshot(record) == {
        "code": "days",
        "name": "天数",
        "value": "1.5",
        "unit": "天",
        "source": "",
    }
    assert registry.snapshot(Holiday(day="2026-10-01", is_workday=False))["day"] == "2026-10-01"


def test_field_that_does_not_exist_fails_at_start_up():
    with pytest.raises(Exception, match="no_such"):
        registry.track(Threshold, subject="x", label="x", fields=("no_such",))


def test_unfollowed_model_is_a_programming_error():
    registry._by_model.pop(Threshold)
    with pytest.raises(KeyError):
        registry.snapshot(Threshold())


def test_chinese_names():
    registry.name_events("ledger", label="台账", steps={"export": "导出"})
    assert registry.subject_labels()["ledger"] == "台账"
    assert registry.subject_labels()["officer"] == "工作人员账户"
    assert registry.step_labels("ledger") == {"export": "导出"}
    assert registry.step_labels("officer")["deactivate"] == "停用"
    assert registry.step_labels("nobody") == {}
    assert registry.field_label("officer", "region_id") == "地区"
    assert registry.field_label("officer", "no_such") == "no_such"
    assert registry.field_label("nobody", "x") == "x"


def test_passwords_are_never_followed():
    assert "password" not in registry.of_model(Officer).fields


def test_large_values_are_followed_by_their_digest():
    fields = ("code", "name")
    registry.track(Threshold, subject="x", label="x", fields=fields, digests=("name",))
    record = Threshold(code="days", name="天数")
    assert registry.snapshot(record) == {"code": "days", "name": registry.digest("天数")}
    assert len(registry.digest("天数")) == len("sha256:") + 64
    same, other = registry.digest({"a": 2, "b": [1, "字"]}), registry.digest({"a": 2, "b": [1, "文"]})
    assert registry.digest({"b": (1, "字"), "a": 2}) == same != other
    assert registry.digest(None) is None


def test_a_digest_of_what_is_not_followed_fails_at_start_up():
    with pytest.raises(ValueError, match="name"):
        registry.track(Threshold, subject="x", label="x", fields=("code",), digests=("name",))
