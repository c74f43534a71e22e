"""Evidence packs: the list, one pack with its gaps, ordering, downloading, removing."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.journal.once import once, repeatable
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, int_param, keyset_page, text_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import counties_of, region_names
from capacity_portal.organization.roles import Permission
from reports.choices import PackState
from reports.forms.preparing import PackForm, RemovePackForm
from reports.models import EvidencePack
from reports.operations import packs as operations
from reports.queries.packs import openable, packs_visible_to
from reports.rules.pack_checklist import KINDS
from reports.rules.pack_names import archive_name
from reports.views.preparing import inspection_of
from reports.views.recording import Act, answer

MAY = Permission.BUILD_PACKS
NEWEST = Order("newest", "最近的在前", ("-asked_at", "-id"))
STATE_KINDS = {PackState.BUILDING: "running", PackState.READY: "good", PackState.FAILED: "bad"}


@dataclass(frozen=True)
class Row:
    pack: EvidencePack
    place: str
    label: str
    kind: str
    may_open: bool


def pack_of(request: HttpRequest, uuid) -> EvidencePack:
    """A pack whose every tip the officer may see. Raises Http404."""
    rows = packs_visible_to(request.user).select_related("inspection", "asked_by", "removed_by", "job")
    pack = get_object_or_404(rows, uuid=uuid)
    if pack.pk not in openable([pack], request.user):
        raise Http404
    return pack


def pack_url(pack: EvidencePack) -> str:
    return reverse("reports:pack", args=[pack.uuid])


def _standing(pack: EvidencePack) -> tuple[str, str]:
    return ("已移除", "closed") if pack.removed_at else (pack.get_state_display(), STATE_KINDS[pack.state])


@require_safe
@requires(MAY)
def packs(request: HttpRequest) -> HttpResponse:
    """One page of the packs of the officer's territory, the newest first."""
    rows = packs_visible_to(request.user).select_related("inspection", "asked_by")
    page = keyset_page(rows, NEWEST, cursor=text_param(request.GET, "cursor", longest=2_000), size=30)
    names, open_to = region_names(row.region_code for row in page.rows), openable(page.rows, request.user)
    context = {
        "rows": [
            Row(row, names.get(row.region_code, row.region_code), *_standing(row), row.pk in open_to)
            for row in page.rows
        ],
        "crumbs": [("迎检", reverse("reports:superior-inspections")), ("佐证材料包", "")],
        **pager(page, {}, "个"),
    }
    return render(request, "reports/packs.html", context)


@require_safe
@requires(MAY)
@cache_control(private=True, no_store=True)
def pack(request: HttpRequest, uuid) -> HttpResponse:
    """One pack: how far its making is, what is in it, what is missing."""
    record = pack_of(request, uuid)
    place = region_names([record.region_code]).get(record.region_code, record.region_code)
    label, kind = _standing(record)
    context = {
        "pack": record,
        "label": label,
        "kind": kind,
        "place": place,
        "counts": [(one.label, record.counts.get(code, 0)) for code, one in KINDS.items()],
        "total": sum(record.counts.get(code, 0) for code in KINDS),
        "is_waiting": record.state == PackState.BUILDING and record.job is not None and not record.job.is_over,
        "may_repeat": record.state != PackState.READY and record.asked_by_id == request.user.pk and not record.removed_at,
        "name": archive_name(place, record.period_from, record.period_to),
        "crumbs": [
            ("迎检", reverse("reports:superior-inspections")), ("佐证材料包", reverse("reports:packs")), (place, ""),
        ],
    }  # fmt: skip
    return render(request, "reports/pack.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def pack_new(request: HttpRequest) -> HttpResponse:
    """Order a pack, for the inspection of the address or for days and a territory."""
    number, today, by = int_param(request.GET, "inspection", least=1), timezone.localdate(), request.user
    inspection = inspection_of(request, number) if number else None
    codes = [by.region_code, *counties_of(by.region_code, today).values_list("code", flat=True)]
    first = {"region": by.region_code, "period_from": today.replace(month=1, day=1), "period_to": today}
    if inspection:
        first |= {"period_from": inspection.period_from, "period_to": inspection.period_to}
    regions = Region.objects.filter(code__in=codes).order_by("code")
    form = PackForm(request.POST or None, regions=regions, initial=first)

    def save(form: PackForm) -> str:
        return pack_url(
            operations.ask_pack(inspection=inspection, by=by, at=timezone.now(), **form.cleaned_data)
        )

    crumbs = [
        ("迎检", reverse("reports:superior-inspections")),
        ("佐证材料包", reverse("reports:packs")),
        ("生成", ""),
    ]
    lead = "按您能查阅的范围收集文件、反馈、月报、排查记录、照片、整改、举报办理（不含举报人和原文）、会议和报告，编成一个压缩包。"
    about = f"检查：{inspection.name}。" if inspection else ""
    page = {
        "heading": "生成佐证材料包",
        "lead": f"{about}{lead}",
        "submit_label": "开始生成",
        "crumbs": crumbs,
    }
    return answer(
        request, Act(form, save, reverse("reports:packs"), "已开始生成，可以离开本页，完成后回来下载。", page)
    )


@require_POST
@requires(MAY)
@repeatable("a file may be fetched as often as one likes, each time is logged")
@cache_control(private=True, no_store=True)
def pack_download(request: HttpRequest, uuid) -> HttpResponse | FileResponse:
    """The archive; who took it out is logged first."""
    record = pack_of(request, uuid)
    place = region_names([record.region_code]).get(record.region_code, record.region_code)
    name = archive_name(place, record.period_from, record.period_to)
    try:
        operations.note_download(pack=record, by=request.user, at=timezone.now())
        stored = record.file.open("rb")
    except (StepRefused, PermissionDenied):
        raise Http404 from None
    except OSError:
        return render(request, "file_missing.html", {"name": name}, status=404)
    return FileResponse(stored, content_type="application/zip", as_attachment=True, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def pack_remove(request: HttpRequest, uuid) -> HttpResponse:
    """Delete the archive, with a reason."""
    record = pack_of(request, uuid)

    def save(form: RemovePackForm) -> None:
        operations.remove_pack(
            pack=record, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )

    crumbs = [("佐证材料包", reverse("reports:packs")), ("材料包", pack_url(record)), ("移除", "")]
    page = {"heading": "移除材料包", "submit_label": "移除", "kind": "danger", "crumbs": crumbs}
    return (
        redirect(pack_url(record))
        if record.removed_at
        else answer(
            request, Act(RemovePackForm(request.POST or None), save, pack_url(record), "已移除。", page)
        )
    )
