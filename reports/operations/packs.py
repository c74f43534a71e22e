"""Evidence packs (佐证材料包): asked for, made by a job, kept as records until somebody removes one with a reason."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from capacity_portal.jobs.operations import start_job
from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.territory import contains
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.choices import PackState
from reports.models import EvidencePack, SuperiorInspection
from reports.operations.door import worded
from reports.operations.keeping import created, fill
from reports.queries.packs import openable, packs_visible_to
from reports.queries.scope import superior_inspections_visible_to
from tipoffs.models import Tip
from tipoffs.operations.reading import log_read

KIND = "reports.pack"
LONGEST_DAYS = 5 * 366
_MAY = Permission.BUILD_PACKS


@refused_in_chinese
@transaction.atomic
def ask_pack(
    *, region: Region, period_from: date, period_to: date, inspection: SuperiorInspection | None = None, by, at: datetime
) -> EvidencePack:  # fmt: skip
    """Order a pack of ``region`` and the days given; the job begins when this is committed.

    Raises PermissionDenied, ValidationError by field, ConstraintRefused.
    """
    if not by.may(_MAY) or not contains(by.region_code, region.code):
        raise PermissionDenied("您不能生成这个地区的材料包。")
    if inspection is not None:
        insist(by, _MAY, superior_inspections_visible_to(by), inspection.pk)
    _insist_on_days(period_from, period_to)
    pack = EvidencePack(inspection=inspection, region_code=region.code, asked_at=at, asked_by=by)
    created(fill(pack, {"period_from": period_from, "period_to": period_to}), step="ask", by=by, at=at)
    label = f"佐证材料包 {region.name} {period_from:%Y%m%d}-{period_to:%Y%m%d}"
    pack.job = start_job(kind=KIND, label=label, parameters={"pack": pack.pk}, by=by, at=at)
    pack.save(update_fields=["job"])
    return pack


@transaction.atomic
def begin_pack(*, pack_id: int, by, at: datetime) -> EvidencePack:
    """Take the pack up for making, again after one that failed. Raises StepRefused when it is finished or not ``by``'s."""
    pack = EvidencePack.objects.select_for_update(of=("self",)).filter(pk=pack_id, asked_by=by).first()
    if pack is None or pack.removed_at:
        raise StepRefused("这个材料包已经移除，请另行生成。")
    if pack.state == PackState.READY:
        raise StepRefused("这个材料包已经生成；需要新的材料，请另行生成。")
    if pack.state != PackState.BUILDING:
        with journal.recording(pack, step="ask", by=by, at=at):
            pack.state, pack.failure = PackState.BUILDING, ""
            pack.save(update_fields=["state", "failure"])
    return pack


@transaction.atomic
def finish_pack(
    *, pack: EvidencePack, name: str, size: int, sha256: str, counts: dict, gaps: list, pages: int, tips: list[int], by,
    at: datetime,
) -> EvidencePack:  # fmt: skip
    """The archive stands at ``name`` under MEDIA_ROOT: the row says so; reading of the tips in it is logged."""
    current = EvidencePack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if current.removed_at or current.state == PackState.READY:
        raise StepRefused("这个材料包已经由另一次运行生成，或者已经移除。")
    with journal.recording(current, step="build", by=by, at=at):
        current.state, current.failure, current.built_at = PackState.READY, "", at
        current.file.name, current.size, current.sha256 = name, size, sha256
        current.counts, current.gaps, current.pages, current.tips = counts, gaps, pages, tips
        current.save()
    for tip in Tip.objects.filter(pk__in=tips):
        log_read(tip=tip, what="sheet", by=by, at=at)
    return current


@transaction.atomic
def fail_pack(*, pack_id: int, message: str, by, at: datetime) -> None:
    """Say why there is no pack; one that is finished, or removed, stays as it is."""
    pack = (
        EvidencePack.objects.select_for_update(of=("self",))
        .filter(pk=pack_id, state=PackState.BUILDING)
        .first()
    )
    if pack is not None:
        with journal.recording(pack, step="fail", by=by, at=at, note=message[:200]):
            pack.state, pack.failure = PackState.FAILED, message[:300]
            pack.save(update_fields=["state", "failure"])


@transaction.atomic
def note_download(*, pack: EvidencePack, by, at: datetime) -> None:
    """Who took the archive out of the portal. Raises PermissionDenied, StepRefused when there is none."""
    _insist_on_opening(pack, by)
    if pack.state != PackState.READY or pack.removed_at:
        raise StepRefused("这个材料包没有可下载的文件。")
    journal.record_event(
        subject="evidence_pack",
        subject_id=pack.pk,
        step="download",
        by=by,
        at=at,
        region_code=pack.region_code,
        note=pack.sha256,
    )


@transaction.atomic
def remove_pack(*, pack: EvidencePack, reason: str, by, at: datetime) -> EvidencePack:
    """Delete the archive; the row stays with the reason. Raises PermissionDenied, StepRefused, ValidationError."""
    _insist_on_opening(pack, by)
    reason = worded(reason, "reason", 300, wanted="请写明移除理由。")
    current = EvidencePack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if current.removed_at:
        raise StepRefused("这个材料包已经移除。")
    if current.state == PackState.BUILDING and not (current.job is None or current.job.is_over):
        raise StepRefused("材料包正在生成，请等生成结束后再移除。")
    path = path_of(current.file.name) if current.file else None
    with journal.recording(current, step="remove", by=by, at=at, note=reason[:200]):
        current.removed_at, current.removed_by, current.removed_reason = at, by, reason
        current.save()
    if path is not None:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return current


def place_of(pack: EvidencePack, attempt: int) -> str:
    """Where a run of its job puts the archive, relative to MEDIA_ROOT: one that was given up for dead overwrites no other."""
    return f"reports/packs/{pack.asked_at.year}/{pack.uuid}-{attempt}.zip"


def path_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def _insist_on_opening(pack: EvidencePack, by) -> None:
    insist(by, _MAY, packs_visible_to(by), pack.pk)
    if pack.pk not in openable([pack], by):
        raise PermissionDenied("这个材料包含有您不能查阅的举报材料。")


def _insist_on_days(first: date, last: date) -> None:
    if last < first:
        raise ValidationError({"period_to": f"截止日期{last:%Y-%m-%d}早于起始日期{first:%Y-%m-%d}，请核对。"})
    if (last - first).days > LONGEST_DAYS:
        raise ValidationError({"period_to": "材料期超过5年，一个材料包放不下，请分段生成。"})
