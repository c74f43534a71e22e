import pytest

from inspections.rules.finding_filters import FindingFilters, as_parameters, parse

FULL = FindingFilters(
    county="360802", period=202603, kind="revival", severity="serious", state="unclosed", overdue=True,
    escalated=True, unconfirmed=True, enforcement="any", text="某厂", order="deadline",
)  # fmt: skip


def test_what_is_written_is_read_back():
    assert parse(as_parameters(FULL)) == FULL
    assert as_parameters(FindingFilters()) == {}
    assert as_parameters(FULL)["period"] == "2026-03"


@pytest.mark.parametrize("value", ["\x00", "\ud800", "9" * 5000, "0001-01-01", "-1", "nosuch"])
def test_nonsense_is_left_out(value):
    names = ("county", "period", "kind", "severity", "state", "overdue", "enforcement", "order")
    assert parse(dict.fromkeys(names, value)).without("county") == FindingFilters()
    assert len(parse({"text": value}).text) <= 60


def test_emptiness_does_not_look_at_the_order():
    assert parse({"order": "deadline"}).is_empty
    assert not parse({"overdue": "1"}).is_empty
    assert FULL.without("text", "overdue").overdue is False
