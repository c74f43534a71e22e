"""Pages of review, issue, register, verification and printing: who may, what they show, what is refused."""

import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from capacity_portal.jobs.models import Job
from capacity_portal.lib import typesetting
from reports import duties_flow
from reports.documents import batch
from reports.forms.printing import PrintForm
from reports.models import DocumentLink, Notice, NumberEntry
from reports.operations import giving_register, publishing
from reports.operations.freezing import freeze
from reports.operations.reviewing import decide
from reports.queries.flow_offers import offer_for
from reports.queries.registers import RegisterQuestion, entries_matching
from reports.rules.verify_codes import grouped
from tests import evidence_makers
from tests.clients import signed_in
from tests.makers import make_officer
from tests.report_makers import MORNING, WORDS, an_officer, make_incoming, make_notice, make_recipient
from tests.reports.flow_world import LATER, approved, decided, issued, make_people, sent
from tests.tip_makers import make_tip
from tipoffs.rules.limits import LIMITS, Limit, Limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_people()


def act(notice, step: str) -> str:
    return reverse("reports:notice-act", args=[notice.pk, step])


def fresh(notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def text(response) -> str:
    return response.content.decode()


# --- steps ------------------------------------------------------------------------------------------------------------
def test_a_document_goes_all_the_way_on_its_pages(people, django_capture_on_commit_callbacks):
    notice = make_notice("draft", drafted_by=people.writer)
    for step, person, typed in (
        ("submit", people.writer, {"countersigners": [people.unit.pk], "text": "请审"}),
        ("check", people.checker, {"text": ""}),
        ("countersign", people.unit_officer, {"text": "同意"}),
        ("sign", people.leader, {}),
        ("issue", people.checker, {"dated": str(timezone.localdate())}),
    ):
        client = signed_in(person)
        shown = client.get(act(notice, step))
        assert shown.status_code == 200, step
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(act(notice, step), {"version": fresh(notice).version, **typed})
        assert answer.status_code == 302, text(answer)
    done = fresh(notice)
    assert (done.state, done.entry.label, bool(done.pdf_sha256)) == (
        "issued",
        "吉化解产能办字〔2026〕1号",
        True,
    )
    page = text(signed_in(people.writer).get(reverse("reports:notice", args=[notice.pk])))
    for words in (
        "审核过程",
        "第1次送审",
        "编号与印发",
        grouped(done.verify_code),
        done.pdf_sha256,
        "关联文件",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("step", "who", "typed", "wanted"),
    [
        ("take-back", "writer", {}, "draft"),
        ("return-check", "checker", {"text": "依据不足"}, "draft"),
        ("return-check", "checker", {"text": ""}, "reviewing"),
    ],
)
def test_ways_back(people, step, who, typed, wanted):
    notice = sent(people)
    client = signed_in(getattr(people, who))
    client.post(act(notice, step), {"version": notice.version, **typed})
    assert fresh(notice).state == wanted


def test_a_leader_takes_signature_and_document_back(people):
    notice, client = approved(people), signed_in(people.leader)
    assert (
        client.post(act(notice, "reopen"), {"version": notice.version, "text": "数字有误"}).status_code == 302
    )
    assert fresh(notice).state == "draft"
    old, new = issued(people), issued(people)
    wrong = client.post(
        act(old, "replace"), {"version": old.version, "number": "国发〔2016〕7号", "text": "旧"}
    )
    assert "没有找到" in text(wrong)
    unreadable = client.post(
        act(old, "replace"), {"version": old.version, "number": "闽煤安监调查〔20111号", "text": "旧"}
    )
    assert "分不清" in text(unreadable)
    done = client.post(act(old, "replace"), {"version": old.version, "number": new.entry.label, "text": "旧"})
    assert done.status_code == 302
    assert fresh(old).replaced_by == new
    assert client.post(act(new, "withdraw"), {"version": new.version, "text": "停用"}).status_code == 302
    assert fresh(new).state == "withdrawn"


def test_who_is_second_gets_the_page_again_with_his_words(people):
    notice = sent(people)
    decide(notice=notice, version=notice.version, step="check", by=people.checker, at=LATER)
    answer = signed_in(people.leader).post(
        act(notice, "return-sign"), {"version": notice.version, "text": "我的理由"}
    )
    assert answer.status_code == 409
    assert "我的理由" in text(answer)


def test_a_step_that_is_not_on_offer_leads_back_with_a_sentence(people):
    notice = sent(people)
    answer = signed_in(people.writer).get(act(notice, "check"), follow=True)
    assert "由您拟稿" in text(answer)


@pytest.mark.parametrize("step", ["invented", "return_check", "submit-", "0"])
def test_invented_steps_do_not_exist(people, step):
    assert signed_in(people.leader).get(act(make_notice("draft"), step)).status_code == 404


def test_who_may_not_and_who_does_not_see_it_gets_404(people):
    notice = sent(people)
    for officer in (an_officer("county_staff", "360802"), people.unit_officer, an_officer("auditor")):
        assert signed_in(officer).get(act(notice, "check")).status_code == 404
    assert signed_in(people.unit_officer).post(act(notice, "countersign"), {"version": 1}).status_code == 404
    far = an_officer("office_leader", "6207")
    assert signed_in(far).get(act(notice, "check")).status_code == 404


def test_what_blocks_is_said_and_the_form_kept_away(people):
    notice = make_notice("draft", drafted_by=people.writer, direction="up")
    page = text(signed_in(people.writer).get(act(notice, "submit")))
    assert "还不能送审" in page
    assert "签发人" in page
    assert '<form class="form"' not in page
    assert offer_for(notice, people.writer).blocks


def test_links_are_made_and_taken_back_on_pages(people):
    notice, incoming = issued(people), make_incoming(number_code="苏化解办", number_year=2018, number=4)
    client = signed_in(people.writer)
    assert client.get(act(notice, "link")).status_code == 200
    missing = client.post(
        act(notice, "link"),
        {"version": notice.version, "relation": "implements", "number": "国发〔2016〕7号"},
    )
    assert "先作收文登记" in text(missing)
    made = client.post(
        act(notice, "link"),
        {"version": notice.version, "relation": "implements", "number": "苏化解办[2018]4 号"},
    )
    assert made.status_code == 302, text(made)
    link = DocumentLink.objects.get(incoming=incoming)
    assert "贯彻" in text(client.get(reverse("reports:notice", args=[notice.pk])))
    assert client.get(reverse("reports:unlink", args=[link.pk])).status_code == 200
    client.post(reverse("reports:unlink", args=[link.pk]))
    assert DocumentLink.objects.count() == 0


def test_addressees_see_the_number_and_departments_asked_see_the_review(people):
    notice = freeze(notice=issued(people), at=LATER)
    make_recipient(notice)
    page = text(
        signed_in(an_officer("county_staff", "360802")).get(reverse("reports:notice", args=[notice.pk]))
    )
    assert "编号与印发" in page
    assert "审核过程" not in page
    asked = sent(people, people.unit)
    page = text(signed_in(people.unit_officer).get(reverse("reports:notice", args=[asked.pk])))
    assert "审核过程" in page
    waiting = text(signed_in(people.writer).get(reverse("reports:notice", args=[approved(people).pk])))
    assert "将编的字号" in waiting


def test_what_the_operation_refuses_is_said_on_the_page(people):
    old = issued(people)
    answer = signed_in(people.leader).post(
        act(old, "replace"), {"version": old.version, "number": old.entry.label, "text": "旧"}
    )
    assert (answer.status_code, "不能代替" in text(answer)) == (200, True)


# --- desk -------------------------------------------------------------------------------------------------------------
def duties(officer) -> list[str]:
    found = [*duties_flow.of_office(officer, MORNING.date()), *duties_flow.of_unit(officer, MORNING.date())]
    return [duty.title for duty in found]


def test_the_desk_says_what_waits_for_whom(people):
    notice = sent(people, people.unit)
    assert duties(people.writer) == []
    assert duties(people.checker) == ["等待核稿的文件"]
    notice = decided(notice, "check", people.checker)
    assert duties(people.unit_officer) == ["等待本单位会签的文件"]
    notice = decided(notice, "countersign", people.unit_officer)
    assert (duties(people.unit_officer), duties(people.leader)) == ([], ["等待签发的文件"])
    decided(notice, "sign", people.leader)
    assert duties(people.checker) == ["已签发、等待编号印发的文件"]
    issued(people)
    assert "已编号、印发件还没有生成的文件" in duties(people.writer)
    assert duties(an_officer("county_staff", "360802")) == []
    assert duties(an_officer("member_unit", "3608", username="nobody")) == []


# --- register ---------------------------------------------------------------------------------------------------------
def test_the_register_lists_filters_and_gives_out(people):
    first, second = issued(people), issued(people)
    client = signed_in(people.checker)
    page = text(client.get("/reports/register/"))
    assert page.index(second.entry.label) < page.index(first.entry.label) or "1号" in page
    one = text(
        client.get(
            "/reports/register/", {"code": "吉化解产能办字", "year": "2026", "state": "valid", "text": "排查"}
        )
    )
    assert first.entry.label in one
    assert "没有符合条件" in text(client.get("/reports/register/", {"state": "void"}))
    hostile = f"year={'9' * 50}&state=x&cursor=%00&text=%ED%A0%80&code=%00"
    assert client.get(f"/reports/register/?{hostile}").status_code == 200
    assert client.get("/reports/register/export/").status_code == 200
    for form in ("xlsx", "csv", "pdf"):
        answer = client.post("/reports/register/export/", {"format": form})
        assert answer.status_code == 302
        file = client.get(answer["Location"])
        assert (file.status_code, len(file.content) > 200) == (200, True)
    rows = file.content
    assert rows[:4] == b"%PDF"


def test_a_register_too_long_for_paper_is_told(people, monkeypatch):
    from reports.views import register_files

    issued(people)
    monkeypatch.setitem(register_files.MOST, "pdf", 0)
    answer = signed_in(people.checker).post("/reports/register/export/", {"format": "pdf"})
    assert "用筛选条件缩小范围" in text(answer)


def test_a_print_that_fails_leads_back(people, monkeypatch):
    from reports.views import register_files

    def fail(*args):
        raise typesetting.RenderFailed

    monkeypatch.setattr(register_files, "register_pdf", fail)
    client = signed_in(people.checker)
    answer = client.post("/reports/register/export/", {"format": "pdf"})
    assert client.get(answer["Location"])["Location"] == "/reports/register/"


def test_series_paper_and_void_on_their_pages(people):
    client = signed_in(people.checker)
    assert "起始顺序号" in text(client.get("/reports/register/series/"))
    made = client.post("/reports/register/series/", {"code": "吉化解产能办字", "year": "2026", "first": "6"})
    assert made.status_code in (200, 302)
    if made.status_code == 200:  # another year by the clock
        assert "应为" in text(made)
    notice = issued(people)
    paper = client.post("/reports/register/paper/", {"series": notice.entry.series_id, "title": "纸质通知"})
    assert paper.status_code == 302, text(paper)
    entry = NumberEntry.objects.get(notice=None)
    assert "仍然有效" in text(
        client.post(reverse("reports:number-void", args=[notice.entry.pk]), {"text": "错"})
    )
    assert client.post(reverse("reports:number-void", args=[entry.pk]), {"text": "写错"}).status_code == 302
    page = text(client.get("/reports/register/"))
    assert "作废：写错" in page
    assert "已经作废" in text(client.get(reverse("reports:number-void", args=[entry.pk])))
    for name in ("register", "series", "number-paper", "register-export"):
        assert signed_in(people.unit_officer).get(reverse(f"reports:{name}")).status_code == 404


def test_the_register_costs_the_same_for_one_line_and_three(people, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(people.checker)
    issued(people)
    client.get("/reports/register/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/reports/register/")
    issued(people), issued(people)
    with CaptureQueriesContext(connection) as three:
        client.get("/reports/register/")
    assert len(three) == len(one)


# --- scans ------------------------------------------------------------------------------------------------------------
def test_a_scan_is_uploaded_served_and_named_the_authoritative_version(people):
    notice = freeze(notice=issued(people), at=LATER)
    client, url = signed_in(people.checker), reverse("reports:notice-scan", args=[notice.pk])
    assert client.get(url).status_code == 200
    assert client.get(reverse("reports:notice-scan-file", args=[notice.pk])).status_code == 404
    refused = client.post(url, {"version": notice.version, "file": SimpleUploadedFile("a.txt", b"words")})
    assert refused.status_code == 200
    assert "还" not in fresh(notice).scan_sha256
    file = SimpleUploadedFile("盖章件.jpg", evidence_makers.jpeg())
    done = client.post(url, {"version": notice.version, "file": file})
    assert done.status_code == 302, text(done)
    served = client.get(reverse("reports:notice-scan-file", args=[notice.pk]))
    assert b"".join(served.streaming_content)[:2] == b"\xff\xd8"
    assert "盖章扫描件</a>" in text(client.get(reverse("reports:notice", args=[notice.pk])))
    verified = text(Client().get(f"/verify/{notice.verify_code}/"))
    assert "<dd>盖章扫描件</dd>" in verified
    assert fresh(notice).scan_sha256 in verified
    assert notice.pdf_sha256 in verified
    make_recipient(notice)
    county = signed_in(an_officer("county_staff", "360802"))
    seen = county.get(reverse("reports:notice-scan-file", args=[notice.pk]))
    assert (seen.status_code, len(b"".join(seen.streaming_content)) > 0) == (200, True)
    other = signed_in(an_officer("county_staff", "360803"))
    assert other.get(reverse("reports:notice-scan-file", args=[notice.pk])).status_code == 404


# --- verification -----------------------------------------------------------------------------------------------------
def test_who_holds_the_code_sees_number_state_and_digest_and_no_words(people):
    notice = freeze(notice=issued(people), at=LATER)
    answer = Client().get(f"/verify/{notice.verify_code}/")
    page = text(answer)
    for words in (
        notice.entry.label,
        notice.title,
        "现行有效",
        notice.pdf_sha256,
        "吉安市化解过剩产能工作领导小组办公室",
    ):
        assert words in page
    assert "高度重视" not in page
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(f"/verify/{notice.verify_code}/document.pdf").status_code == 404
    lower = f"/verify/{grouped(notice.verify_code).lower()}/"
    assert Client().get(lower).status_code == 200
    asked = Client().post("/verify/", {"code": grouped(notice.verify_code)})
    assert asked["Location"] == f"/verify/{notice.verify_code}/"
    assert "可能抄错了一个字符" in text(Client().post("/verify/", {"code": "ABCD"}))
    assert "核验文件" in text(Client().get("/verify/"))


def test_drafts_and_unknown_codes_are_not_found(people):
    approved(people)
    for code in ("000000000000", "x", "1" * 500, "%00", "编号"):
        assert Client().get(f"/verify/{code}/").status_code == 404
        assert Client().get(f"/verify/{code}/document.pdf").status_code == 404


def test_ends_are_told_to_whoever_verifies(people):
    from reports.operations import ending

    old, new = issued(people), issued(people)
    ending.replace(notice=old, version=old.version, replaced_by=new, text="旧", by=people.leader, at=LATER)
    page = text(Client().get(f"/verify/{old.verify_code}/"))
    assert "已被代替" in page
    assert new.entry.label in page
    ending.withdraw(notice=new, version=new.version, text="停用", by=people.leader, at=LATER)
    assert "已废止" in text(Client().get(f"/verify/{new.verify_code}/"))


def test_a_file_is_compared_and_not_kept(people, settings):
    notice = freeze(notice=issued(people), at=LATER)
    with notice.pdf.open("rb") as stored:
        content = stored.read()
    url, client = f"/verify/{notice.verify_code}/", Client()
    kept = sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())
    same = text(client.post(url, {"file": SimpleUploadedFile("a.pdf", content)}))
    assert "逐字节相同" in same
    assert "不一致" in text(client.post(url, {"file": SimpleUploadedFile("a.pdf", content + b" ")}))
    assert "请先选择" in text(client.post(url))
    assert sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()) == kept


