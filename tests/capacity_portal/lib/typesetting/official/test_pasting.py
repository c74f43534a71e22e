import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.typesetting.official.outline import Column, Paragraph, Section, Table
from capacity_portal.lib.typesetting.official.pasting import marks_from_text, outline_from_text
from capacity_portal.lib.typesetting.official.plain import blocks_text


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("一、提高思想认识", Section(1, "提高思想认识")),
        ("十一、附则", Section(1, "附则")),
        ("（二）总体要求", Section(2, "总体要求")),
        ("(三)总体要求", Section(2, "总体要求")),
        ("1.提高认识。各地要提高认识。", Section(3, "提高认识。", "各地要提高认识。")),
        ("2、提高认识", Section(3, "提高认识")),
        ("（1）到村", Section(4, "到村")),
        ("1.各地要提高认识，落实责任。", Section(3, "各地要提高认识，落实责任。")),
        ("　　各地要提高认识。", Paragraph("各地要提高认识。")),
        ("2.5万吨产能已经退出。", Paragraph("2.5万吨产能已经退出。")),
        ("2026年，全市退出产能。", Paragraph("2026年，全市退出产能。")),
        ("一是提高认识。", Paragraph("一是提高认识。")),
        ("十十、什么", Paragraph("十十、什么")),
        ("一、", Paragraph("一、")),
        ("0.甲", Paragraph("0.甲")),
    ],
)
def test_line(line, block):
    assert outline_from_text(line) == (block,)


def test_heading_parted_from_its_paragraph_by_a_space():
    assert outline_from_text("一、会议精神 会议认为，各地要落实。") == (
        Section(1, "会议精神"),
        Paragraph("会议认为，各地要落实。"),
    )


def test_lines_with_tabs_are_one_table():
    assert outline_from_text("一、名单\n\n序号\t企业\n1\t甲公司\t注\n2\n乙") == (
        Section(1, "名单"),
        Table((Column("序号"), Column("企业"), Column("")), (("1", "甲公司", "注"),)),
        Paragraph("2"),
        Paragraph("乙"),
    )


def test_marks_are_told_as_they_were_written():
    assert list(marks_from_text("一、甲\n三、乙\n正文\n（2）丙")) == [(1, 1), (1, 3), (4, 2)]


_sentences = st.text("各地要提高认识，落实责任。", min_size=1, max_size=12)


@settings(max_examples=60)
@given(st.lists(_sentences, max_size=5))
def test_what_has_no_marks_comes_back_as_it_was(sentences):
    assert blocks_text(outline_from_text("\n".join(sentences))) == "\n".join(sentences)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 4), _sentences), max_size=6))
def test_an_outline_written_out_and_pasted_is_the_same(headings):
    text = blocks_text([Section(level, heading) for level, heading in headings])
    assert blocks_text(outline_from_text(text)) == text


@settings(max_examples=60)
@given(st.text())
def test_anything_can_be_pasted(text):
    assert isinstance(outline_from_text(text), tuple)
