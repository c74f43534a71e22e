"""The back office: per role, inside the region, one operation and one entry a save, nothing deleted."""

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import Department, Holiday, Region, RoleRequirement, Threshold
from tests.clients import signed_in
from tests.makers import make_department, make_office, make_officer, make_region

pytestmark = pytest.mark.django_db
SYSTEM = {"region", "department", "office", "holiday", "threshold"}
SECURITY = {"officer", "rolerequirement"}


def address(model, page="changelist", *args):
    return reverse(f"admin:organization_{model}_{page}", args=args)


@pytest.fixture
def system():
    return signed_in(make_officer("system_admin"))


@pytest.fixture
def security():
    return signed_in(make_officer("security_admin"))


def text_of(response) -> str:
    return response.content.decode()


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "open_pages"),
    [("system_admin", SYSTEM), ("security_admin", SECURITY), ("auditor", set())],
)
def test_each_administrator_opens_his_own_pages_only(role, open_pages):
    client = signed_in(make_officer(role))
    opened = {model for model in SYSTEM | SECURITY if client.get(address(model)).status_code == 200}
    assert opened == open_pages


@pytest.mark.parametrize("role", ["office_leader", "county_staff", "power_company"])
def test_for_business_roles_there_is_no_back_office(role):
    client = signed_in(make_officer(role))
    assert {client.get(address(model), follow=True).status_code for model in SYSTEM | SECURITY} == {404}


def test_nothing_can_be_deleted(system):
    region = make_region("360802")
    assert system.post(address("region", "delete", region.pk), {"post": "yes"}).status_code == 403
    assert Region.objects.filter(pk=region.pk).exists()
    assert 'name="action"' not in text_of(system.get(address("region")))


def test_djangos_own_log_and_history_are_not_used(system):
    region = make_region("360802")
    assert system.get(address("region", "history", region.pk)).status_code == 404


# --- which rows -------------------------------------------------------------------------------------------------------
def test_other_regions_do_not_exist(system):
    other = make_region("620702")
    unit = make_department(make_region("6207"), name="张掖市演示局")
    assert "甘州区" not in text_of(system.get(address("region")))
    assert "张掖市演示局" not in text_of(system.get(address("department")))
    assert system.get(address("region", "change", other.pk)).status_code == 302
    assert system.get(address("department", "change", unit.pk)).status_code == 302


def test_forms_do_not_take_records_of_other_regions(system):
    make_region("3608")
    other = make_region("6207")
    data = {"region": other.pk, "name": "借来的单位", "is_active": "on"}
    assert system.post(address("department", "add"), data).status_code == 200
    assert not Department.objects.filter(name="借来的单位").exists()


# --- writing ----------------------------------------------------------------------------------------------------------
def new_region(code="360803", kind="county", name="青原区"):
    return {"code": code, "name": name, "kind": kind}


def test_adding_writes_one_entry(system):
    assert system.post(address("region", "add"), new_region()).status_code == 302
    region = Region.objects.get(code="360803")
    entry = Entry.objects.get(subject="region", subject_id=region.pk)
    assert (entry.step, entry.by.role, entry.changes["name"]) == ("create", "system_admin", [None, "青原区"])


def test_changing_writes_before_and_after(system):
    region = make_region("360802")
    system.post(address("region", "change", region.pk), {"name": "吉州新区", "kind": "county"})
    entry = Entry.objects.get(subject="region", subject_id=region.pk)
    assert (entry.step, entry.changes) == ("edit", {"name": ["吉州区", "吉州新区"]})


def test_code_of_a_region_does_not_change(system):
    region = make_region("360802")
    system.post(address("region", "change", region.pk), new_region("360899", name="吉州区"))
    region.refresh_from_db()
    assert region.code == "360802"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (new_region("abc"), "不是区划代码的写法"),
        (new_region("360803001"), "与类别不符"),
        (new_region("3608K03"), "以 K 编号的代码只用于功能区"),
        (
            new_region("360803") | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"},
            "停用日期不能早于启用日期",
        ),
    ],
)
def test_regions_that_contradict_themselves_are_refused(system, data, sentence):
    make_region("3608")
    assert sentence in text_of(system.post(address("region", "add"), data))
    assert Region.objects.count() == 1


