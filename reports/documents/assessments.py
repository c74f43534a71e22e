"""A report on paper and as .docx: what is final as it was frozen, everything before it with the look of a draft."""

from dataclasses import replace

from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Column,
    Draft,
    OfficialDocument,
    Table,
)
from reports.choices import AssessmentState
from reports.models import Assessment
from reports.queries.assessment_outline import contact_of, outline_of, title_of
from reports.queries.assessments import frozen_figures, of_last_year
from reports.queries.roll_up import Compared, compared


def document_for(
    assessment: Assessment,
    *,
    viewer: str,
    seen_at: str,
    is_internal: bool = False,
    with_comparison: bool = False,
) -> OfficialDocument:
    """What this viewer may print now. ``with_comparison``: last year's figures beside this year's, as one more attachment."""
    if assessment.state == AssessmentState.FINAL:
        document = storing.from_json(assessment.frozen)
        document = replace(document, contact=contact_of(assessment, is_internal=is_internal))
    else:
        document = outline_of(assessment, draft=Draft(viewer, seen_at), is_internal=is_internal)
    if with_comparison and (rows := comparison_of(assessment)):
        document = replace(document, attachments=(*document.attachments, _comparison(assessment, rows)))
    return document


def comparison_of(assessment: Assessment) -> list[Compared]:
    """Figures of this and last year; empty without a report of last year."""
    before = of_last_year(assessment)
    return compared(frozen_figures(assessment), frozen_figures(before)) if before else []


def file_name(assessment: Assessment, extension: str) -> str:
    """``克州2020年钢铁行业化解过剩产能自评报告.pdf``."""
    return f"{title_of(assessment)}.{extension}"


def _comparison(assessment: Assessment, rows: list[Compared]) -> Attachment:
    year = assessment.scheme.year
    numbers = [Column(title, 6, "right") for title in (f"{year - 1}年", f"{year}年", "增减")]
    cells = [
        (row.label, row.unit, trimmed(row.before), trimmed(row.now), trimmed(row.change)) for row in rows
    ]
    return Attachment("与上年对比", (Table((Column("数据"), Column("单位", 4), *numbers), tuple(cells)),))
