"""Whose imports are seen, and what blocks."""

import pytest
from django.utils import timezone

from capacity_portal.imports import operations, queries
from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.models import HeadingChoice
from capacity_portal.imports.registry import Context
from capacity_portal.lib.spreadsheets.findings import Level
from capacity_portal.organization.models import Officer
from tests.capacity_portal.imports.trips import CLEAN, UNCLEAR, read, uploaded
from tests.makers import make_officer

pytestmark = pytest.mark.django_db


def test_own_imports_only(kind, officer):
    record = uploaded(kind, officer)
    colleague = make_officer("county_staff", "360802", username="colleague")
    assert list(queries.visible_to(officer)) == [record]
    assert list(queries.visible_to(colleague)) == []


@pytest.mark.parametrize("change", [{"role": "member_unit"}, {"region_code": "360803"}])
def test_own_import_is_gone_with_role_or_region(kind, officer, change):
    uploaded(kind, officer)
    Officer.objects.filter(pk=officer.pk).update(**change)
    assert list(queries.visible_to(Officer.objects.get(pk=officer.pk))) == []


def test_import_of_a_kind_that_is_gone_is_not_seen(kind, officer, monkeypatch):
    uploaded(kind, officer)
    monkeypatch.setattr("capacity_portal.imports.registry._kinds", {})
    assert list(queries.visible_to(officer)) == []


def test_latest_are_ten_newest_first(kind, officer):
    records = [uploaded(kind, officer) for _ in range(11)]
    assert queries.latest(officer, kind) == records[:0:-1]


def test_remembered_is_that_of_the_office(kind, officer):
    for region, field in (("360802", "amount"), ("360803", "code")):
        HeadingChoice.objects.create(region_code=region, kind=kind.name, heading="产量", field=field)
    context = Context(officer, "360802", timezone.localdate())
    assert queries.remembered(context, kind) == {"产量": "amount"}


def test_rows_and_findings_by_what_they_are(kind, officer):
    record = read(kind, officer, UNCLEAR)
    assert [row.number for row in queries.rows_of(record, RowAction.NEW)] == [3, 4]
    assert [one.row for one in queries.findings_of(record, Level.ERROR)] == [5]


def test_what_blocks_is_said_in_sentences(kind, officer):
    record = read(kind, officer, UNCLEAR)
    assert queries.blockers(record) == [
        "有 1 处强制性错误：请下载批注文件，在您的表格里改正后重新上传。",
        "有 1 个单元格含义不清：请逐个确认，或改正后重新上传。",
        "有 1 类情况需要说明：请填写说明。",
    ]
    record = operations.explain(
        sheet_import=record, explanations={"no_code": "尚未编号"}, by=officer, at=timezone.now()
    )
    assert len(queries.blockers(record)) == 2


def test_only_a_ready_import_can_be_stored(kind, officer):
    assert queries.blockers(read(kind, officer, CLEAN)) == []
    assert queries.blockers(uploaded(kind, officer)) == ["这份表格现在不能入库。"]


def test_kinds_of_explanations_are_counted(kind, officer):
    record = read(kind, officer, "名称,产能,编号\n甲厂,1,\n乙厂,2,\n")
    assert queries.to_explain(record) == [
        {"code": "no_code", "rows": 2, "message": "没有填写编号。", "first": 2, "last": 3, "text": ""}
    ]
