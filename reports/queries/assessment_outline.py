"""A report as an official document without a red head: words, attachments (marks, basis documents, numbers typed by hand), signature."""

from collections.abc import Iterable

from capacity_portal.lib.form_fields import plain_number
from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Block,
    Column,
    Draft,
    OfficialDocument,
    Paragraph,
    Section,
    Signatory,
    Table,
)
from reports.choices import AssessmentState
from reports.models import Assessment, BasisDocument, FrozenFigure
from reports.queries.assessments import (
    PREFECTURE,
    Words,
    frozen_figures,
    is_live,
    live_figures,
    told_frozen,
    told_live,
    words_of,
)
from reports.queries.marks import Line, indicators_of, lines_of, own_marks
from reports.queries.roll_up import Standing, standings
from reports.rules import marking

_REVIEWED = (AssessmentState.REVIEWED, AssessmentState.FINAL)


def outline_of(
    assessment: Assessment, *, draft: Draft | None = None, is_internal: bool = False
) -> OfficialDocument:
    """The report as it stands. ``is_internal``: with the contact person; public ones name office and landline only (T23)."""
    rows, indicators = frozen_figures(assessment), indicators_of(assessment)
    told = told_live(live_figures(assessment, indicators), rows) if is_live(assessment) else told_frozen(rows)
    lines = lines_of(assessment, told, is_live=is_live(assessment))
    return OfficialDocument(
        title=title_of(assessment),
        issuers=(),
        addressees=assessment.scheme.addressee.rstrip("：:"),
        blocks=tuple(_blocks(words_of(assessment, told, own_marks(lines)))),
        attachments=tuple(_attachments(assessment, lines, rows)),
        contact=contact_of(assessment, is_internal=is_internal),
        signatories=tuple(
            Signatory(one["name"], is_for_another=one["is_for_another"]) for one in assessment.signatories
        ),
        dated=assessment.dated,
        draft=draft,
    )


def title_of(assessment: Assessment) -> str:
    """``克州2020年钢铁行业化解过剩产能自评报告``."""
    name, kind = assessment.scheme.name, assessment.scheme.get_kind_display()
    says_kind = any(word in name for word in ("总结", "报告", "自评"))
    return f"{assessment.region.name}{assessment.scheme.year}年{name}{'' if says_kind else kind}"


def contact_of(assessment: Assessment, *, is_internal: bool) -> str:
    """``联系处室：…，电话：…。``; the person and the mobile number only inside."""
    named = [("联系处室", assessment.contact_office), ("电话", assessment.contact_telephone)]
    if is_internal:
        named += [("联系人", assessment.contact_person), ("手机", assessment.contact_mobile)]
    given = [f"{label}：{value}" for label, value in named if value]
    return f"{'，'.join(given)}。" if given else ""


def _blocks(words: Iterable[Words]) -> Iterable[Block]:
    for one in words:
        if one.heading:
            yield Section(one.level, one.heading)
        for line in one.plain.splitlines():
            if line.strip():
                yield Paragraph(line.strip())


def _attachments(assessment: Assessment, lines: list[Line], rows: list[FrozenFigure]) -> Iterable[Attachment]:
    if lines:
        yield Attachment("评分表", (_marks(lines, assessment),), is_landscape=True)
    if basis := basis_of(assessment):
        yield Attachment("依据文件", (_basis(basis),))
    if typed := [row for row in rows if row.override is not None]:
        yield Attachment("手工改填的数据", (_typed(typed),))
    if assessment.scheme.level == PREFECTURE and (found := standings(assessment)):
        yield Attachment("各县（市、区）得分", (_standings(found),))


def basis_of(assessment: Assessment) -> list[BasisDocument]:
    """依据文件 of the region and year."""
    rows = BasisDocument.objects.filter(region_code=assessment.region_code, year=assessment.scheme.year)
    return list(rows.order_by("position", "pk"))


def _marks(lines: list[Line], assessment: Assessment) -> Table:
    is_reviewed = assessment.state in _REVIEWED
    titles = [("序号", 3), ("指标", 8), ("满分", 3), ("评分标准", 0), ("自评分", 4), ("自评说明", 0)]
    titles += [("复核分", 4), ("复核理由", 0)] if is_reviewed else []
    rows = [_mark(number, line, is_reviewed) for number, line in enumerate(lines, 1)]
    own = own_marks(lines)
    sums = ["", "合计", _number(marking.full_total(own)), "", _number(marking.total(own)), ""]
    sums += (
        [_number(assessment.review_total), "一票否决" if assessment.is_vetoed else ""] if is_reviewed else []
    )
    columns = tuple(
        Column(title, width, "center" if width and width < 8 else "left") for title, width in titles
    )
    return Table(columns, (*rows, tuple(sums)), is_landscape=True)


def _mark(number: int, line: Line, is_reviewed: bool) -> tuple[str, ...]:
    indicator, score = line.indicator, line.score
    name = f"{indicator.name}（一票否决）" if indicator.is_veto else indicator.name
    cells = (
        str(number),
        name,
        _number(indicator.full_mark),
        indicator.rule,
        _number(line.own),
        score.self_reason,
    )
    return (*cells, _number(score.review_mark), score.review_reason) if is_reviewed else cells


def _basis(basis: Iterable[BasisDocument]) -> Table:
    columns = (Column("序号", 3, "center"), Column("文件名称"), Column("发文字号", 10), Column("作用", 8))
    rows = [(str(number), one.title, one.printed_number, one.role) for number, one in enumerate(basis, 1)]
    return Table(columns, tuple(rows))


def _typed(rows: Iterable[FrozenFigure]) -> Table:
    columns = (
        Column("数据", 9),
        Column("系统计数", 6, "right"),
        Column("填报数", 6, "right"),
        Column("改填理由"),
    )
    cells = [
        (row.label, trimmed(row.value, row.unit), trimmed(row.override, row.unit), row.override_reason)
        for row in rows
    ]
    return Table(columns, tuple(cells))


def _standings(found: Iterable[Standing]) -> Table:
    totals = [Column(title, 5, "right") for title in ("满分", "自评", "复核")]
    columns = (Column("地区"), Column("状态", 5), *totals, Column("位次", 5, "center"))
    rows = [
        (
            one.name,
            one.label,
            _number(one.full),
            _number(one.own),
            _number(one.reviewed),
            one.place,
        )
        for one in found
    ]
    return Table(columns, tuple(rows))


def _number(value) -> str:
    return "—" if value is None else plain_number(value)
