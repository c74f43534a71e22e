"""Accounts by spreadsheet: opened and edited, passwords nowhere but in the one file that is downloaded once."""

import io
import json
from datetime import date

import pytest
from django.core import serializers
from django.urls import reverse
from python_calamine import CalamineWorkbook

from capacity_portal.imports import operations as imports
from capacity_portal.imports.kinds import account_rows, accounts
from capacity_portal.imports.models import ImportFinding, ImportRow, SheetImport
from capacity_portal.imports.registry import Context
from capacity_portal.jobs import results
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import repeat_job
from capacity_portal.journal.models import Entry
from capacity_portal.lib.spreadsheets.book import FileRefused
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.organization import operations
from capacity_portal.organization.models import Officer
from tests.capacity_portal.imports.kinds.sheets import bring, confirmed, counted, errors, uploaded
from tests.capacity_portal.jobs.kinds import run_queued
from tests.clients import signed_in
from tests.makers import make_department, make_officer, make_region

pytestmark = pytest.mark.django_db
HEAD = ("用户名", "姓名", "角色", "所在地区", "单位", "联系电话", "有效期至")
ZHANG = ("zhang.san", "张三", "县市区经办", "吉州区", "工信局", "0796-8220000", "2026-12-31")
LI = ("li.si", "李四", "办公室经办", "3608", "", "", "")


@pytest.fixture
def by():
    make_region("360802")
    make_region("360803")
    make_department(make_region("360802"), name="吉州区工业和信息化局", short_name="工信局")
    return make_officer("security_admin")


def fields(username: str) -> tuple:
    officer = Officer.objects.get(username=username)
    return (
        officer.name,
        officer.role,
        officer.region_code,
        str(officer.department or ""),
        officer.telephone,
        officer.expires_on,
    )


def handed_out(job: Job) -> list[list]:
    content = signed_in(job.owner).post(reverse("jobs:hand-over", args=[job.pk])).getvalue()
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


# --- new accounts -----------------------------------------------------------------------------------------------------
def test_new_accounts_are_opened_and_must_change_their_password(by):
    trip = bring("accounts", by, HEAD, ZHANG, LI)
    assert (counted(trip), errors(trip), trip.blockers) == ((2, 0, 0), [], ())
    assert fields("zhang.san") == (
        "张三", "county_staff", "360802", "吉州区工业和信息化局", "0796-8220000", date(2026, 12, 31),
    )  # fmt: skip
    assert fields("li.si") == ("李四", "office_staff", "3608", "", "", None)
    opened = Officer.objects.get(username="li.si")
    assert (opened.is_active, opened.must_change_password, opened.created_by) == (True, True, by)


def test_each_account_has_its_journal_entry(by):
    bring("accounts", by, HEAD, ZHANG, LI)
    entries = Entry.objects.filter(subject="officer", step="import").order_by("id")
    named = [(entry.kind, entry.changes["username"], entry.by) for entry in entries]
    assert named == [("created", [None, "zhang.san"], by), ("created", [None, "li.si"], by)]


def test_same_file_again_changes_nothing(by):
    bring("accounts", by, HEAD, ZHANG, LI)
    assert counted(bring("accounts", by, HEAD, ZHANG, LI)) == (0, 0, 2)


def test_comparing_asks_the_same_few_queries_however_many_rows(by, django_assert_num_queries):
    rows = [(f"user{number:03d}", "某人", "县市区经办", "吉州区", "", "", "") for number in range(60)]
    kind, context, checked = accounts.KIND, imports_context(by), checked_rows(rows)
    with django_assert_num_queries(3):
        one = kind.compare(context, checked[:1])
    with django_assert_num_queries(3):
        all_of_them = kind.compare(context, checked)
    assert [len(found.rows) for found in (one, all_of_them)] == [1, 60]


def imports_context(by):
    return Context(by, by.region_code, date(2026, 3, 2))


def checked_rows(rows):
    keys = ("username", "name", "role", "region")
    return [
        Checked(number, dict(zip(keys, (*row[:2], "county_staff", row[3]), strict=True)))
        for number, row in enumerate(rows, start=2)
    ]


