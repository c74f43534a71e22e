"""The month's visits by spreadsheet: found on the list, checked as at the form, stored once."""

from contextlib import suppress
from datetime import time, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.imports import registry
from capacity_portal.imports.registry import Context
from capacity_portal.lib import months
from capacity_portal.lib.spreadsheets.columns import Fault
from capacity_portal.lib.spreadsheets.templates import write_template
from inspections.models import ChecklistItem, Visit
from inspections.sheets import visit_rows
from inspections.sheets.visits import _clock
from tests.capacity_portal.imports.kinds.sheets import bring, confirmed, counted, errors, uploaded
from tests.makers import (
    NOON,
    make_cell,
    make_duty,
    make_enterprise,
    make_officer,
    make_post,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
PERIOD = 202603
DAY = "2026-03-02"
HEAD = ("企业名称", "统一社会信用代码", "网格", "排查日期", "到达时间", "排查结果", "原因", "检查人员", "正式检查", "各项正常", "备注")  # fmt: skip


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def by():
    return make_officer("county_staff", name="周建平")


def row(duty, **values) -> list:
    names = (
        "title",
        "code",
        "cell",
        "day",
        "arrived",
        "outcome",
        "reason",
        "people",
        "formal",
        "normal",
        "remarks",
    )
    usual = {
        "title": duty if isinstance(duty, str) else duty.title, "day": DAY, "outcome": "正常", "people": "周建平、王秀英", "normal": "是",
        "reason": "纸质记录补录",
    }  # fmt: skip
    return [(usual | values).get(name, "") for name in names]


def wrong(by, *rows, head=HEAD) -> list[tuple]:
    return [(column, message) for _, column, _, message in errors(bring("visits", by, head, *rows))]


def test_visits_are_stored_on_the_list_of_their_month(by):
    cell = make_cell()
    duty, sweep = make_duty(cell=cell), make_duty(kind="sweep", cell=cell)
    trip = bring(
        "visits", by, HEAD, row(duty, arrived="21:30", remarks="现场停炉"), row(sweep, cell=cell.name)
    )
    assert (errors(trip), counted(trip)) == ([], (2, 0, 0))
    visit = Visit.objects.get(duty=duty)
    assert (visit.source, visit.is_night, visit.is_backfilled, visit.remarks) == (
        "sheet",
        True,
        True,
        "现场停炉",
    )
    people = [(person.name, person.officer) for person in visit.inspectors.order_by("position")]
    assert people == [("周建平", by), ("王秀英", None)]
    duty.refresh_from_db()
    assert duty.coverage == "covered"


def test_a_colleague_s_name_is_his_account_and_two_of_a_name_are_asked_about(by):
    helper = make_officer("member_unit", name="李大强")
    key = make_duty(is_key=True)
    assert errors(bring("visits", by, HEAD, row(key, people="李大强、王秀英", formal="是"))) == []
    named = [
        (one.name, one.officer, one.confirmed_at)
        for one in Visit.objects.get().inspectors.order_by("position")
    ]
    assert named == [("李大强", helper, None), ("王秀英", None, None)]
    make_officer("county_staff", name="李大强")
    sentence = "本地区叫“李大强”的账户有 2 个，请用排查表单登记，选择是哪一个。"
    assert wrong(by, row(make_duty(), people="李大强")) == [("检查人员", sentence)]


def test_two_typed_outsiders_make_no_formal_check(by):
    found = wrong(by, row(make_duty(is_key=True), people="刘建国、王秀英", formal="是"))
    assert found == [
        ("检查人员", "正式检查的人员中至少一人要有账户：请在检查人员中选择参加的账户，由其本人确认。")
    ]


def test_the_same_file_again_stores_nothing(by):
    duty = make_duty()
    bring("visits", by, HEAD, row(duty))
    assert counted(bring("visits", by, HEAD, row(duty))) == (0, 0, 1)
    assert Visit.objects.count() == 1


def test_answers_stand_in_columns_of_their_items(by):
    duty = make_duty()
    ChecklistItem.objects.create(
        checklist=duty.checklist, position=9, code="charge", text="炉料", kind="text"
    )
    make_visit(duty, answers={"charge": {"value": "生铁"}}, visited_on=months.first_day(PERIOD))
    head = (*HEAD, "检查项1", "检查项2", "检查项3", "炉料")
    assert errors(bring("visits", by, head, [*row(duty, normal=""), "是", "√", "有", "同上次"])) == []
    stored = {code: answer["value"] for code, answer in Visit.objects.latest("id").answers.items()}
    assert stored == {"item-1": "yes", "item-2": "yes", "item-3": "yes", "charge": "生铁"}
    faults = wrong(by, [*row(make_duty(), normal=""), "是", "也许", "否", ""], head=head)
    assert [column for column, _ in faults] == ["检查项2", "检查项3", "炉料"]


@pytest.mark.parametrize(
    ("values", "column", "words"),
    [
        ({"title": "不认识的厂"}, "企业名称", "清单上"),
        ({"day": "2026-02-02"}, "企业名称", "不在2026年2月"),
        ({"day": "2099-01-01"}, "排查日期", "晚于今天"),
        ({"reason": ""}, "原因", "请写明补录原因"),
        ({"outcome": "拒绝检查", "reason": "", "normal": ""}, "原因", "请写明原因"),
        ({"outcome": "发现问题"}, "排查结果", "至少登记一个问题"),
        ({"people": "王平等3人"}, "检查人员", "不止一个人"),
        ({"formal": "是", "people": "王平"}, "检查人员", "至少两人"),
        ({"arrived": "25:61"}, "到达时间", "无法识别"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(by, values, column, words):
    found = wrong(by, row(make_duty(), **values))
    assert [(name, words in message) for name, message in found][:1] == [(column, True)], found
    assert Visit.objects.count() == 0


def test_names_that_are_borne_twice_are_told_apart(by):
    one, two = (make_enterprise("360802001", name="同名铸造厂") for _ in range(2))
    duty = make_duty(enterprise=one, cell_name="东网格")
    make_duty(enterprise=two, cell_name="西网格")
    assert "有 2 家" in wrong(by, row(duty))[0][1]
    assert counted(bring("visits", by, HEAD, row(duty, cell="西网格"))) == (1, 0, 0)
    assert counted(bring("visits", by, HEAD, row(duty, code=one.credit_code))) == (1, 0, 0)


def test_rows_that_come_twice_and_other_counties_are_refused(by):
    duty, other = make_duty(), make_duty(cell=make_cell("360803001"))
    assert "与第 2 行重复" in wrong(by, row(duty), row(duty))[0][1]
    assert "清单上" in wrong(by, row(other))[0][1]
    holder = make_post(make_cell("360802002")).officer
    assert "清单上" in wrong(holder, row(duty))[0][1]


def test_what_is_odd_must_be_explained_before_it_is_stored(by):
    duty = make_duty()
    record = uploaded("visits", by, HEAD, row(duty, outcome="停产无人", normal=""))
    assert (record.counts["to_explain"], record.counts["new"]) == (1, 1)
    trip = bring("visits", by, HEAD, row(duty, outcome="停产无人", normal=""), explanation="门卫证实停产")
    assert (errors(trip), Visit.objects.get().outcome) == ([], "idle")


def test_a_month_closed_before_or_after_the_preview_takes_nothing(by):
    duty = make_duty()
    record = uploaded("visits", by, HEAD, row(duty))
    round_ = make_round()
    round_.state, round_.closed_at = "closed", NOON
    round_.save()
    assert "已关账" in wrong(by, row(duty))[0][1]
    assert (confirmed(record).state != "stored", Visit.objects.count()) == (True, 0)


def test_too_many_rows_are_refused_at_once(by, monkeypatch):
    monkeypatch.setattr(visit_rows, "MOST", 1)
    assert "一次最多 1 条" in wrong(by, row(make_duty()), row(make_duty()))[0][1]


def test_a_row_without_its_name_is_left_to_the_checks_of_cells(by):
    assert ("企业名称", "请填写企业（网格）名称。") in wrong(by, row("", cell="甲"))


def test_the_template_has_a_column_for_every_item(by):
    make_duty(), make_duty(kind="sweep")
    kind = registry.find("visits")
    columns = kind.columns(Context(by, by.region_code, timezone.localdate()))
    titles = [column.title for column in columns]
    assert (len(set(titles)), titles[-3:]) == (len(titles), ["检查项1", "检查项2", "检查项3"])
    write_template(BytesIO(), columns, title="排查记录", notes=kind.notes)


def test_the_preview_tells_what_would_be_recorded(by):
    values = {
        "visited_on": DAY, "outcome": "idle", "inspectors": ["王平"], "reason": "停产", "remarks": "锁门", "answers": {},
        "client_id": str(uuid4()),
    }  # fmt: skip
    assert [text for _, text in registry.find("visits").describe([values])[0]] == [
        DAY, "停产无人", "王平", "停产", "锁门", "0 项",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("", None), ("9:05", time(9, 5)), ("0930", time(9, 30)), ("21：30", time(21, 30)), ("09:05:30", time(9, 5)), ("930", time(9, 30)), (timedelta(hours=9), time(9)), (930.0, time(9, 30)), ("093015", time(9, 30)),
     (0.5, time(12)), (time(8, 1, 5), time(8, 1))],
)  # fmt: skip
def test_times_as_people_and_spreadsheets_write_them(cell, expected):
    assert _clock(cell) == expected


NO_TIMES = ("早上", "24:00", "12345678", "9999999999999999", "9:99999999999999", "::", ":", "9:", ":30", "9:5", "9:60", "12", "٣:٣٠", "9:05:", "9:05:61", 930.5, 10.0**300, -1, timedelta(hours=30), True)  # fmt: skip


@pytest.mark.parametrize("cell", NO_TIMES)
def test_what_is_no_time_is_a_fault_with_its_remedy(cell):
    with pytest.raises(Fault, match="^到达时间.*请"):
        _clock(cell)


@given(
    st.text(alphabet="0123456789:：. 点时分AaPpMm", max_size=24)
    | st.text(max_size=200)
    | st.floats()
    | st.integers()
)
def test_whatever_stands_in_the_cell_it_is_a_time_or_a_fault(cell):
    with suppress(Fault):
        assert isinstance(_clock(cell), time | None)


def test_one_bad_time_stands_at_its_cell_and_ends_no_import(by):
    for typed in ("9999999999999999", "9:99999999999999", "::"):
        ((column, message),) = wrong(by, row(make_duty(), arrived=typed))
        assert (column, "无法识别" in message) == ("到达时间", True)
