import pytest

from capacity_portal.organization.roles import Permission
from enterprises.choices import Status
from enterprises.rules.incoming_status import Verdict, at_change, at_opening


def test_opening():
    assert at_opening("suspended", "") == Verdict(is_change=True)
    assert at_opening("exited", "3号").doubt == ""
    assert at_opening("exited", "").doubt.startswith("经营状态为“已退出”")
    assert "不能直接登记" in at_opening("revived", "3号").refusal


@pytest.mark.parametrize("now", Status.values)
@pytest.mark.parametrize("wanted", ["", *Status.values])
def test_only_the_steps_of_the_table_and_never_out_of_closure(now, wanted):
    verdict = at_change(now, wanted, "3号", None)
    allowed = {
        "under_construction": {"in_production", "exited", "banned"},
        "in_production": {"suspended", "exited", "banned"},
        "suspended": {"in_production", "exited", "banned"},
    }
    assert verdict.is_change == (wanted in allowed.get(now, set()))
    assert bool(verdict.refusal) == (not verdict.is_change and wanted not in ("", now))


def test_document_and_permission():
    assert at_change("in_production", "exited", "", None).doubt != ""
    assert at_change("in_production", "suspended", "", frozenset({Permission.CHANGE_STATUS})) == Verdict(
        is_change=True
    )
    assert "您的角色不能" in at_change("in_production", "suspended", "", frozenset()).refusal
