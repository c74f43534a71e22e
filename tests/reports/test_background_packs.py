"""The job that makes a pack: what is in the archive is what its index says, for its asker, of its territory and days."""

import os
import zipfile
from hashlib import sha256
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from capacity_portal.jobs import registry
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.registry import JobFailed
from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting import RenderBusy, RenderedPdf, RenderFailed
from capacity_portal.lib.typesetting.official import printing
from capacity_portal.lib.typesetting.official.plain import to_text
from capacity_portal.organization.models import Region
from inspections.documents.returns import return_pdf
from inspections.models import Finding, FindingEvidence, MonthlyReturn, Visit
from reports import background_packs
from reports.documents import pack_build, pack_index, pack_items
from reports.models import EvidencePack, MeetingFile, NoticeReturn, RecipientFile, Score, ScoreEvidence
from reports.operations import packs
from reports.queries import pack_scope
from reports.queries.pack_scope import PackScope
from reports.rules import pack_names
from tests import report_makers as makers
from tests.acceptance.canaries import unpacked
from tests.makers import make_officer
from tests.reports.pack_world import CANARY, LATER, MARCH, TEXT, make_evidence, stored
from tests.tip_makers import make_tip
from tipoffs.models import Exclusion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def quick(request, monkeypatch):
    """Documents are their HTML, but for the test that looks at the real ones."""
    if "typeset" in request.fixturenames:
        return

    def of(html):
        return RenderedPdf(b"%PDF-" + html.encode(), 1, ())

    def official(document):
        return of(f"<p>{to_text(document)}")

    monkeypatch.setattr(printing, "print_many", lambda documents: map(official, documents))
    monkeypatch.setattr(printing, "print_document", official)
    monkeypatch.setattr(typesetting, "render_many", lambda documents: map(of, documents))
    monkeypatch.setattr(typesetting, "render_pdf", of)
    monkeypatch.setattr(typesetting, "page_count", lambda content: 3)
    monkeypatch.setattr(pack_index, "render_parts", lambda parts: of("".join(part.html for part in parts)))


@pytest.fixture
def typeset():
    """Asks for the real typesetting."""


@pytest.fixture
def world():
    return make_evidence()


def told(percent, message=""):
    """Nobody listens."""


def asked(officer, place="3608", **values) -> EvidencePack:
    region = Region.objects.get(code=place)
    return packs.ask_pack(
        region=region, period_from=MARCH[0], period_to=MARCH[1], by=officer, at=LATER, **values
    )


def made(officer, place="3608", **values) -> EvidencePack:
    pack = asked(officer, place, **values)
    background_packs.make_pack(pack.job, told)
    return EvidencePack.objects.get(pk=pack.pk)


