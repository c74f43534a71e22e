import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.typesetting.official import docx_template
from capacity_portal.lib.typesetting.official.docx import to_docx
from capacity_portal.lib.typesetting.official.docx_parts import safe
from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Draft,
    Form,
    OfficialDocument,
    Paragraph,
    Picture,
    Section,
    Signatory,
    Signing,
    Table,
)
from tests.capacity_portal.lib.typesetting.official.outlines import TABLE, full, short
from tests.capacity_portal.lib.typesetting.official.sources import NAMES, source_document
from tests.capacity_portal.lib.typesetting.official.vectors import VECTORS, full_of, text_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SEAL = Picture(b"\x89PNG\r\n\x1a\n" + b"\x00" * 8 + (400).to_bytes(4, "big") * 2, 42)


def parts(document: OfficialDocument) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(to_docx(document))) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def tree(document: OfficialDocument) -> ElementTree.Element:
    return ElementTree.fromstring(parts(document)["word/document.xml"])


def paragraphs(document: OfficialDocument) -> list[tuple[str, str]]:
    """(style, text) of every paragraph with text."""
    found = []
    for paragraph in tree(document).iter(f"{W}p"):
        words = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        if words:
            found.append((paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), words))
    return found


def test_template_is_what_its_script_makes():
    assert docx_template.TEMPLATE.read_bytes() == docx_template.template()


def test_equal_documents_give_equal_bytes():
    assert to_docx(full()) == to_docx(full())