def test_a_file_that_is_too_large_is_not_compared(people, monkeypatch):
    notice = issued(people)
    large = SimpleUploadedFile("a.pdf", b"0" * (20 * 1024 * 1024 + 2))
    assert "超过 20 MB" in text(Client().post(f"/verify/{notice.verify_code}/", {"file": large}))


def test_codes_cannot_be_guessed_at_leisure(people, settings, monkeypatch):
    settings.TIPOFF_LIMITER = True
    monkeypatch.setitem(LIMITS, "verify", Limits(Limit(3, 100_000, 6), Limit(100, 1, 200)))
    notice = issued(people)
    answers = [Client().get("/verify/000000000000/").status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]
    refused = Client().get(f"/verify/{notice.verify_code}/")
    assert (refused.status_code, notice.title in text(refused)) == (429, False)
    assert int(refused["Retry-After"]) > 0


# --- publication ------------------------------------------------------------------------------------------------------
def test_a_public_document_is_listed_and_read_by_everybody(people):
    notice = freeze(notice=issued(people), at=LATER)
    assert notice.title not in text(Client().get("/published/"))
    leader = signed_in(people.leader)
    assert leader.post(act(notice, "publish"), {"version": notice.version}).status_code == 302
    page = text(Client().get("/published/"))
    assert notice.title in page
    assert f"/verify/{notice.verify_code}/" in page
    assert "阅读全文" in text(Client().get(f"/verify/{notice.verify_code}/"))
    read = Client().get(f"/verify/{notice.verify_code}/document.pdf")
    assert b"".join(read.streaming_content)[:4] == b"%PDF"
    notice = fresh(notice)
    leader.post(act(notice, "unpublish"), {"version": notice.version})
    assert notice.title not in text(Client().get("/published/"))
    assert Client().get(f"/verify/{notice.verify_code}/document.pdf").status_code == 404


