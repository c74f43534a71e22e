from io import BytesIO

import pdfplumber
import pytest

from capacity_portal.lib.typesetting import printing
from capacity_portal.lib.typesetting.long_lists import Part, render_parts, shares
from capacity_portal.lib.typesetting.results import DocumentTooLarge
from tests.capacity_portal.lib.typesetting.samples import list_html


def parts(rows: int, **kwargs) -> list[Part]:
    return [
        Part(list_html(range(start, stop), continued=start > 0, more_follows=stop < rows, **kwargs), pages)
        for start, stop, pages in shares(rows)
    ]


@pytest.fixture
def orders(monkeypatch) -> list[tuple[int, int]]:
    """The numbering of each part that was typeset."""
    numberings = []
    run = printing._run

    def noting(order, source):
        numberings.append(order.numbering)
        return run(order, source)

    monkeypatch.setattr(printing, "_run", noting)
    return numberings


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (0, [(0, 0, 1)]),
        (21, [(0, 21, 1)]),
        (22, [(0, 22, 2)]),
        (266, [(0, 266, 11)]),
        (267, [(0, 266, 10), (266, 267, 1)]),
        (600, [(0, 266, 10), (266, 536, 10), (536, 600, 3)]),
    ],
)
def test_shares(rows, expected):
    assert list(shares(rows)) == expected


def test_a_list_in_parts_prints_as_one(orders):
    result = render_parts(parts(300))
    assert sorted(orders) == [
        (1, 12),
        (11, 12),
    ]  # the count beforehand was right, so nothing was typeset twice
    with pdfplumber.open(BytesIO(result.content)) as document:
        lines = [page.extract_text().splitlines() for page in document.pages]
        rows = [
            [word["text"] for word in page.extract_words() if word["x0"] < 95 and word["text"].isdigit()]
            for page in document.pages
        ]
    assert result.pages == 12
    assert [number for page in rows for number in page] == [str(row) for row in range(300)]
    assert [len(page) for page in rows] == [23, *[27] * 10, 7]
    assert [line[-1].split(" 办公室 ")[-1] for line in lines] == [
        f"演示市办 第 {page} 页 共 12 页 2026年4月8日 10:30 打印" for page in range(1, 13)
    ]
    assert [line[0] for line in lines] == ["台账", *["企业台账 台账"] * 11]
    assert sum("内容以门户中的记录为准" in line for page in lines for line in page) == 1


def test_a_wrong_count_is_put_right(orders):
    long_name = "名称很长" * 12
    result = render_parts(parts(280, name=long_name))
    with pdfplumber.open(BytesIO(result.content)) as document:
        feet = [page.extract_text().splitlines()[-1] for page in document.pages]
    assert [f"第 {page} 页 共 {result.pages} 页" in foot for page, foot in enumerate(feet, 1)] == [
        True
    ] * result.pages
    assert result.pages > 11
    assert len(orders) == 4  # both parts twice


def test_a_part_that_fails_fails_the_list():
    with pytest.raises(DocumentTooLarge):
        render_parts([Part("<p>x</p>", 1), Part("<div>" * 500, 1)])


def test_missing_glyphs_of_all_parts_are_reported():
    assert render_parts([Part("<p>𠮷</p>", 1), Part("<p>😀𠮷</p>", 1)]).missing_glyphs == ("😀", "𠮷")