# --- passwords --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "heading", ["密码", "初始密码", "登录口令", "password", "PassWord*", "密 码", "ＰＷＤ", "密码（初始）"]
)
def test_sheet_with_passwords_is_refused_and_not_kept(by, heading, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record = uploaded("accounts", by, (*HEAD, heading), (*ZHANG, "Hunter2-Hunter2"))
    assert record.state == "refused"
    assert "账户表格从不含密码。请删除这一列后重新上传" in record.message
    assert (ImportRow.objects.count(), ImportFinding.objects.count(), record.headings) == (0, 0, [])
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_refusing_again_is_no_error(by):
    record = uploaded("accounts", by, (*HEAD, "密码"), (*ZHANG, "Hunter2-Hunter2"))
    record.job.refresh_from_db()
    run_again = repeat_job(job=record.job, by=by, at=record.created_at)
    run_queued()
    run_again.refresh_from_db()
    assert (run_again.state, "重新上传" in run_again.message) == ("failed", True)


def test_other_headings_are_no_passwords():
    assert accounts.refuse_passwords([Heading(1, "用户名"), Heading(2, "备注")]) is None
    with pytest.raises(FileRefused):
        accounts.refuse_passwords([Heading(1, "用户名"), Heading(2, "用户密码")])


def test_one_time_passwords_come_back_once_and_open_the_accounts(by):
    record = confirmed(uploaded("accounts", by, HEAD, ZHANG, LI))
    assert record.message.startswith("开立 2 个账户，修改 0 个账户。一次性密码只能下载一次")
    head, *rows = handed_out(record.job)
    assert head == ["用户名", "姓名", "地区", "一次性密码"]
    assert [row[:3] for row in rows] == [["zhang.san", "张三", "吉州区"], ["li.si", "李四", "吉安市"]]
    assert [Officer.objects.get(username=row[0]).check_password(row[3]) for row in rows] == [True, True]
    again = signed_in(by).post(reverse("jobs:hand-over", args=[record.job_id]))
    assert again.status_code == 302


def everything_stored() -> str:
    models = (Officer, Entry, Job, SheetImport, ImportRow, ImportFinding)
    return "".join(serializers.serialize("json", model.objects.all(), ensure_ascii=False) for model in models)


def test_no_password_stands_in_the_database_or_the_journal(by):
    record = confirmed(uploaded("accounts", by, HEAD, ZHANG, LI))
    passwords = [row[3] for row in handed_out(record.job)[1:]]
    stored = everything_stored()
    assert [password in stored for password in passwords] == [False, False]
    hashed = Officer.objects.get(username="li.si").password
    assert (
        hashed in stored,
        hashed in "".join(map(json.dumps, Entry.objects.values_list("changes", flat=True))),
    ) == (
        True,
        False,
    )


def test_a_password_that_did_stand_there_would_be_found(by):
    """Negative control of the test above."""
    record = confirmed(uploaded("accounts", by, HEAD, LI))
    password = handed_out(record.job)[1][3]
    Job.objects.filter(pk=record.job_id).update(report={"leak": password})
    assert password in everything_stored()


def test_passwords_are_made_before_the_transaction_with_progress(by):
    record = uploaded("accounts", by, HEAD, ZHANG, LI)
    told: list[int] = []
    assert imports.prepare(sheet_import=record, kind=accounts.KIND, told=told.append) is None
    record.state = "storing"
    made = imports.prepare(sheet_import=record, kind=accounts.KIND, told=told.append)
    assert (sorted(made), told) == ([2, 3], [1, 2])


def test_nothing_new_hands_nothing_over(by):
    bring("accounts", by, HEAD, ZHANG)
    record = confirmed(uploaded("accounts", by, HEAD, ("zhang.san", "张三丰", *ZHANG[2:])))
    assert record.message == "开立 0 个账户，修改 1 个账户。"
    assert not record.job.result_path
    assert results.path_of(record.job.result_path) is None


# --- existing accounts ------------------------------------------------------------------------------------------------
def test_existing_account_is_edited_blank_cells_change_nothing(by):
    bring("accounts", by, HEAD, ZHANG)
    unit = make_department(make_region("3608"), name="吉安市生态环境局")
    trip = bring(
        "accounts",
        by,
        HEAD,
        ("ZHANG.SAN", "张三丰", "县市区经办", "360802", "吉安市生态环境局", "", "2027-06-30"),
    )
    assert (counted(trip), errors(trip)) == ((0, 1, 0), [])
    assert trip.understood.comparison.rows[0].changes == [
        ("姓名", "张三", "张三丰"),
        ("有效期至", "2026-12-31", "2027-06-30"),
        ("单位", "吉州区工业和信息化局", "吉安市生态环境局"),
    ]
    assert fields("zhang.san") == (
        "张三丰", "county_staff", "360802", "吉安市生态环境局", "0796-8220000", date(2027, 6, 30),
    )  # fmt: skip
    entry = Entry.objects.filter(step="import", kind="changed").get()
    assert entry.changes["name"] == ["张三", "张三丰"]
    assert entry.changes["department_id"][1] == unit.pk
    assert set(entry.changes) == {"name", "department_id", "expires_on"}


@pytest.mark.parametrize(
    ("row", "column", "now"),
    [
        (("zhang.san", "张三", "县市区负责人", "吉州区"), "角色", "角色（县市区经办）"),
        (("zhang.san", "张三", "县市区经办", "青原区"), "所在地区", "地区（吉州区）"),
    ],
)
def test_role_and_region_are_not_changed_by_sheet(by, row, column, now):
    bring("accounts", by, HEAD, ZHANG)
    trip = bring("accounts", by, HEAD[:4], row)
    ((number, heading, _, message),) = errors(trip)
    assert (number, heading) == (2, column)
    assert message == f"角色或地区变更请在账户页面办理；没有变更的，请填账户现在的{now}。"
    assert fields("zhang.san")[1:3] == ("county_staff", "360802")


def test_own_account_is_not_touched(by):
    row = (by.username, "我自己", "安全管理员", "3608")
    trip = bring("accounts", by, HEAD[:4], row)
    assert "不能自己办理" in errors(trip)[0][3]
    unchanged = bring("accounts", by, HEAD[:4], (by.username, by.name, "安全管理员", "3608"), LI[:4])
    assert (counted(unchanged), errors(unchanged)) == ((1, 0, 1), [])


def test_account_of_another_prefecture_stays_hidden(by):
    stranger = make_officer("county_staff", "620702", username="wang.wu", telephone="0936-1")
    trip = bring("accounts", by, HEAD[:4], ("wang.wu", "王五", "县市区经办", "吉州区"))
    assert errors(trip) == [(2, "用户名", "wang.wu", "用户名“wang.wu”已有人使用，请换一个用户名。")]
    assert stranger.name not in str(trip.report())


# --- rows that are refused --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["系统管理员", "安全管理员", "审计员"])
def test_administrators_are_not_opened_by_sheet(by, role):
    trip = bring("accounts", by, HEAD[:4], ("admin2", "某人", role, "吉安市"))
    ((_, column, value, message),) = errors(trip)
    assert (column, value) == ("角色", role)
    assert "须由两位管理员办理，不能用表格开立，请在账户页面开立" in message
    assert not Officer.objects.filter(username="admin2").exists()


def test_repeated_user_name_is_told_with_the_earlier_row(by):
    trip = bring("accounts", by, HEAD[:4], ZHANG[:4], LI[:4], ("Zhang.San", "张山", "县市区经办", "吉州区"))
    assert errors(trip) == [(4, "用户名", "zhang.san", "用户名“zhang.san”与第 2 行重复，请删除其中一行。")]
    assert Officer.objects.filter(username__in=["zhang.san", "li.si"]).count() == 0


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (0, "张三", "用户名“张三”不合规定。用户名用 3 至 40 位小写字母"),
        (1, "", "请填写姓名。"),
        (2, "县市区经办", ""),
        (3, "石家庄市", "所在地区“石家庄市”不在本地区现行的区划里"),
        (3, "620702", "所在地区“620702”不在本地区现行的区划里"),
        (3, "吉安市", "县市区经办账户的地区应为县（市、区）、功能区。"),
        (4, "不存在的局", "单位“不存在的局”不是账户所在地区或上级地区的成员单位"),
        (5, "无人接听", "电话“无人接听”填写有误，电话只能含数字、短横和括号。"),
        (6, "2026-13-01", "有效期至"),
    ],
)
def test_faults_are_told_with_field_value_and_remedy(by, place, value, message):
    row = (*ZHANG[:place], value, *ZHANG[place + 1 :])
    trip = bring("accounts", by, HEAD, row)
    told = [found[3] for found in errors(trip)]
    assert [message in one for one in told] == ([True] if message else [])


