"""Many accounts at once, as a spreadsheet brings them: opened and edited by the rules of ``accounts``, all or none."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from capacity_portal.organization import recorder
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.operations.accounts import (
    AccountRefused,
    check_manager,
    check_place,
    one_time_password,
)
from capacity_portal.organization.roles import ADMINISTRATORS

EDITABLE = ("name", "department_id", "telephone", "expires_on")
_CHECKED_BY_PLACE = ("password", "region", "department", "created_by", "deactivated_by")


class ChangedMeanwhile(Exception):
    """What is on file is no longer what the list was compared with; the message is a Chinese sentence."""


@dataclass(frozen=True)
class AccountEdit:
    """``before`` and ``after``: values of EDITABLE fields of the account ``officer_id``."""

    officer_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def one_time_passwords(
    keys: Collection[int], told: Callable[[int], None] = lambda done: None
) -> dict[int, tuple[str, str]]:
    """A one-time password and its hash for each of ``keys``. Slow on purpose (the hash), and without the database."""
    made = {}
    for done, key in enumerate(keys, start=1):
        password = one_time_password()
        made[key] = password, make_password(password)
        told(done)
    return made


@transaction.atomic
def import_accounts(
    *,
    new: Sequence[tuple[Mapping[str, Any], str]],
    edits: Sequence[AccountEdit],
    by: Officer,
    at: datetime,
) -> list[Officer]:
    """Open accounts and edit others; returns those that were opened, in the order of ``new``.

    ``new``: (values, hash of the one-time password); values: username, name, role, region_id, department_id,
    telephone, expires_on. Administrators' accounts need two people and are refused. Raises AccountRefused,
    ValidationError, ChangedMeanwhile.
    """
    officers = _built(new, by, at)
    for officer in officers:
        _check(officer, by)
        officer.clean_fields(exclude=_CHECKED_BY_PLACE)
    try:
        with transaction.atomic():
            Officer.objects.bulk_create(officers, batch_size=500)
    except IntegrityError:
        raise ChangedMeanwhile("表中有的用户名在核对之后已有人使用。") from None
    recorder.record_all_created(officers, step="import", by=by, at=at)
    _edit(edits, by, at)
    return officers


def _built(new: Sequence[tuple[Mapping[str, Any], str]], by: Officer, at: datetime) -> list[Officer]:
    regions = Region.objects.current(at.date()).in_bulk({values["region_id"] for values, _ in new})
    units = Department.objects.filter(is_active=True).select_related("region")
    departments = units.in_bulk({values["department_id"] for values, _ in new} - {None})
    officers = []
    for values, hashed in new:
        region, department = regions.get(values["region_id"]), departments.get(values["department_id"])
        if region is None or (department is None and values["department_id"] is not None):
            raise ChangedMeanwhile(f"“{values['username']}”的地区或单位在核对之后已停用。")
        rest = {name: values[name] for name in ("username", "name", "role", "telephone", "expires_on")}
        officers.append(
            Officer(
                **rest,
                region=region,
                region_code=region.code,
                department=department,
                password=hashed,
                created_at=at,
                created_by=by,
            )
        )
    return officers


def _check(officer: Officer, by: Officer) -> None:
    check_manager(by, officer)
    check_place(officer)
    if officer.role in ADMINISTRATORS:
        raise AccountRefused("管理员账户须由两位管理员办理，不能用表格开立。")


def _edit(edits: Sequence[AccountEdit], by: Officer, at: datetime) -> None:
    found = Officer.objects.select_for_update().in_bulk([edit.officer_id for edit in edits])
    officers = [found.get(edit.officer_id) for edit in edits]
    for officer, edit in zip(officers, edits, strict=True):
        if officer is None or any(getattr(officer, name) != value for name, value in edit.before.items()):
            raise ChangedMeanwhile(f"{officer or '有的账户'}在核对之后已被修改。")
        check_manager(by, officer)
    units = Department.objects.select_related("region").in_bulk(_units_of(edits))
    with recorder.recording_all(officers, step="import", by=by, at=at):
        for officer, edit in zip(officers, edits, strict=True):
            _apply(officer, edit.after, units)
        Officer.objects.bulk_update(officers, EDITABLE, batch_size=200)


def _units_of(edits: Sequence[AccountEdit]) -> set[int]:
    return {edit.after["department_id"] for edit in edits if edit.after.get("department_id")}


def _apply(officer: Officer, after: Mapping[str, Any], units: Mapping[int, Department]) -> None:
    for name in set(EDITABLE) & set(after):
        setattr(officer, name, after[name])
    if after.get("department_id"):
        officer.department = units.get(after["department_id"])
        check_place(officer)
    officer.clean_fields(exclude=_CHECKED_BY_PLACE)