def opened(pack: EvidencePack) -> dict[str, bytes]:
    with zipfile.ZipFile(packs.path_of(pack.file.name)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def index_of(files: dict[str, bytes]) -> list[tuple]:
    rows = openpyxl.load_workbook(BytesIO(files[pack_names.INDEX_SHEET])).active.iter_rows(values_only=True)
    return list(rows)[1:]


def pages_of(name: str, content: bytes) -> int:
    return len(pypdfium2.PdfDocument(content)) if name.endswith(".pdf") else 1


def text_of(content: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def test_everything_in_the_archive_is_what_the_index_and_the_manifest_say(world, typeset):
    pack = made(world["leader"])
    files, rows = (found := opened(pack)), index_of(found)
    about = {pack_names.INDEX_PDF, pack_names.INDEX_SHEET, pack_names.GAPS_PDF, pack_names.MANIFEST}
    assert set(files) == {row[5] for row in rows} | about
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert (row[4], row[6]) == (pages_of(row[5], files[row[5]]), sha256(files[row[5]]).hexdigest())
    lines = dict(line.split(" *")[::-1] for line in files[pack_names.MANIFEST].decode().splitlines())
    assert lines == {name: sha256(files[name]).hexdigest() for name in files if name != pack_names.MANIFEST}
    assert pack.pages == sum(row[4] for row in rows)
    assert sum(pack.counts.values()) == len(rows)
    assert pack.size == packs.path_of(pack.file.name).stat().st_size
    assert pack.sha256 == sha256(packs.path_of(pack.file.name).read_bytes()).hexdigest()
    assert f"共 {len(rows)} 件 {pack.pages} 页" in text_of(files[pack_names.INDEX_PDF]).replace("　", " ")
    assert all(map(pack_names.is_safe, files))
    words = text_of(files[pack_names.GAPS_PDF]).replace("\r\n", "")
    assert all(gap in words for gap in pack.gaps)
    assert CANARY not in in_pack(pack).replace("\r\n", "")


def test_there_is_something_of_every_kind_but_the_report_nobody_made_final(world):
    counts = made(world["leader"]).counts
    assert counts == {
        "notices": 1, "incoming": 1, "returns": 2, "monthly": 1, "visits": 1, "photos": 1, "findings": 2, "tips": 2, "meetings": 2,
        "mechanism": 1, "assessments": 0,
    }  # fmt: skip


def test_gaps_stand_on_the_row(world):
    pack = made(world["leader"])
    assert pack.gaps == [
        "清单“自评报告和工作报告”：材料期内没有定稿的年度报告。",
        "青原区没有监管月报：2026年3月。",
        "《关于做好三月份排查工作的通知》未签收：吉州区、青原区。",
        "《关于做好三月份排查工作的通知》未书面反馈：青原区。",
    ]


def in_pack(pack: EvidencePack) -> str:
    """Everything that can be read in the files, and the bytes themselves."""
    found = []
    for name, content in opened(pack).items():
        is_real = not content.startswith(b"%PDF-<") and not content.startswith(b"%PDF-\n")
        found += [part.decode(errors="replace") for part in (unpacked(content) if is_real else [content])]
        found.append(name)
    return "\n".join(found)


def test_nothing_of_the_reporter_is_in_the_pack(world):
    pack = made(world["leader"])
    assert CANARY not in in_pack(pack).replace("\r\n", "")
    assert pack.tips == [world["tip"].pk]


def test_the_look_finds_a_planted_canary(world, monkeypatch):
    monkeypatch.setattr("reports.documents.pack_papers.is_telling", lambda tip, words: False)
    world["tip"].summary = f"{CANARY}原文，请核查。"
    world["tip"].save()
    assert CANARY in in_pack(made(world["leader"])).replace("\r\n", "")


def test_a_summary_that_repeats_the_reporter_stays_inside_and_is_told_as_a_gap(world):
    world["tip"].summary = f"{CANARY}原文，请核查。"
    world["tip"].save()
    pack = made(world["leader"])
    assert CANARY not in in_pack(pack).replace("\r\n", "")
    assert (
        f"{world['tip'].label}的文字含有个人号码或者与举报原文过于接近，相应内容和线索交办单没有列入。"
        in pack.gaps
    )
    assert pack.counts["tips"] == 1


def test_who_sees_no_tips_gets_none(world):
    pack = made(makers.an_officer("office_staff"))
    assert (pack.counts["tips"], pack.tips) == (0, [])
    assert any("有1件举报，申请人无权收集，请由办公室负责人生成。" in gap for gap in pack.gaps)
    assert pack.counts["visits"] == 1


def test_nobody_is_told_of_a_tip_he_keeps_out_of_nor_of_another_place(world):
    staff = makers.an_officer("office_staff")
    counted = [pack_scope.tips_of_others(PackScope(staff, code, *MARCH)) for code in ("360802", "360803")]
    assert counted == [1, 0]
    Exclusion.objects.create(
        tip=world["tip"], officer=staff, reason="演示", set_at=LATER, set_by=world["leader"]
    )
    assert pack_scope.tips_of_others(PackScope(staff, "3608", *MARCH)) == 0
    county = makers.an_officer("county_leader", "360802")
    assert pack_scope.tips_of_others(PackScope(county, "360802", *MARCH)) == 0


def test_a_county_s_pack_holds_what_is_of_the_county(world):
    assert made(world["leader"], "360802").counts | {"meetings": 0} == {
        "notices": 1, "incoming": 0, "returns": 2, "monthly": 1, "visits": 1, "photos": 1, "findings": 2, "tips": 2, "meetings": 0,
        "mechanism": 0, "assessments": 0,
    }  # fmt: skip
    other = made(world["leader"], "360803").counts
    assert {kind: number for kind, number in other.items() if number} == {"notices": 1}


def test_the_same_records_at_the_same_moment_give_the_same_bytes(world, monkeypatch):
    monkeypatch.setattr("reports.background_packs.timezone.now", lambda: LATER)
    first, second = made(world["leader"]), made(world["leader"])
    assert opened(first) == opened(second)
    assert first.sha256 == second.sha256


def test_a_job_that_fails_leaves_no_file_and_can_be_run_again(world, media, monkeypatch):
    pack = asked(world["leader"])
    monkeypatch.setattr("reports.documents.pack_build.MOST_PIECES", 0)
    with pytest.raises(JobFailed, match="超过0件"):
        background_packs.make_pack(pack.job, told)
    pack.refresh_from_db()
    assert (pack.state, pack.failure.startswith("材料超过0件")) == ("failed", True)
    assert not [path for path in (media / "reports/packs").rglob("*") if path.is_file()]
    monkeypatch.setattr("reports.documents.pack_build.MOST_PIECES", 100)
    background_packs.make_pack(pack.job, told)
    pack.refresh_from_db()
    assert (pack.state, pack.failure) == ("ready", "")
    with pytest.raises(JobFailed, match="已经生成"):
        background_packs.make_pack(pack.job, told)


def test_a_fault_is_told_in_a_sentence_and_passed_on(world, monkeypatch):
    pack = asked(world["leader"])
    monkeypatch.setattr("reports.background_packs.build", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        background_packs.make_pack(pack.job, told)
    assert EvidencePack.objects.get(pk=pack.pk).failure.startswith("生成时出错")


def test_what_a_kill_left_is_mended_and_swept(world, media):
    pack, folder = asked(world["leader"]), media / "reports/packs/2026"
    folder.mkdir(parents=True)
    left = folder / f"{pack.uuid}-1.zip.part"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    later = LATER.replace(day=20)
    assert background_packs.mend_packs(later) == 0, "its job may still run"
    Job.objects.filter(pk=pack.job_id).update(state="failed", finished_at=LATER, message="后台任务中断")
    assert background_packs.mend_packs(later) == 2
    pack.refresh_from_db()
    assert (pack.state, pack.failure, left.exists()) == ("failed", "后台任务中断", False)


def test_a_file_that_is_gone_is_a_gap(world):
    packs.path_of(world["incoming"].scan.name).unlink()
    pack = made(world["leader"])
    assert (
        "“苏化解办〔2018〕4号 关于做好严防“地条钢”死灰复燃有关工作的通知”的文件在存储中找不到，没有列入。"
        in pack.gaps
    )


def test_another_officer_cannot_run_it(world):
    pack = asked(world["leader"])
    Job.objects.filter(pk=pack.job_id).update(owner=make_officer("office_staff"))
    with pytest.raises(JobFailed, match="另行生成"):
        background_packs.make_pack(Job.objects.get(pk=pack.job_id), told)


# --- what is not as it should be
def test_a_sealed_scan_stands_for_the_copy_and_what_has_no_copy_is_a_gap(world):
    notice = world["notice"]
    notice.scan_type = "image/jpeg"
    stored(notice.scan, b"scan", "scan.jpg")
    makers.make_notice("issued", title="另一份通知", wants_receipt=False)
    world["incoming"].scan.delete()
    pack = made(world["leader"])
    assert [row[2] for row in index_of(opened(pack))][0].endswith("的通知（盖章扫描件）")
    assert any(gap.endswith("另一份通知还没有生成印发件。") for gap in pack.gaps)
    assert any("没有扫描件" in gap for gap in pack.gaps)
    assert not any("没有登记上级来文" in gap for gap in pack.gaps), "it came, only its scan is missing"


def test_documents_and_returns_that_repeat_a_reporter_stay_inside(world):
    notice = world["notice"]
    notice.tip, notice.search_text = world["tip"], f"请核查{CANARY}原文"
    notice.save()
    NoticeReturn.objects.update(text=f"已核查{CANARY}原文")
    pack = made(world["leader"])
    assert (pack.counts["notices"], pack.counts["returns"]) == (0, 0)
    assert sum("文字含有个人号码或者与举报原文过于接近，没有列入" in gap for gap in pack.gaps) == 2
    assert CANARY not in in_pack(pack)


def of_a_tip(world, **values):
    notice = world["notice"]
    for name, value in {"tip": world["tip"], **values}.items():
        setattr(notice, name, value)
    notice.save()
    return notice


def test_the_landline_of_the_office_does_not_keep_its_document_out(world):
    of_a_tip(world, search_text="请核查。联系电话：0796-8223456")
    assert made(world["leader"]).counts["notices"] == 1
    of_a_tip(world, search_text="请核查。联系电话：13907960000")
    assert made(world["leader"]).counts["notices"] == 0


def test_a_landline_that_the_reporter_wrote_does(world):
    world["tip"].text = f"{TEXT}，打我家电话07968223456"
    world["tip"].save()
    of_a_tip(world, search_text="请核查。联系电话：0796-8223456")
    assert made(world["leader"]).counts["notices"] == 0


def test_files_nobody_can_check_for_the_reporter_are_a_gap(world):
    stored(of_a_tip(world, scan_type="image/jpeg").scan, CANARY.encode(), "scan.jpg")
    pack = made(world["leader"])
    assert (pack.counts["notices"], pack.counts["returns"]) == (1, 1)
    assert CANARY not in in_pack(pack)
    assert any("盖章扫描件的内容无法自动核对，没有列入" in gap for gap in pack.gaps)
    assert any("所附1个文件的内容无法自动核对，没有列入" in gap for gap in pack.gaps)


@pytest.mark.parametrize("left_out", ["telling", "no copy", "lost file"])
def test_gaps_that_tell_of_a_tip_are_read_by_who_sees_the_tip(world, left_out):
    other = make_tip("closed", officer=world["leader"], summary="")
    notice = of_a_tip(world, tip=other, title="关于某厂的交办单")
    if left_out == "telling":
        of_a_tip(world, tip=other, search_text="请核查13907960000")
    elif left_out == "no copy":
        of_a_tip(world, tip=other, pdf="")
    else:
        packs.path_of(notice.pdf.name).unlink()
    NoticeReturn.objects.all().delete()
    pack = made(world["leader"])
    assert (pack.counts["notices"], set(pack.tips)) == (0, {world["tip"].pk, other.pk})


def test_a_file_that_no_act_took_up_stays_outside(world):
    RecipientFile.objects.update(taken_at=None)
    assert made(world["leader"]).counts["returns"] == 1


def test_a_visit_that_was_sent_back_proves_nothing(world):
    visits = Visit.objects.all()
    visits.update(
        state="sent_back", sent_back_at=LATER, sent_back_by=world["leader"], send_back_comment="缺照片"
    )
    counts = made(world["leader"]).counts
    assert (counts["visits"], counts["photos"]) == (0, 0)


def test_a_document_of_a_tip_is_in_the_pack_and_the_pack_knows_the_tip(world):
    world["notice"].tip = world["tip"]
    world["notice"].save()
    scope = PackScope(world["leader"], "3608", *MARCH)
    (item,) = pack_items.notices(scope, LATER)
    assert item.tip == world["tip"].pk
    staff = PackScope(makers.an_officer("office_staff"), "3608", *MARCH)
    assert list(pack_items.notices(staff, LATER)) == []


def test_meetings_and_findings_without_papers_are_gaps(world):
    MeetingFile.objects.update(removed_at=LATER)
    FindingEvidence.objects.all().delete()
    number = Finding.objects.get().number
    gaps = made(world["leader"]).gaps
    assert "吉安市2026年3月2日“领导小组会议”没有签到表等材料。" in gaps
    assert any(gap.startswith(f"问题{number}（") and gap.endswith("没有整改证据。") for gap in gaps)


def test_scans_of_monthly_returns_and_final_reports_with_their_evidence_are_in_it(world):
    record = MonthlyReturn.objects.get()
    record.scan_type = "application/pdf"
    stored(record.scan, b"%PDF", "scan.pdf")
    final = {
        "state": "final", "submitted_at": LATER, "submitted_by": world["leader"], "reviewed_at": LATER, "reviewed_by": world["leader"],
        "final_at": LATER, "final_by": world["leader"], "frozen": {}, "dated": MARCH[1],
    }  # fmt: skip
    report = makers.make_assessment(**final)
    score = Score.objects.create(assessment=report, indicator=report.scheme.indicators.first())
    proof = ScoreEvidence(
        score=score,
        name="佐证.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0",
        uploaded_at=LATER,
        uploaded_by=world["leader"],
    )
    stored(proof.file, b"%PDF", "proof.pdf")
    pack = made(world["leader"])
    assert (pack.counts["monthly"], pack.counts["assessments"]) == (2, 1)
    assert any(gap.endswith("还没有生成定稿文件。") for gap in pack.gaps)
    stored(report.pdf, b"%PDF", "report.pdf")
    assert made(world["leader"]).counts["assessments"] == 2


def test_an_inspection_brings_its_own_list_and_tells_who_is_not_ready(world):
    inspection = makers.make_superior_inspection(
        checklist=[{"code": "a", "label": "自评报告", "kind": "assessments"}]
    )
    makers.make_preparation(inspection, "360803")
    assert made(world["leader"], inspection=inspection).gaps == [
        "清单“自评报告”：材料期内没有定稿的年度报告。", "青原区没有填报迎检准备情况。",
    ]  # fmt: skip


def test_a_monthly_return_is_the_page_that_is_printed_alone(world):
    files = opened(made(world["leader"]))
    (content,) = (content for name, content in files.items() if name.startswith("04监管月报/"))
    assert content == return_pdf(MonthlyReturn.objects.get(), world["leader"], LATER).content


def test_a_monthly_return_owns_up_to_what_is_not_drawn(world, monkeypatch):
    monkeypatch.setattr(
        printing, "print_many", lambda documents: (RenderedPdf(b"%PDF", 1, ("𰻝",)) for _ in documents)
    )
    files = opened(made(world["leader"]))
    (content,) = (content for name, content in files.items() if name.startswith("04监管月报/"))
    assert "以〓代替：U+30EDD" in content.decode()


def test_a_document_that_cannot_be_printed_is_a_gap_and_a_dead_press_ends_the_job(world, monkeypatch):
    outcome = RenderFailed("文档排版失败")
    monkeypatch.setattr(typesetting, "render_many", lambda documents: (outcome for _ in documents))
    monkeypatch.setattr(printing, "print_many", lambda documents: (outcome for _ in documents))
    pack = made(world["leader"])
    assert (pack.counts["visits"], sum("没有生成：文档排版失败" in gap for gap in pack.gaps)) == (0, 8)
    outcome = RenderBusy("正在打印的文档较多，请稍后再试。")
    pack = asked(world["leader"])
    with pytest.raises(JobFailed, match="正在打印的文档较多"):
        background_packs.make_pack(pack.job, told)


def test_characters_nobody_draws_are_owned_up_to(world, monkeypatch):
    asked_for = []

    def again(html):
        asked_for.append(html)
        return RenderedPdf(b"%PDF-again", 1, ())

    monkeypatch.setattr(
        typesetting, "render_many", lambda documents: (RenderedPdf(b"%PDF", 1, ("𰻝",)) for _ in documents)
    )
    monkeypatch.setattr(typesetting, "render_pdf", again)
    made(world["leader"])
    assert sum("U+30EDD" in html for html in asked_for) == 7


def test_pages_that_cannot_be_counted_are_said_not_to_be(world, monkeypatch):
    def broken(content):
        raise RenderFailed("文档排版失败")

    monkeypatch.setattr(typesetting, "page_count", broken)
    pack = made(world["leader"])
    assert sum("页数无法读取" in gap for gap in pack.gaps) == 4
    monkeypatch.setattr(typesetting, "page_count", lambda content: (_ for _ in ()).throw(RenderBusy("忙")))
    with pytest.raises(JobFailed, match="忙"):
        made(world["leader"])


@pytest.mark.parametrize(("name", "value", "sentence"), [
    ("MOST_BYTES", 1, "GB，一个材料包放不下"), ("SPARE_BYTES", 1 << 60, "磁盘空间不足"),
])  # fmt: skip
def test_limits_are_said_in_a_sentence(world, monkeypatch, name, value, sentence):
    monkeypatch.setattr(pack_build, name, value)
    with pytest.raises(JobFailed, match=sentence):
        made(world["leader"])


def test_the_regular_work_is_registered():
    assert registry.find(packs.KIND).permission == "build_packs"


def test_a_territory_beyond_the_officer_s_own_is_empty(world):
    scope = PackScope(makers.an_officer("county_leader", "360802"), "3608", *MARCH)
    assert not pack_scope.visits(scope).exists()
    assert not pack_scope.meetings(scope).exists()