def test_too_many_rows_are_refused_together(by, monkeypatch):
    monkeypatch.setattr(account_rows, "MOST", 1)
    trip = bring("accounts", by, HEAD, ZHANG, LI)
    assert errors(trip) == [(None, "", "", "表中有 2 行，一次最多 1 个账户，请分成几个文件上传。")]


# --- what happens meanwhile -------------------------------------------------------------------------------------------
def test_user_name_taken_since_the_preview_is_compared_again(by):
    record = uploaded("accounts", by, HEAD, ZHANG, LI)
    make_officer("county_staff", "360802", username="li.si")
    record = confirmed(record)
    assert Job.objects.filter(label__startswith="导入表格").latest("id").message == (
        "表中有的用户名在核对之后已有人使用。正在重新比对，请再核对一次。"
    )
    assert not Officer.objects.filter(username="zhang.san").exists()


def test_account_edited_since_the_preview_is_compared_again(by):
    bring("accounts", by, HEAD, ZHANG)
    record = uploaded("accounts", by, HEAD, ("zhang.san", "张三丰", *ZHANG[2:]), LI)
    Officer.objects.filter(username="zhang.san").update(name="张山")
    confirmed(record)
    assert "在核对之后已被修改" in Job.objects.filter(label__startswith="导入表格").latest("id").message
    assert not Officer.objects.filter(username="li.si").exists()


