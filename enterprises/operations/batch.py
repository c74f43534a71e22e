"""Steps taken for many files at once: one transaction, one journal entry a file, one result a row."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from capacity_portal.journal import operations as journal
from capacity_portal.journal import registry
from capacity_portal.lib.typed_text import storable
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.choices import KeyReason
from enterprises.models import Enterprise
from enterprises.operations.records import RowResult, assign

_AT_ONCE = 500
Objection = Callable[[Enterprise], str]


@transaction.atomic
def assign_supervision(
    *, enterprises: Iterable[Enterprise], department, officer, by, at: datetime
) -> list[RowResult]:
    """Name the supervising department and person; None leaves what is on file."""
    values = {"supervising_department": department, "supervising_officer": officer}
    values = {name: value for name, value in values.items() if value is not None}
    if not values:
        raise ValidationError("请选择监管部门或监管人员。")
    return _each(
        enterprises,
        values,
        lambda file: cannot_supervise(file, department, officer),
        Permission.ASSIGN_SUPERVISION,
        step="assign",
        done="已指定",
        by=by,
        at=at,
    )


@transaction.atomic
def mark_key(
    *, enterprises: Iterable[Enterprise], reason: str, note: str, by, at: datetime
) -> list[RowResult]:
    """Put files on the list of key enterprises (重点监管) for a reason of ``KeyReason``; 其他 needs a note."""
    note = _checked_note(note, needed=reason == KeyReason.OTHER)
    if reason not in KeyReason.values:
        raise ValidationError({"reason": "请选择列入原因。"})
    values = {"is_key": True, "key_reason": reason, "key_note": note}
    return _each(
        enterprises,
        values,
        lambda file: (
            "已在重点监管名单，原因相同。" if (file.key_reason, file.key_note) == (reason, note) else ""
        ),
        Permission.MARK_KEY_ENTERPRISES,
        step="key",
        done="已列入重点监管",
        note=note,
        by=by,
        at=at,
    )


@transaction.atomic
def unmark_key(*, enterprises: Iterable[Enterprise], note: str, by, at: datetime) -> list[RowResult]:
    """Take files off the list of key enterprises; the reason for it stays in the journal."""
    note = _checked_note(note, needed=True)
    return _each(
        enterprises,
        {"is_key": False, "key_reason": "", "key_note": ""},
        lambda file: "" if file.is_key else "不在重点监管名单。",
        Permission.MARK_KEY_ENTERPRISES,
        step="unkey",
        done="已移出重点监管",
        note=note,
        by=by,
        at=at,
    )


@transaction.atomic
def confirm_files(*, enterprises: Iterable[Enterprise], by, at: datetime) -> list[RowResult]:
    """Confirm that files are still true (定期更新). Nothing else of the file changes."""
    return _each(
        enterprises,
        {"confirmed_at": at, "confirmed_by": by},
        lambda file: "",
        Permission.CONFIRM_FILES,
        step="confirm",
        done="已确认",
        is_update=False,
        by=by,
        at=at,
    )


def _each(
    enterprises: Iterable[Enterprise],
    values: dict[str, Any],
    objection: Objection,
    permission: Permission,
    *,
    step: str,
    done: str,
    by,
    at: datetime,
    note: str = "",
    is_update: bool = True,
) -> list[RowResult]:
    """Write the same ``values`` on every file that nothing speaks against; results in the order given."""
    if by is not None and not by.may(permission):
        raise PermissionDenied("您的角色没有这项权限。")
    wanted = list(dict.fromkeys(enterprise.pk for enterprise in enterprises))
    written = values | ({"updated_at": at, "updated_by": by} if is_update else {})
    results: dict[int, RowResult] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        changes = []
        for file in _locked(wanted[start : start + _AT_ONCE]):
            against = _standing_objection(file, by) or objection(file)
            results[file.pk] = RowResult(file.pk, file.name, not against, against or done)
            if not against:
                changes.append(journal.Change(file, registry.snapshot(file), note))
                assign(file, written)
        ids = [change.record.pk for change in changes]
        Enterprise.objects.filter(pk__in=ids).update(**written, version=F("version") + 1)
        journal.record_many(changes, step=step, by=by, at=at)
    return [results.get(pk) or RowResult(pk, "", False, "没有这份档案。") for pk in wanted]


def _locked(ids: list[int]) -> list[Enterprise]:
    """The files in one order for everybody, so that two batches never wait for each other crosswise."""
    rows = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return list(rows.order_by("id"))


def _standing_objection(file: Enterprise, by) -> str:
    if not access.covers(by, file.region_code):
        return "不在您负责的地区内。"
    return "已并入其他档案。" if file.merged_into_id else ""


def cannot_supervise(file: Enterprise, department, officer) -> str:
    """Why ``file`` cannot be given to them, as a sentence; empty when it can. Pages say it before the act."""
    if department is not None and not file.region_code.startswith(department.region.code):
        return f"{department}不是该企业所在地区的单位。"
    if officer is not None:
        if not officer.may(Permission.VIEW_LEDGER):
            return f"{officer.name}的账户已停用，或角色不看台账。"
        if not access.covers(officer, file.region_code):
            return f"{officer.name}负责的地区不含该企业。"
    same_unit = department is None or department.pk == file.supervising_department_id
    same_person = officer is None or officer.pk == file.supervising_officer_id
    return "已是该单位和人员。" if same_unit and same_person else ""


def _checked_note(note: str, *, needed: bool) -> str:
    note = storable(note).strip()
    if needed and not note:
        raise ValidationError({"note": "请写明理由。"})
    if len(note) > 200:
        raise ValidationError({"note": f"说明共 {len(note)} 个字，最多 200 个字。"})
    return note