def test_a_public_scan_is_read_instead_of_the_copy(people):
    from reports.operations import scans
    from tests.reports.operations.test_issuing import upload

    notice = freeze(notice=issued(people), at=LATER)
    image = upload(evidence_makers.jpeg(), "盖章件.jpg", "image/jpeg")
    notice = scans.attach_scan(
        notice=notice, version=notice.version, upload=image, by=people.checker, at=LATER
    )
    publishing.set_public(notice=notice, version=notice.version, is_public=True, by=people.leader, at=LATER)
    read = Client().get(f"/verify/{notice.verify_code}/document.pdf")
    assert b"".join(read.streaming_content) == image.content


# --- printing many ----------------------------------------------------------------------------------------------------
class Running:
    """A job as the worker hands it over."""

    def __init__(self, owner, notices, form):
        self.owner, self.parameters = owner, {"notices": [notice.pk for notice in notices], "form": form}


def printed(owner, notices, form="zip"):
    told = []
    result = batch.print_batch(
        Running(owner, notices, form), lambda percent, message="": told.append(percent)
    )
    return result, told


def test_many_are_printed_in_order_from_their_stored_bytes(people):
    first, second = (freeze(notice=issued(people), at=LATER) for _ in range(2))
    draft = make_notice("draft", drafted_by=people.writer)
    result, told = printed(people.leader, [second, draft, first])
    with zipfile.ZipFile(result.content) as archive:
        names = archive.namelist()
        with second.pdf.open("rb") as stored:
            assert archive.read(names[0]) == stored.read()
        draft_text = "".join(typesetting.text_of(archive.read(names[1])).split())
    result.content.unlink()
    assert [name[:3] for name in names] == ["001", "002", "003"]
    assert second.entry.label in names[0]
    assert people.leader.name in draft_text
    assert (told[-1], result.message) == (100, "打印3份")


