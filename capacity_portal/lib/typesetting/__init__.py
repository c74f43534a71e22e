"""HTML to PDF in long-lived child processes with limits, the bundled fonts and no way out (see printing.py)."""

from capacity_portal.lib.typesetting.child import Limits
from capacity_portal.lib.typesetting.codes import qr_data_uri, qr_svg
from capacity_portal.lib.typesetting.glyphs import missing_characters
from capacity_portal.lib.typesetting.long_lists import Part, render_parts, shares
from capacity_portal.lib.typesetting.printing import (
    configure,
    merge,
    page_count,
    pages_as_png,
    render_many,
    render_pdf,
    text_of,
)
from capacity_portal.lib.typesetting.results import (
    DocumentTooLarge,
    RenderBusy,
    RenderedPdf,
    RenderFailed,
    RenderTimeout,
    TypesettingUnavailable,
)

__all__ = [
    "DocumentTooLarge",
    "Limits",
    "Part",
    "RenderBusy",
    "RenderFailed",
    "RenderTimeout",
    "RenderedPdf",
    "TypesettingUnavailable",
    "configure",
    "merge",
    "missing_characters",
    "page_count",
    "pages_as_png",
    "qr_data_uri",
    "qr_svg",
    "render_many",
    "render_parts",
    "render_pdf",
    "shares",
    "text_of",
]
