"""Reads of imports: one's own only, and what still stands in the way of confirming."""

from collections.abc import Mapping

from django.db.models import Count, Max, Min, QuerySet

from capacity_portal.imports.choices import ImportState, RowAction
from capacity_portal.imports.models import HeadingChoice, ImportFinding, ImportRow, SheetImport
from capacity_portal.imports.registry import Context, Kind, find
from capacity_portal.lib.pages import Order
from capacity_portal.lib.spreadsheets.findings import Level

BY_NUMBER = Order("number", "按行号", ("number", "id"))
AS_FOUND = Order("found", "按发现的顺序", ("id",))
NOTHING_TO_STORE = "没有新增，也没有变更，不需要入库。"


def visible_to(officer) -> QuerySet[SheetImport]:
    """An officer's own imports, while he may still import that kind and covers their region."""
    own = SheetImport.objects.filter(owner=officer)
    kinds = [
        name for name in own.values_list("kind", flat=True).distinct() if may_import(officer, find(name))
    ]
    return own.filter(kind__in=kinds, region_code__startswith=officer.region_code)


def may_import(officer, kind: Kind | None) -> bool:
    return kind is not None and officer.may(kind.permission)


def latest(officer, kind: Kind) -> list[SheetImport]:
    """The officer's last ten imports of a kind, the newest first."""
    return list(visible_to(officer).filter(kind=kind.name).order_by("-id")[:10])


def rows_of(sheet_import: SheetImport, action: RowAction) -> QuerySet[ImportRow]:
    """Staged rows with which the same would be done; listed by ``BY_NUMBER``."""
    return ImportRow.objects.filter(sheet_import=sheet_import, action=action)


def findings_of(sheet_import: SheetImport, level: Level) -> QuerySet[ImportFinding]:
    """What was found at one level; listed by ``AS_FOUND``."""
    return ImportFinding.objects.filter(sheet_import=sheet_import, level=level)


def remembered(context: Context, kind: Kind) -> dict[str, str]:
    """Headings that this office has matched before, normalised, with their fields."""
    chosen = HeadingChoice.objects.filter(region_code=context.officer.region_code, kind=kind.name)
    return dict(chosen.values_list("heading", "field"))


def to_explain(sheet_import: SheetImport) -> list[Mapping[str, object]]:
    """The kinds of 核实性 findings: ``{code, message, rows, first, text}``; ``text`` is the explanation given so far."""
    found = (
        ImportFinding.objects.filter(sheet_import=sheet_import, level=Level.EXPLAIN)
        .values("code")
        .annotate(rows=Count("id"), message=Min("message"), first=Min("row"), last=Max("row"))
        .order_by("code")
    )
    return [{**one, "text": sheet_import.explanations.get(one["code"], "")} for one in found]


def blockers(sheet_import: SheetImport) -> list[str]:
    """What still stands in the way of confirming, as Chinese sentences; empty when nothing does."""
    if sheet_import.state != ImportState.READY:
        return ["这份表格现在不能入库。"]
    counts, found = sheet_import.counts, []
    if counts.get("errors"):
        found.append(f"有 {counts['errors']:,} 处强制性错误：请下载批注文件，在您的表格里改正后重新上传。")
    if counts.get("to_confirm"):
        found.append(f"有 {counts['to_confirm']:,} 个单元格含义不清：请逐个确认，或改正后重新上传。")
    missing = [one for one in to_explain(sheet_import) if not one["text"]]
    if missing:
        found.append(f"有 {len(missing):,} 类情况需要说明：请填写说明。")
    if not found and not counts.get("new") and not counts.get("changed"):
        found.append(NOTHING_TO_STORE)
    return found


def unfinished(officer) -> QuerySet[SheetImport]:
    """An officer's own imports that wait for him, newest first."""
    waiting = (ImportState.MAPPING, ImportState.READY)
    return visible_to(officer).filter(state__in=waiting).order_by("-id")
