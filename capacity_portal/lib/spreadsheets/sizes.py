"""How much more than the limit is taken, and what to say about the rest."""

from capacity_portal.lib.spreadsheets.book import Limits
from capacity_portal.lib.spreadsheets.findings import letters

# Beside the records there are a title, headings and notes; beside the columns a word on each row.
SPARE_ROWS, SPARE_COLUMNS = 100, 4


def too_many_rows(name: str, row: int, limits: Limits) -> str:
    return (
        f"工作表“{name}”第 {row:,} 行还有内容，最多读取 {limits.most_rows:,} 行。"
        "请拆分成几个文件上传；如果下面的内容是误填的，请删除那些行后再上传。"
    )


def too_many_columns(name: str, where: str, limits: Limits) -> str:
    return (
        f"工作表“{name}”的 {where} 还有内容，最多读取 {limits.most_columns} 列（到 {letters(limits.most_columns)} 列）。"
        "请删除多余的列，或拆分成几个文件后再上传。"
    )
