"""A standing that the visits do not bear out is found by closing, by verify_rounds and by the nightly work, and absorbed by none."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from inspections import background
from inspections.models import Duty, Tally, VisitPhoto
from inspections.operations.closing import ClosingBlocked, close_round
from inspections.operations.excusing import excuse
from inspections.queries import standings
from inspections.queries.standings import verify_standings, wrong_standings
from tests.inspections.months_lived import APRIL, accept_returns, opened, prepare
from tests.makers import NOON, make_duty, make_enterprise, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    prepare()
    for name in ("甲厂", "乙厂"):
        make_enterprise("360802001", name=name)
    round_ = opened()
    make_visit(Duty.objects.get(title="乙厂"))
    Duty.objects.filter(title="甲厂").update(gap_reason="封路")
    Duty.objects.filter(kind="sweep").update(gap_reason="封路")
    accept_returns(round_)
    return round_


def test_whatever_the_visits_make_of_duties_is_proven():
    round_ = make_round()
    make_duty(round_)
    make_visit(make_duty(round_))
    make_visit(make_duty(round_), outcome="refused", outcome_reason="不让进")
    make_visit(make_duty(round_), outcome="idle", longitude=115, latitude=27)
    sweep = make_duty(round_, kind="sweep", visits_needed=2)
    make_visit(sweep), make_visit(sweep, visited_on=date(2026, 3, 9))
    excuse(duty=make_duty(round_), note="同意", by=None, at=NOON)
    make_duty(
        round_, coverage="covered", covered_on=NOON.date(), removed_on=NOON.date(), removed_reason="已并入"
    )
    assert wrong_standings(round_) == []


def test_a_photo_of_an_idle_place_is_part_of_the_proof():
    visit = make_visit(outcome="idle", longitude=115, latitude=27)
    VisitPhoto.objects.create(
        client_id=uuid4(), visit=visit, original_name="a.jpg", content_type="image/jpeg", size=1, sha256="1" * 64,
        source_sha256="2" * 64, uploaded_at=NOON, uploaded_by=visit.recorded_by,
    )  # fmt: skip
    assert [str(one.proven.coverage) for one in wrong_standings(make_round())] == ["covered"]


@pytest.mark.parametrize(
    "forged",
    [
        {"coverage": "covered", "covered_on": date(2026, 3, 3)},
        {"coverage": "covered", "covered_on": date(2026, 3, 3), "visits_done": 1, "is_late": True},
        {"coverage": "excused", "excused_at": NOON, "excuse_note": "同意"},
        {"coverage": "attempted"},
        {"visits_done": 1},
    ],
)
def test_every_part_of_a_standing_is_compared(month, forged):
    Duty.objects.filter(title="甲厂").update(**forged)
    assert [one.title for one in wrong_standings(month)] == ["甲厂"]


@pytest.mark.parametrize("forged", [{"is_late": True}, {"covered_on": date(2026, 3, 3)}, {"visits_done": 2}])
def test_so_is_every_part_of_one_that_was_covered(month, forged):
    Duty.objects.filter(title="乙厂").update(**forged)
    assert [one.title for one in wrong_standings(month)] == ["乙厂"]


def forge() -> int:
    Duty.objects.filter(title="甲厂").update(coverage="covered", covered_on=date(2026, 3, 3))
    return Duty.objects.get(title="甲厂").pk


def test_a_forged_standing_keeps_the_month_open(month):
    forge()
    with pytest.raises(ClosingBlocked) as refused:
        close_round(round_=month, by=make_officer("office_leader"), at=APRIL)
    assert refused.value.blockers == ["排查情况与记录不符1项，请联系管理员核对。"]


def test_a_forged_standing_is_told_by_verify_rounds(month, capsys):
    number = forge()
    with pytest.raises(CommandError, match="发现1处不一致"):
        call_command("verify_rounds")
    assert capsys.readouterr().err == (
        f"2026年3月排查：“甲厂”（任务{number}）登记为已排查（有效0天，2026-03-03），按有效记录应为未排查（有效0天）。\n"
    )


def test_a_forged_standing_is_told_at_night_and_not_taken_over(month, caplog):
    forge()
    before = list(Tally.objects.order_by("id").values())
    assert background.check_tallies(NOON) == 1
    assert "“甲厂”" in caplog.text
    assert list(Tally.objects.order_by("id").values()) == before
    assert Duty.objects.get(title="甲厂").coverage == "covered"


def test_many_are_read_in_chunks_and_told_by_number(month, monkeypatch):
    monkeypatch.setattr(standings, "CHUNK", 1)
    monkeypatch.setattr(standings, "MOST_TOLD", 1)
    Duty.objects.update(visits_done=5)
    count = Duty.objects.count()
    found = verify_standings(month)
    assert (len(wrong_standings(month)), len(found)) == (count, 2)
    assert found[1] == f"2026年3月排查：另有{count - 1}项任务的排查情况与记录不符。"
