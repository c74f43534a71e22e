"""Every element of every form, measured in the PDF and compared with GB/T 9704-2012: within 0.3 mm, printed as a table."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from capacity_portal.lib.typesetting.official.outline import Signatory
from capacity_portal.lib.typesetting.official.printing import print_many
from tests.capacity_portal.lib.typesetting.official import forms, measuring

NEAR = 0.3
CHAR, PITCH = 156 / 28, 229.875 / 22
HALF = (PITCH - CHAR) / 2  # blank above and below the text of a row
SIZE_4 = 14 * 25.4 / 72
Measure = tuple[str, float, float]
PRINTED = {
    "notice": forms.notice,
    "upward": forms.upward,
    "letter": forms.letter,
    "order": forms.order,
    "minutes": forms.minutes,
    "joint": forms.joint,
    "unsealed": lambda: forms.unsealed(signatories=(Signatory(forms.OFFICE),)),
    "short_name": lambda: forms.unsealed(signatories=(Signatory("市化解办"),)),
    "landscape": lambda: replace(forms.landscape(), blocks=forms.paragraphs(1)),
    "draft": lambda: forms.draft(forms.notice()),
    "preprinted": lambda: forms.plain_notice(is_preprinted=True, blocks=forms.paragraphs(2)),
}


@pytest.fixture(scope="module")
def printed() -> dict[str, list[measuring.Page]]:
    documents = [make() for make in PRINTED.values()]
    return {
        name: measuring.pages(found.content)
        for name, found in zip(PRINTED, print_many(documents), strict=True)
    }


# --- what the standard says of each form -----------------------------------------------------------------------------
def grid(sheets: list[measuring.Page]) -> Iterator[Measure]:
    first, second = sheets[0], sheets[1]
    yield "1st row begins (page 1)", 37, first.text("000012").top
    yield "1st row begins (page 2)", 37, min(char["top"] for char in second.chars) / measuring.MM
    tops = sorted({round(char["top"] / measuring.MM, 2) for char in second.chars if char["size"] > 15})
    yield "rows on a full page", 22, len(tops)
    yield "22nd row ends", 262, tops[-1] + CHAR
    yield "from row to row", PITCH, (tops[-1] - tops[0]) / 21
    yield "left margin, odd page", 28, first.text("负责”的要求").left
    yield "left margin, even page", 26, second.text("按照“谁主管").left
    line = second.text("按照“谁主管、谁负责”的要求，认真开展自查自纠，于2026年")
    yield "right margin, even page", 28, 210 - line.right
    yield "28 characters", 156, line.width
    yield "indent of a paragraph", 2 * CHAR, second.text("二、抓好落实").left - 26


def head(
    sheets: list[measuring.Page], upper: float = 72, number: str = "示化解办〔2026〕12号"
) -> Iterator[Measure]:
    page = sheets[0]
    place = page.text(number)
    ink = page.red_ink(20, place.top)
    yield "mark begins below the paper's edge", upper, ink.top
    yield "mark in the middle", 106, ink.centre
    yield "two rows from mark to number", 2 * PITCH, place.top - HALF - ink.bottom
    yield "number in the middle", 106, place.centre


def red_line(page: measuring.Page, number: str, title: str) -> Iterator[Measure]:
    (line,) = page.rules(is_red=True)
    yield "from number to red line", 4, line.bottom - page.text(number).bottom
    yield "red line", 156, line.width
    yield "red line begins", 28, line.left
    yield "two rows from red line to title", 2 * PITCH, page.text(title).middle - PITCH / 2 - line.bottom


def title(page: measuring.Page, lines: list[str], below: str) -> Iterator[Measure]:
    boxes = [page.text(line) for line in lines]
    for line, box in zip(lines, boxes, strict=True):
        yield f"title in the middle: {line[:6]}", 106, box.centre
    yield "title's size", 22 * 25.4 / 72, boxes[0].height
    yield "one row from title to text", 2 * PITCH, page.text(below).middle - boxes[-1].middle


def closing(page: measuring.Page, left: float, last: str, name: str) -> Iterator[Measure]:
    date, sign, body = page.text("2026年2月8日"), page.text(name), page.text(last)
    seal = page.pictures[-1]
    yield "date from the right", 4 * CHAR, left + 156 - date.right
    yield "signature above the date's middle", date.centre, sign.centre
    yield "seal above the date's middle", date.centre, seal.centre
    yield "seal's size", 42, seal.width
    yield "seal within a row of the text (0 to 10.45)", PITCH / 2, _within(seal.top - body.bottom, 0, PITCH)
    yield (
        "signature and date below the seal's middle (0 to 10)",
        5,
        _within((sign.middle + date.middle) / 2 - seal.middle, 0, 10),
    )


def _within(value: float, low: float, high: float) -> float:
    """The middle of the range for what lies in it."""
    return (low + high) / 2 if low <= value <= high else value


def colophon(page: measuring.Page, left: float) -> Iterator[Measure]:
    first, between, last = page.rules(is_red=False)[-3:]
    yield "last line of the colophon", 262, last.middle
    yield "its width", 156, last.width
    yield "its left end", left, last.left
    yield "first line's thickness", 0.35, first.height
    yield "middle line's thickness", 0.25, between.height
    yield "last line's thickness", 0.35, last.height
    label, wrapped = page.text("抄送："), page.text("室，市纪委")
    yield "copies begin one character in", left + SIZE_4, label.left
    yield "further lines behind the colon", label.right, wrapped.left
    yield "office one character in", left + SIZE_4, page.text(forms.OFFICE).left
    yield "date one character from the right", SIZE_4, left + 156 - page.text("2026年2月9日印发").right


def page_numbers(odd: measuring.Page, even: measuring.Page, numbers: tuple[int, int]) -> Iterator[Measure]:
    right, left = (page.text(f"— {number} —") for page, number in zip((odd, even), numbers, strict=True))
    yield "odd page number from the right", SIZE_4, 184 - right.right
    yield "even page number from the left", SIZE_4, left.left - 26
    yield "size of page numbers", SIZE_4, right.height
    dash = odd.text(f"— {numbers[0]} —")
    ink = odd.black_ink(measuring.Box(dash.left, dash.top, dash.left + 3.5, dash.bottom))
    yield "dash below the type area", 7, ink.middle - 262


def notice(sheets: list[measuring.Page]) -> Iterator[Measure]:
    yield from grid(sheets)
    yield from head(sheets)
    lines = ["关于做好严防“地条钢”", "死灰复燃有关工作的通知"]
    yield from red_line(sheets[0], "示化解办〔2026〕12号", lines[0])
    yield from title(sheets[0], lines, "各县（市、区）")
    yield "urgency in the second row", 37 + PITCH, sheets[0].text("特急").top
    yield "addressees flush left", 28, sheets[0].text("各县（市、区）").left
    page = sheets[2]
    yield "one row above the attachments", 2 * PITCH, page.text("附件：").top - page.text("联系人").top
    yield "attachments two characters in", 28 + 2 * CHAR, page.text("附件：").left
    yield "second attachment under the first", page.text("1.企业名单").left, page.text("2.有关情况说明").left
    yield from closing(page, 28, "2.有关情况说明", "示例市化解办")
    yield "note under the date", PITCH, page.text("（此件公开发布）").top - page.text("2026年2月8日").top
    yield "note two characters in", 28 + 2 * CHAR, page.text("（此件公开发布）").left
    yield "attachment mark in the first row", 37, sheets[3].text("附件1").top
    yield "attachment mark flush left", 26, sheets[3].text("附件1").left
    yield "attachment title in the third row", 37 + 2 * PITCH + CHAR / 2, sheets[3].text("企业名单").middle
    yield from colophon(sheets[5], 26)
    yield from page_numbers(sheets[0], sheets[1], (1, 2))


def upward(sheets: list[measuring.Page]) -> Iterator[Measure]:
    page, number = sheets[0], "示府报〔2026〕3号"
    yield "mark begins below the paper's edge", 72, page.red_ink(20, 95).top
    yield "number one character in", 28 + CHAR, page.text(number).left
    yield "signers one character from the right", CHAR, 184 - page.text("李四光").right
    yield "second line under the first name", page.text("张").left, page.text("欧阳子").left
    yield "last signer in the number's row", page.text(number).top, page.text("欧阳子").top
    yield from red_line(page, number, "关于化解钢铁")


def letter(sheets: list[measuring.Page]) -> Iterator[Measure]:
    page = sheets[0]
    number, thick = page.text("示化解办函〔2026〕5号"), page.rules(is_red=True)
    mark = page.red_ink(20, thick[0].top - 1)
    yield "mark begins below the paper's edge", 30, mark.top
    yield "from mark to double line", 4, thick[0].top - mark.bottom
    for place, line in enumerate(thick):
        yield f"line {place + 1} of the double lines", 170, line.width
        yield f"line {place + 1} in the middle of the paper", 105, line.centre
    yield "upper: thick above thin", 1, float(thick[0].height > thick[1].height)
    yield "lower: thin above thick", 1, float(thick[2].height < thick[3].height)
    yield "lower double line above the paper's edge", 20, 297 - thick[3].bottom
    yield "number flush right", 184, number.right
    yield "from double line to number", 7 / 8 * CHAR, number.top - thick[1].bottom
    yield "urgency beside it", number.top, page.text("加急").top
    yield "urgency flush left", 28, page.text("加急").left
    yield "two rows from number to title", 3 * PITCH, page.text("关于商请").middle - number.middle
    yield "no page number", 0, float("—" in "".join(page.lines))
    yield "copies end with the type area", 262, page.text("抄送：").bottom
    yield "no lines around them", 0, len(page.rules(is_red=False))
    yield from closing(page, 28, "联系人", "示例市化解办")


def order(sheets: list[measuring.Page]) -> Iterator[Measure]:
    page = sheets[0]
    yield from head(sheets, 57, "第12号")
    yield "two rows from number to text", 3 * PITCH, page.text("各地各部门").top - page.text("第12号").top
    date, stamp, post = page.text("2026年2月8日"), page.pictures[0], page.text("市　长")
    body = page.text("面报告。", 1)
    yield "two rows from text to stamp", 3 * PITCH, stamp.top - body.top
    yield "stamp from the right", 4 * CHAR, 184 - stamp.right
    yield "title two characters before it", 2 * CHAR, stamp.left - post.right
    yield "title at its middle", stamp.middle, post.middle
    yield "date from the right", 4 * CHAR, 184 - date.right
    yield "no number on the back", 0, float("—" in "".join(sheets[1].lines))


def minutes(sheets: list[measuring.Page]) -> Iterator[Measure]:
    yield from head(sheets, 72, "〔2026〕2号")
    yield from red_line(sheets[0], "〔2026〕2号", "全市化解")
    page = sheets[1]
    yield "attendance two characters in", 26 + 2 * CHAR, page.text("出席：").left
    yield "names behind the colon", page.text("出席：").right, page.text("局）、赵六").left


def joint(sheets: list[measuring.Page]) -> Iterator[Measure]:
    page, number = sheets[0], "示发改产业〔2026〕8号"
    yield from head(sheets, 72, number)
    yield from red_line(page, number, "关于联合开展")
    names = [page.text(name) for name in ("示例市发展", "示例市工业", "示例市生态")]
    suffix, ink = page.text("文件"), page.red_ink(20, page.text(number).top)
    yield "suffix at half the height", ink.middle, suffix.top + (0.11 + 0.47) * suffix.height
    yield "names begin together", names[0].left, names[2].left
    ends = [page.text(name).right for name in ("员会", "化局", "境局")]
    yield "names end together", ends[0], min(ends)
    seals = sorted(sheets[1].pictures, key=lambda box: (box.top, box.left))
    yield "seals", 3, len(seals)
    yield (
        "seals apart by 2 mm or more",
        1,
        float(seals[1].left - seals[0].right >= 2 and seals[2].top > seals[1].bottom),
    )
    yield (
        "within the type area",
        1,
        float(min(box.left for box in seals) >= 26 and max(box.right for box in seals) <= 182),
    )
    date = sheets[1].text("2026年2月8日")
    yield "last seal above the date's middle", date.centre, seals[2].centre
    yield "date from the right", 4 * CHAR, 182 - date.right


def unsealed(sheets: list[measuring.Page]) -> Iterator[Measure]:
    page = sheets[1]
    sign, date = page.text(forms.OFFICE), page.text("2026年2月8日")
    yield "one row from text to signature", 2 * PITCH, sign.top - page.text("联系人").top
    yield "signature two characters from the right", 2 * CHAR, 182 - sign.right
    yield "date two characters behind the signature", 2 * CHAR, date.left - sign.left
    yield "date in the next row", PITCH, date.top - sign.top


def short_name(sheets: list[measuring.Page]) -> Iterator[Measure]:
    page = sheets[1]
    sign, date = page.text("市化解办"), page.text("2026年2月8日")
    yield "date two characters from the right", 2 * CHAR, 182 - date.right
    yield "date two characters behind the signature", 2 * CHAR, date.left - sign.left


def landscape(sheets: list[measuring.Page]) -> Iterator[Measure]:
    # Portrait (x, y) is (297 - y, x) on the turned page
    turned = [
        page for page in sheets if "附件" in page.lines or "序号企业情况结果备注" in "".join(page.lines)
    ]
    for page in turned[1:3]:
        number = sheets.index(page) + 1
        dash = min((page.text("—"), page.text("—", 1)), key=lambda box: box.top)
        far = max((page.text("—"), page.text("—", 1)), key=lambda box: box.bottom)
        if number % 2:
            yield f"page {number}: number from the outer edge", SIZE_4, 28 + 156 - far.bottom
        else:
            yield f"page {number}: number from the outer edge", SIZE_4, dash.top - 26
        yield f"page {number}: dash below the type area", 7, 35 - page.black_ink(dash).centre
        yield f"page {number}: table begins at the portrait foot", 35, min(box.left for box in page.rules())
        yield f"page {number}: table as wide as the type area is high", 225, page.rules()[0].width


EXPECTED = [notice, upward, letter, order, minutes, joint, unsealed, short_name, landscape]


@pytest.mark.parametrize("form", EXPECTED, ids=lambda form: form.__name__)
def test_every_element_stands_where_the_standard_says(form, printed):
    measures = list(form(printed[form.__name__]))
    print(f"\n{form.__name__}")
    for name, wanted, found in measures:
        print(f"  {name:52}{wanted:>9.2f}{found:>9.2f}{found - wanted:>+8.2f}")
    assert [measure for measure in measures if abs(measure[1] - measure[2]) > NEAR] == []


def test_a_document_moved_by_a_millimetre_is_found_out(printed):
    """Negative control of the rulers: against the measures of another form, the letter fails."""
    page = printed["letter"][0]
    assert abs(page.red_ink(20, 60).top - 72) > NEAR
    assert abs(printed["order"][0].red_ink(20, 95).top - 72) > NEAR


def test_a_draft_has_the_final_geometry_and_leaks_nothing(printed):
    final, draft = printed["notice"], printed["draft"]
    assert len(final) == len(draft)
    text = "".join("".join(page.lines) for page in draft)
    assert "〔2026〕12号" not in text
    assert "000012" not in text
    assert "7Q2M" not in text
    assert "张三（示例市化解办）" in text
    for page in draft:
        assert page.red_ink(0, 297) is None
        assert page.pictures == []
        assert "草稿" in "".join(page.lines)
    for page, finished in zip(draft[:-1], final[:-1], strict=True):
        assert page.text("—") == finished.text("—")
    for words in ("各县（市、区）", "死灰复燃有关"):
        assert draft[0].text(words) == final[0].text(words)
    assert final[0].red_ink(0, 297) is not None  # the control: what is looked for can be found
    assert final[2].pictures != []


def test_preprinted_paper_keeps_its_head(printed):
    page = printed["preprinted"][0]
    assert page.red_ink(0, 297) is None
    assert page.text("示化解办〔2026〕12号").top == pytest.approx(
        printed["notice"][0].text("示化解办〔2026〕12号").top, abs=0.01
    )
