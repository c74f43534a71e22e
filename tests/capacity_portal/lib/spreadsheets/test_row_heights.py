import pytest

from capacity_portal.lib.spreadsheets.row_heights import row_height


@pytest.mark.parametrize(
    ("cells", "height"),
    [
        ([], 16),
        ([("", 10)], 16),
        ([("文字", 10), ("abcdefgh", 10)], 16),
        ([("文字文字文", 10)], 31),
        ([("甲\n乙\n\n丙", 10)], 61),
        ([("长" * 4_000, 10)], 409),
        ([("长", 0)], 16),
    ],
)
def test_rows_are_as_high_as_their_fullest_cell(cells, height):
    assert row_height(cells) == height
