"""What tips put on the desks of units: late ones first, near ones, those to begin, those sent back; enterprises to be updated."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from capacity_portal.lib.pages import BoundedCount, bounded_count
from capacity_portal.lib.workdays import deadline
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.queries import visible_to
from enterprises.registries import Duty
from tipoffs.choices import AssignmentState, RequestState, TipState
from tipoffs.models import Assignment, Extension, TipEnterprise
from tipoffs.operations.standing import FOUND
from tipoffs.queries.clock_rules import clocks
from tipoffs.queries.scope import assignments_of, is_office, tips_visible_to
from tipoffs.queries.units import against_granting
from tipoffs.rules.clocks import Clock, standing

_ONLY_REFUSED = "交办已经结束或期限已过，只能选“不批准”；不作决定，这件举报不能办结"


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (overdue, due_soon, to_begin, sent_back, to_extend, to_update):
        registries.register_duty(source)


def overdue(officer, today: date) -> Iterable[Duty]:
    """Parts whose last day has passed."""
    rows = _open_parts(officer).filter(due_on__lt=today)
    yield from _of_parts("反馈逾期的举报", rows, "已逾期", "bad", today, is_overdue=True)


def due_soon(officer, today: date) -> Iterable[Duty]:
    """Parts whose last day is near: as many working days as the kind's clock warns ahead, the longest of them."""
    rows = _open_parts(officer).filter(due_on__gte=today)
    if not rows.exists():
        return
    ahead = max([Clock().warning_days, *(clock.warning_days for clock in clocks().values())])
    near = rows.filter(due_on__lte=deadline(today, ahead, work_calendar()).due)
    yield from _of_parts("反馈期限将到的举报", near, "将到期", "warn", today)


def to_begin(officer, today: date) -> Iterable[Duty]:
    """Handed over and not begun: the clock has run since the hand-over."""
    rows = _open_parts(officer).filter(due_on__gte=today, is_lead=True, tip__state=TipState.HANDED_OVER)
    yield from _of_parts("新交办、尚未开始核查的举报", rows, "待核查", "warn", today)


def sent_back(officer, today: date) -> Iterable[Duty]:
    """What the office wants verified anew."""
    rows = _open_parts(officer).filter(
        is_lead=True, tip__state=TipState.VERIFYING, tip__verifications__replaced_at__isnull=False
    )
    yield from _of_parts("退回重查的举报", rows.distinct(), "退回重查", "bad", today)


def to_extend(officer, today: date) -> Iterable[Duty]:
    """For the leader: more time that was asked for by others."""
    if not officer.may(Permission.DECIDE_TIPOFFS):
        return
    rows = Extension.objects.filter(
        state=RequestState.ASKED, assignment__tip__in=tips_visible_to(officer)
    ).exclude(asked_by=officer)
    found = bounded_count(rows)
    if found.n:
        first = rows.select_related("assignment").order_by("assignment__due_on", "id")[0]
        url = reverse("tipoffs:extension", args=[first.assignment.tip_id, first.pk])
        duty = _duty("待审批的延期申请", found, url, "待审批", "warn", today, first.assignment.due_on)
        yield replace(duty, detail=against_granting(first.assignment, today) and _ONLY_REFUSED)


def to_update(officer, today: date) -> Iterable[Duty]:
    """Enterprises of confirmed tips whose standing nobody has decided yet (列入重点监管、疑似复产)."""
    if not (officer.may(Permission.MARK_KEY_ENTERPRISES) and officer.may(Permission.VIEW_TIPOFFS)):
        return
    rows = TipEnterprise.objects.filter(
        settled_at=None,
        tip__conclusion__in=FOUND,
        tip__in=tips_visible_to(officer),
        enterprise__in=visible_to(officer),
    )
    found = bounded_count(rows)
    if found.n:
        first = rows.order_by("id")[0]
        yield Duty(
            title="举报查实、待更新监管情况的企业",
            url=reverse("tipoffs:standing", args=[first.tip_id, first.pk]),
            count=found.label,
            unit="家",
            detail="列入重点监管或写明不列入的理由",
            state_label="待决定",
            state_kind="bad",
        )


def _open_parts(officer) -> QuerySet[Assignment]:
    if is_office(officer) or not officer.may(Permission.VERIFY_TIPOFFS):
        return Assignment.objects.none()
    rows = assignments_of(officer).filter(state=AssignmentState.OPEN)
    return rows.filter(tip__in=tips_visible_to(officer))


def _of_parts(
    title: str, rows: QuerySet[Assignment], label: str, kind: str, today: date, *, is_overdue: bool = False
) -> Iterable[Duty]:
    found = bounded_count(rows)
    if found.n:
        first = rows.order_by("due_on", "id")[0]
        url = reverse("tipoffs:tip", args=[first.tip_id]) if found.n == 1 else reverse("tipoffs:queue")
        yield _duty(title, found, url, label, kind, today, first.due_on, is_overdue=is_overdue)


def _duty(
    title: str, found: BoundedCount, url: str, label: str, kind: str, today: date, due: date, *, is_overdue: bool = False
) -> Duty:  # fmt: skip
    words, _ = standing(due, today, work_calendar(), Clock())
    return Duty(
        title=title, url=url, count=found.label, unit="件", state_label=label, state_kind=kind, due_on=due, due_label=words,
        is_overdue=is_overdue,
    )  # fmt: skip
