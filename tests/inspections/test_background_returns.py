import zipfile
from types import SimpleNamespace

import pytest

from capacity_portal.jobs.registry import JobFailed
from capacity_portal.lib.typesetting import RenderFailed
from inspections import background_returns
from inspections.documents import returns as documents
from inspections.models import QualityScore
from inspections.operations import rounds_open
from tests.makers import NOON, make_officer, make_return, make_round, make_visit

pytestmark = pytest.mark.django_db


def told(percent, message=""):
    """Nobody listens."""


def test_a_month_is_scored_as_a_job():
    make_visit()
    job = SimpleNamespace(parameters={"period": 202603})
    assert background_returns.score(job, told).message == "2026年3月共计算1个县（市、区）"


def test_a_month_that_was_never_opened_is_said_to_be_so():
    with pytest.raises(JobFailed, match="2026年3月还没有开启排查"):
        background_returns.score(SimpleNamespace(parameters={"period": 202603}), told)


def test_open_months_are_scored_every_night_and_closed_ones_are_not():
    visit = make_visit()
    assert background_returns.score_open_months(NOON) == 1
    QualityScore.objects.all().delete()
    type(visit.duty.round).objects.update(state="closed", closed_at=NOON)
    assert background_returns.score_open_months(NOON) == 0


def test_a_month_closed_in_the_meantime_is_refused_as_a_job_and_skipped_at_night(monkeypatch):
    round_ = make_visit().duty.round
    monkeypatch.setattr(rounds_open, "held_open", lambda number: "closed")
    assert background_returns.score_open_months(NOON) == 0
    with pytest.raises(JobFailed, match="2026年3月已关账"):
        background_returns.score(SimpleNamespace(parameters={"period": round_.period}), told)


def test_many_returns_become_one_zip_without_those_the_owner_may_not_see(monkeypatch):
    own, other = make_return("360802"), make_return("360803", round_=make_round())
    failed = RenderFailed("没有字体")
    outcomes = [SimpleNamespace(content=b"%PDF")]
    monkeypatch.setattr(documents.printing, "print_many", lambda pages: (outcomes[0] for _ in pages))
    parameters = {"returns": [own.pk, other.pk]}
    job = SimpleNamespace(parameters=parameters, owner=make_officer("county_staff"))
    result = documents.print_many(job, told)
    with zipfile.ZipFile(result.content) as archive:
        assert archive.namelist() == ["监管月报-2026-03-吉州区.pdf"]
    result.content.unlink()
    outcomes[0] = failed
    result = documents.print_many(job, told)
    assert result.report["sentences"] == ["吉州区2026年3月监管月报没有生成：没有字体"]
    result.content.unlink()
