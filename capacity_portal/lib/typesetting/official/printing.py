"""Official documents to PDF through the children that typeset everything else (see typesetting/printing.py)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.lib.typesetting.official.pages import to_html
from capacity_portal.lib.typesetting.printing import Order, typeset, typeset_all
from capacity_portal.lib.typesetting.results import RenderedPdf, RenderFailed

STYLE = "official"
VARIANT = "pdf/a-2u"
TIMEOUT = 30


def print_document(document: OfficialDocument, *, timeout: float = TIMEOUT) -> RenderedPdf:
    """The pages of ``document`` as PDF/A-2u (declared). Equal documents give equal bytes.

    ``missing_glyphs`` of the answer names the characters printed as 〓. Raises as ``typesetting.render_pdf``, and ValueError
    as ``compose``.
    """
    composition = compose(document)
    printed = typeset(_order(to_html(composition), timeout, timeout))
    return replace(printed, missing_glyphs=composition.missing)


def print_many(
    documents: Iterable[OfficialDocument], *, timeout: float = TIMEOUT
) -> Iterator[RenderedPdf | RenderFailed]:
    """Many documents on all children at once, in order and in constant memory; see ``typesetting.render_many``."""
    missing: list[tuple[str, ...]] = []

    def orders() -> Iterator[Order]:
        for document in documents:
            composition = compose(document)
            missing.append(composition.missing)
            yield _order(to_html(composition), timeout, timeout * 10)

    for answer in typeset_all(orders()):
        lacking = missing.pop(0)
        yield replace(answer, missing_glyphs=lacking) if isinstance(answer, RenderedPdf) else answer


def _order(html: str, timeout: float, patience: float) -> Order:
    return Order(html, (STYLE,), timeout, patience, variant=VARIANT)
