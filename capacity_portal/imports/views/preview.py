"""What confirming would do, part by part: rows by what happens to them, cells to be decided, findings to be explained."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from capacity_portal.imports import queries
from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.forms.deciding import AnswersForm, ExplanationsForm
from capacity_portal.imports.models import ImportFinding, ImportRow, SheetImport
from capacity_portal.imports.queries import AS_FOUND, BY_NUMBER
from capacity_portal.imports.registry import find
from capacity_portal.imports.views.summary import MOST_LEFT_OUT, left_out, totals, unread_sheets
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import KeysetPage, choice_param, keyset_page, text_param
from capacity_portal.lib.spreadsheets.findings import Level, letters

PAGE_SIZE = 50


@dataclass(frozen=True)
class Part:
    """A tab. ``count`` names an entry of ``SheetImport.counts``; ``of`` is a level of findings or an action of rows."""

    name: str
    label: str
    count: str
    of: Level | RowAction | None = None


# In the order of the tabs; the first that has something to be decided is shown.
PARTS = (
    Part("errors", "强制性错误", "errors", Level.ERROR),
    Part("confirm", "待确认", "to_confirm", Level.CONFIRM),
    Part("explain", "需说明", "to_explain", Level.EXPLAIN),
    Part("changed", "变更", "changed", RowAction.CHANGED),
    Part("new", "新增", "new", RowAction.NEW),
    Part("unchanged", "无变化", "unchanged", RowAction.UNCHANGED),
    Part("left_out", "未计入的行", "", None),
)
_BY_NAME = {part.name: part for part in PARTS}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: str


@dataclass(frozen=True)
class Shown:
    """A finding beside the spreadsheet's name of its column."""

    finding: ImportFinding

    @property
    def letter(self) -> str:
        return letters(self.finding.place or 0)


def preview(request: HttpRequest, record: SheetImport, context: Mapping) -> HttpResponse:
    """``context``: that of every page, and perhaps a refused ``form`` of the part that is shown."""
    part = part_of(request, record)
    page = page_of(request, record, part)
    reasons = queries.blockers(record)
    return render(
        request,
        "imports/preview.html",
        {
            **context,
            "part": part,
            "tabs": _tabs(record, part),
            "blockers": reasons,
            "totals": totals(record),
            "unread": unread_sheets(record),
            **_content(record, part, page, context),
            **(pager(page, {"show": part.name}, "行") if page else {}),
            "cursor": _cursor(request),
        },
    )


def part_of(request: HttpRequest, record: SheetImport) -> Part:
    """The tab asked for, else the first that has anything to be decided or looked at in it."""
    asked = choice_param(request.POST or request.GET, "show", [part.name for part in PARTS])
    is_settled = all(one["text"] for one in queries.to_explain(record))
    filled = (
        part
        for part in PARTS
        if record.counts.get(part.count) and not (is_settled and part.name == "explain")
    )
    return _BY_NAME[asked] if asked else next(filled, _BY_NAME["new"])


def page_of(request: HttpRequest, record: SheetImport, part: Part) -> KeysetPage | None:
    """The rows or findings of a tab; None where there is no list of them."""
    if part.of is None:
        return None
    is_rows = isinstance(part.of, RowAction)
    listed = queries.rows_of(record, part.of) if is_rows else queries.findings_of(record, part.of)
    return keyset_page(
        listed,
        BY_NUMBER if is_rows else AS_FOUND,
        cursor=_cursor(request),
        size=PAGE_SIZE,
        scope=f"{record.pk} {part.name}",
    )


def _cursor(request: HttpRequest) -> str:
    return text_param(request.POST or request.GET, "cursor", longest=2_000)


def _tabs(record: SheetImport, current: Part) -> list[Tab]:
    more = "+" if len(record.left_out) >= MOST_LEFT_OUT else ""
    counts = {part.name: f"{record.counts.get(part.count, 0):,}" for part in PARTS}
    counts["left_out"] = f"{len(record.left_out):,}{more}"
    return [Tab(part.label, f"?show={part.name}", part is current, counts[part.name]) for part in PARTS]


def _contents(record: SheetImport, part: Part, page: KeysetPage) -> list[tuple[ImportRow, list]]:
    """New rows with what they would hold, where the kind tells."""
    kind = find(record.kind)
    if part.of != RowAction.NEW or kind.describe is None:
        return []
    return list(zip(page.rows, kind.describe([row.values for row in page.rows]), strict=True))


def _content(record: SheetImport, part: Part, page: KeysetPage | None, context: Mapping) -> dict:
    form = context.get("form")
    if part.of is None:
        return {"left_out": left_out(record)}
    if isinstance(part.of, RowAction):
        return {"rows": page.rows, "contents": _contents(record, part, page)}
    if part.of == Level.CONFIRM:
        form = form or AnswersForm(findings=page.rows)
        return {"form": form, "doubts": form.doubts()}
    if part.of == Level.EXPLAIN:
        form = form or ExplanationsForm(asked=queries.to_explain(record))
    return {"form": form, "findings": [Shown(finding) for finding in page.rows]}
