"""What stands in front of an evidence pack: the numbered index as PDF and .xlsx, the list of gaps, the manifest of digests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.template.loader import render_to_string
from django.utils import timezone

from capacity_portal.lib.exports import DATE, NUMBER, Column, write_xlsx
from capacity_portal.lib.typesetting import Part, RenderedPdf, render_parts, shares
from capacity_portal.lib.typesetting.glyphs import code_points
from reports.documents.pack_archive import Line
from reports.documents.papers import Paper, Table, html_of, pdf_of
from reports.queries.offices import office_name
from reports.rules.pack_checklist import KINDS

COLUMNS = [
    Column("序号", NUMBER, 8), Column("类别", width=18), Column("名称", width=60), Column("日期", DATE, 12), Column("页数", NUMBER, 8),
    Column("文件", width=60), Column("sha256", width=68),
]  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """What the pack is of: ``place``, days, ``about`` (the inspection, "" for none), who asked for it."""

    place: str
    since: date
    until: date
    about: str
    officer: object
    at: datetime

    @property
    def period(self) -> str:
        return f"{self.since:%Y-%m-%d} 至 {self.until:%Y-%m-%d}"


def totals(lines: Sequence[Line]) -> list[tuple[str, int, int]]:
    """(label of the kind, pieces, pages) of every kind that has any, in order."""
    found = []
    for kind in KINDS.values():
        own = [line for line in lines if line.kind == kind.code]
        if own:
            found.append((kind.label, len(own), sum(line.pages or 0 for line in own)))
    return found


def index_pdf(heading: Heading, lines: Sequence[Line], gaps: int) -> RenderedPdf:
    """The index, typeset in parts. Raises typesetting.RenderFailed."""
    rendered = render_parts(list(_parts(heading, lines, gaps, ())))
    if rendered.missing_glyphs:
        rendered = render_parts(list(_parts(heading, lines, gaps, rendered.missing_glyphs)))
    return rendered


def index_xlsx(heading: Heading, lines: Sequence[Line]) -> bytes:
    out = BytesIO()
    write_xlsx(out, COLUMNS, (_cells(line) for line in lines), title="目录", made_at=heading.at)
    return out.getvalue()


def gaps_pdf(heading: Heading, gaps: Sequence[str]) -> RenderedPdf:
    """The list of gaps against the checklist. Raises typesetting.RenderFailed."""
    rows = [(number, sentence) for number, sentence in enumerate(gaps, 1)]
    table = Table("", ("序号", "缺项"), rows, ("w8", ""))
    paper = Paper(
        f"{heading.place}佐证材料缺项清单", heading.about or "佐证材料", f"材料期 {heading.period}　共 {len(gaps)} 项",
        tables=[table], note="缺项按材料清单和文件办理要求自动对照得出，补齐后可重新生成材料包。",
    )  # fmt: skip
    return pdf_of(lambda undrawn: html_of(paper, heading.officer, heading.at, undrawn))


def manifest(digests: Sequence[tuple[str, str]]) -> bytes:
    """Every file with its SHA-256, as ``sha256sum -c`` reads it."""
    return "".join(f"{digest} *{path}\n" for path, digest in digests).encode()


def _parts(heading: Heading, lines: Sequence[Line], gaps: int, undrawn: Sequence[str]) -> Iterator[Part]:
    count = len(lines)
    for first, after, pages in shares(count):
        context = {
            "title": f"{heading.place}佐证材料目录",
            "kind": heading.about or "佐证材料",
            "office_name": office_name(),
            "printed_at": timezone.localtime(heading.at),
            "printed_by": heading.officer,
            "heading": heading,
            "totals": totals(lines),
            "count": count,
            "pages": sum(line.pages or 0 for line in lines),
            "gaps": gaps,
            "rows": [(line, KINDS[line.kind].label) for line in lines[first:after]],
            "continued": first > 0,
            "more_follows": after < count,
            "undrawn": code_points(undrawn),
        }
        yield Part(render_to_string("print/pack_index.html", context), pages + (first == 0))


def _cells(line: Line) -> tuple:
    return line.number, KINDS[line.kind].label, line.title, line.on, line.pages, line.path, line.sha256
