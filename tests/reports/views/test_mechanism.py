"""Pages of meetings and of the mechanism."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from reports.models import BasisDocument, GroupMember, Meeting, MeetingFile, UnitDuty
from reports.views import mechanism, meeting_files
from tests import report_makers as makers
from tests.clients import signed_in
from tests.evidence_makers import pdf
from tests.makers import make_officer, make_region

pytestmark = pytest.mark.django_db
WORDS = {
    "held_on": "2026-03-02",
    "kind": "joint",
    "title": "联席会议",
    "participants": "市工信局",
    "decisions": "按月排查",
}


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office():
    for code in ("3608", "360802", "360803"):
        make_region(code)
    return makers.an_officer()


@pytest.fixture
def client(office):
    return signed_in(office)


def url(name, *args, query=""):
    return reverse(f"reports:{name}", args=args) + query


def test_a_meeting_from_its_first_words_to_its_papers(client, office):
    answer = client.post(url("meeting-new"), WORDS)
    meeting = Meeting.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("meeting", meeting.pk))
    file = SimpleUploadedFile("签到表.pdf", pdf())
    assert client.post(url("meeting-attach", meeting.pk), {"file": file}).status_code == 302
    (paper,) = meeting.files.all()
    page = client.get(url("meeting", meeting.pk)).content.decode()
    assert all(word in page for word in ("联席会议", "按月排查", "签到表.pdf", "移除"))
    shown = client.get(url("meeting-file", paper.uuid))
    assert (shown["Content-Type"], b"".join(shown.streaming_content)[:5]) == ("application/pdf", b"%PDF-")
    assert client.post(url("meeting-file-remove", paper.uuid), {"note": "传错了"}).status_code == 302
    assert client.get(url("meeting-file", paper.uuid)).status_code == 404
    edited = client.post(url("meeting-edit", meeting.pk), WORDS | {"title": "又一次", "version": "1"})
    assert edited.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.version) == ("又一次", 2)
    late = client.post(url("meeting-edit", meeting.pk), WORDS | {"title": "晚一步", "version": "1"})
    assert (late.status_code, late.context["version"]) == (409, 2)
    assert client.post(url("meeting-edit", meeting.pk), WORDS | {"version": "2"}).status_code == 302


def test_what_was_conveyed_is_chosen_from_what_the_officer_sees(client):
    issued, came = makers.make_notice("issued"), makers.make_incoming()
    makers.make_notice("issued", tip=None, title="另一份")
    page = client.get(url("meeting-new", query=f"?notice={issued.pk}&incoming={came.pk}")).content.decode()
    assert f'<option value="{issued.pk}" selected>' in page
    client.post(url("meeting-new"), WORDS | {"notice": issued.pk, "incoming": came.pk})
    meeting = Meeting.objects.get()
    assert (meeting.notice, meeting.incoming) == (issued, came)
    assert "苏化解办〔2018〕4号" in client.get(url("meeting", meeting.pk)).content.decode()
    assert client.get(url("meeting-edit", meeting.pk)).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"held_on": "三月"},
        {"kind": "x"},
        {"notice": "9" * 30},
        {"title": "长" * 300},
        {"title": "\x00 \x00"},
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence(client, typed):
    answer = client.post(url("meeting-new"), (WORDS | typed) if typed else {})
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_file_that_is_none_is_refused_on_the_page(client):
    meeting = makers.make_meeting()
    for file in (SimpleUploadedFile("x.exe", b"MZ" * 90), ""):
        answer = client.post(url("meeting-attach", meeting.pk), {"file": file})
        assert (answer.status_code, MeetingFile.objects.count()) == (200, 0)


def test_the_list_is_filtered_and_says_when_it_is_empty(client):
    assert "没有登记的会议" in client.get(url("meetings")).content.decode()
    makers.make_meeting(title="部署会", kind="deployment")
    makers.make_meeting("360802", title="县里的会", held_on=date(2025, 1, 1))
    page = client.get(url("meetings", query="?text=部署&kind=deployment&year=2026")).content.decode()
    assert "部署会" in page
    assert "县里的会" not in page
    assert "没有符合条件的会议" in client.get(url("meetings", query="?text=没有")).content.decode()
    for hostile in ("?year=99999999999999999999", "?kind=%00&text=%ed%a0%80", "?cursor=xx&page=-1"):
        assert client.get(url("meetings", query=hostile)).status_code == 200


def test_queries_do_not_grow_with_the_list(client):
    counts = []
    for turn in range(3):
        makers.make_meeting(title=f"会{turn}")
        makers.make_basis(title=f"文{turn}")
        unit = makers.make_unit(f"单位{turn}")
        UnitDuty.objects.create(region_code="3608", year=2026, department=unit, duty="职责")
        GroupMember.objects.create(
            region_code="3608", role="member", post=f"职务{turn}", department=unit, since=date(2026, 1, 1)
        )
        with CaptureQueriesContext(connection) as asked:
            client.get(url("meetings"))
            client.get(url("mechanism", query="?year=2026"))
        counts.append(len(asked))
    assert counts[1] == counts[2], "the first one fills the caches"


def test_a_county_does_not_see_another_county_s_and_the_prefecture_only_reads(client):
    meeting = makers.make_meeting("360802")
    page = client.get(url("meeting", meeting.pk)).content.decode()
    assert "修改" not in page
    assert client.post(url("meeting-edit", meeting.pk), WORDS | {"version": "1"}).status_code == 404
    assert (
        client.post(
            url("meeting-attach", meeting.pk), {"file": SimpleUploadedFile("a.pdf", pdf())}
        ).status_code
        == 404
    )
    other = signed_in(make_officer("county_staff", "360803"))
    for name in ("meeting", "meeting-edit", "meeting-pdf"):
        assert other.get(url(name, meeting.pk)).status_code == 404
    assert signed_in(make_officer("grid_officer", "360802001")).get(url("meetings")).status_code == 404


def test_the_mechanism_of_a_year_is_kept_on_one_page(client):
    unit = makers.make_unit()
    typed = {
        "basis": {
            "year": "2026",
            "title": "指导意见",
            "printed_number": "国发[2013]41号",
            "role": "明确任务",
        },
        "member": {"role": "head", "post": "常务副市长", "since": "2025-01-01"},
        "duty": {"year": "2026", "department": unit.pk, "duty": "牵头组织", "telephone": "0796-8220000"},
    }
    for kind, values in typed.items():
        assert client.get(url("mechanism-new", kind)).status_code == 200
        assert client.post(url("mechanism-new", kind), values).status_code == 302, kind
    page = client.get(url("mechanism", query="?year=2026")).content.decode()
    assert all(word in page for word in ("国发〔2013〕41号", "常务副市长", "牵头组织", "0796-8220000"))
    basis, member, duty = BasisDocument.objects.get(), GroupMember.objects.get(), UnitDuty.objects.get()
    assert (
        client.post(url("mechanism-edit", "basis", basis.pk), typed["basis"] | {"role": "改过"}).status_code
        == 302
    )
    assert (
        client.post(
            url("mechanism-edit", "duty", duty.pk), typed["duty"] | {"version": "1", "duty": "改过"}
        ).status_code
        == 302
    )
    late = client.post(url("mechanism-edit", "duty", duty.pk), typed["duty"] | {"version": "1"})
    assert (late.status_code, late.context["version"]) == (409, 2)
    assert 'name="version" value="2"' in late.content.decode()
    assert client.get(url("mechanism-edit", "member", member.pk)).status_code == 200
    assert client.post(url("member-end", member.pk), {"until": "2025-12-31"}).status_code == 302
    assert "历任（1）" in client.get(url("mechanism")).content.decode()
    assert client.post(url("mechanism-remove", "basis", basis.pk), {"note": "重复"}).status_code == 302
    assert not BasisDocument.objects.exists()


def test_a_basis_document_leads_to_the_registered_one(client):
    came, issued = makers.make_incoming(), makers.make_notice("issued", title="本办通知")
    hidden = makers.make_notice("draft", title="草稿")
    typed = {"year": "2026", "title": "意见", "incoming": came.pk}
    assert client.post(url("mechanism-new", "basis"), typed).status_code == 302
    basis = BasisDocument.objects.get()
    assert basis.incoming == came
    page = url("mechanism", query="?year=2026")
    assert f'href="{url("incoming-document", came.pk)}"' in client.get(page).content.decode()
    edit = url("mechanism-edit", "basis", basis.pk)
    assert f'<option value="{came.pk}" selected>' in client.get(edit).content.decode()
    for wrong in (hidden.pk, "9" * 30, "x\x00"):
        assert client.post(edit, typed | {"notice": wrong}).status_code == 200
    assert client.post(edit, typed | {"incoming": "", "notice": issued.pk}).status_code == 302
    basis.refresh_from_db()
    assert (basis.incoming, basis.notice) == (None, issued)
    assert f'href="{url("notice", issued.pk)}"' in client.get(page).content.decode()


def test_a_document_the_reader_does_not_see_is_named_and_not_linked(client):
    draft = makers.make_notice("issued", region_code="6207")
    makers.make_basis(notice=draft)
    page = client.get(url("mechanism", query="?year=2026")).content.decode()
    assert "关于化解产能严重过剩矛盾的指导意见" in page
    assert url("notice", draft.pk) not in page


@pytest.mark.parametrize(("kind", "typed", "sentence"), [
    ("basis", {"year": "2026", "title": "意见", "printed_number": "〔20111号"}, "请对照原件"),
    ("basis", {"year": "99999", "title": "意见"}, "年度"),
    ("member", {"role": "head", "post": "市长", "since": "2025-01-01", "until": "2024-01-01"}, "早于起始日期"),
    ("duty", {"year": "2026", "duty": "牵头"}, "请选择成员单位"),
])  # fmt: skip
def test_what_cannot_be_kept_is_said(client, kind, typed, sentence):
    answer = client.post(url("mechanism-new", kind), typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_document_twice_in_a_year_is_refused(client):
    makers.make_basis()
    answer = client.post(
        url("mechanism-new", "basis"), {"year": "2026", "title": "关于化解产能严重过剩矛盾的指导意见"}
    )
    assert "这份文件已在本年度依据文件中" in answer.content.decode()


def test_last_year_is_taken_over(client):
    makers.make_basis(year=2025)
    assert (
        "已沿用2025年的1份依据文件"
        in client.post(url("mechanism-copy"), {"year": "2026"}, follow=True).content.decode()
    )
    assert (
        "没有可以沿用的内容"
        in client.post(url("mechanism-copy"), {"year": "2026"}, follow=True).content.decode()
    )


def test_the_prefecture_reads_a_county_s_page_and_changes_nothing(client):
    basis = makers.make_basis("360802")
    page = client.get(url("mechanism", query="?year=2026&region=360802")).content.decode()
    assert "由该地区自己维护" in page
    assert "新增" not in page
    assert client.post(url("mechanism-remove", "basis", basis.pk), {"note": "错"}).status_code == 404
    assert client.get(url("mechanism", query="?region=6207")).status_code == 404
    assert client.get(url("mechanism-new", "nothing")).status_code == 404
    assert client.get(url("mechanism-edit", "nothing", 1)).status_code == 404
    county = signed_in(make_officer("county_staff", "360803"))
    assert county.get(url("mechanism-edit", "basis", basis.pk)).status_code == 404
    assert county.get(url("mechanism")).status_code == 200


def test_the_chart_and_the_sheet_hold_the_duties(client, monkeypatch):
    for module in (mechanism, meeting_files):
        monkeypatch.setattr(module, "pdf_of", lambda html: RenderedPdf(html(()).encode(), 1, ()))
    UnitDuty.objects.create(
        region_code="3608",
        year=2026,
        department=makers.make_unit(),
        duty="牵头组织",
        telephone="0796-8220000",
    )
    chart = client.get(url("mechanism-pdf", query="?year=2026"))
    assert (chart.status_code, chart["Content-Type"]) == (200, "application/pdf")
    assert all(
        word in chart.content.decode() for word in ("牵头组织", "0796-8220000", "领导小组", "依据文件")
    )
    sheet = client.get(url("mechanism-sheet", query="?year=2026"))
    assert "spreadsheetml" in sheet["Content-Type"]
    assert client.get(url("meeting-pdf", makers.make_meeting().pk))["Content-Type"] == "application/pdf"


def test_a_print_that_fails_leads_back_with_a_sentence(client, monkeypatch):
    def fails(html):
        raise RenderFailed("没有字体")

    monkeypatch.setattr(mechanism, "pdf_of", fails)
    monkeypatch.setattr(meeting_files, "pdf_of", fails)
    for address in (url("mechanism-pdf"), url("meeting-pdf", makers.make_meeting().pk)):
        assert "没有生成打印件：没有字体" in client.get(address, follow=True).content.decode()
