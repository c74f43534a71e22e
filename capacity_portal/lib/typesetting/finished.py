"""Work on finished PDF files with PDFium. Runs in the child: PDFium is not thread-safe, and files may be hostile."""

from io import BytesIO

import pypdfium2

MAX_PICTURE_PIXELS = 39_000_000
MOST_READ_PAGES = 500


def merged(files: list[bytes]) -> bytes:
    """All pages of ``files`` as one PDF file. Raises pypdfium2.PdfiumError for a broken file."""
    with pypdfium2.PdfDocument.new() as target:
        for file in files:
            with pypdfium2.PdfDocument(file) as source:
                target.import_pages(source)
        out = BytesIO()
        target.save(out)
        return out.getvalue()


def pages_as_png(file: bytes, dpi: int, first: int, last: int) -> list[bytes]:
    """Pages ``first`` to ``last`` (from 1, inclusive) as PNG, at ``dpi`` or less where a page would grow too large.

    Raises pypdfium2.PdfiumError.
    """
    with pypdfium2.PdfDocument(file) as document:
        return [
            _as_png(document[number - 1], dpi)
            for number in range(max(first, 1), min(last, len(document)) + 1)
        ]


def page_count(file: bytes) -> int:
    """How many pages a file has. Raises pypdfium2.PdfiumError for a broken one."""
    with pypdfium2.PdfDocument(file) as document:
        return len(document)


def text_of(file: bytes) -> str:
    """The text layer of the first pages, a form feed between two. Raises pypdfium2.PdfiumError."""
    with pypdfium2.PdfDocument(file) as document:
        pages = (document[number] for number in range(min(len(document), MOST_READ_PAGES)))
        return "\f".join(page.get_textpage().get_text_range() for page in pages)


def _as_png(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    width, height = page.get_size()
    scale = min(dpi / 72, (MAX_PICTURE_PIXELS / max(width * height, 1)) ** 0.5)
    out = BytesIO()
    page.render(scale=scale).to_pil().save(out, "PNG")
    return out.getvalue()
