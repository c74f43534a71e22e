"""How the rows behind a figure are shown: one line each, with the page of the record, for whoever may see it.

Rows the reader may not see are counted, not shown. A row is marked when the journal knows a later change of it, or when it would
not be counted any more (settled question 13).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from capacity_portal.journal import registry
from capacity_portal.journal.choices import EntryKind
from capacity_portal.journal.models import Entry
from capacity_portal.lib.quantities import trimmed
from capacity_portal.organization.models import Department
from enterprises.models import Equipment, ReductionItem, ReductionTotal
from enterprises.queries.scope import reductions_visible_to
from enterprises.queries.scope import visible_to as enterprises_visible_to
from inspections.queries import scope as inspections
from reports.models import GroupMember, UnitDuty
from reports.queries import scope
from tipoffs.queries.scope import tips_visible_to


@dataclass(frozen=True)
class Source:
    """``seen``: the rows of the kind that an officer may see; ``cells``: what stands in ``columns``; ``url``: the record's page."""

    label: str
    columns: tuple[str, ...]
    seen: Callable[[Any], QuerySet]
    cells: Callable[[Any], tuple[str, ...]]
    url: Callable[[Any], str]


@dataclass(frozen=True)
class Row:
    """``cells``: (column, text)."""

    id: int
    cells: tuple[tuple[str, str], ...]
    url: str
    is_changed: bool
    is_gone: bool


@dataclass(frozen=True)
class Shown:
    """A page of rows in the order of the figure; ``hidden``: how many of this page the reader may not see."""

    rows: tuple[Row, ...]
    hidden: int


def shown_rows(
    source: str, ids: Sequence[int], officer, *, since: datetime | None, current: Iterable[int] | None
) -> Shown:
    """The rows ``ids`` for an officer. ``since``: when they were counted; ``current``: what the figure counts now. Three queries."""
    kind = SOURCES[source]
    visible = kind.seen(officer).filter(pk__in=list(ids))
    found = {record.pk: record for record in visible}
    changed = _changed(visible.model, [pk for pk in ids if pk in found], since)
    standing = None if current is None else set(current)
    rows = [
        _row(kind, found[pk], pk in changed, standing is not None and pk not in standing)
        for pk in ids
        if pk in found
    ]
    return Shown(tuple(rows), len(ids) - len(rows))


def _row(kind: Source, record, is_changed: bool, is_gone: bool) -> Row:
    cells = tuple(zip(kind.columns, kind.cells(record), strict=True))
    return Row(record.pk, cells, kind.url(record), is_changed, is_gone)


def _changed(model: type[Model], ids: list[int], since: datetime | None) -> set[int]:
    """Of the records ``ids``, those the journal knows a later change of; kinds it does not follow are never marked."""
    subject = next((tracked.subject for tracked in registry.all_tracked() if tracked.model is model), "")
    if since is None or not subject:
        return set()
    later = Entry.objects.filter(subject=subject, subject_id__in=ids, at__gt=since)
    return set(later.exclude(kind=EntryKind.EVENT).values_list("subject_id", flat=True))


def _page(name: str) -> Callable[[Model], str]:
    return lambda record: reverse(name, args=[record.pk])


def _reduction_url(record) -> str:
    return reverse("enterprises:reduction", args=[record.task_id])


def _departments(officer) -> QuerySet[Department]:
    return Department.objects.filter(pk__in=_posts(officer).values("department")).select_related("region")


def _posts(officer) -> QuerySet[GroupMember]:
    return _of_reports(officer, GroupMember).select_related("department")


def _unit_duties(officer) -> QuerySet[UnitDuty]:
    return _of_reports(officer, UnitDuty).select_related("department")


def _of_reports(officer, model) -> QuerySet:
    """Records of the mechanism are seen by those who see the reports of the territory."""
    return scope.within_region(model.objects.all(), officer)


def _parts_of_tasks(model) -> Callable[[Any], QuerySet]:
    return lambda officer: model.objects.filter(task__in=reductions_visible_to(officer)).select_related(
        "task", "product"
    )


def _equipment(officer) -> QuerySet[Equipment]:
    rows = Equipment.objects.filter(enterprise__in=enterprises_visible_to(officer))
    return rows.select_related("enterprise", "kind")


def _day(value) -> str:
    return value.isoformat() if value else "—"


def _cells_of_visit(visit) -> tuple[str, ...]:
    place = visit.enterprise or visit.cell
    return _day(visit.visited_on), str(place) if place else "—", visit.get_outcome_display()


