"""Background work: opening by hand, by the clock, and mending the tallies."""

import logging
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from capacity_portal.jobs import registry, schedule
from capacity_portal.jobs.registry import JobFailed
from inspections import background
from inspections.models import Checklist, Duty, Tally
from inspections.operations.closing import close_round
from inspections.queries.tallies import differences
from tests.inspections.months_lived import APRIL, accept_returns, opened, prepare
from tests.makers import make_duty, make_enterprise, make_officer, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    march = datetime(2026, 3, 3, 1, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: march)
    prepare()


def run_job(period=202603):
    job = SimpleNamespace(owner=make_officer("office_staff"), parameters={"period": period})
    return registry.find("inspections.open_month").function(job, lambda percent, message="": None)


def test_a_job_opens_the_month_and_says_how_much_there_is():
    make_enterprise("360802001")
    assert run_job().message == "2026年3月的清单共1项"
    assert run_job().message == "2026年3月的清单共1项", "a job that was killed is repeated"


def test_a_job_that_may_not_says_why():
    Checklist.objects.all().delete()
    with pytest.raises(JobFailed, match="load_checklists"):
        run_job()


def test_wrong_tallies_are_logged_and_mended(caplog):
    round_ = make_round()
    make_duty(round_)
    Tally.objects.update(covered=5)
    with caplog.at_level(logging.ERROR, logger="inspections.background"):
        assert background.check_tallies(APRIL) == 1
    assert "covered" in caplog.text
    assert differences(round_) == {}
    assert background.check_tallies(APRIL) == 0


def test_the_regular_work_is_named_in_chinese():
    names = [background.OPEN_MONTH, "inspections.reconcile", "inspections.tallies"]
    assert [schedule.label_of(name) for name in names] == ["每月开启排查", "月排查清单对账", "月排查汇总核对"]


def test_open_month_command(capsys):
    make_enterprise("360802001")
    call_command("open_month")
    round_ = Duty.objects.get().round
    assert capsys.readouterr().out == f"2026年3月在册1项，清单校验值 {round_.list_digest}。\n"
    call_command("open_month", "2026-03")
    with pytest.raises(CommandError, match="2027年1月还没有到"):
        call_command("open_month", "2027-01")
    with pytest.raises(CommandError, match="无法识别"):
        call_command("open_month", "明年")


def test_verify_rounds_command(capsys):
    make_enterprise("360802001")
    round_ = opened()
    Duty.objects.update(gap_reason="封路")
    accept_returns(round_)
    close_round(round_=round_, by=None, at=APRIL)
    call_command("verify_rounds")
    assert capsys.readouterr().out == "核对了1个月，全部一致。\n"
    Duty.objects.update(title="改名")
    with pytest.raises(CommandError, match="核对了1个月，发现2处不一致。"):
        call_command("verify_rounds", "2026-03")
    assert "清单在开启后被改动过" in capsys.readouterr().err
    call_command("verify_rounds", "2026-04")
    with pytest.raises(CommandError, match="无法识别"):
        call_command("verify_rounds", "去年")
