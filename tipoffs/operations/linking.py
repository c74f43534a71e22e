"""Which files of the ledger a tip is about, and a look at one of them on its behalf."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from enterprises.models import VisitRequest
from enterprises.operations.visit_requests import ask_for_visit
from enterprises.queries import visible_to
from tipoffs import access
from tipoffs.choices import OPEN_STATES
from tipoffs.models import Tip, TipEnterprise
from tipoffs.operations import door
from tipoffs.operations.summaries import insist_on_checked
from tipoffs.queries.scope import exclusions_in_force, exclusions_of


@refused_in_chinese
@transaction.atomic
def link_enterprise(*, tip: Tip, enterprise_id: int, by, at: datetime) -> TipEnterprise:
    """Link a file the officer sees; another county's does not exist for him.

    Raises ValidationError by ``enterprise``, StepRefused for a closed tip, PermissionDenied.
    """
    current = _open_tip(tip, by)
    enterprise = visible_to(by).unmerged().filter(pk=enterprise_id).first()
    if enterprise is None:
        raise ValidationError({"enterprise": "没有这家企业的档案，或不在您负责的地区内，请重新查找。"})
    record = TipEnterprise.objects.create(tip=current, enterprise=enterprise, linked_at=at, linked_by=by)
    journal.record_created(record, step="link", by=by, at=at)
    door.note(current, "link", "关联企业", text=enterprise.name, by=by, at=at)
    return record


@transaction.atomic
def unlink_enterprise(*, link: TipEnterprise, by, at: datetime) -> None:
    """Take back a link that was made by mistake; what it did to the enterprise's standing is not taken back with it."""
    current = _open_tip(link.tip, by)
    record = TipEnterprise.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if record.settled_at is not None:
        raise StepRefused("这家企业已按核查结果更新监管情况，不能解除关联。")
    if exclusions_of(record.enterprise).exists():
        raise StepRefused("有人对这家企业回避，解除关联会使回避失效；请先由办公室解除回避。")
    journal.record_removed(record, step="unlink", by=by, at=at)
    name = record.enterprise.name
    record.delete()
    door.note(current, "unlink", "解除关联", text=name, by=by, at=at)


@refused_in_chinese
@transaction.atomic
def request_visit(
    *, link: TipEnterprise, reason: str, due_on: date, is_checked: bool = False, by, at: datetime
) -> VisitRequest:
    """Ask whoever inspects for a look at a linked enterprise; he reads the reason, the office the receipt number too.

    Raises StepRefused when the county keeps out of the tip, ValidationError by field, PermissionDenied.
    """
    current = _open_tip(link.tip, by)
    if exclusions_in_force(current).filter(region__code=link.enterprise.county_code).exists():
        raise StepRefused("该县对这件举报回避，请派其他单位检查。")
    insist_on_checked(current, storable(reason), "reason", is_checked=is_checked)
    request = ask_for_visit(
        enterprise=link.enterprise, reason=reason, receipt_number=current.label, due_on=due_on, by=by, at=at
    )
    text = f"{link.enterprise.name}，期限 {due_on}：{request.reason}"
    door.note(current, "request_visit", "请求检查", text=text, by=by, at=at)
    return request


def _open_tip(tip: Tip, by) -> Tip:
    current = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    handles = by is None or by.may(Permission.HANDLE_TIPOFFS)
    access.insist(by, Permission.HANDLE_TIPOFFS if handles else Permission.VERIFY_TIPOFFS, current)
    if handles:
        door.insist_not_kept_off(current, by)
    if current.state not in OPEN_STATES:
        raise StepRefused("这件举报已经办结，不能再修改关联的企业。")
    return current
