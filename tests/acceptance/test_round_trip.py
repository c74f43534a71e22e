"""Whatever the exporter can write, in any container and encoding offered, the reader gives back equal."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity_portal.lib import exports
from capacity_portal.lib.exports import CODE, DATE, ENCODINGS, NUMBER, TEXT
from capacity_portal.lib.spreadsheets.reading import read

CONTAINERS = ["xlsx", *ENCODINGS]
_COLUMNS = [
    exports.Column("企业名称", TEXT),
    exports.Column("代码", CODE),
    exports.Column("产能", NUMBER),
    exports.Column("日期", DATE),
]
# Control characters are left out by the exporter; lines end in LF in every container.
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12),
    st.sampled_from(
        [
            "=1+1",
            "-5",
            "'=x",
            "''@a",
            "+86",
            "007",
            "1e5",
            "甲,乙",
            '"引号"',
            "第一行\n第二行",
            " 前后 ",
            "㐀𠮷",
            "A1",
        ]
    ),
)
_CODES = st.from_regex(r"[0-9A-Z]{1,18}", fullmatch=True)
_NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)
_DAYS = st.dates(min_value=date(1949, 1, 1), max_value=date(2100, 12, 31))
_ROWS = st.lists(st.tuples(_TEXTS, _CODES, _NUMBERS, _DAYS), min_size=1, max_size=8)


def written(rows, container: str) -> bytes:
    if container == "xlsx":
        target = BytesIO()
        exports.write_xlsx(target, _COLUMNS, rows)
        return target.getvalue()
    return b"".join(exports.encode(exports.csv_lines(_COLUMNS, rows), container))


def meaning(row) -> tuple:
    """What a row says whatever the container: in .csv every cell is text."""
    text, code, number, day = [*row, None, None, None, None][:4]
    said = "" if text is None else str(text)
    return said, str(code), Decimal(str(number)), str(day)[:10]


@pytest.mark.parametrize("container", CONTAINERS)
def test_any_table_comes_back_equal(container):
    @settings(
        max_examples=12 if container == "xlsx" else 60,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(rows=_ROWS)
    def comes_back(rows):
        sheet = read(written(rows, container), f"表.{container}").sheets[0]
        assert sheet.rows[0] == [column.title for column in _COLUMNS]
        assert [meaning(row) for row in sheet.rows[1:]] == [meaning(row) for row in rows]

    comes_back()


@pytest.mark.parametrize("container", CONTAINERS)
def test_codes_keep_their_zeros_and_formulas_stay_text(container):
    rows = [("=HYPERLINK(1)", "007", Decimal("1.50"), date(2026, 11, 22))]
    sheet = read(written(rows, container), f"表.{container}").sheets[0]
    assert sheet.rows[1][:2] == ["=HYPERLINK(1)", "007"]