SOURCES: dict[str, Source] = {
    "reduction_task": Source(
        "压减任务", ("年度", "任务", "依据"), reductions_visible_to,
        lambda task: (str(task.year or "—"), task.title, task.document), _page("enterprises:reduction"),
    ),
    "reduction_total": Source(
        "任务合计", ("任务", "产品", "合计（原文）"), _parts_of_tasks(ReductionTotal),
        lambda row: (str(row.task), str(row.product or "数量"), trimmed(row.stated, row.unit)), _reduction_url,
    ),
    "reduction_item": Source(
        "任务分项", ("任务", "名称", "产品", "数量", "完成日期"), _parts_of_tasks(ReductionItem),
        lambda row: (str(row.task), row.label, str(row.product or "数量"), trimmed(row.amount, row.unit), _day(row.completed_on)),
        _reduction_url,
    ),
    "enterprise": Source(
        "企业", ("企业名称", "监管类别", "经营状态"), enterprises_visible_to,
        lambda row: (row.name, row.get_supervision_class_display(), row.get_status_display()), _page("enterprises:dossier"),
    ),
    "equipment": Source(
        "设备", ("企业名称", "设备", "数量"), _equipment,
        lambda row: (row.enterprise.name, f"{row.kind} {trimmed(row.size, row.size_unit)}", str(row.count)),
        lambda row: reverse("enterprises:dossier", args=[row.enterprise_id]),
    ),
    "visit": Source(
        "排查记录", ("日期", "对象", "结果"),
        lambda officer: inspections.visits_visible_to(officer).select_related("enterprise", "cell"),
        _cells_of_visit, _page("inspections:visit"),
    ),
    "duty": Source(
        "排查任务", ("月份", "对象", "情况"), inspections.duties_visible_to,
        lambda row: (f"{row.period // 100}-{row.period % 100:02d}", row.title, row.get_coverage_display()),
        lambda row: reverse("inspections:round-county", args=[row.period, row.county_code]) if row.county_code else "",
    ),
    "finding": Source(
        "问题", ("编号", "问题", "状态"), inspections.findings_visible_to,
        lambda row: (row.number, row.title, row.get_state_display()), _page("inspections:finding"),
    ),
    "monthly_return": Source(
        "监管月报", ("月份", "地区", "状态"),
        lambda officer: inspections.returns_visible_to(officer).select_related("county"),
        lambda row: (f"{row.period // 100}-{row.period % 100:02d}", row.county.name, row.get_state_display()),
        lambda row: reverse("inspections:return", args=[row.period, row.region_code]),
    ),
    "tip": Source(
        "举报", ("编号", "类别", "状态"), tips_visible_to,
        lambda row: (row.label, row.get_kind_display(), row.get_state_display()), _page("tipoffs:tip"),
    ),
    "notice": Source(
        "发文", ("成文日期", "标题", "状态"), scope.notices_visible_to,
        lambda row: (_day(row.dated), row.title, row.get_state_display()), _page("reports:notice"),
    ),
    "incoming": Source(
        "收文", ("收文日期", "发文字号", "标题"), scope.incoming_visible_to,
        lambda row: (_day(row.received_on), row.printed_number or "—", row.title), _page("reports:incoming-document"),
    ),
    "recipient": Source(
        "收到的文件", ("成文日期", "标题", "签收"),
        lambda officer: scope.recipients_visible_to(officer).select_related("notice"),
        lambda row: (_day(row.notice.dated), row.notice.title, "已签收" if row.received_at else "未签收"),
        lambda row: reverse("reports:notice", args=[row.notice_id]),
    ),
    "meeting": Source(
        "会议", ("日期", "类别", "名称"), scope.meetings_visible_to,
        lambda row: (_day(row.held_on), row.get_kind_display(), row.title), lambda row: reverse("reports:meetings"),
    ),
    "group_member": Source(
        "领导小组成员", ("组内职务", "单位及职务"), _posts,
        lambda row: (row.get_role_display(), row.post), lambda row: reverse("reports:mechanism"),
    ),
    "department": Source(
        "成员单位", ("单位", "地区"), _departments,
        lambda row: (row.name, row.region.name), lambda row: reverse("reports:mechanism"),
    ),
    "unit_duty": Source(
        "成员单位职责", ("单位", "职责"), _unit_duties,
        lambda row: (row.department.name, row.duty), lambda row: reverse("reports:mechanism"),
    ),
}  # fmt: skip
"""By the name that ``queries.figures`` gives as the source of a figure."""
