from datetime import UTC, datetime

import pytest
from django.urls import reverse

from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Block, Entry
from inspections.models import QualityScore, Recheck, Round
from inspections.operations.quality import score_round
from inspections.queries.figures import figures
from inspections.rules.digests import digest_of
from tests.clients import signed_in
from tests.makers import (
    NOON,
    make_duty,
    make_enterprise,
    make_equipment,
    make_kind,
    make_office,
    make_officer,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
MONTH = {"month": 202603}
COUNTY = MONTH | {"code": "360802"}


def url(name: str, kwargs: dict = MONTH) -> str:
    return reverse(f"inspections:{name}", kwargs=kwargs)


@pytest.fixture
def office():
    return signed_in(make_officer("office_staff"))


def sealed() -> None:
    Block.objects.create(
        number=7, sealed_at=datetime(2026, 2, 20, tzinfo=UTC), entry_count=1, high_water=1, ranges=[[1, 1]],
        digests=b"x" * 32, previous_hash="", hash="ab" * 32,
    )  # fmt: skip


def test_a_closed_month_shows_its_frozen_scores_and_is_not_computed_anew(office):
    make_office(), make_region("360802")
    round_ = make_round()
    make_visit(make_duty(round_))
    score_round(round_=round_, at=NOON)
    assert "重新计算" in office.get(url("quality-month")).content.decode()
    found = figures(round_)
    round_.closings.create(number=1, figures=found, digest=digest_of(found), closed_at=NOON)
    Round.objects.update(state="closed", closed_at=NOON)
    QualityScore.objects.update(score=1, reasons=[])
    month, county = office.get(url("quality-month")), office.get(url("quality", COUNTY))
    assert [row[1].score for row in month.context["rows"]] == [county.context["score"].score] == [85]
    assert "1条记录没有照片。" in county.content.decode()
    assert "重新计算" not in month.content.decode()
    answer = office.post(url("quality-recompute"), follow=True)
    assert "2026年3月已关账" in answer.content.decode()


# --- quality ----------------------------------------------------------------------------------------------------------
def test_the_month_shows_every_county_the_lowest_first(office):
    make_visit(make_duty(make_round()))
    make_region("360803")
    score_round(round_=make_round(), at=NOON)
    QualityScore.objects.create(round=make_round(), county_code="3608K01", score=40, computed_at=NOON)
    make_region("3608K01")
    page = office.get(url("quality-month"))
    assert [(county.code, kind) for county, _, kind in page.context["rows"]] == [
        ("3608K01", "bad"),
        ("360802", "good"),
    ]
    assert [county.code for county in page.context["unscored"]] == ["360803"]
    assert "不自动扣分、不作处罚依据" in page.content.decode()


def test_a_countys_reasons_lead_to_the_visits(office):
    visit = make_visit(make_duty(make_round()))
    score_round(round_=make_round(), at=NOON)
    page = office.get(url("quality", COUNTY)).content.decode()
    assert "1条记录没有照片。" in page
    assert reverse("inspections:visit", args=[visit.pk]) in page


def test_without_a_score_or_without_doubts_the_page_says_so(office):
    make_round(), make_region("360802")
    assert "还没有测算" in office.get(url("quality", COUNTY)).content.decode()
    QualityScore.objects.create(round=make_round(), county_code="360802", score=70, computed_at=NOON)
    assert "没有发现疑点" in office.get(url("quality", COUNTY)).content.decode()


def test_the_office_has_it_computed_anew(office):
    make_round()
    answer = office.post(url("quality-recompute"))
    assert answer.url == reverse("jobs:detail", args=[Job.objects.get().pk])


@pytest.mark.parametrize("name", ["quality-month", "quality", "rechecks"])
@pytest.mark.parametrize("role", ["county_leader", "grid_officer", "member_unit"])
def test_a_county_sees_neither_scores_nor_the_list(name, role):
    make_round(), make_region("360802")
    visitor = signed_in(make_officer(role))
    assert visitor.get(url(name, COUNTY if name == "quality" else MONTH)).status_code == 404


# --- re-checks --------------------------------------------------------------------------------------------------------
def test_without_a_seed_nothing_can_be_drawn(office):
    make_visit(make_duty(make_round()))
    assert "没有种子" in office.get(url("rechecks")).content.decode()
    assert "上个月的留痕日志还没有封存" in office.post(url("rechecks-draw"), follow=True).content.decode()


def test_the_list_is_drawn_and_shows_how_to_draw_it_again(office):
    sealed()
    make_visit(make_duty(make_round()))
    assert "还没有抽取" in office.get(url("rechecks")).content.decode()
    page = office.post(url("rechecks-draw"), follow=True).content.decode()
    for text in ("ab" * 32, "第 7 块", "SHA-256（种子 + 半角冒号 + 任务编号）", "候选1项，抽取1项"):
        assert text in page


def test_a_result_is_written_down(office):
    sealed()
    make_visit(make_duty(make_round()))
    office.post(url("rechecks-draw"))
    address = reverse("inspections:recheck", args=[Recheck.objects.get().pk])
    assert office.get(address).status_code == 200
    typed = {"result": "inconsistent", "checked_on": "2026-04-02", "note": ""}
    assert "与记录不一致的，请写明哪里不一致。" in office.post(address, typed).content.decode()
    assert office.post(address, typed | {"note": "设备已拆"}).status_code == 302
    assert Recheck.objects.get().result == "inconsistent"
    assert office.get(address).context["form"].initial["note"] == "设备已拆"
    assert "设备已拆" in office.get(url("rechecks")).content.decode()


# --- furnaces ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def furnaces():
    make_kind(is_induction_furnace=True)
    make_equipment(make_enterprise("360802001"), size=3, count=2)
    make_region("360802"), make_region("360803")


@pytest.mark.parametrize(
    ("query", "heads", "rows"),
    [
        ({}, 5, ["吉州区", "青原区", "合计"]),
        ({"quarter": "2026-1"}, 6, ["吉州区", "青原区", "合计"]),
        ({"quarter": "2026-9"}, 5, ["吉州区", "青原区", "合计"]),
    ],
)
def test_the_prefecture_sees_every_county(office, furnaces, query, heads, rows):
    table = office.get(url("furnaces", {}), query).context["table"]
    assert (len(table.heads), [row[0].text for row in table.rows]) == (heads, rows)


def test_a_county_sees_its_towns_and_no_quarters(furnaces):
    page = signed_in(make_officer("county_staff")).get(url("furnaces", {}), {"quarter": "2026-1"})
    assert [row[0].text for row in page.context["table"].rows] == ["区划360802001", "合计"]
    assert page.context["quarters"] == []


def test_the_table_comes_as_a_workbook(office, furnaces):
    assert office.get(url("furnaces-sheet", {}), {"quarter": "2026-1"}).context["hidden"] == [
        ("quarter", "2026-1")
    ]
    assert Entry.objects.filter(subject="furnaces").count() == 0
    answer = office.post(url("furnaces-sheet", {}), {"quarter": "2026-1"}, follow=True)
    assert answer.content.startswith(b"PK")
    (entry,) = Entry.objects.filter(subject="furnaces")
    assert (entry.step, "2026年第一季度中（工）频炉分布，电子表格" in entry.note) == ("export", True)


def test_who_may_not_export_reads_the_table_only(furnaces):
    unit = signed_in(make_officer("member_unit", "3608"))
    assert unit.get(url("furnaces", {})).context["sheet_url"] == ""
    assert unit.get(url("furnaces-sheet", {})).status_code == 404


def test_a_grid_officer_has_no_table(furnaces):
    assert signed_in(make_officer("grid_officer")).get(url("furnaces", {})).status_code == 404
