import re

import pypdfium2
import pytest
from PIL import Image

from capacity_portal.lib.evidence import redrawn
from tests import evidence_makers as make


def test_a_document_is_a_picture_of_each_page():
    content = make.pdf_with_traces()
    assert content.count(make.CANARY_BYTES) > 8
    copy, content_type, pages = redrawn.document(content)
    assert (content_type, pages) == ("application/pdf", 1)
    assert make.CANARY_BYTES not in copy
    with pypdfium2.PdfDocument(copy) as document:
        assert document[0].get_size() == (200, 100)
        assert document[0].get_textpage().get_text_bounded() == ""
        assert set(document.get_metadata_dict().values()) == {""}
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    assert any(
        red > 150 and green < 120 for red, green, _ in picture.get_flattened_data()
    )  # the words are there to be seen


def test_the_copy_has_no_names_but_those_of_a_picture():
    names = set(
        re.findall(
            rb"/[A-Za-z]+",
            re.sub(
                rb"stream\n.*?\nendstream", b"", redrawn.document(make.pdf_with_traces())[0], flags=re.DOTALL
            ),
        )
    )
    assert names == {
        b"/" + name.encode()
        for name in ["Type", "Catalog", "Pages", "Kids", "Count", "Page", "Parent", "MediaBox", "Contents", "Resources", "XObject", "P", "Length", "Subtype", "Image", "Width", "Height", "ColorSpace", "DeviceRGB", "BitsPerComponent", "Filter", "DCTDecode", "Size", "Root"]
    }  # fmt: skip


def test_the_same_document_gives_the_same_bytes():
    assert redrawn.document(make.pdf(2)) == redrawn.document(make.pdf(2))


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 3), (1, 1)])
def test_pages_of_any_size_stay_within_the_pixels_allowed(size):
    copy, _, _ = redrawn.document(make.pdf(size=size))
    width, height = (int(number) for number in re.search(rb"/Width (\d+)/Height (\d+)", copy).groups())
    assert width * height <= redrawn.MOST_PAGE_PIXELS * 1.01
    assert max(width, height) <= 6_001


def test_limits_and_damage(monkeypatch):
    monkeypatch.setattr(redrawn, "MOST_PAGES", 1)
    for content, reason in [
        (make.pdf(2), "pages"),
        (make.encrypted_pdf(), "password"),
        (b"%PDF-1.7 nothing", "damaged"),
        (make.written_pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"]), "damaged"),
    ]:
        with pytest.raises(redrawn.NotDrawn, match=f"^{reason}$"):
            redrawn.document(content)


def test_photos():
    copy, content_type, _ = redrawn.photo(make.jpeg_with_traces())
    assert content_type == "image/jpeg"
    assert make.CANARY_BYTES not in copy
    with pytest.raises(redrawn.NotDrawn, match="^damaged$"):
        redrawn.photo(b"\xff\xd8\xff")
    with pytest.raises(redrawn.NotDrawn, match="^pixels$"):
        redrawn.photo(make.pixel_bomb())


def test_a_photo_turned_by_its_position_data_stays_upright():
    from io import BytesIO

    out, turned = BytesIO(), Image.Exif()
    turned[0x0112] = 6
    make.canvas((24, 16)).save(out, "JPEG", exif=turned)
    copy, _, _ = redrawn.photo(out.getvalue())
    assert Image.open(BytesIO(copy)).size == (16, 24)
