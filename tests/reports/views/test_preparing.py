"""Pages of inspections by superiors and of evidence packs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from reports import duties_preparing
from reports.models import EvidencePack, Preparation, SuperiorInspection
from reports.operations import packs
from tests import report_makers as makers
from tests.clients import signed_in
from tests.makers import make_officer, make_region
from tests.tip_makers import make_tip

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TYPED = {
    "name": "专项检查", "organizer": "省化解过剩产能办公室", "starts_on": str(TODAY + timedelta(10)), "ends_on": str(TODAY + timedelta(12)),
    "period_from": "2025-01-01", "period_to": "2025-12-31", "checklist": "会议：会议记录\n监管月报：各县月报",
}  # fmt: skip


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office():
    for code in ("3608", "360802", "360803"):
        make_region(code)
    return makers.an_officer("office_leader")


@pytest.fixture
def client(office):
    return signed_in(office)


@pytest.fixture
def county(office):
    return make_officer("county_staff", "360802")


def url(name, *args, query=""):
    return reverse(f"reports:{name}", args=args) + query


def registered(client) -> SuperiorInspection:
    assert client.post(url("superior-inspection-new"), TYPED).status_code == 302
    return SuperiorInspection.objects.get()


def test_an_inspection_from_its_notice_to_its_end(client, county):
    came = makers.make_incoming(title="关于开展专项检查的通知", sender="省化解办")
    page = client.get(url("superior-inspection-new", query=f"?incoming={came.pk}")).content.decode()
    assert all(
        word in page
        for word in ("关于开展专项检查的通知", "省化解办", "监管月报：各县（市、区）逐月监管月报")
    )
    assert client.post(url("superior-inspection-new"), TYPED | {"incoming": came.pk}).status_code == 302
    record = SuperiorInspection.objects.get()
    assert (record.incoming, [row["kind"] for row in record.checklist]) == (came, ["meetings", "monthly"])
    own = signed_in(county)
    assert (
        own.post(
            url("preparation", record.pk), {"percent": "70", "text": "材料已归档", "version": "1"}
        ).status_code
        == 302
    )
    assert (
        own.post(url("preparation", record.pk), {"percent": "80", "text": "又", "version": "1"}).status_code
        == 409
    )
    assert "70%" in own.get(url("superior-inspection", record.pk)).content.decode()
    assert own.get(url("preparation", record.pk)).status_code == 200
    page = client.get(url("superior-inspection", record.pk)).content.decode()
    assert all(word in page for word in ("70%", "材料已归档", "未填报", "会议记录"))
    assert "1/2个县（市、区）已填报，平均完成35%" in client.get(url("superior-inspections")).content.decode()
    assert client.get(url("superior-inspection-edit", record.pk)).status_code == 200
    assert (
        client.post(
            url("superior-inspection-edit", record.pk), TYPED | {"name": "督查", "version": "1"}
        ).status_code
        == 302
    )
    assert (
        client.post(
            url("superior-inspection-close", record.pk), {"result": "良好", "version": "2"}
        ).status_code
        == 302
    )
    page = client.get(url("superior-inspection", record.pk)).content.decode()
    assert "良好" in page
    assert "结束检查" not in page
    assert (
        "已经结束"
        in client.post(
            url("superior-inspection-close", record.pk), {"result": "好", "version": "3"}
        ).content.decode()
    )


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"ends_on": "2020-01-01"}, "早于开始日期"), ({"period_to": "2020-01-01"}, "早于材料起始日期"),
    ({"checklist": "座谈"}, "没有写明类别"), ({"incoming": "77"}, "没有这个依据收文"), ({"starts_on": "0001-01-01"}, "1949"),
])  # fmt: skip
def test_what_cannot_be_registered_is_said(client, typed, sentence):
    answer = client.post(url("superior-inspection-new"), TYPED | typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_the_calendar_shows_the_days_and_takes_any_month(client):
    record = makers.make_superior_inspection(starts_on=date(2018, 3, 26), ends_on=date(2018, 4, 3))
    for month in ("2018-03", "2018-04"):
        page = client.get(url("superior-calendar", query=f"?month={month}")).content.decode()
        assert page.count('<span class="month-mark"><span class="visually-hidden">检查</span>1</span>') >= 6
        assert url("superior-inspection", record.pk) in page
    assert (
        "这个月没有登记的检查"
        in client.get(url("superior-calendar", query="?month=2018-05")).content.decode()
    )
    for hostile in ("1949-01", "2100-12", "9999-99", "%00", "-1"):
        assert client.get(url("superior-calendar", query=f"?month={hostile}")).status_code == 200
    assert "2018" in client.get(url("superior-inspections", query="?year=2018")).content.decode()
    assert client.get(url("superior-inspections", query="?year=77777777777")).status_code == 200


def test_counties_see_what_they_are_asked_for_and_register_nothing(client, county):
    record = registered(client)
    own, other = signed_in(county), signed_in(make_officer("county_staff", "360803"))
    Preparation.objects.filter(region_code="360803").delete()
    assert other.get(url("superior-inspection", record.pk)).status_code == 404
    assert other.get(url("preparation", record.pk)).status_code == 404
    assert own.get(url("superior-inspections")).status_code == 200
    for name in ("superior-inspection-edit", "superior-inspection-close"):
        assert own.get(url(name, record.pk)).status_code == 404
    assert client.get(url("preparation", record.pk)).status_code == 404
    assert own.get(url("packs")).status_code == 404
    assert "青原区" not in own.get(url("superior-inspection", record.pk)).content.decode()


def test_the_desk_asks_for_the_preparation_and_tells_what_comes_near(client, office, county):
    record = registered(client)
    (duty,) = duties_preparing.unprepared(county, TODAY)
    assert (duty.title, duty.url, duty.is_overdue) == (
        "未填准备情况：专项检查",
        url("preparation", record.pk),
        False,
    )
    (near,) = duties_preparing.coming(office, TODAY)
    assert (near.title, near.due_label) == ("检查临近：专项检查", "还有10天")
    assert (
        list(duties_preparing.coming(county, TODAY)) == list(duties_preparing.unprepared(office, TODAY)) == []
    )
    assert list(duties_preparing.coming(office, TODAY - timedelta(30))) == []
    Preparation.objects.update(reported_at=makers.MORNING, reported_by=county)
    assert list(duties_preparing.unprepared(county, TODAY)) == []


def ordered(client) -> EvidencePack:
    typed = {"region": "360802", "period_from": "2026-03-01", "period_to": "2026-03-31"}
    assert client.post(url("pack-new"), typed).status_code == 302
    return EvidencePack.objects.get()


def ready(pack, **values) -> EvidencePack:
    path = packs.path_of(packs.place_of(pack, 1))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK-archive")
    Job.objects.update(state="done", finished_at=makers.MORNING)
    about = {
        "state": "ready",
        "built_at": makers.MORNING,
        "sha256": "a" * 64,
        "size": 10,
        "pages": 3,
    } | values
    EvidencePack.objects.update(file=packs.place_of(pack, 1), counts={"visits": 2}, **about)
    return EvidencePack.objects.get()


def test_a_pack_is_ordered_watched_downloaded_and_removed(client):
    record = makers.make_superior_inspection()
    page = client.get(url("pack-new", query=f"?inspection={record.pk}")).content.decode()
    assert "省级专项检查" in page
    assert str(record.period_from) in page
    pack = ordered(client)
    assert "可以离开本页" in client.get(url("pack", pack.uuid)).content.decode()
    pack = ready(pack, gaps=["吉州区没有监管月报：2026年3月。"])
    page = client.get(url("pack", pack.uuid)).content.decode()
    assert all(
        word in page
        for word in (
            "吉州区没有监管月报：2026年3月。",
            "共 2 件 3 页",
            "a" * 64,
            "佐证材料包-吉州区-20260301-20260331.zip",
        )
    )
    answer = client.post(url("pack-download", pack.uuid))
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (b"PK-archive", "application/zip")
    assert Entry.objects.filter(subject="evidence_pack", step="download").count() == 1
    assert "吉州区" in client.get(url("packs")).content.decode()
    assert client.get(url("pack-remove", pack.uuid)).status_code == 200
    assert client.post(url("pack-remove", pack.uuid), {"reason": "材料有误"}).status_code == 302
    assert "材料有误" in client.get(url("pack", pack.uuid)).content.decode()
    assert client.post(url("pack-download", pack.uuid)).status_code == 404
    assert client.get(url("pack-remove", pack.uuid)).status_code == 302


def test_a_pack_that_failed_says_why_and_is_made_again(client):
    pack = ordered(client)
    assert client.post(url("pack-download", pack.uuid)).status_code == 404
    Job.objects.update(state="failed", finished_at=makers.MORNING, message="没有纸")
    EvidencePack.objects.update(state="failed", failure="没有纸")
    page = client.get(url("pack", pack.uuid)).content.decode()
    assert "没有纸" in page
    assert reverse("jobs:repeat", args=[pack.job_id]) in page


def test_an_archive_that_is_gone_from_the_disk_is_said_to_be_so(client):
    pack = ready(ordered(client))
    packs.path_of(pack.file.name).unlink()
    assert client.post(url("pack-download", pack.uuid)).status_code == 404


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"period_to": "2026-02-01"}, "早于材料起始日期"), ({"period_from": "2019-01-01"}, "超过5年"), ({"region": "6207"}, "不在可选范围内"),
    ({"region": "36\x0008"}, "地区"),
])  # fmt: skip
def test_days_and_places_that_make_no_pack_are_said(client, typed, sentence):
    typed = {"region": "3608", "period_from": "2026-03-01", "period_to": "2026-03-31"} | typed
    answer = client.post(url("pack-new"), typed)
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


def test_a_pack_with_tips_opens_only_to_who_sees_them(client, office):
    pack = ready(ordered(client), tips=[make_tip("closed", officer=office).pk])
    staff = signed_in(makers.an_officer("office_staff"))
    assert "不能打开" in staff.get(url("packs")).content.decode()
    for name in ("pack", "pack-remove"):
        assert staff.get(url(name, pack.uuid)).status_code == 404
    assert staff.post(url("pack-download", pack.uuid)).status_code == 404
    assert client.get(url("pack", pack.uuid)).status_code == 200


def test_the_lists_ask_no_more_with_three_rows_than_with_one(client):
    counts = []
    for _ in range(3):
        makers.make_pack()
        makers.make_preparation(makers.make_superior_inspection(starts_on=TODAY, ends_on=TODAY))
        with CaptureQueriesContext(connection) as asked:
            client.get(url("packs"))
            client.get(url("superior-inspections"))
            client.get(url("superior-calendar"))
        counts.append(len(asked))
        makers.make_pack()
    assert counts[1] == counts[2], "the first one fills the caches"


def test_a_county_reads_neither_the_result_nor_a_document_it_was_not_given(client, county):
    came = makers.make_incoming(title="关于开展专项检查的通知", printed_number="苏化解办〔2026〕9号")
    record = makers.make_superior_inspection(incoming=came, is_over=True, result="遂川县台账不全。")
    makers.make_preparation(record, "360802")
    words = ("遂川县台账不全", "关于开展专项检查的通知", "苏化解办〔2026〕9号")
    page, own = url("superior-inspection", record.pk), signed_in(county)
    assert [word in client.get(page).content.decode() for word in words] == [True, True, True]
    assert [word in own.get(page).content.decode() for word in words] == [False, False, False]
    makers.make_document_task(came, "360802")
    assert [word in own.get(page).content.decode() for word in words] == [False, True, True]
