"""PDFium inside the test process (the tests of printing see it from outside)."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from capacity_portal.lib.typesetting.finished import merged, page_count, pages_as_png


def pdf(*sizes: tuple[int, int]) -> bytes:
    """Empty pages of these sizes in points."""
    out = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for size in sizes:
            document.new_page(*size)
        document.save(out)
    return out.getvalue()


def test_merged():
    with pypdfium2.PdfDocument(merged([pdf((10, 20), (30, 40)), pdf((50, 60))])) as document:
        assert [document.get_page_size(index) for index in range(len(document))] == [
            (10, 20),
            (30, 40),
            (50, 60),
        ]


@pytest.mark.parametrize(
    ("first", "last", "sizes"),
    [(1, 9, [(20, 40), (60, 80)]), (2, 2, [(60, 80)]), (-3, 1, [(20, 40)]), (3, 9, [])],
)
def test_pages_as_png(first, last, sizes):
    pictures = pages_as_png(pdf((10, 20), (30, 40)), 144, first, last)
    assert [Image.open(BytesIO(picture)).size for picture in pictures] == sizes


def test_broken_files_are_refused():
    with pytest.raises(pypdfium2.PdfiumError):
        merged([b"no pdf"])


def test_pages_are_counted():
    assert page_count(pdf((10, 20), (30, 40))) == 2
    with pytest.raises(pypdfium2.PdfiumError):
        page_count(b"no pdf")
