from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region
from reports.models import EvidencePack
from reports.operations import packs
from reports.queries.packs import openable, packs_visible_to
from tests import report_makers as makers
from tests.makers import make_officer, make_region
from tests.tip_makers import make_tip
from tipoffs.models import Exclusion, TipRead

pytestmark = pytest.mark.django_db
AT = makers.MORNING


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def leader():
    for code in ("3608", "360802", "6207"):
        make_region(code)
    return makers.an_officer("office_leader")


def asked(by, code="3608", first=date(2026, 3, 1), last=date(2026, 3, 31), **values):
    region = Region.objects.get(code=code)
    return packs.ask_pack(region=region, period_from=first, period_to=last, by=by, at=AT, **values)


def finished(pack, by, tips=()):
    name = packs.place_of(pack, 1)
    path = packs.path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"PK")
    return packs.finish_pack(
        pack=pack,
        name=name,
        size=2,
        sha256="a" * 64,
        counts={},
        gaps=[],
        pages=0,
        tips=list(tips),
        by=by,
        at=AT,
    )


def test_a_pack_and_its_job_are_ordered_together(leader):
    pack = asked(leader, "360802", inspection=makers.make_superior_inspection())
    assert (pack.state, pack.job.parameters, pack.job.owner) == ("building", {"pack": pack.pk}, leader)
    assert Entry.objects.filter(subject="evidence_pack", step="ask").count() == 1


def test_nobody_orders_what_is_not_his(leader):
    with pytest.raises(PermissionDenied):
        asked(make_officer("county_leader", "360802"), "360802")
    with pytest.raises(PermissionDenied):
        asked(leader, "6207")
    with pytest.raises(PermissionDenied):
        asked(leader, inspection=makers.make_superior_inspection(region_code="6207"))


@pytest.mark.parametrize(("first", "last", "sentence"), [
    (date(2026, 3, 2), date(2026, 3, 1), "早于起始日期"), (date(2020, 1, 1), date(2026, 1, 1), "材料期超过5年"),
])  # fmt: skip
def test_days_that_make_no_pack_are_refused(leader, first, last, sentence):
    with pytest.raises(ValidationError, match=sentence):
        asked(leader, first=first, last=last)


def test_reading_of_the_tips_in_it_is_logged(leader):
    tip = make_tip("closed", officer=leader)
    pack = finished(asked(leader), leader, [tip.pk])
    assert (pack.state, pack.tips) == ("ready", [tip.pk])
    assert TipRead.objects.get().read_by == leader
    with pytest.raises(StepRefused, match="由另一次运行生成"):
        finished(pack, leader)


def test_who_does_not_see_a_tip_in_it_does_not_open_it(leader):
    tip, staff = make_tip("closed", officer=leader), makers.an_officer("office_staff")
    pack, plain = finished(asked(leader), leader, [tip.pk]), finished(asked(leader), leader)
    rows = [pack, plain]
    assert set(packs_visible_to(staff)) == {pack, plain}
    assert (openable(rows, leader), openable(rows, staff)) == ({pack.pk, plain.pk}, {plain.pk})
    with pytest.raises(PermissionDenied, match="举报材料"):
        packs.note_download(pack=pack, by=staff, at=AT)
    Exclusion.objects.create(tip=tip, officer=leader, reason="亲属", set_at=AT, set_by=staff)
    assert openable(rows, leader) == {plain.pk}


def test_a_download_is_an_event(leader):
    pack = asked(leader)
    with pytest.raises(StepRefused, match="没有可下载"):
        packs.note_download(pack=pack, by=leader, at=AT)
    packs.note_download(pack=finished(pack, leader), by=leader, at=AT)
    assert Entry.objects.get(subject="evidence_pack", step="download").note == "a" * 64
    with pytest.raises(PermissionDenied):
        packs.note_download(pack=pack, by=make_officer("county_staff", "360802"), at=AT)


def test_an_archive_goes_with_a_reason_and_its_row_stays(leader, django_capture_on_commit_callbacks):
    pack = finished(asked(leader), leader)
    path = packs.path_of(pack.file.name)
    with pytest.raises(ValidationError, match="请写明移除理由"):
        packs.remove_pack(pack=pack, reason="", by=leader, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        gone = packs.remove_pack(pack=pack, reason="材料有误", by=leader, at=AT)
    assert (gone.removed_reason, path.exists(), EvidencePack.objects.count()) == ("材料有误", False, 1)
    with pytest.raises(StepRefused, match="已经移除"):
        packs.remove_pack(pack=pack, reason="再次", by=leader, at=AT)
    with pytest.raises(StepRefused, match="另行生成"):
        packs.begin_pack(pack_id=pack.pk, by=leader, at=AT)


def test_one_that_is_being_made_is_not_removed_and_one_that_failed_is(leader):
    pack = asked(leader)
    with pytest.raises(StepRefused, match="正在生成"):
        packs.remove_pack(pack=pack, reason="不要了", by=leader, at=AT)
    packs.fail_pack(pack_id=pack.pk, message="没有纸", by=leader, at=AT)
    Job.objects.update(state="failed", finished_at=AT)
    packs.fail_pack(pack_id=pack.pk, message="又一次", by=leader, at=AT)
    assert packs.begin_pack(pack_id=pack.pk, by=leader, at=AT).failure == ""
    assert packs.remove_pack(pack=pack, reason="不要了", by=leader, at=AT).removed_by == leader


def test_a_pack_whose_file_was_never_there_can_be_removed(leader):
    pack = finished(asked(leader), leader)
    pack.file.save("x.zip", ContentFile(b""), save=True)
    assert packs.remove_pack(pack=pack, reason="空", by=leader, at=AT).removed_at