def test_one_pdf_holds_all_pages(people):
    one, two = (freeze(notice=issued(people), at=LATER) for _ in range(2))
    result, _ = printed(people.leader, [one, two], "pdf")
    assert len(typesetting.pages_as_png(result.content, 20)) == one.pages + two.pages


def test_what_cannot_be_printed_is_told(people):
    lost, unreadable, gone = freeze(notice=issued(people), at=LATER), make_notice("draft"), issued(people)
    lost.pdf.storage.delete(lost.pdf.name)
    Notice.objects.filter(pk=unreadable.pk).update(content={"strange": 1})
    Notice.objects.filter(pk=gone.pk).update(region_code="6207")
    result, _ = printed(people.leader, [lost, unreadable, gone])
    assert len(result.report["sentences"]) == 3
    assert result.message == "打印0份"
    with pytest.raises(batch.JobFailed):
        printed(people.leader, [gone])


def test_a_failed_rendering_is_told(people, monkeypatch):
    monkeypatch.setattr(
        batch, "print_many", lambda outlines: [typesetting.RenderFailed("坏了") for _ in outlines]
    )
    result, _ = printed(people.leader, [make_notice("draft")])
    assert "坏了" in result.report["sentences"][0]
    result.content.unlink()


@pytest.mark.parametrize("form", ["zip", "pdf"])
def test_a_job_that_breaks_off_leaves_no_file(people, monkeypatch, tmp_path, form):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(outlines):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "print_many", broken)
    with pytest.raises(KeyboardInterrupt):
        printed(people.leader, [make_notice("draft")], form)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_whole_texts_stay_in_the_database_where_many_are_listed(people):
    issued(people)
    (entry,) = entries_matching(people.leader, RegisterQuestion())
    (row,) = PrintForm(officer=people.leader, tab="issued").rows
    for notice in (entry.notice, row):
        assert notice.get_deferred_fields() == {"content", "frozen", "search_text"}


