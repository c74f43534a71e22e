"""The job that makes a pack: what is in the archive is what its index says, for its asker, of its territory and days."""

import os
import zipfile
from hashlib import sha256
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from capacity_portal.jobs.models import Job
from capacity_portal.jobs.registry import JobFailed
from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting import RenderedPdf
from capacity_portal.organization.models import Region
from reports import background_packs
from reports.documents import pack_index
from reports.models import EvidencePack
from reports.operations import packs
from reports.rules import pack_names
from tests import report_makers as makers
from tests.acceptance.canaries import unpacked
from tests.makers import make_officer
from tests.reports.pack_world import CANARY, LATER, MARCH, make_evidence

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
    assert f"{world['tip'].label}的文字与举报原文过于接近，相应内容和线索交办单没有列入。" in pack.gaps
    assert pack.counts["tips"] == 1


def test_who_sees_no_tips_gets_none(world):
    pack = made(makers.an_officer("office_staff"))
    assert (pack.counts["tips"], pack.tips) == (0, [])
    assert pack.counts["visits"] == 1


def test_a_county_s_pack_holds_what_is_of_the_county(world):
    assert made(world["leader"], "360802").counts | {"meetings": 0} == {
        "notices": 1, "incoming": 0, "returns": 2, "monthly": 1, "visits": 1, "photos": 1, "findings": 2, "tips": 2, "meetings": 0,
        "mechanism": 0, "assessments": 0,
    }  # fmt: skip
    other = made(world["leader"], "360803").counts
    assert {kind: number for kind, number in other.items() if number} == {"notices": 1}


def test_the_same_records_at_the_same_moment_give_the_same_bytes(world, monkeypatch):
    monkeypatch.setattr("reports.background_packs.timezone.now", lambda: LATER)
    assert made(world["leader"]).sha256 == made(world["leader"]).sha256


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
