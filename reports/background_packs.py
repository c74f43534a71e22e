"""The job that makes an evidence pack, and the regular work that ends what a kill left half done."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from capacity_portal.jobs import registry as jobs
from capacity_portal.jobs import schedule
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.lib import typesetting
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from reports.choices import PackState
from reports.documents.pack_archive import digest_of
from reports.documents.pack_build import Built, build
from reports.documents.pack_index import Heading
from reports.models import EvidencePack
from reports.operations import packs
from reports.queries.pack_scope import PackScope
from reports.rules.pack_checklist import DEFAULT, entries_of

STALE = timedelta(hours=12)
_BROKEN = "生成时出错，材料包没有生成。请稍后重新生成；仍不成功的，请把本页地址告诉系统管理员。"


def register() -> None:
    """Called from AppConfig.ready."""
    jobs.register(packs.KIND, "生成佐证材料包", make_pack, Permission.BUILD_PACKS)
    schedule.register("reports.packs", timedelta(hours=1), mend_packs, "佐证材料包善后")


def make_pack(job, progress) -> JobResult:
    """Make the pack ``job.parameters["pack"]`` as its owner sees the records now; may be run again after a kill at any place."""
    pack_id = job.parameters["pack"]
    try:
        pack = packs.begin_pack(pack_id=pack_id, by=job.owner, at=timezone.now())
        return _made(pack, job, progress)
    except (StepRefused, typesetting.RenderFailed) as refused:
        raise _failed(pack_id, str(refused), job.owner) from refused
    except JobFailed as failed:
        raise _failed(pack_id, str(failed), job.owner) from failed
    except Exception:
        _failed(pack_id, _BROKEN, job.owner)
        raise


def mend_packs(at: datetime) -> int:
    """Packs whose job has ended without them are told as failed; pieces a killed run left on the disk go. Returns how many."""
    left = EvidencePack.objects.filter(
        state=PackState.BUILDING, removed_at=None, asked_at__lt=at - timedelta(minutes=5)
    )
    found = 0
    for pack in left.select_related("job"):
        if pack.job is None or pack.job.is_over:
            packs.fail_pack(
                pack_id=pack.pk, message=pack.job.message if pack.job else _BROKEN, by=None, at=at
            )
            found += 1
    return found + _sweep(at)


def _made(pack: EvidencePack, job, progress) -> JobResult:
    officer, at = job.owner, timezone.now()
    scope = PackScope(officer, pack.region_code, pack.period_from, pack.period_to)
    inspection = pack.inspection
    place = (
        Region.objects.filter(code=pack.region_code).values_list("name", flat=True).first()
        or pack.region_code
    )
    heading = Heading(
        place,
        scope.since,
        scope.until,
        inspection.name if inspection else "",
        officer,
        timezone.localtime(at),
    )
    entries = (entries_of(inspection.checklist) if inspection else []) or list(DEFAULT)
    name = packs.place_of(pack, job.attempt)
    target = packs.path_of(name)
    built = build(scope, heading, entries, inspection, target, progress)
    packs.finish_pack(
        pack=pack, name=name, size=target.stat().st_size, sha256=digest_of(target), counts=built.counts, gaps=built.gaps,
        pages=built.pages, tips=sorted(built.tips), by=officer, at=timezone.now(),
    )  # fmt: skip
    return JobResult(message=_sentence(built), report={"sentences": built.gaps[:20]})


def _sentence(built: Built) -> str:
    gaps = f"，对照清单有{len(built.gaps)}项缺项" if built.gaps else "，对照清单没有缺项"
    return f"共{len(built.lines)}件{built.pages}页{gaps}，请到“迎检”的材料包页面下载"


def _failed(pack_id: int, message: str, officer) -> JobFailed:
    packs.fail_pack(pack_id=pack_id, message=message, by=officer, at=timezone.now())
    return JobFailed(message)


def _sweep(at: datetime) -> int:
    """Remove ``.part`` files nobody writes any more, and archives that no row speaks of."""
    folder, found = Path(settings.MEDIA_ROOT) / "reports/packs", 0
    running = Job.objects.filter(kind=packs.KIND, state__in=["queued", "running"]).exists()
    kept = set(EvidencePack.objects.exclude(file="").filter(removed_at=None).values_list("file", flat=True))
    for path in sorted(folder.glob("*/*")) if folder.is_dir() and not running else []:
        with suppress(FileNotFoundError):
            name = path.relative_to(settings.MEDIA_ROOT).as_posix()
            if name not in kept and path.stat().st_mtime < (at - STALE).timestamp():
                path.unlink()
                found += 1
    return found