def test_every_part_has_its_style():
    assert paragraphs(replace(full(), secrecy="", attachments=(), attendance=(), is_preprinted=False)) == [
        ("Normal", "000001"),
        ("Normal", "特急"),
        ("Mark", "示例市化解办"),
        ("Mark", "示例市工信局"),
        ("Mark", "文件"),
        ("Normal", "示化解办〔2026〕1号签发人：某甲　某乙"),
        ("Title", "关于做好严防“地条钢”死灰复燃有关工作的通知"),
        ("Body", "现将有关工作通知如下："),
        ("Heading1", "提高认识"),
        ("Heading2", "总体要求"),
        ("Heading3", "压实责任。各地要压实责任。"),
        ("Heading4", "到村"),
        ("Heading4", "到户"),
        ("Heading3", "加强督查"),
        ("Heading1", "抓好落实"),
        ("Heading3", "按月报送"),
        ("TableTitle", "企业名单"),
        ("CellHead", "序号"),
        ("CellHead", "企业"),
        ("Cell", "1"),
        ("Cell", "甲公司"),
        ("Cell", "2"),
        ("Cell", "乙公司"),
        ("Body", "特此通知。"),
        ("Body", "联系人：市发改委工业处，电话：0000-12345678。"),
        ("Normal", "示例市化解办"),
        ("Normal", "示例市工信局（代章）"),
        ("Normal", "2026年2月8日"),
        ("Body", "（此件公开发布）"),
        ("Colophon", "主送：各县（市、区）人民政府。"),
        ("Colophon", "抄送：省化解办，市政府办公室。"),
        ("Colophon", "示例市化解办2026年2月9日印发"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_source_documents_are_whole(name):
    document = source_document(name)
    words = "".join(text for _, text in paragraphs(document))
    for block in document.blocks:
        assert (block.heading + block.text if isinstance(block, Section) else block.text) in words


def test_headings_are_numbered_by_word_and_each_attachment_anew():
    blocks = (Section(1, "甲"), Section(3, "乙"))
    numbered = tree(short(blocks=blocks, attachments=(Attachment("丙", blocks), Attachment("丁", blocks))))
    found = [
        (item.find(f"{W}numId").get(f"{W}val"), item.find(f"{W}ilvl").get(f"{W}val"))
        for item in numbered.iter(f"{W}numPr")
    ]
    assert found == [("1", "0"), ("1", "2"), ("2", "0"), ("2", "2"), ("3", "0"), ("3", "2")]


def test_a_heading_on_a_line_of_its_own_keeps_with_the_next_one():
    blocks = (Section(1, "甲"), Section(1, "乙。", "各地要压实责任。"))
    document = parts(replace(short(), blocks=blocks))["word/document.xml"].decode()
    assert re.findall(r'w:val="Heading1"/>(<w:keepNext/>)?', document) == ["<w:keepNext/>", ""]


def test_fonts_are_those_of_chinese_offices():
    found = parts(full())
    named = set(
        re.findall(r'w:eastAsia="([^"]+)"', (found["word/styles.xml"] + found["word/numbering.xml"]).decode())
    )
    assert named == {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体", "zh-CN"}


def sections(document: OfficialDocument) -> list[tuple[str, bool]]:
    """(orientation, has page numbers) of every section."""
    return [
        (
            section.find(f"{W}pgSz").get(f"{W}orient", "portrait"),
            any(
                "footer_odd" in value
                for reference in section.iter(f"{W}footerReference")
                for value in reference.attrib.values()
            ),
        )
        for section in tree(document).iter(f"{W}sectPr")
    ]


def test_landscape_tables_and_attachments_have_sections_of_their_own():
    wide = replace(TABLE, is_landscape=True)
    assert sections(short(blocks=(Paragraph("甲"), wide, Paragraph("乙")))) == [
        ("portrait", True),
        ("landscape", True),
        ("portrait", True),
    ]
    assert sections(short(attachments=(Attachment("甲", (TABLE,), True),))) == [
        ("portrait", True),
        ("landscape", True),
    ]


def test_page_of_the_colophon_alone_has_no_number():
    assert sections(short(copies_to="省办")) == [("portrait", True), ("portrait", False)]
    assert sections(short(copies_to="省办", is_single_sided=True)) == [("portrait", True)]


def test_heading_row_is_repeated_and_rows_are_not_parted():
    table = tree(short(blocks=(TABLE,))).find(f".//{W}tbl")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")] == [
        True,
        False,
        False,
    ]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
    assert sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) == 8844


def test_empty_table_and_line_breaks_in_cells():
    table = Table(TABLE.columns, (("1", "甲\n乙"),))
    cells = tree(short(blocks=(table,))).findall(f".//{W}tc")
    assert [len(list(cell.iter(f"{W}br"))) for cell in cells] == [0, 0, 0, 1]
    assert len(tree(short(blocks=(replace(TABLE, rows=(), title=""),))).findall(f".//{W}tr")) == 1


def test_single_sided_has_neither_mirrored_margins_nor_even_footers():
    assert b"mirrorMargins" in parts(short())["word/settings.xml"]
    found = parts(short(is_single_sided=True))
    assert b"mirrorMargins" not in found["word/settings.xml"]
    assert b"evenAndOddHeaders" not in found["word/settings.xml"]
    assert b"footer_even" not in found["word/document.xml"]


def test_letter_has_its_red_line_at_the_foot_of_the_first_page():
    found = parts(short(form=Form.LETTER))
    assert b"titlePg" in found["word/document.xml"]
    assert b'w:color="E60012"' in found["word/footer_letter.xml"]
    assert b"titlePg" not in parts(short())["word/document.xml"]


def test_draft_leaks_no_number_mark_or_red():
    document = replace(full(), draft=Draft("某审稿人", "2026年2月1日"), form=Form.LETTER)
    found = parts(document)
    everything = b"".join(found.values()).decode()
    assert document.number not in everything
    assert "E60012" not in found["word/document.xml"].decode() + found["word/footer_letter.xml"].decode()
    assert "草稿　某审稿人　2026年2月1日" in found["word/header.xml"].decode()
    assert "Mark" not in dict(paragraphs(document))


def test_preprinted_paper_gets_no_mark_and_no_red_lines():
    found = parts(short(is_preprinted=True, number="示化解办〔2026〕1号"))["word/document.xml"].decode()
    assert "示化解办〔2026〕1号" in found
    assert "E60012" not in found


def test_no_seal_and_no_code_go_into_a_file_that_can_be_edited():
    document = short(
        signatories=(Signatory("某局", SEAL),),
        verify_code="CODE-1",
        verify_url="https://portal.example.gov.cn/v",
    )
    found = parts(document)
    assert not [name for name in found if "media" in name]
    assert b"CODE-1" not in found["word/document.xml"]


def test_stamped_document():
    document = short(signing=Signing.STAMPED, signer_title="市长", dated=full().dated)
    assert paragraphs(document)[-2:] == [("Normal", "市长"), ("Normal", "2026年2月8日")]


def test_properties_are_the_documents():
    core = parts(full())["docProps/core.xml"].decode()
    assert "关于做好严防“地条钢”死灰复燃有关工作的通知" in core
    assert "示例市化解办、示例市工信局" in core
    assert "2026-02-08T00:00:00Z" in core


def test_days_no_package_can_hold_are_left_out_of_the_properties():
    assert (
        "2026-01-01T00:00:00Z"
        in parts(short(dated=full().dated.replace(year=1)))["docProps/core.xml"].decode()
    )


def printed(text: str) -> str:
    """``text`` without what has no shape, runs of white space as one."""
    return re.sub(
        r"\s+",
        " ",
        re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", "", text),
    ).strip()


@pytest.mark.parametrize("name", VECTORS)
def test_hostile_text_comes_out_as_text(name):
    text = text_of(name)
    words = re.sub(r"\s+", " ", "\n".join(text for _, text in paragraphs(next(full_of(text)))))
    assert words.count(printed(text)) >= 12


@pytest.mark.parametrize(
    "name", ["xml-word", "jinja-statement", "jinja-docxtpl", "controls", "closing-the-line"]
)
def test_hostile_text_in_every_form(name):
    known = {"altChunk", "fldSimple", "hyperlink", "object", "drawing", "pict"}
    for document in full_of(text_of(name)):
        assert not known & {element.tag.removeprefix(W) for element in tree(document).iter()}


def test_a_template_engine_let_loose_on_such_text_would_obey():
    from jinja2 import Environment  # the negative control: unescaped, the same words are commands

    expression = text_of("jinja-expression").split(" {{ self")[0]
    assert Environment(autoescape=True).from_string(expression).render() == "1337"
    assert Environment(autoescape=True).from_string(safe(expression)).render() == str(safe(expression))


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_safe_text_is_xml_that_says_the_same(text):
    read = ElementTree.fromstring(f"<t>{safe(text)}</t>").text or ""
    allowed = "".join(
        c
        for c in text.replace("\t", " ")
        if c == "\n"
        or (
            c >= " "
            and not "\x7f" <= c <= "\x9f"
            and not "\ud800" <= c <= "\udfff"
            and c not in "\ufffe\uffff"
        )
    )
    assert read == allowed
