"""The office's own additions to a month's list and removals from it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.lib import months
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import GridCell
from capacity_portal.organization.roles import Permission
from enterprises.models import Enterprise
from inspections import access
from inspections.models import Duty, Round
from inspections.operations import counting, listing
from inspections.operations.list_lock import insist_on_changeable, refuse_over
from inspections.operations.opening import insist_on_templates
from inspections.queries.freezing import Freezing
from inspections.queries.list_reasons import ADDED_BY_HAND, BY_HAND

LONGEST_REASON = 120
LONGEST_DOCUMENT = 50


@refused_in_chinese
@transaction.atomic
def add_duty(
    *,
    round_: Round,
    reason: str,
    by,
    at: datetime,
    enterprise: Enterprise | None = None,
    cell: GridCell | None = None,
) -> Duty:
    """Put an enterprise, or a cell's sweep, on the list; it stays there although the rules would not ask for it.

    Raises RoundClosed, ListSettled, MonthOver, ValidationError, ConstraintRefused when it is on the list already.
    """
    about = enterprise or cell
    access.insist(by, Permission.MANAGE_ROUNDS, about.region_code)
    insist_on_changeable(round_)
    refuse_over(round_, at)
    reason = written(reason, "reason", "列入原因", LONGEST_REASON)
    frozen = Freezing()
    insist_on_templates(frozen)
    draft = _of_enterprise(frozen, enterprise.pk) if enterprise else _of_cell(frozen, cell.pk)
    day = max(localdate(at), months.first_day(round_.period))
    said = [f"{ADDED_BY_HAND}：{reason}"]
    (duty,) = listing.enter_added(round_, [draft], said, on=day, by=by, at=at)
    return duty


@refused_in_chinese
@transaction.atomic
def remove_duty(*, duty: Duty, reason: str, document: str, by, at: datetime) -> Duty:
    """Take a duty off the list by ``document`` (文号). Raises RoundClosed, ListSettled, MonthOver, StepRefused, ValidationError."""
    access.insist(by, Permission.MANAGE_ROUNDS, duty.region_code)
    insist_on_changeable(duty.round)
    refuse_over(duty.round, at)
    reason = written(reason, "reason", "移出原因", LONGEST_REASON)
    document = written(document, "document", "依据文号", LONGEST_DOCUMENT)
    record = counting.locked(duty.pk)
    refuse_removed(record)
    counting.remove(record, on=localdate(at), reason=f"{BY_HAND}（{document}）：{reason}")
    listing.record([record], step="remove", by=by, at=at)
    return record


def refuse_removed(duty: Duty) -> None:
    if duty.removed_on is not None:
        raise StepRefused(f"“{duty.title}”已于{duty.removed_on}移出本月清单（{duty.removed_reason}）。")


def written(text: str, field: str, label: str, longest: int) -> str:
    """The text without control characters. Raises ValidationError for none, or one longer than ``longest``."""
    text = storable(text).strip()
    if not text:
        raise ValidationError({field: f"请写明{label}。"})
    if len(text) > longest:
        raise ValidationError({field: f"{label}共 {len(text)} 个字，最多 {longest} 个字。"})
    return text


def _of_enterprise(frozen: Freezing, number: int) -> dict:
    enterprise = Enterprise.objects.select_related("merged_into").get(pk=number)
    if enterprise.merged_into is not None:
        raise StepRefused("这份档案已并入其他档案，请列入并入后的那一份。")
    return frozen.asked_for(enterprise)


def _of_cell(frozen: Freezing, number: int) -> dict:
    cell = GridCell.objects.get(pk=number)
    if cell.dissolved_on is not None:
        raise StepRefused(f"网格“{cell.name}”已于{cell.dissolved_on}撤销，不能列入。")
    return frozen.sweep(cell)
