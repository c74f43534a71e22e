"""The printed dossier, measured: page size, margins, fonts, running lines, tables."""

from io import BytesIO

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from capacity_portal.lib.typesetting import render_pdf
from tests.capacity_portal.lib.typesetting.samples import dossier_html

MM = 72 / 25.4


@pytest.fixture(scope="module")
def dossier():
    """A dossier of four pages."""
    with pdfplumber.open(BytesIO(render_pdf(dossier_html(machines=45, events=20)).content)) as document:
        yield document


def family(name: str) -> str:
    return name.partition("+")[2]


def test_pages_are_a4(dossier):
    assert [(round(page.width / MM, 1), round(page.height / MM, 1)) for page in dossier.pages] == [
        (210.0, 297.0)
    ] * 4


def test_only_our_fonts_and_all_of_them_embedded(dossier):
    characters = [character for page in dossier.pages for character in page.chars]
    assert {family(character["fontname"]) for character in characters} == {"gwBiao", "gwHei", "gwFang"}
    embedded = 0
    for page in dossier.pages:
        for font in resolve1(page.page_obj.resources["Font"]).values():
            (descendant,) = resolve1(resolve1(font)["DescendantFonts"])
            assert "FontFile3" in resolve1(resolve1(descendant)["FontDescriptor"])
            embedded += 1
    assert embedded == 12


def test_name_headings_and_body_have_their_fonts(dossier):
    page = dossier.pages[0]
    fonts = {
        text: {
            (family(character["fontname"]), round(character["size"], 1))
            for character in page.search(text)[0]["chars"]
        }
        for text in ("演示铸造〇一有限公司", "一、基本情况", "青原区河东街道", "企业名称")
    }
    assert fonts == {
        "演示铸造〇一有限公司": {("gwBiao", 22.0)},
        "一、基本情况": {("gwHei", 14.0)},
        "青原区河东街道": {("gwFang", 10.5)},
        "企业名称": {("gwHei", 10.5)},
    }


def test_everything_stays_inside_the_margins(dossier):
    for page in dossier.pages:
        drawn = [character for character in page.chars if character["text"].strip() and character["size"] > 1]
        assert min(character["x0"] for character in drawn) >= 26 * MM - 0.5
        assert max(character["x1"] for character in drawn) <= (210 - 22) * MM + 0.5
        assert min(character["top"] for character in drawn) >= 15 * MM
        assert max(character["bottom"] for character in drawn) <= (297 - 12) * MM


def test_tables_are_as_wide_as_the_text_area(dossier):
    for page in dossier.pages:
        rules = [line for line in [*page.lines, *page.rects] if line["x1"] - line["x0"] > 50 * MM]
        assert max(line["x1"] for line in rules) <= (210 - 22) * MM + 0.5


def test_running_lines(dossier):
    lines = [page.extract_text().splitlines() for page in dossier.pages]
    assert [line[-1] for line in lines] == [
        f"演示市化解过剩产能工作领导小组办公室 第 {number} 页 共 4 页 2026年4月8日 10:30 打印"
        for number in (1, 2, 3, 4)
    ]
    assert [line[0] == "演示铸造〇一有限公司 一企一档" for line in lines] == [False, True, True, True]


def test_table_heads_are_repeated_on_every_page_of_a_table(dossier):
    heads = ["序号 设备 规格 数量 编号 投产年份 状态 用途" in page.extract_text() for page in dossier.pages]
    assert heads == [True, True, True, False]


def test_no_row_is_lost_or_doubled(dossier):
    serials = [
        word["text"]
        for page in dossier.pages
        for word in page.extract_words()
        if word["text"].startswith("YS-")
    ]
    assert [serial[-3:] for serial in serials] == [f"{number:03d}" for number in range(1, 46)]


def test_page_number_stands_in_the_middle_of_the_text_area(dossier):
    found = dossier.pages[1].search("第 2 页 共 4 页")[0]
    assert abs((found["x0"] + found["x1"]) / 2 - (26 + 188) / 2 * MM) < 0.5 * MM


def test_metadata():
    with pdfplumber.open(BytesIO(render_pdf(dossier_html()).content)) as document:
        metadata = {key: document.metadata[key] for key in ("Title", "Author")}
    assert metadata == {"Title": "演示铸造〇一有限公司", "Author": "演示市化解过剩产能工作领导小组办公室"}


@pytest.mark.parametrize("machines", range(6, 14))
def test_a_heading_is_never_alone_at_the_foot_of_a_page(machines):
    with pdfplumber.open(BytesIO(render_pdf(dossier_html(machines=machines, events=1)).content)) as document:
        last = [page.extract_text().splitlines()[-2] for page in document.pages]
    assert not [line for line in last if line.startswith(("一、", "二、", "三、", "四、", "单位："))]


def test_wide_pages():
    html = dossier_html(landscape=True)
    with pdfplumber.open(BytesIO(render_pdf(html).content)) as document:
        assert [(round(page.width / MM), round(page.height / MM)) for page in document.pages] == [
            (297, 210)
        ] * len(document.pages)


def test_long_words_do_not_leave_the_page():
    html = dossier_html(extra="X" * 400)
    with pdfplumber.open(BytesIO(render_pdf(html).content)) as document:
        assert max(character["x1"] for page in document.pages for character in page.chars) <= 188 * MM + 0.5


def test_the_same_document_gives_the_same_file():
    from capacity_portal.lib.typesetting import printing

    first = render_pdf(dossier_html()).content
    printing._cache.clear()
    assert render_pdf(dossier_html()).content == first