def test_memory_does_not_grow_with_the_number(people, monkeypatch):
    sizes = []
    monkeypatch.setattr(batch, "_AT_ONCE", 2)

    def several(outlines):
        found = list(outlines)
        sizes.append(len(found))
        return [typesetting.RenderedPdf(b"%PDF", 1) for _ in found]

    monkeypatch.setattr(batch, "print_many", several)
    result, _ = printed(people.leader, [make_notice("draft") for _ in range(5)])
    result.content.unlink()
    assert sizes == [2, 2, 1]


def test_printing_is_asked_for_on_a_page_and_noted(people):
    one, two = issued(people), issued(people)
    client = signed_in(people.leader)
    assert one.entry.label in text(client.get("/reports/print/"))
    assert client.get("/reports/print/", {"tab": "draft"}).status_code == 200
    assert "请选择要打印的文件" in text(client.post("/reports/print/", {"tab": "issued", "form": "zip"}))
    done = client.post("/reports/print/", {"tab": "issued", "form": "zip", "notices": [two.pk]})
    assert done.status_code == 302
    assert Job.objects.get().parameters == {"notices": [two.pk], "form": "zip"}
    client.post("/reports/print/", {"tab": "issued", "form": "pdf", "all": "on"})
    assert Job.objects.order_by("-id")[0].parameters == {"notices": [one.pk, two.pk], "form": "pdf"}
    assert signed_in(people.unit_officer).get("/reports/print/").status_code == 404


