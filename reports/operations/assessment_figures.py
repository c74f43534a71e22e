"""Figures of a report: frozen with their rows at submission, and numbers typed by hand instead, with their reason."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from reports.models import Assessment, FrozenFigure
from reports.operations.assessment_door import editing, insist_editable, insist_on, locked
from reports.operations.door import worded
from reports.queries.assessments import live_figures
from reports.queries.figures import FigureRows
from reports.queries.marks import indicators_of

LARGEST = Decimal("99999999999999")


def freeze_figures(assessment: Assessment, *, by, at: datetime) -> None:
    """Inside the submission: every figure in use with the numbers of its rows; what was typed by hand stays beside it."""
    found = live_figures(assessment, indicators_of(assessment))
    known = {row.key: row for row in assessment.figures.select_for_update()}
    for key, row in known.items():
        if key not in found:
            journal.record_removed(row, step="freeze", by=by, at=at)
            row.delete()
    for key, figure in found.items():
        _keep(assessment, figure, known.get(key), "freeze", by=by, at=at)


@refused_in_chinese
@transaction.atomic
def override(
    *, assessment: Assessment, version: int, key: str, value: Decimal, reason: str, by, at: datetime
) -> FrozenFigure:
    """Print ``value`` instead of what is counted. The reason is printed too. Raises StepRefused, ValidationError."""
    current = _editable(assessment, version, by)
    figure = live_figures(current, indicators_of(current)).get(key)
    if figure is None:
        raise ValidationError({"key": "这份报告没有使用这项数据。"})
    if not 0 <= value <= LARGEST:
        raise ValidationError({"value": "数值应在 0 至 99,999,999,999,999 之间。"})
    reason = worded(reason, "reason", wanted="请写明改填理由。")
    row = current.figures.select_for_update().filter(key=key).first()
    with editing(current, "override", by=by, at=at, note=figure.label):
        row = _keep(current, figure, row, "override", by=by, at=at)
        with journal.recording(row, step="override", by=by, at=at, note=reason[:200]):
            row.override, row.override_reason, row.override_by, row.override_at = (
                value,
                reason,
                by or current.created_by,
                at,
            )
            row.save()
    return row


@refused_in_chinese
@transaction.atomic
def restore(*, assessment: Assessment, version: int, key: str, by, at: datetime) -> None:
    """Take the number typed by hand back: what is counted stands again. Nothing happens where there is none."""
    current = _editable(assessment, version, by)
    row = current.figures.select_for_update().filter(key=key).exclude(override=None).first()
    if row is None:
        return
    with (
        editing(current, "restore", by=by, at=at, note=row.label),
        journal.recording(row, step="restore", by=by, at=at),
    ):
        row.override, row.override_reason, row.override_by, row.override_at = None, "", None, None
        row.save()


def _editable(assessment: Assessment, version: int, by) -> Assessment:
    current = locked(assessment, version)
    insist_on(by, Permission.COMPILE_REPORTS, current)
    insist_editable(current, "改填数据")
    return current


def _keep(
    assessment: Assessment, figure: FigureRows, row: FrozenFigure | None, step: str, *, by, at: datetime
) -> FrozenFigure:
    values = {
        "label": figure.label[:80], "value": figure.value, "unit": figure.unit, "source": figure.source,
        "rows": list(figure.ids), "computed_at": at,
    }  # fmt: skip
    if row is None:
        row = FrozenFigure.objects.create(assessment=assessment, key=figure.key, **values)
        journal.record_created(row, step=step, by=by, at=at)
        return row
    with journal.recording(row, step=step, by=by, at=at):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row
