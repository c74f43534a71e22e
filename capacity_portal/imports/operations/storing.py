"""Confirming: all rows or none."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from capacity_portal.imports import staging
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations.noting import note
from capacity_portal.imports.operations.running import locked, store_later
from capacity_portal.imports.queries import blockers, may_import, to_explain
from capacity_portal.imports.registry import Context, Kind, Outcome
from capacity_portal.lib.territory import contains
from capacity_portal.lib.workflow import StepRefused


@transaction.atomic
def confirm_import(
    *, sheet_import: SheetImport, by, at: datetime, stores_now: bool = False, reading: str | None = None
) -> SheetImport:
    """Have the previewed rows stored in the background (``stores_now``: the caller does it). Raises StepRefused with what blocks.

    ``reading`` is the number of the job whose comparison the officer has seen; after another one he must look again.
    """
    record = locked(sheet_import, ImportState.READY)
    if reading is not None and reading != str(record.job_id or ""):
        raise StepRefused("表格在您查看之后又比对过一次，请核对新的结果后再确认。")
    if reasons := blockers(record):
        raise StepRefused("".join(reasons))
    if stores_now:
        record.state = ImportState.STORING
        record.save(update_fields=["state"])
    else:
        store_later(record, by=by, at=at)
    return record


@transaction.atomic
def store_rows(
    *,
    sheet_import: SheetImport,
    kind: Kind,
    context: Context,
    by,
    at: datetime,
    told: Callable[[int], None] = lambda done: None,
    prepared: Any = None,
) -> Outcome | None:
    """Store every staged row in this one transaction; None when an earlier run has done it.

    ``prepared`` is what ``prepare`` gave, where that was done beforehand.

    Raises Outdated when what is on file has changed since the preview, PermissionDenied when the officer has lost his.
    """
    record = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    if record.state != ImportState.STORING:
        return None
    if not may_import(by, kind) or not contains(by.region_code, record.region_code):
        raise PermissionDenied("您的角色或辖区已变，不能再导入这份表格。")
    texts = explanations_of(record)
    explanation = "；".join(dict.fromkeys(texts.values()))
    more = {} if prepared is None else {"prepared": prepared}
    outcome = kind.store(
        rows=staging.staged(record),
        context=context,
        explanation=explanation,
        explanations=texts,
        by=by,
        at=at,
        told=told,
        **more,
    )
    record.state, record.ended_at, record.ended_by = ImportState.STORED, at, by
    record.message = outcome.message[:300]
    record.save()
    note(record, "store", by=by, at=at, text=_said(record, explanation))
    return outcome


def prepare(*, sheet_import: SheetImport, kind: Kind, told: Callable[[int], None]) -> Any:
    """Do what ``kind`` can do before the transaction of ``store_rows``; None when there is nothing of the kind."""
    if kind.prepare is None or sheet_import.state != ImportState.STORING:
        return None
    return kind.prepare(staging.staged(sheet_import), told)


def explanations_of(record: SheetImport) -> dict[str, str]:
    """The explanations that were asked for and given, by code of the finding."""
    return {str(one["code"]): str(one["text"]) for one in to_explain(record) if one["text"]}


def _said(record: SheetImport, explanation: str) -> str:
    more = f"；说明：{explanation}" if explanation else ""
    return f"{record.file_name}（{record.sha256[:16]}）：{record.message}{more}"