def test_what_is_not_his_is_not_printed(people):
    from django.core.exceptions import PermissionDenied, ValidationError

    foreign = make_notice("draft", region_code="6207")
    for who, what in ((people.leader, [foreign]), (people.unit_officer, [make_notice("draft")])):
        with pytest.raises(PermissionDenied):
            giving_register.print_many(notices=what, form="zip", by=who, at=LATER)
    with pytest.raises(ValidationError):
        giving_register.print_many(notices=[], form="zip", by=people.leader, at=LATER)
    with pytest.raises(PermissionDenied):
        giving_register.note_register(about="x", is_print=False, by=people.unit_officer, at=LATER)


@pytest.mark.long
def test_two_hundred_drafts_are_printed_in_one_job(people):
    notices = [
        make_notice("draft", drafted_by=people.writer, title=f"关于演示事项{number}的通知")
        for number in range(200)
    ]
    result, told = printed(people.leader, notices)
    with zipfile.ZipFile(result.content) as archive:
        names = archive.namelist()
        assert (len(names), names[0][:3], names[-1][:3]) == (200, "001", "200")
        assert "关于演示事项199的通知" in "".join(typesetting.text_of(archive.read(names[-1])).split())
    result.content.unlink()
    assert told[-1] == 100


def test_what_is_not_offered_is_not_taken_by_a_post_either(people):
    draft = make_notice("draft", drafted_by=people.writer)
    client = signed_in(people.leader)
    page = text(client.post(act(draft, "publish"), {"version": draft.version}))
    assert "现在不能公开发布" in page
    handler = signed_in(an_officer("tipoff_handler"))
    other = make_notice(
        "draft", drafted_by=an_officer("tipoff_handler", username="other_handler"), tip=make_tip()
    )
    page = text(handler.post(act(other, "drop"), {"version": other.version, "text": "不需要"}))
    assert "现在不能不再办理" in page
    assert (fresh(draft).is_public, fresh(other).state) == (False, "draft")


