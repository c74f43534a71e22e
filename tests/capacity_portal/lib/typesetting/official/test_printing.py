"""The PDF itself: its bytes, what it declares, what can be copied from it."""

from io import BytesIO

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1

from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from capacity_portal.lib.typesetting import printing as pool_printing
from capacity_portal.lib.typesetting.official import printing
from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.printing import print_document, print_many
from tests.capacity_portal.lib.typesetting.official import forms
from tests.capacity_portal.lib.typesetting.official.outlines import short


@pytest.fixture(scope="module")
def notice() -> RenderedPdf:
    return print_document(forms.notice())


@pytest.fixture(scope="module")
def catalog(notice):
    with pdfplumber.open(BytesIO(notice.content)) as document:
        yield resolve1(document.doc.catalog)


def copied(content: bytes) -> str:
    """What is copied from the document in a reader, without white space."""
    with pypdfium2.PdfDocument(content) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def test_as_many_pages_as_composed(notice):
    assert notice.pages == len(compose(forms.notice()).pages) == 6
    assert notice.missing_glyphs == ()


def test_equal_documents_give_equal_bytes(notice):
    pool_printing._cache.clear()
    assert print_document(forms.notice()).content == notice.content


def test_it_declares_pdf_a_2u_a_title_and_a_language(notice, catalog):
    metadata = resolve1(catalog["Metadata"]).get_data().decode()
    assert 'pdfaid:part="2" pdfaid:conformance="U"' in metadata
    assert catalog["Lang"] == b"zh-CN"
    assert "OutputIntents" in catalog
    with pypdfium2.PdfDocument(notice.content) as document:
        assert document.get_metadata_dict()["Title"] == "关于做好严防“地条钢”死灰复燃有关工作的通知"


def test_other_documents_declare_nothing():
    assert b"OutputIntent" not in pool_printing.render_pdf("<p>甲</p>").content


def test_headings_are_bookmarks(notice):
    with pypdfium2.PdfDocument(notice.content) as document:
        found = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert found == [
        (0, "一、提高思想认识"),
        (1, "（一）总体要求"),
        (2, "1.压实责任"),
        (3, "（1）到村到户"),
        (0, "二、抓好落实"),
        (0, "附件1 企业名单"),
        (0, "附件2 有关情况说明"),
    ]


def test_fonts_are_embedded_subsets(notice):
    with pdfplumber.open(BytesIO(notice.content)) as document:
        for page in document.pages:
            for font in resolve1(page.page_obj.resources["Font"]).values():
                (descendant,) = resolve1(resolve1(font)["DescendantFonts"])
                descriptor = resolve1(resolve1(descendant)["FontDescriptor"])
                assert "FontFile3" in descriptor
                assert descriptor["FontName"].name[6] == "+"


def test_text_copies_in_reading_order_without_doubles(notice):
    body = forms.paragraphs(1)[0].text
    text = copied(notice.content)
    order = [
        "000012特急",
        forms.OFFICE + "文件",
        "示化解办〔2026〕12号",
        "关于做好严防“地条钢”死灰复燃有关工作的通知",
        "各县（市、区）人民政府，庐陵新区管委会，市各有关单位：",
        body,
        "一、提高思想认识（一）总体要求1.压实责任。" + body,
        "附件：1.企业名单2.有关情况说明",
        "示例市化解办2026年2月8日（此件公开发布）",
        "附件1企业名单",
        "某某钢铁有限公司1厂示例县青原镇7.5",
        "抄送：省化解办，市委办公室",
        "2026年2月9日印发",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("企业名单") == 3
    assert text.count("特急") == 1


def test_a_character_without_a_glyph_is_shown_and_named():
    found = print_document(short(title="关于😀的通知"))
    assert found.missing_glyphs == ("😀",)
    assert "关于〓的通知" in copied(found.content)


def test_many_come_in_order_and_a_failure_stands_in_its_place(monkeypatch):
    real = pool_printing.typeset

    def failing(order):
        if "第2份" in order.html:
            raise RenderFailed
        return real(order)

    monkeypatch.setattr(pool_printing, "typeset", failing)
    made = []

    def documents():
        for number in range(6):
            made.append(number)
            yield short(title=f"第{number}份" + "😀" * (number == 4))

    found = print_many(documents())
    first = next(found)
    assert isinstance(first, RenderedPdf)
    assert len(made) < 6  # a generator is not read to its end
    rest = list(found)
    assert [isinstance(answer, RenderFailed) for answer in rest] == [False, True, False, False, False]
    assert "第5份" in copied(rest[-1].content)
    assert [answer.missing_glyphs for answer in rest if isinstance(answer, RenderedPdf)] == [
        (),
        (),
        ("😀",),
        (),
    ]


def test_its_timeout_is_the_children_s(monkeypatch):
    orders = []
    monkeypatch.setattr(printing, "typeset", lambda order: orders.append(order) or RenderedPdf(b"", 1))
    print_document(short(), timeout=7)
    (order,) = orders
    assert (order.timeout, order.stylesheets, order.variant) == (7, ("official",), "pdf/a-2u")
