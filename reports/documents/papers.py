"""Records of this app on paper (A4) by the print style: facts, texts, tables; the same frame for meetings, returns, tips, lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from reports.queries.offices import office_name

Html = Callable[[Sequence[str]], str]
"""Makes the document; what is given are characters that no font draws, to be owned up to at its end."""


@dataclass(frozen=True)
class Table:
    """``widths``: classes of the columns (print.css), "" for what is left."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    widths: Sequence[str] = ()
    style: str = ""

    @property
    def columns(self) -> list[tuple[str, str]]:
        return list(zip(self.heads, self.widths or [""] * len(self.heads), strict=True))


@dataclass(frozen=True)
class Paper:
    """``facts``: (label, value); ``texts``: (heading, words)."""

    title: str
    kind: str
    subtitle: str = ""
    facts: Sequence[tuple[str, object]] = ()
    texts: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()
    landscape: bool = False
    note: str = ""
    frame: dict = field(default_factory=dict)


def html_of(paper: Paper, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The document of ``paper`` as printed by ``officer`` at ``at``."""
    context = {
        "title": paper.title,
        "kind": paper.kind,
        "paper": paper,
        "landscape": paper.landscape,
        "office_name": office_name(),
        "printed_at": timezone.localtime(at),
        "printed_by": officer,
        "undrawn": code_points(undrawn),
        **paper.frame,
    }
    return render_to_string("print/paper.html", context)


def pdf_of(html: Html) -> typesetting.RenderedPdf:
    """Typeset; twice where a character cannot be drawn, to say so on the paper. Raises typesetting.RenderFailed."""
    rendered = typesetting.render_pdf(html(()))
    return typesetting.render_pdf(html(rendered.missing_glyphs)) if rendered.missing_glyphs else rendered
