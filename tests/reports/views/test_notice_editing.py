"""The editor: opened, changed by its buttons, saved, refused, overtaken; nothing typed is lost."""

import pytest
from django.urls import reverse

from capacity_portal.journal.models import Entry
from reports.models import Notice
from reports.views.editor_state import MOST_CELLS
from tests.clients import signed_in
from tests.makers import make_office, make_officer, make_region
from tests.report_makers import WORDS, an_officer, make_notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    return make_office(make_region("3608"))


@pytest.fixture
def client():
    return signed_in(an_officer())


def address(notice) -> str:
    return reverse("reports:notice-edit", args=[notice.pk])


def typed(**values) -> dict:
    fields = {
        "version": "1", "title": "关于新事项的通知", "addressees": "各县（市、区）人民政府", "form": "ordinary", "direction": "down",
        "signing": "sealed", "b.0.kind": "paragraph", "b.0.text": "第一段。", "b.1.kind": "section", "b.1.level": "1",
        "b.1.heading": "提高认识", "b.1.text": "", "do": "save",
    }  # fmt: skip
    return fields | values


def test_the_stored_draft_is_shown_with_its_numbers(client):
    page = client.get(address(make_notice())).content.decode()
    assert WORDS["title"] in page
    assert '<span class="block-mark">二、</span>' in page
    assert "no-store" in client.get(address(make_notice()))["Cache-Control"]


def test_saving_leads_to_the_document(client):
    notice = make_notice()
    answer = client.post(address(notice), typed(urgency="加急", signers="李华、王强", remark="改标题"))
    assert answer["Location"] == reverse("reports:notice", args=[notice.pk])
    notice.refresh_from_db()
    assert (notice.title, notice.urgency, notice.signers, notice.version) == (
        "关于新事项的通知",
        "加急",
        ["李华", "王强"],
        2,
    )
    assert [block["kind"] for block in notice.content["blocks"]] == ["paragraph", "section"]
    assert notice.versions.get(number=2).note == "改标题"


def test_saving_may_stay_in_the_editor_and_sending_twice_saves_once(client):
    notice = make_notice()
    for _ in range(2):
        assert client.post(address(notice), typed(stay="on"))["Location"] == address(notice)
    assert Notice.objects.get(pk=notice.pk).version == 2


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("add.b.0.table", 'name="b.1.c.0"'),
        ("up.b.1", 'name="b.0.heading" value="提高认识"'),
        ("add.a", 'name="a.0.title"'),
        ("nonsense", "第一段。"),
    ],
)
def test_a_button_keeps_what_is_typed_and_writes_nothing(client, command, shown):
    notice = make_notice()
    page = client.post(
        address(notice), typed(do=command, title="还没写完", contact="13812345678")
    ).content.decode()
    assert shown in page
    assert 'value="还没写完"' in page
    assert "第一段。" in page
    assert "有未保存的修改" in page
    assert "是手机号码" not in page
    assert Notice.objects.get(pk=notice.pk).version == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": ""}, "请填写标题"),
        ({"contact": "联系人：张三，13812345678。"}, "“13812345678”是手机号码"),
        ({"note": "联系人：张三，电话13812345678"}, "是手机号码"),
        ({"serial": "12"}, "六位阿拉伯数字"),
        ({"form": "poster"}, "没有这个格式"),
        ({"b.0.text": "机密★1年"}, "涉密"),
        ({"b.0.text": "长" * 20_001}, "超过20000个字"),
    ],
)
def test_refused_words_come_back(client, values, said):
    notice = make_notice()
    answer = client.post(address(notice), typed(**values))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert "提高认识" in page
    assert Notice.objects.get(pk=notice.pk).version == 1


