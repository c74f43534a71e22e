"""Merged ranges of a sheet that is written anew."""

from capacity_portal.lib.spreadsheets.book import Sheet

_MOST_CELLS = 200_000


def merge_cells(sheet, read: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Merge in the XlsxWriter ``sheet`` what is merged in ``read`` and return, of each cell merged, the one that is seen.

    Ranges end where the sheet ends; what overlaps another range, and all that is beyond 200,000 cells, is not merged.
    """
    from xlsxwriter.exceptions import OverlappingRange  # noqa: PLC0415 - slow import

    bottom, right = len(read.rows), max(map(len, read.rows), default=0)
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for one in read.merged:
        rows, columns = (
            range(one.top, min(one.bottom, bottom) + 1),
            range(one.left, min(one.right, right) + 1),
        )
        if not 1 < len(rows) * len(columns) <= _MOST_CELLS - len(anchors):
            continue
        try:
            sheet.merge_range(rows[0] - 1, columns[0] - 1, rows[-1] - 1, columns[-1] - 1, "")
        except OverlappingRange:
            continue
        anchors |= {(row, column): (one.top, one.left) for row in rows for column in columns}
    return anchors
