"""Inspections by superiors (迎检): list, month calendar, one inspection with the counties' preparation."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.lib.pages import int_param, month_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.models import EvidencePack, SuperiorInspection
from reports.queries.packs import packs_visible_to
from reports.queries.preparing import own_preparation, preparations_visible_to, touching, with_progress
from reports.queries.scope import incoming_visible_to, is_secretariat, superior_inspections_visible_to
from reports.rules.inspection_calendar import WEEKDAYS, months_of, standing, weeks
from reports.rules.pack_checklist import KINDS, entries_of

MAY = Permission.PREPARE_INSPECTIONS
SHOWN = 200


@dataclass(frozen=True)
class Row:
    """``label`` and ``kind`` of its badge; ``progress`` in words."""

    inspection: SuperiorInspection
    label: str
    kind: str
    progress: str


def inspection_of(request: HttpRequest, pk: int) -> SuperiorInspection:
    """An inspection the officer may see. Raises Http404."""
    rows = superior_inspections_visible_to(request.user).select_related("incoming", "registered_by")
    return get_object_or_404(rows, pk=pk)


def inspection_url(record: SuperiorInspection) -> str:
    return reverse("reports:superior-inspection", args=[record.pk])


def may_of(officer) -> dict[str, bool]:
    return {"keep": is_secretariat(officer), "pack": officer.may(Permission.BUILD_PACKS)}


@require_safe
@requires(MAY)
def superior_inspections(request: HttpRequest) -> HttpResponse:
    """The inspections of a year, and how many there are in each month."""
    today = timezone.localdate()
    year = int_param(request.GET, "year", least=1949, most=2100, default=today.year)
    rows = touching(superior_inspections_visible_to(request.user), date(year, 1, 1), date(year, 12, 31))
    found = list(with_progress(rows).order_by("starts_on", "id")[:SHOWN])
    base = reverse("reports:superior-calendar")
    context = {
        "rows": [_row(row, today, request.user) for row in found],
        "counts": [
            {"label": f"{month % 100}月", "count": count, "url": f"{base}?month={months.slug(month)}"}
            for month, count in months_of(year, found)
        ],
        "year": year,
        "years": [(one, one == year) for one in range(today.year + 1, today.year - 4, -1)],
        "may": may_of(request.user),
    }
    return render(request, "reports/superior_inspections.html", context)


def _row(record: SuperiorInspection, today: date, officer) -> Row:
    label, kind = ("已结束", "closed") if record.is_over else standing(record, today)
    told = (
        f"{record.told}/{record.asked}个县（市、区）已填报，平均完成{round(record.mean or 0)}%"
        if record.asked
        else "没有要求县（市、区）准备"
    )
    return Row(record, label, kind, told if is_secretariat(officer) else "")


@require_safe
@requires(MAY)
def superior_calendar(request: HttpRequest) -> HttpResponse:
    """One month as weeks, and the inspections of it below."""
    today = timezone.localdate()
    month = month_param(request.GET, "month") or months.month_of(today)
    first, last = months.first_day(month), months.last_day(month)
    rows = touching(superior_inspections_visible_to(request.user), first, last)
    found = list(rows.order_by("starts_on", "id")[:SHOWN])
    numbers = {row.pk: number for number, row in enumerate(found, 1)}
    context = {
        "label": months.label(month),
        "weekdays": WEEKDAYS,
        "weeks": [
            [(day, [numbers[one.pk] for one in day.spells]) for day in week]
            for week in weeks(month, found, today)
        ],
        "rows": [(numbers[row.pk], row, *standing(row, today)) for row in found],
        "earlier": months.slug(months.previous_month(month)) if month > months.EARLIEST else "",
        "later": months.slug(months.next_month(month)) if month < months.LATEST else "",
        "crumbs": [("迎检", reverse("reports:superior-inspections")), (months.label(month), "")],
    }
    return render(request, "reports/superior_calendar.html", context)


@require_safe
@requires(MAY)
def superior_inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection: what is asked, who is how far, its packs."""
    record, officer = inspection_of(request, pk), request.user
    label, kind = ("已结束", "closed") if record.is_over else standing(record, timezone.localdate())
    packs = (
        packs_visible_to(officer).filter(inspection=record)
        if may_of(officer)["pack"]
        else EvidencePack.objects.none()
    )
    context = {
        "inspection": record,
        "label": label,
        "kind": kind,
        "facts": _facts(record, officer),
        "preparations": list(preparations_visible_to(officer, record)),
        "own": None if record.is_over else own_preparation(officer, record),
        "checklist": [(KINDS[entry.kind].label, entry.label) for entry in entries_of(record.checklist)],
        "packs": list(packs.filter(removed_at=None).select_related("asked_by").order_by("-id")[:20]),
        "may": may_of(officer),
        "crumbs": [("迎检", reverse("reports:superior-inspections")), (record.name, "")],
    }
    return render(request, "reports/superior_inspection.html", context)


def _facts(record: SuperiorInspection, officer) -> list[tuple[str, str]]:
    """A county reads what it prepares for: the result speaks of the whole prefecture, the document may not be its own to read."""
    keeps = is_secretariat(officer)
    reads_basis = record.incoming and incoming_visible_to(officer).filter(pk=record.incoming_id).exists()
    basis = f"{record.incoming.printed_number}《{record.incoming.title}》" if reads_basis else ""
    facts = [
        ("组织单位", record.organizer),
        ("检查日期", f"{record.starts_on:%Y-%m-%d} 至 {record.ends_on:%Y-%m-%d}"),
        ("材料期", f"{record.period_from:%Y-%m-%d} 至 {record.period_to:%Y-%m-%d}"),
        ("通知日期", f"{record.announced_on:%Y-%m-%d}" if record.announced_on else ""),
        ("依据收文", basis),
        ("检查内容", record.scope),
    ]
    return [*facts, ("检查结果", record.result)] if record.is_over and keeps else facts
