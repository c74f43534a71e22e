"""Pages made without any layout engine: rows, parity, what moves where. All measures of one page are in test_measures."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from capacity_portal.lib.typesetting.official.composition import Composition, Page, compose
from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Column,
    Form,
    OfficialDocument,
    Paragraph,
    Picture,
    Section,
    Signatory,
    Signing,
    Table,
)
from capacity_portal.lib.typesetting.official.paper import BOTTOM, CHAR, PITCH, TOP, row_top
from capacity_portal.lib.typesetting.official.placed import Image, Text
from tests.capacity_portal.lib.typesetting.official import forms
from tests.capacity_portal.lib.typesetting.official.outlines import any_document

BARE = {
    "title": "关于开展自查的通知",
    "issuers": (forms.OFFICE,),
    "number": "示化解办〔2026〕1号",
    "addressees": "各县人民政府",
}
LINE = Paragraph("国" * 20)


def bare(lines: int, **fields) -> OfficialDocument:
    """A document of so many lines of text; its first one stands in row 14 of page 1."""
    return OfficialDocument(**BARE | {"blocks": (LINE,) * lines} | fields)


def texts(page: Page, kind: str) -> list[str]:
    return [item.text for item in page.items if item.kind == kind]


def rows(page: Page, kind: str = "body") -> list[int]:
    return [round((item.y - TOP) / PITCH) for item in page.items if item.kind == kind]


def numbers(composition: Composition) -> list[bool]:
    return [page.has_number for page in composition.pages]


# --- rows -------------------------------------------------------------------------------------------------------------
def test_head_title_addressees_text():
    (page,) = compose(bare(9)).pages
    assert rows(page, "title") == [10]
    assert rows(page, "addressees") == [12]
    assert rows(page) == list(range(13, 22))


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (9, 1), (10, 2), (31, 2), (32, 3)])
def test_twenty_two_rows_a_page(lines, pages):
    found = compose(bare(lines))
    assert len(found.pages) == pages
    assert sum(len(rows(page)) for page in found.pages) == lines
    assert all(page.rows == 22 for page in found.pages[:-1])


def test_rows_of_the_whole_document():
    assert compose(bare(10)).rows == 23


def test_sections_are_numbered_and_set_in_their_fonts():
    blocks = (
        Section(1, "提高认识"),
        Section(2, "总体要求"),
        Section(3, "压实责任。", "各地要" + "国" * 30),
        Section(4, "到村"),
        Section(1, "抓好落实"),
    )
    (page,) = compose(bare(0, blocks=blocks)).pages
    found = [item for item in page.items if item.kind == "section"]
    assert [(item.runs[0].text, item.runs[0].font) for item in found] == [
        ("一、提高认识", "hei"),
        ("（一）总体要求", "kai"),
        ("1.压实责任。各地要" + "国" * 17, "fang"),
        ("国" * 13, "fang"),
        ("（1）到村", "fang"),
        ("二、抓好落实", "hei"),
    ]
    assert [(item.level, item.label) for item in found if item.level] == [
        (1, "一、提高认识"),
        (2, "（一）总体要求"),
        (3, "1.压实责任"),
        (4, "（1）到村"),
        (1, "二、抓好落实"),
    ]


def test_a_run_in_heading_keeps_its_font_and_the_text_its_own():
    (page,) = compose(bare(0, blocks=(Section(1, "提高认识。", "各地要压实责任。\n第二段。"),))).pages
    (first, second) = (item for item in page.items if item.kind in ("section", "body"))
    assert [(run.text, run.font) for run in first.runs] == [
        ("一、提高认识。", "hei"),
        ("各地要压实责任。", "fang"),
    ]
    assert (second.text, second.x) == ("第二段。", 2 * CHAR)


def test_flush_paragraphs_and_line_breaks():
    (page,) = compose(bare(0, blocks=(Paragraph("甲\n乙"), Paragraph("丙", is_flush=True)))).pages
    assert [(item.text, round(item.x / CHAR)) for item in page.items if item.kind == "body"] == [
        ("甲", 2),
        ("乙", 2),
        ("丙", 0),
    ]


# --- addressees, first page -------------------------------------------------------------------------------------------
def test_long_addressees_wrap_flush_left():
    (page,) = compose(bare(1, addressees="甲" * 40)).pages
    assert texts(page, "addressees") == ["甲" * 28, "甲" * 12 + "："]
    assert {item.x for item in page.items if item.kind == "addressees"} == {0}


def test_addressees_that_leave_no_room_for_text_move_to_the_end():
    found = compose(bare(3, addressees="某某县人民政府，" * 60, copies_to="省化解办"))
    assert texts(found.pages[0], "addressees") == []
    assert rows(found.pages[0]) == [12, 13, 14]
    labels = texts(found.pages[-1], "copies label")
    assert labels == ["主送：", "抄送："]
    assert found.problems == ()


def test_addressees_stay_while_one_row_of_text_fits():
    lines = 22 - 12 - 1
    found = compose(bare(3, addressees="甲" * (28 * lines - 1)))
    assert len(texts(found.pages[0], "addressees")) == lines
    assert rows(found.pages[0]) == [21]


def test_addressees_move_when_asked_to():
    found = compose(bare(1, has_addressees_at_end=True, is_single_sided=True))
    assert texts(found.pages[0], "copies") == ["各县人民政府。"]


def test_a_title_that_fills_the_page_is_a_problem():
    (problem,) = compose(bare(1, title="\n".join("国" * 12))).problems
    assert problem.place == "标题"


# --- signatures -------------------------------------------------------------------------------------------------------
def signed(lines: int, **fields) -> Composition:
    return compose(bare(lines, signatories=(Signatory("市化解办"),), dated=date(2026, 2, 8), **fields))


def test_a_signature_never_stands_alone():
    """It takes lines of text along where it does not fit: never 此页无正文 (7.3.5.5)."""
    for lines in range(1, 40):
        for page in signed(lines).pages:
            if texts(page, "date"):
                assert rows(page) != []


def test_what_comes_along_leaves_text_on_the_first_page():
    first, second = signed(9).pages
    assert (len(rows(first)), len(rows(second))) == (7, 2)


def test_a_signature_that_would_stand_alone_is_a_problem():
    """Behind a table there is no line of text to take along; whoever writes is told."""
    found = {}
    for rows_of_table in range(1, 16):
        blocks = (Table((Column("甲"),), (("乙",),) * rows_of_table),)
        composition = signed(0, blocks=blocks)
        (page,) = (page for page in composition.pages if texts(page, "date"))
        found[rows_of_table] = (
            texts(page, "cell") != [],
            [problem.place for problem in composition.problems],
        )
    assert set(map(str, found.values())) == {"(True, [])", "(False, ['署名'])"}


@pytest.mark.parametrize("width", [36, 38, 40, 42, 45, 58])
def test_a_seal_begins_within_a_row_of_the_text(width):
    (page,) = compose(
        bare(2, signatories=(Signatory("市化解办", forms.seal(width)),), dated=date(2026, 2, 8))
    ).pages
    (seal,) = (item for item in page.items if isinstance(item, Image))
    assert 0 <= seal.y - (row_top(14) + CHAR) <= PITCH
    assert seal.width == width


def test_another_seal_is_said_so():
    found = compose(
        bare(1, signatories=(Signatory("市化解办", is_for_another=True),), dated=date(2026, 2, 8))
    )
    assert texts(found.pages[0], "signature") == ["市化解办（代章）"]


@pytest.mark.parametrize("many", [2, 3, 5, 7, 20])
@pytest.mark.parametrize("name", ["市工信局", "示例市化解过剩产能实现脱困发展领导小组办公室"])
def test_seals_of_many_neither_touch_nor_leave_the_type_area(many, name):
    signatories = tuple(Signatory(name, forms.seal()) for _ in range(many))
    found = compose(bare(3, signatories=signatories, dated=date(2026, 2, 8)))
    seals = [(page.number, item) for page in found.pages for item in page.items if isinstance(item, Image)]
    assert len(seals) == many
    for place, (number, seal) in enumerate(seals):
        assert -1e-6 <= seal.x <= 156 - seal.width + 1e-6
        assert TOP <= seal.y <= BOTTOM - seal.height + PITCH
        for other_number, other in seals[:place]:
            apart = abs(seal.x - other.x) > seal.width or abs(seal.y - other.y) > seal.height
            assert number != other_number or apart


def test_a_draft_has_the_pages_of_the_final_document_whatever_its_seal():
    document = bare(7, signatories=(Signatory("市化解办", forms.seal(58)),), dated=date(2026, 2, 8))
    final, draft = compose(document), compose(forms.draft(document))
    assert [page.rows for page in draft.pages] == [page.rows for page in final.pages]
    assert not [item for page in draft.pages for item in page.items if isinstance(item, Image)]
    assert texts(draft.pages[0], "number") == []


def test_a_seal_that_is_no_picture_is_refused():
    seal = Picture(b"GIF89a" + bytes(40), 42)
    with pytest.raises(ValueError, match="PNG"):
        compose(bare(1, signatories=(Signatory("市化解办", seal),), dated=date(2026, 2, 8)))
    with pytest.raises(ValueError, match="空"):
        compose(bare(1, signing=Signing.STAMPED, signer_stamp=Picture(b"\x89PNG\r\n\x1a\n" + bytes(30), 40)))


def test_a_date_alone_and_a_name_alone():
    assert texts(compose(bare(1, dated=date(2026, 2, 8))).pages[0], "date") == ["2026年2月8日"]
    assert texts(compose(bare(1, signatories=(Signatory("市化解办"),))).pages[0], "signature") == ["市化解办"]
    assert texts(compose(bare(1)).pages[0], "date") == []
    stamped = compose(bare(1, signing=Signing.STAMPED, signer_title="市长")).pages[0]
    assert texts(stamped, "signer title") == ["市长"]


# --- the end ----------------------------------------------------------------------------------------------------------
PRINTED = {"printed_by": forms.OFFICE, "printed_on": date(2026, 2, 9), "copies_to": "省化解办"}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (1, [True, False]),  # one page: the colophon on its back
        (10, [True, True]),
        (28, [True, True]),
        (30, [True, True, False, False]),  # no room left: a blank page, then the colophon
        (32, [True, True, True, False]),
    ],
)
def test_the_colophon_stands_on_an_even_page(lines, found):
    composition = compose(bare(lines, **PRINTED))
    assert numbers(composition) == found
    last = composition.pages[-1]
    assert len(composition.pages) % 2 == 0
    assert texts(last, "printed on") == ["2026年2月9日印发"]


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (9, 2), (10, 2)])
def test_single_sided_the_colophon_stands_on_the_last_page(lines, pages):
    composition = compose(bare(lines, is_single_sided=True, **PRINTED))
    assert len(composition.pages) == pages
    assert {page.left for page in composition.pages} == {28}


def test_text_never_runs_into_the_colophon():
    for lines in range(1, 60):
        for page in compose(bare(lines, **PRINTED)).pages:
            if ends := [item.y for item in page.items if item.kind == "first line"]:
                assert all(item.y + CHAR <= ends[0] for item in page.items if item.kind == "body")


def test_without_a_colophon_pages_end_with_the_text():
    assert len(compose(bare(1)).pages) == 1
    assert numbers(compose(bare(10))) == [True, True]


def test_a_letter_counts_its_first_page_without_showing_it():
    composition = compose(bare(30, form=Form.LETTER, **PRINTED))
    assert numbers(composition) == [False, True]
    assert texts(composition.pages[-1], "printed by") == []


def test_a_long_office_leaves_room_for_the_date():
    (_, page) = compose(bare(1, **PRINTED | {"printed_by": "国" * 40})).pages
    office, day = (
        next(item for item in page.items if item.kind == kind) for kind in ("printed by", "printed on")
    )
    assert office.x + office.width < day.x


def test_only_some_of_the_colophon():
    for fields in ({"printed_by": forms.OFFICE}, {"printed_on": date(2026, 2, 9)}, {"copies_to": "省化解办"}):
        (page,) = compose(bare(1, is_single_sided=True, **fields)).pages
        assert [item.kind for item in page.items if item.kind.endswith(" line")] == [
            "red line",
            "first line",
            "last line",
        ]


def test_proof_of_a_printed_copy():
    upright = (
        compose(bare(1, verify_code="AB12", verify_url="https://portal.example/v/AB12")).pages[-1].upright
    )
    assert [item.kind for item in upright] == ["page number", "code", "verification", "verification"]
    (_, code) = compose(bare(1, verify_code="AB12")).pages[-1].upright
    assert code.text == "核验码：AB12"
    assert [item.kind for item in compose(bare(10, verify_code="AB12")).pages[0].upright] == ["page number"]
    draft = compose(forms.draft(bare(1, verify_code="AB12")))
    assert [item.kind for item in draft.pages[-1].upright] == ["page number"]


# --- attachments and tables -------------------------------------------------------------------------------------------
def test_attachments_begin_pages_of_their_own():
    attachments = (Attachment("名单", (LINE,)), Attachment("说明", (Section(1, "甲"), Section(1, "乙"))))
    composition = compose(bare(2, attachments=attachments))
    assert [texts(page, "attachment mark") for page in composition.pages] == [[], ["附件1"], ["附件2"]]
    assert [rows(page, "attachment title") for page in composition.pages[1:]] == [[2], [2]]
    assert texts(composition.pages[0], "attachment list") == ["附件：1.名单", "2.说明"]
    assert numbers(composition) == [True] * 3


def test_one_attachment_has_no_number():
    first, second = compose(bare(1, attachments=(Attachment("名\n单", (LINE,)),))).pages
    assert texts(first, "attachment list") == ["附件：名单"]
    assert texts(second, "attachment mark") == ["附件"]


def test_the_list_of_attachments_is_aligned():
    attachments = tuple(Attachment(title * 30, ()) for title in "甲乙")
    page = compose(bare(1, attachments=attachments)).pages[0]
    found = [(item.text, round(item.x / CHAR, 2)) for item in page.items if item.kind == "attachment list"]
    number = 5 + 0.778
    assert found == [
        ("附件：1." + "甲" * 22, 2),
        ("甲" * 8, pytest.approx(number, abs=0.01)),
        ("2." + "乙" * 22, 5),
        ("乙" * 8, pytest.approx(number, abs=0.01)),
    ]


def table(rows: int, **fields) -> Table:
    columns = (Column("序号", 3, "center"), Column("名称"), Column("产能", 5, "right"))
    return Table(columns, tuple((str(number), "某某钢铁公司", "12.5") for number in range(rows)), **fields)


def test_a_long_table_repeats_its_heading_row():
    composition = compose(bare(1, blocks=(table(60, title="名单"),)))
    assert len(composition.pages) > 2
    for page in composition.pages:
        assert texts(page, "cell").count("序号") == 1
    assert sum(texts(page, "cell").count("12.5") for page in composition.pages) == 60
    assert texts(composition.pages[0], "table title") == ["名单"]
    assert texts(composition.pages[1], "table title") == []


def test_a_table_keeps_its_title_with_its_first_row():
    composition = compose(bare(0, blocks=(*[LINE] * 7, table(3, title="名单"))))
    assert [texts(page, "table title") for page in composition.pages] == [[], ["名单"]]


def test_a_cell_longer_than_a_page_runs_on():
    columns = (Column("项", 2), Column("内容"))
    long = Table(columns, (("1", "国" * 2000), ("2", "短")))
    composition = compose(bare(0, blocks=(long,)))
    cells = [text for page in composition.pages for text in texts(page, "cell")]
    assert "".join(cells).count("国") == 2000
    assert cells[-1] == "短"
    for page in composition.pages:
        assert all(item.y + item.size <= BOTTOM + 0.1 for item in page.items if item.kind == "cell")


def test_a_landscape_table_has_pages_of_its_own():
    blocks = (LINE, table(3, is_landscape=True), LINE, table(2))
    composition = compose(bare(0, blocks=blocks))
    assert [page.is_turned for page in composition.pages] == [False, True, False]
    assert numbers(composition) == [True] * 3


def test_a_document_that_ends_turned_closes_upright():
    composition = compose(
        bare(
            0,
            blocks=(LINE, table(3, is_landscape=True)),
            signatories=(Signatory("甲"),),
            dated=date(2026, 2, 8),
            **PRINTED,
        )
    )
    assert [page.is_turned for page in composition.pages] == [False, True, False, False]
    turned = compose(bare(1, attachments=(Attachment("名单", (table(3),), True),), **PRINTED))
    assert [page.is_turned for page in turned.pages] == [False, True, False, False]


def test_tables_without_columns_or_cells():
    assert compose(
        bare(0, blocks=(Table((), ()), Table((Column("甲"), Column("乙")), (("1",), ("1", "2", "3")))))
    ).pages
    wide = Table(tuple(Column("列", 40) for _ in range(5)), (("1",) * 5,))
    (page,) = compose(bare(0, blocks=(wide,))).pages
    assert max(item.x for item in page.items if item.kind == "border") <= 156


# --- heads ------------------------------------------------------------------------------------------------------------
def mark(**fields) -> list[Text]:
    return [item for item in compose(bare(1, **fields)).pages[0].items if item.kind.startswith("mark")]


def test_a_long_mark_is_narrowed_and_a_short_one_spaced():
    (long,), (short,) = mark(issuers=("国" * 22,)), mark(issuers=("县政府",))
    assert long.width == pytest.approx(156)
    assert long.scale < 0.6
    assert (short.scale, short.spacing > 0) == (1, True)
    assert short.width < 156


def test_a_joint_mark_grows_by_a_row_for_every_office():
    for many in range(2, 7):
        names = tuple(f"示例市第{number}局" for number in range(many))
        page = compose(bare(1, issuers=names)).pages[0]
        assert rows(page, "title") == [10 + many - 1]
    assert [item.text for item in mark(issuers=("甲局", "乙乙局"), mark_suffix="")] == ["甲局", "乙乙局"]
    assert [item.text for item in mark(issuers=("甲局", "乙局"), form=Form.LETTER, mark_suffix="")] == [
        "甲局"
    ]


def test_without_issuers_there_is_no_head():
    page = compose(bare(1, issuers=(), urgency="特急")).pages[0]
    assert [item.kind for item in page.items] == ["urgency", "title", "addressees", "body"]
    assert rows(page, "title") == [2]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (
            {"serial": "000001", "secrecy": "秘密★1年", "urgency": "特急"},
            [(0, "000001"), (1, "秘密★1年"), (2, "特急")],
        ),
        ({"secrecy": "秘密★1年"}, [(1, "秘密★1年")]),
        ({"urgency": "特急"}, [(0, "特急")]),
        ({"serial": "000001", "urgency": "特急"}, [(0, "000001"), (1, "特急")]),
    ],
)
def test_marks_at_the_left(fields, found):
    page = compose(bare(1, **fields)).pages[0]
    kinds = ("serial", "secrecy", "urgency")
    assert [(round((item.y - TOP) / PITCH), item.text) for item in page.items if item.kind in kinds] == found


def test_signers_two_a_line_or_one_beside_a_long_number():
    def lines(number: str) -> list[str]:
        page = compose(bare(1, signers=("张三", "李四光", "王五"), number=number)).pages[0]
        return texts(page, "signers")

    assert lines("示府〔2026〕3号") == ["签发人：张　三　李四光", "王　五"]
    assert lines("示例市化解过剩产能办〔2026〕13号") == ["签发人：张　三", "李四光", "王　五"]


# --- anything ---------------------------------------------------------------------------------------------------------
def test_characters_without_a_glyph_and_without_a_shape():
    found = compose(bare(0, title="关于😀的\u200b通知", blocks=(Paragraph("甲\x00乙\ud800丙"),)))
    assert found.missing == ("\ud800", "😀")
    assert texts(found.pages[0], "title") == ["关于〓的通知"]
    assert texts(found.pages[0], "body") == ["甲乙〓丙"]


@settings(max_examples=25, deadline=None)
@given(any_document)
def test_any_outline_is_laid_out_within_the_type_area(document):
    composition = compose(replace(document, copies_to="省化解办"))
    assert [page.number for page in composition.pages] == list(range(1, len(composition.pages) + 1))
    for page in composition.pages:
        for item in page.items:
            if isinstance(item, Text) and not page.is_turned:
                assert item.x >= -0.01
                assert item.y >= 20
                assert item.y + item.size <= BOTTOM + 0.5 or item.kind in ("mark", "mark suffix")


# --- headings ---------------------------------------------------------------------------------------------------------
def paged(lines: int, *behind, **fields) -> list[tuple[int, int]]:
    """For each page how many rows of headings and of text it has; ``lines`` of text above ``behind``."""
    composition = compose(bare(lines, blocks=(LINE,) * lines + behind, **fields))
    return [(len(rows(page, "section")), len(rows(page))) for page in composition.pages]


def test_a_heading_never_stands_last_on_a_page():
    heading = Section(2, "国" * 30)
    assert paged(7, Section(1, "甲"), LINE) == [(1, 8)]
    assert paged(8, Section(1, "甲"), LINE) == [(0, 8), (1, 1)]
    assert paged(6, Section(1, "甲"), heading, LINE) == [(0, 6), (3, 1)]
    assert paged(8, Section(1, "甲。", "国" * 30)) == [(1, 8), (1, 0)]


def test_a_heading_goes_with_its_table():
    table = Table((Column("甲"),), (("乙",),))
    first, second = compose(bare(0, blocks=(LINE,) * 7 + (Section(1, "甲"), table))).pages
    assert (rows(first, "section"), len(rows(second, "section")), texts(second, "cell")) == (
        [],
        1,
        ["甲", "乙"],
    )


def test_a_heading_stays_where_its_page_would_have_no_text():
    assert paged(0, Section(1, "国" * 250), LINE) == [(9, 0), (1, 1)]


def test_a_heading_comes_along_with_the_text_of_a_signature():
    end = {"signatories": (Signatory("市化解办"),), "dated": date(2026, 2, 8)}
    assert paged(6, Section(1, "甲"), LINE, LINE, **end) == [(0, 6), (1, 2)]