def test_who_comes_second_sees_both_and_saves_after_looking(client):
    notice = make_notice()
    signed_in(an_officer("office_leader")).post(address(notice), typed(title="甲的标题"))
    answer = client.post(address(notice), typed(title="乙的标题"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "甲的" in page
    assert 'value="乙的标题"' in page
    assert 'name="version" value="2"' in page
    client.post(address(notice), typed(title="乙的标题", version="2"))
    assert list(notice.versions.order_by("number").values_list("title", flat=True)) == [
        WORDS["title"],
        "甲的标题",
        "乙的标题",
    ]


def test_large_tables_are_edited_as_lines(client):
    rows = [[str(number), f"第{number}县"] for number in range(MOST_CELLS)]
    table = {"kind": "table", "columns": [{"title": "序号"}, {"title": "地区"}], "rows": rows}
    blocks = [
        {
            "title": "",
            "is_landscape": False,
            **table,
            "columns": [{"title": "序号", "width": 4, "align": "left"}] * 2,
        }
    ]
    notice = make_notice(content={"blocks": blocks})
    page = client.get(address(notice)).content.decode()
    assert 'name="b.0.lines"' in page
    assert 'name="b.0.r.0.0"' not in page


@pytest.mark.parametrize("state", ["reviewing", "approved", "issued"])
def test_what_is_no_draft_is_not_edited(client, state):
    notice = make_notice(state)
    assert client.get(address(notice))["Location"] == reverse("reports:notice", args=[notice.pk])
    assert "不能修改" in client.post(address(notice), typed()).content.decode()


@pytest.mark.parametrize("role", ["county_staff", "member_unit", "tipoff_handler", "auditor", "grid_officer"])
def test_who_may_not(role):
    notice = make_notice()
    home = {"county_staff": "360802", "grid_officer": "360802001"}.get(role, "3608")
    client = signed_in(an_officer(role, make_region(home)))
    assert client.get(address(notice)).status_code == 404
    assert client.post(address(notice), typed()).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"version": "9" * 5000},
        {"title": "\x00\ud800标题"},
        {"b.0.level": "x"},
        {"a.7.b.3.kind": "table"},
        {"do": "\x00" * 50},
        {"do": "up.b.99"},
        {"version": "-1"},
    ],
)
def test_hostile_input_is_answered(client, values):
    notice = make_notice()
    posted = {name: value.encode("utf-8", "replace").decode() for name, value in typed(**values).items()}
    assert client.post(address(notice), posted).status_code in {200, 302, 409}


def test_minutes_ask_for_attendance(client):
    notice = make_notice(form="minutes")
    assert 'name="attending"' in client.get(address(notice)).content.decode()
    client.post(address(notice), typed(form="minutes", attending="李华  王强", absent="无"))
    notice.refresh_from_db()
    assert notice.content["attendance"] == [
        {"label": "出席", "names": "李华 王强"},
        {"label": "请假", "names": "无"},
    ]
    assert (
        'value="李华 王强"' in (page := client.get(address(notice)).content.decode()) or "李华 王强" in page
    )


def test_who_opens_the_draft_of_another_is_logged_and_named_on_its_pages(client):
    own, foreign = make_notice(), make_notice(drafted_by=make_officer("office_staff", "3608"))
    reader = an_officer()
    for notice in (own, foreign):
        for name in ("notice-edit", "notice-paste"):
            page = client.get(reverse(f"reports:{name}", args=[notice.pk])).content.decode()
            assert f"{reader.name}，" in page
            assert "没有编号印发，不是正式文件" in page
        client.post(
            reverse("reports:notice-live", args=[notice.pk]), typed(), headers={"accept": "application/json"}
        )
    read = Entry.objects.filter(subject="notice", step="read").order_by("id")
    assert list(read.values_list("subject_id", "note", "by")) == [
        (foreign.pk, "正文", reader.pk),
        (foreign.pk, "版面", reader.pk),
    ]


@pytest.mark.parametrize(("state", "is_marked"), [("draft", True), ("approved", True), ("issued", False)])
def test_pages_of_what_is_not_issued_say_so_and_who_reads(client, state, is_marked):
    notice = make_notice(state)
    for name in ("notice", "notice-versions", "notice-compare"):
        page = client.get(reverse(f"reports:{name}", args=[notice.pk])).content.decode()
        assert ("不是正式文件" in page) == is_marked, name