def test_the_register_names_a_tip_document_to_those_who_see_it(people):
    """Its line is there for everybody who keeps the register: numbers have no gap."""
    secret = {"title": "关于某厂线索的交办单", "verify_code": "TIPSCODE0001", "pdf_sha256": "d" * 64}
    notice = make_notice("issued", tip=make_tip(), drafted_by=an_officer("tipoff_handler"), **secret)
    told = {}
    for officer in (people.checker, people.leader):
        client = signed_in(officer)
        pages = text(client.get("/reports/register/")) + text(
            client.get(reverse("reports:number-void", args=[notice.entry.pk]))
        )
        answer = client.post("/reports/register/export/", {"format": "csv"})
        file = client.get(answer["Location"]).content.decode("utf-8-sig")
        assert notice.entry.label in pages
        assert notice.entry.label in file
        found = text(client.get("/reports/register/", {"text": "某厂线索"}))
        told[officer] = (
            [secret["title"] in pages, reverse("reports:notice", args=[notice.pk]) in pages],
            [value in file for value in secret.values()],
            notice.entry.label in found,
        )
    assert told[people.checker] == ([False, False], [False] * 3, False)
    assert told[people.leader] == ([True, True], [True] * 3, True)


# --- what a reviewer and a drafter are shown --------------------------------------------------------------------------
def test_sent_again_the_countersigners_of_the_last_round_are_ticked(people):
    notice = decided(sent(people, people.unit), "return_check", people.checker, "依据不足")
    page = text(signed_in(people.writer).get(act(notice, "submit")))
    assert re.search(rf'<input[^>]*value="{people.unit.pk}"[^>]*checked', page)
    first = make_notice("draft", drafted_by=people.writer)
    assert "checked" not in text(signed_in(people.writer).get(act(first, "submit")))


def test_why_it_came_back_stands_on_top_until_it_goes_again(people):
    notice = decided(sent(people), "return_check", people.checker, "依据不足")
    client, url = signed_in(people.writer), reverse("reports:notice", args=[notice.pk])
    page = text(client.get(url))
    assert "核稿退回" in page
    assert page.index("依据不足") < page.index("办理情况")
    sent(people, notice=notice)
    assert "核稿退回" not in text(client.get(url))


def test_a_paper_number_is_named(people):
    notice = issued(people)
    answer = signed_in(people.checker).post(
        "/reports/register/paper/", {"series": notice.entry.series_id, "title": "纸质通知"}, follow=True
    )
    entry = NumberEntry.objects.get(notice=None)
    assert f"已登记，编号为{entry.label}。" in text(answer)


def test_who_reviews_sees_what_he_decides_about(people):
    notice = sent(people, people.unit)
    for step, person in (
        ("check", people.checker),
        ("countersign", people.unit_officer),
        ("sign", people.leader),
    ):
        page = text(signed_in(person).get(act(notice, step)))
        for words in (
            f"<dd>{notice.title}</dd>",
            f"<dd>{WORDS['addressees']}</dd>",
            reverse("reports:notice-pdf", args=[notice.pk]),
            reverse("reports:notice-preview", args=[notice.pk, 1]),
        ):
            assert words in page, step
        notice = decided(notice, step, person)


def test_a_step_another_took_shows_the_state_and_no_button(people):
    notice = decided(sent(people), "check", people.checker)
    before = notice.version
    decided(notice, "sign", people.leader)
    second = make_officer("office_leader", "3608")
    answer = signed_in(second).post(act(notice, "return-sign"), {"version": before, "text": "我的理由"})
    page = text(answer)
    assert (answer.status_code, "我的理由" in page, '<form class="form"' in page) == (409, True, False)
    assert "文件现在的状态：已签发待编号。" in page


def test_under_review_the_editor_says_why_it_is_closed(people):
    notice = sent(people)
    url = reverse("reports:notice-edit", args=[notice.pk])
    assert "审核中，不能修改；可先撤回。" in text(signed_in(people.writer).get(url, follow=True))


def test_a_step_without_words_taken_twice_shows_the_state(people):
    notice, client = sent(people), signed_in(people.writer)
    typed = {"version": notice.version}
    assert client.post(act(notice, "take-back"), typed).status_code == 302
    again = client.post(act(notice, "take-back"), typed)
    assert (again.status_code, "文件现在的状态：拟稿。" in text(again)) == (409, True)
    assert "您填写的内容" not in text(again)
    assert text(again).count("现在不能撤回修改") == 1
