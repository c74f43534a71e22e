"""A PDF file of pictures, written by hand: no producer, no times, no identifier, nothing but pages and what is seen on them.

ISO 32000-1, 7.5 (structure of a file) and 7.4.8 (DCTDecode): the same pages always give the same bytes.
"""

from typing import NamedTuple


class Page(NamedTuple):
    """A JPEG of three colours with its size in pixels, and the size of the page in points."""

    jpeg: bytes
    pixel_width: int
    pixel_height: int
    width: float
    height: float


def pdf_of(pages: list[Page]) -> bytes:
    """The file; object 1 is the catalogue, 2 the list of pages, then three objects a page."""
    kids = " ".join(f"{3 + 3 * index} 0 R" for index in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()]
    for index, page in enumerate(pages):
        objects += _objects_of(page, 3 + 3 * index)
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    ending = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + ending % (size, table, size, len(out)))


def _objects_of(page: Page, number: int) -> list[bytes]:
    width, height = f"{page.width:.2f}", f"{page.height:.2f}"
    leaf = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {number + 1} 0 R"
        f"/Resources<</XObject<</P {number + 2} 0 R>>>>>>"
    )
    drawing = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
    picture = (
        f"<</Type/XObject/Subtype/Image/Width {page.pixel_width}/Height {page.pixel_height}/ColorSpace/DeviceRGB"
        f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(page.jpeg)}>>"
    )
    return [
        leaf.encode(),
        _stream(b"<</Length %d>>" % len(drawing), drawing),
        _stream(picture.encode(), page.jpeg),
    ]


def _stream(header: bytes, body: bytes) -> bytes:
    return b"%b\nstream\n%b\nendstream" % (header, body)
