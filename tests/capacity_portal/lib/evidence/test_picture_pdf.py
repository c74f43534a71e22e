import pypdfium2

from capacity_portal.lib.evidence.picture_pdf import Page, pdf_of
from tests import evidence_makers as make


def test_pages_in_order_and_of_their_size():
    content = pdf_of(
        [Page(make.jpeg((20, 10)), 20, 10, 200, 100), Page(make.jpeg((10, 30)), 10, 30, 50.5, 150)]
    )
    with pypdfium2.PdfDocument(content) as document:
        assert [page.get_size() for page in document] == [(200, 100), (50.5, 150)]
        assert document[0].render().to_pil().getpixel((100, 50))[0] > 180
