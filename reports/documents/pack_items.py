"""The pieces of an evidence pack, kind by kind in a fixed order: stored files as they are, records to be printed; what is not there is said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.utils.timezone import localdate

from capacity_portal.lib import months
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import region_names
from enterprises.registries import paper
from reports.documents import pack_papers
from reports.documents.mechanism import TITLE, chart_html
from reports.documents.meetings import meeting_html
from reports.documents.pack_papers import number_of
from reports.models import BasisDocument, GroupMember, ScoreEvidence, UnitDuty
from reports.queries import pack_scope
from reports.queries.pack_scope import PackScope

CHUNK = 200
Sheet = Callable[[Sequence[str]], str | OfficialDocument]
"""Makes HTML of the print style or the outline of an official page; what is given no font draws (see ``papers.Html``)."""
_BY_HAND = "确需提供的，请核对内容后另行附上。"


@dataclass(frozen=True)
class Item:
    """One piece: a stored ``file`` of ``content_type``, or a ``sheet`` to be printed. ``tip``: the tip it tells of."""

    kind: str
    title: str
    on: date | None
    file: FieldFile | None = None
    content_type: str = "application/pdf"
    sheet: Sheet | None = None
    tip: int | None = None


@dataclass(frozen=True)
class Missing:
    """What cannot be put in, as a sentence of the list of gaps. ``tip``: the tip it tells of, so that the gaps are read by who sees it."""

    sentence: str
    tip: int | None = None


Pieces = Iterator[Item | Missing]


def notices(scope: PackScope, at: datetime) -> Pieces:
    """The sealed scan where there is one, else the issued copy; of what concerns a tip only the copy, whose words can be checked."""
    for row in pack_scope.issued(scope).select_related("tip", "entry__series").iterator(CHUNK):
        title = f"{number_of(row)} {row.title}".strip()
        if row.tip and pack_papers.is_telling(row.tip, f"{row.title}\n{row.search_text}"):
            yield Missing(
                f"{number_of(row) or row.title}涉及举报，{pack_papers.TELLING}，没有列入。", row.tip_id
            )
            continue
        if row.tip and row.scan:
            yield Missing(f"{title}涉及举报，盖章扫描件的内容无法自动核对，没有列入。{_BY_HAND}", row.tip_id)
        if row.scan and not row.tip:
            yield Item("notices", f"{title}（盖章扫描件）", row.dated, row.scan, row.scan_type)
        elif row.pdf:
            yield Item("notices", title, row.dated, row.pdf, tip=row.tip_id)
        else:
            yield Missing(f"{title}还没有生成印发件。", row.tip_id)


def incoming(scope: PackScope, at: datetime) -> Pieces:
    for row in pack_scope.incoming(scope).iterator(CHUNK):
        title = f"{row.printed_number} {row.title}".strip()
        if row.scan:
            yield Item("incoming", title, row.received_on, row.scan, row.scan_type)
        else:
            yield Missing(f"上级来文“{title}”没有扫描件。")


def written_returns(scope: PackScope, at: datetime) -> Pieces:
    """Each return and what is attached to it and to the other acts of its unit."""
    for row in pack_scope.written_returns(scope).iterator(CHUNK):
        notice, on = row.recipient.notice, localdate(row.submitted_at)
        title = f"{row.recipient.name}书面反馈 {number_of(notice)}".strip()
        if notice.tip and pack_papers.is_telling(notice.tip, row.text):
            yield Missing(f"{title}涉及举报，{pack_papers.TELLING}，没有列入。", notice.tip_id)
            continue
        yield Item(
            "returns",
            title,
            on,
            sheet=partial(pack_papers.return_html, row, scope.officer, at),
            tip=notice.tip_id,
        )
        files = list(row.recipient.files.filter(removed_at=None, taken_at__isnull=False).order_by("id"))
        if files and notice.tip:
            sentence = f"{title}涉及举报，所附{len(files)}个文件的内容无法自动核对，没有列入。{_BY_HAND}"
            yield Missing(sentence, notice.tip_id)
            continue
        for file in files:
            name = f"{row.recipient.name}{file.get_purpose_display()}材料 {PurePath(file.name).stem}"
            yield Item("returns", name, localdate(file.uploaded_at), file.file, file.content_type)


def monthly(scope: PackScope, at: datetime) -> Pieces:
    for row in pack_scope.monthly(scope).iterator(CHUNK):
        title, on = (
            f"{row.county.name}{months.label(row.period)}{'零报告' if row.is_zero_report else '监管月报'}",
            localdate(row.submitted_at),
        )
        yield Item("monthly", title, on, sheet=partial(paper("monthly_return"), row, scope.officer, at))
        if row.scan:
            yield Item("monthly", f"{title}（盖章扫描件）", on, row.scan, row.scan_type)


def visits(scope: PackScope, at: datetime) -> Pieces:
    rows = pack_scope.visits(scope).select_related(
        "duty__enterprise", "duty__cell", "recorded_by", "checklist", "enterprise"
    )
    for row in rows.iterator(CHUNK):
        sheet = partial(paper("visit"), row, scope.officer, at)
        yield Item("visits", f"{row.duty.title} 排查记录{row.pk}", row.visited_on, sheet=sheet)


def photos(scope: PackScope, at: datetime) -> Pieces:
    for row in pack_scope.photos(scope).iterator(CHUNK):
        title = f"{row.visit.duty.title} 排查记录{row.visit_id} {row.get_kind_display()}"
        yield Item("photos", title, row.visit.visited_on, row.file, row.content_type)


def findings(scope: PackScope, at: datetime) -> Pieces:
    rows = pack_scope.findings(scope).select_related(
        "cell", "responsible_unit", "enforcement_unit", "closed_by"
    )
    for row in rows.iterator(CHUNK):
        sheet = partial(paper("finding"), row, scope.officer, at)
        yield Item("findings", f"{row.number} {row.title} 限期整改通知单", row.found_on, sheet=sheet)
        evidence = list(row.evidence.exclude(progress=None).order_by("id"))
        for file in evidence:
            name = f"{row.number} 整改证据 {PurePath(file.original_name).stem}"
            yield Item("findings", name, localdate(file.uploaded_at), file.file, file.content_type)
        if not evidence:
            yield Missing(f"问题{row.number}（{row.title}）没有整改证据。")


def tips(scope: PackScope, at: datetime) -> Pieces:
    """The handling in the office's words, and the sheet in the unit's version; nothing of the reporter (``pack_papers``)."""
    for row in pack_scope.tips(scope).iterator(CHUNK):
        sheet = partial(pack_papers.tip_html, row, scope.officer, at)
        yield Item("tips", f"{row.label}核查办理情况", row.received_on, sheet=sheet, tip=row.pk)
        if any(pack_papers.is_telling(row, words) for words in pack_papers.words_about(row)):
            yield Missing(f"{row.label}的{pack_papers.TELLING}，相应内容和线索交办单没有列入。", row.pk)
        elif row.handed_over_at:
            on = localdate(row.handed_over_at)
            yield Item(
                "tips",
                f"{row.label}线索交办单",
                on,
                sheet=partial(paper("tip_sheet"), row, scope.officer, at),
                tip=row.pk,
            )


def meetings(scope: PackScope, at: datetime) -> Pieces:
    rows = list(pack_scope.meetings(scope))
    names = region_names(row.region_code for row in rows)
    for row in rows:
        place = names.get(row.region_code, row.region_code)
        sheet = partial(meeting_html, row, place, scope.officer, at)
        yield Item("meetings", f"{place} {row.title} 会议记录", row.held_on, sheet=sheet)
        files = list(row.files.filter(removed_at=None).order_by("id"))
        for file in files:
            yield Item(
                "meetings",
                f"{place} {row.title} {PurePath(file.name).stem}",
                row.held_on,
                file.file,
                file.content_type,
            )
        if not files:
            yield Missing(
                f"{place}{row.held_on.year}年{row.held_on.month}月{row.held_on.day}日“{row.title}”没有签到表等材料。"
            )


def mechanism(scope: PackScope, at: datetime) -> Pieces:
    """The chart of each region and year that keeps one, as it was on the last day of the period."""
    years = range(scope.since.year, scope.until.year + 1)
    known = {
        (code, scope.until.year)
        for code in scope.within(GroupMember.objects.all()).values_list("region_code", flat=True)
    }
    for model in (UnitDuty, BasisDocument):
        rows = scope.within(model.objects.filter(year__in=years))
        known |= set(rows.values_list("region_code", "year").distinct())
    regions = {region.code: region for region in Region.objects.filter(code__in={code for code, _ in known})}
    for code, year in sorted(known):
        day = min(scope.until, date(year, 12, 31))
        sheet = partial(chart_html, regions[code], year, day, scope.officer, at)
        yield Item("mechanism", f"{regions[code].name}{year}年{TITLE}", day, sheet=sheet)


def assessments(scope: PackScope, at: datetime) -> Pieces:
    for row in pack_scope.assessments(scope):
        title = f"{row.region.name}{row.scheme}"
        if row.pdf:
            yield Item("assessments", title, row.dated, row.pdf)
        else:
            yield Missing(f"{title}还没有生成定稿文件。")
        evidence = ScoreEvidence.objects.filter(score__assessment=row, removed_at=None)
        for file in evidence.select_related("score__indicator").order_by("score__indicator__position", "id"):
            name = f"{row.region.name} {file.score.indicator.name} 佐证 {PurePath(file.name).stem}"
            yield Item("assessments", name, localdate(file.uploaded_at), file.file, file.content_type)


SOURCES: dict[str, Callable[[PackScope, datetime], Pieces]] = {
    "notices": notices, "incoming": incoming, "returns": written_returns, "monthly": monthly, "visits": visits, "photos": photos,
    "findings": findings, "tips": tips, "meetings": meetings, "mechanism": mechanism, "assessments": assessments,
}  # fmt: skip
