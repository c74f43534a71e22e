"""The lists in ``fixtures/`` (and files of the same columns): CSV, UTF-8 with or without a mark."""

import csv
from pathlib import Path

LARGEST = 30 * 1024 * 1024
DIVISIONS = ("level", "code", "name")
DEPARTMENTS = ("levels", "name", "short_name", "dimensions")
THRESHOLDS = ("code", "name", "value", "unit", "source")


class SheetError(ValueError):
    """The file cannot be read; the message is a Chinese sentence."""


def read_rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV file that has at least ``columns``; missing cells are empty. Raises SheetError."""
    try:
        if path.stat().st_size > LARGEST:
            raise SheetError(f"文件 {path.name} 超过 {LARGEST // 1024 // 1024} MB。")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError(f"文件 {path.name} 不是 UTF-8 编码。") from None
    except OSError as error:
        raise SheetError(f"读不到文件 {path}：{error.strerror}。") from None
    reader = csv.DictReader(text.splitlines(), restval="")
    missing = set(columns) - set(reader.fieldnames or ())
    if missing:
        raise SheetError(f"文件 {path.name} 缺少列：{'、'.join(sorted(missing))}。")
    return [{name: value for name, value in row.items() if name} for row in reader]
