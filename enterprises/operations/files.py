"""Opening and editing the file of an enterprise."""

from collections.abc import Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import credit_code
from capacity_portal.lib.constraints import ConstraintRefused, refused_in_chinese
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.choices import CLOSED_STATUSES, Status
from enterprises.models import Enterprise
from enterprises.operations import derived, links, moving, search_index
from enterprises.operations.records import assign, changed_values, loaded, refuse_merged, save_version

EDITABLE = frozenset(
    {
        "name", "credit_code", "no_code_reason", "legal_representative", "contact_name", "contact_phone",
        "registered_address", "actual_address", "region", "longitude", "latitude", "coordinate_system",
        "industry", "industry_code", "industry_edition", "supervision_class", "process", "employees",
        "power_account", "transformer_kva", "supervising_department", "supervising_officer", "risk_marks", "remarks",
    }
)  # fmt: skip
# Afterwards these go through steps of their own.
AT_CREATION = EDITABLE | {"status", "status_on", "status_document"}
SUPERVISION = frozenset({"supervising_department", "supervising_officer"})


class CodeTaken(ValidationError):
    """Another file has this 统一社会信用代码. ``existing`` is that file, None when it is not the officer's to see."""

    def __init__(self, code: str, existing: Enterprise | None):
        message = (
            f"统一社会信用代码 {code} 已有档案：{existing.name}。"
            if existing
            else f"统一社会信用代码 {code} 疑似外县关联，已转市办核对。"
        )
        super().__init__({"credit_code": message})
        self.existing = existing


def _naming_the_holder(operation):
    """Two officers may enter one code at the same moment; the constraint tells, and the file that won is named."""

    @wraps(operation)
    def naming(*, values: Mapping[str, Any], by, **rest):
        try:
            return operation(values=values, by=by, **rest)
        except ConstraintRefused as refused:
            if refused.constraint == "enterprise_credit_code_unique":
                _refuse_taken_code(credit_code.clean(values["credit_code"]), by)
            raise

    return naming


@_naming_the_holder
@refused_in_chinese
@transaction.atomic
def create_enterprise(*, values: Mapping[str, Any], by, at: datetime, note: str = "") -> Enterprise:
    """Open a file. ``values`` by model field (``AT_CREATION``), coordinates already WGS-84.

    Likely links that are worth a decision are recorded in the same transaction. Raises ValidationError keyed by field,
    CodeTaken, ConstraintRefused, PermissionDenied.
    """
    enterprise = Enterprise(
        confirmed_at=at, confirmed_by=by, created_at=at, created_by=by, updated_at=at, updated_by=by
    )
    assign(enterprise, changed_values(enterprise, _coded(values), AT_CREATION))
    derived.place(enterprise)
    access.insist(by, Permission.EDIT_LEDGER, enterprise.region_code)
    _refuse_taken_code(enterprise.credit_code, by)
    if enterprise.status in CLOSED_STATUSES | {Status.REVIVED}:
        enterprise.closed_on = enterprise.status_on or localdate(at)
    derived.keys(enterprise)
    enterprise.save(force_insert=True)
    search_index.index([enterprise])
    journal.record_created(enterprise, step="create", by=by, at=at, note=note)
    links.remember(enterprise, by=by, at=at)
    return enterprise


@_naming_the_holder
@refused_in_chinese
@transaction.atomic
def edit_enterprise(
    *, enterprise: Enterprise, version: int, values: Mapping[str, Any], by, at: datetime, note: str = ""
) -> Enterprise:
    """Change a file that stands at ``version``; returns it as stored. What does not differ is not written.

    Raises StaleRecord, ValidationError keyed by field, CodeTaken, ConstraintRefused, PermissionDenied.
    """
    record = loaded(enterprise, version)
    refuse_merged(record)
    access.insist(by, _permission_for(values), record.region_code)
    changes = changed_values(record, _coded(values), EDITABLE)
    if not changes:
        return record
    if "credit_code" in changes:
        _refuse_taken_code(changes["credit_code"], by, besides=record)
    left = record.region_code
    with journal.recording(record, step="edit", by=by, at=at, note=note):
        assign(record, changes)
        written = set(changes) | _follow(record, changes, by)
        record.updated_at, record.updated_by = at, by
        save_version(record, written | {"updated_at", "updated_by"}, version)
    _carry_along(record, changes, left, by=by, at=at)
    return record


def _follow(record: Enterprise, changes: Mapping[str, Any], by) -> frozenset[str]:
    """Bring the derived columns up to date; returns the names of those written."""
    written: frozenset[str] = frozenset()
    if "region" in changes:
        derived.place(record)
        if not access.covers(by, record.region_code):
            raise ValidationError({"region": "只能选择本辖区内的地区；迁出本辖区的，请报上级办公室办理。"})
        written |= derived.PLACE
    if derived.IDENTIFYING & changes.keys():
        derived.keys(record)
        written |= derived.KEYS
    return written


def _carry_along(record: Enterprise, changes, left: str, *, by, at: datetime) -> None:
    if record.region_code != left:
        moving.carry_parts(record, by=by, at=at)
    if derived.IDENTIFYING & changes.keys():
        search_index.index([record])
        links.remember(record, by=by, at=at)


def _permission_for(values: Mapping[str, Any]) -> Permission:
    only_supervision = values and set(values) <= SUPERVISION
    return Permission.ASSIGN_SUPERVISION if only_supervision else Permission.EDIT_LEDGER


def _coded(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the 统一社会信用代码 in its one form, or the reason why there is none."""
    typed = dict(values)
    if typed.get("credit_code"):
        typed["no_code_reason"] = ""
        try:
            typed["credit_code"] = credit_code.clean(typed["credit_code"])
        except credit_code.CreditCodeError as error:
            raise ValidationError({"credit_code": str(error)}) from error
    return typed


def _refuse_taken_code(code: str, by, besides: Enterprise | None = None) -> None:
    """Raise CodeTaken when another file has the code; one merged away speaks for the file it was merged into."""
    if not code:
        return
    own = besides.pk if besides else None
    holders = Enterprise.objects.filter(credit_code=code).exclude(pk=own).select_related("merged_into")
    for holder in holders.order_by("id"):
        standing = holder.merged_into or holder
        if standing.pk != own:
            raise CodeTaken(code, standing if access.may_see(by, standing) else None)
