import io

from capacity_portal.lib.typesetting import pages_as_png, qr_data_uri, qr_svg, render_pdf

ADDRESS = "https://portal.example/enterprises/1024/"


def test_inline_code_has_no_fixed_size_and_no_style():
    svg = qr_svg(ADDRESS)
    assert svg.startswith('<svg viewBox="0 0 33 33" class="qr">')
    assert ("style=" in svg, "xmlns" in svg) == (False, False)


def test_data_uri_is_an_svg_picture():
    assert qr_data_uri(ADDRESS).startswith("data:image/svg+xml")


def test_both_forms_print_the_same_code():
    """Dark modules of the printed page against the matrix of the code."""
    import segno
    from PIL import Image

    expected = segno.make_qr(ADDRESS, error="m", boost_error=False)
    page = "<style>@page {{ size: 33mm; margin: 0 }} body {{ margin: 0 }} svg, img {{ display: block; width: 33mm; height: 33mm }}</style>{}"
    for markup in (qr_svg(ADDRESS), f'<img src="{qr_data_uri(ADDRESS)}">'):
        pdf = render_pdf(page.format(markup), stylesheets=()).content
        picture = Image.open(io.BytesIO(pages_as_png(pdf, 254)[0])).convert("L")
        assert picture.size == (330, 330)
        printed = [[picture.getpixel((10 * x + 5, 10 * y + 5)) < 128 for x in range(33)] for y in range(33)]
        assert printed == [[bool(module) for module in row] for row in expected.matrix_iter(border=2)]