def test_region_closed_since_the_preview_is_compared_again(by):
    record = uploaded("accounts", by, HEAD, LI, ZHANG)
    region = make_region("360802")
    region.valid_to = date(2020, 1, 1)
    region.save()
    confirmed(record)
    assert (
        "地区或单位在核对之后已停用" in Job.objects.filter(label__startswith="导入表格").latest("id").message
    )
    assert not Officer.objects.filter(username="li.si").exists()


# --- the doors --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["system_admin", "auditor", "office_leader", "county_staff"])
def test_only_the_security_administrator_opens_the_page(role):
    assert signed_in(make_officer(role)).get("/imports/accounts/").status_code in (403, 404)


def test_operation_refuses_administrators_on_its_own(by):
    values = {
        "username": "sneaky", "name": "某人", "role": "auditor", "region_id": by.region_id,
        "department_id": None, "telephone": "", "expires_on": None,
    }  # fmt: skip
    with pytest.raises(operations.AccountRefused, match="不能用表格开立"):
        operations.import_accounts(new=[(values, "x")], edits=[], by=by, at=by.created_at)


def test_template_offers_todays_regions_roles_and_units(by):
    make_region("360802001", name="古南街道")
    columns = {column.key: column for column in accounts.columns(imports_context(by))}
    assert columns["region"].choices == ("吉安市", "吉州区", "吉州区古南街道", "青原区")
    assert "安全管理员" not in columns["role"].choices
    assert columns["department"].choices == ("吉州区工业和信息化局",)


def test_list_leads_to_the_upload_page(by):
    browser = signed_in(by)
    assert 'href="/imports/accounts/"' in browser.get(reverse("organization:officers")).content.decode()
    assert browser.get("/imports/accounts/").status_code == 200
    assert browser.get("/imports/accounts/template.xlsx").status_code == 200