def test_padded_code_is_stored_in_short(system):
    system.post(address("region", "add"), new_region("360803000000"))
    assert Region.objects.filter(code="360803").exists()


def test_the_same_form_twice_makes_one_record(system):
    data = new_region() | {"once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}
    answers = [system.post(address("region", "add"), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Region.objects.filter(code="360803").count() == 1


def test_form_carries_its_key(system):
    assert len(re.findall('name="once"', text_of(system.get(address("region", "add"))))) == 1


def test_second_windows_are_not_offered(system):
    make_office()
    page = text_of(system.get(address("department", "add")))
    assert "add_id_region" not in page
    assert system.post(address("department", "add"), {"_popup": "1", "name": "x"}).status_code == 404


def test_units_dimensions_are_ticked(system):
    region = make_region("3608")
    data = {"region": region.pk, "name": "某局", "dimensions": ["quality", "registration"], "is_active": "on"}
    system.post(address("department", "add"), data)
    assert Department.objects.get(name="某局").dimensions == ["quality", "registration"]
    assert "产品质量、注册登记" in text_of(system.get(address("department")))


def test_threshold_changes_in_value_only(system):
    threshold = Threshold.objects.create(code="ledger-confirm-days", name="期限", value=180, unit="天")
    system.post(address("threshold", "change", threshold.pk), {"value": "90", "code": "x", "name": "y"})
    threshold.refresh_from_db()
    assert (threshold.code, threshold.name, threshold.value) == ("ledger-confirm-days", "期限", 90)
    assert Entry.objects.get(subject="threshold").changes == {"value": ["180", "90"]}
    assert Threshold.objects.value_of("ledger-confirm-days", 180) == 90


def test_office_is_changed_not_added(system):
    office = make_office()
    assert system.get(address("office", "add")).status_code == 403
    data = {"full_name": "新名称", "document_code": "吉化", "hotline_work": "0796-0000"}
    system.post(address("office", "change", office.pk), data)
    office.refresh_from_db()
    assert (office.full_name, office.region.code) == ("新名称", "3608")


def test_second_factor_of_a_role_is_made_compulsory(security):
    requirement = RoleRequirement.objects.create(role="county_staff")
    security.post(address("rolerequirement", "change", requirement.pk), {"needs_second_factor": "on"})
    requirement.refresh_from_db()
    assert requirement.needs_second_factor


def test_accounts_are_only_looked_at(security):
    officer = make_officer()
    page = text_of(security.get(address("officer")))
    assert officer.username in page
    assert f'href="/accounts/officers/{officer.pk}/"' in page
    assert security.get(address("officer", "add")).status_code == 403
    assert security.post(address("officer", "change", officer.pk), {"name": "别人"}).status_code == 403
    assert officer.password not in text_of(security.get(address("officer", "change", officer.pk)))


# --- the calendar -----------------------------------------------------------------------------------------------------
def test_uncovered_year_is_said(system):
    Holiday.objects.create(day=date(2026, 1, 1), is_workday=False, name="元旦")
    with time_machine.travel("2026-12-02T12:00+08:00"):
        client = signed_in(make_officer("system_admin"))
        page = text_of(client.get(address("holiday")))
    assert "2027 年的节假日安排尚未录入" in page
    assert "2026 年的" not in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "二月三十", "5" * 5000, "\0"])
def test_impossible_days_are_refused(system, day):
    assert system.post(address("holiday", "add"), {"day": day, "name": "某日"}).status_code == 200
    assert Holiday.objects.count() == 0
    assert system.get(address("holiday")).status_code == 200


# --- lists ------------------------------------------------------------------------------------------------------------
HOLIDAYS = (
    "日期,安排,名称,依据\r\n2027-01-01,放假,元旦,国办发明电\r\n2027年1月2日,上班,元旦调休,国办发明电\r\n"
)


def upload(client, model, text, encoding="utf-8"):
    data = {"import_file": SimpleUploadedFile("list.csv", text.encode(encoding)), "format": "0"}
    return client.post(address(model, "import"), data)


def confirm(client, model, response):
    form = response.context["confirm_form"]
    return client.post(address(model, "process_import"), form.initial, follow=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_list_of_holidays_is_imported_through_the_journal(system, encoding):
    shown = upload(system, "holiday", HOLIDAYS, encoding)
    assert Holiday.objects.count() == 0
    confirm(system, "holiday", shown)
    found = list(Holiday.objects.order_by("day").values_list("day", "is_workday", "name"))
    assert found == [(date(2027, 1, 1), False, "元旦"), (date(2027, 1, 2), True, "元旦调休")]
    assert (
        list(Entry.objects.filter(subject="holiday").values_list("note", "by__role"))
        == [("列表导入", "system_admin")] * 2
    )


def test_same_list_again_changes_nothing(system):
    for _ in range(2):
        confirm(system, "holiday", upload(system, "holiday", HOLIDAYS))
    assert Entry.objects.filter(subject="holiday").count() == 2


@pytest.mark.parametrize("cell", ["0001-01-01", "x", "", "9" * 5000])
def test_row_that_cannot_be_read_stops_the_whole_list(system, cell):
    shown = upload(system, "holiday", HOLIDAYS + f"{cell},放假,某日,\r\n")
    assert shown.status_code == 200
    assert shown.context.get("confirm_form") is None
    assert "Traceback" not in text_of(shown)
    assert Holiday.objects.count() == 0


def test_wrong_word_is_said_in_chinese(system):
    shown = upload(system, "holiday", "日期,安排,名称,依据\r\n2027-01-01,休,元旦,\r\n")
    assert "应填“上班”或“放假”，不是“休”。" in text_of(shown)


def test_units_of_other_regions_are_not_imported(system):
    make_region("3608")
    make_region("6207")
    shown = upload(system, "department", "地区代码,单位名称,简称,联合核查维度,在用\r\n6207,借来的局,,,是\r\n")
    assert "本地区没有代码为 6207 的区划" in text_of(shown)


def test_list_goes_out_as_it_came_in(system):
    confirm(system, "holiday", upload(system, "holiday", HOLIDAYS))
    exported = system.get(address("holiday", "export"))
    assert exported.content.decode("utf-8-sig").splitlines() == [
        "日期,安排,名称,依据",
        "2027-01-02,上班,元旦调休,国办发明电",
        "2027-01-01,放假,元旦,国办发明电",
    ]


def test_units_go_out_and_come_in(system):
    make_department(make_region("3608"), name="某局", dimensions=["land"])
    text = system.get(address("department", "export")).content.decode("utf-8-sig")
    assert text.splitlines() == ["地区代码,单位名称,简称,联合核查维度,在用", "3608,某局,,用地审批,是"]
    confirm(
        system, "department", upload(system, "department", text.replace("用地审批", "用地审批、纳税情况"))
    )
    assert Department.objects.get().dimensions == ["land", "tax"]


@pytest.mark.parametrize(
    "query", ["?p=-1", "?p=abc", "?o=bad", "?e=1", "?kind__exact=x", "?q=%00", "?nonsense=1"]
)
def test_odd_addresses_are_no_failure(system, query):
    make_region("3608")
    assert system.get(address("region") + query, follow=True).status_code in {200, 400}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xff\xff", "读不出这个文件"),
        (b"\nx\ny\n", "第一行是列名"),
        (b"", "空"),
        ("日期,安排,名称,依据\n".encode(), "没有可导入的内容"),
    ],
)
def test_files_that_hold_nothing_are_refused_in_chinese(system, content, sentence):
    data = {"import_file": SimpleUploadedFile("list.csv", content), "format": "0"}
    page = text_of(system.post(address("holiday", "import"), data))
    assert sentence in page
    assert "encountered" not in page


def test_file_beyond_the_limit_is_refused(system):
    shown = upload(system, "holiday", HOLIDAYS + "," * 1024 * 1024)
    assert "没有超过 1 MB" in text_of(shown)
