"""The one way in for spreadsheets: ``read`` turns the bytes of an .xlsx, .xls or .csv into a ``Book``.

Workbooks are read by a child process of their own (``child``): the reader of values aborts its whole process on some files,
and bombs are best met where memory and time are limited. The portal only puts the rows together that the child sends.
A .csv is read in the portal: its size is the memory it needs.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from threading import Timer

from capacity_portal.lib.spreadsheets import delimited, guard, messages
from capacity_portal.lib.spreadsheets.book import (
    COUNTY_LIMITS,
    CSV,
    MEGABYTE,
    Book,
    Cell,
    FileRefused,
    Limits,
    Merged,
    Sheet,
)
from capacity_portal.lib.spreadsheets.cells_on_the_way import unpacked
from capacity_portal.lib.spreadsheets.sizes import SPARE_ROWS

log = logging.getLogger(__name__)

COMMAND = [sys.executable, "-m", "capacity_portal.lib.spreadsheets.child"]
PROJECT = Path(__file__).resolve().parents[3]
# Nothing else of the portal's environment: a child that falls to a hostile file finds no secrets in it.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")


def read(content: bytes, name: str, limits: Limits = COUNTY_LIMITS) -> Book:
    """Return what stands in the file; ``name`` is only asked for its ending .et and for the title of a .csv.

    May be called from any thread. Takes about twice as long as the reader alone, at most ``limits.seconds``.
    Raises FileRefused.
    """
    if guard.glance(content, limits) == CSV:
        return delimited.read(content, name, limits)
    try:
        with _child(limits) as process:
            messages.send(process.stdin, (_plain(name), astuple(limits), content))
            process.stdin.close()
            return _put_together(process, limits)
    except (messages.Broken, OSError, LookupError, TypeError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        log.warning("spreadsheet child lost: %r", error)
        raise FileRefused(_beyond_limits(limits)) from error


def _put_together(process: subprocess.Popen, limits: Limits) -> Book:
    sheets: list[Sheet] = []
    name, is_hidden = "", False
    rows: list[list[Cell]] = []
    left = limits.most_unpacked
    while True:
        (kind, *parts), size = messages.receive(process.stdout, left)
        left -= size
        if kind == messages.REFUSED:
            raise FileRefused(parts[0])
        if kind == messages.DONE:
            return Book(parts[0], tuple(sheets))
        if kind == messages.SHEET:
            name, is_hidden = parts
            rows = []
        elif kind == messages.ROWS:
            first, block, dated = parts
            _lengthen(rows, first, limits)
            rows += unpacked(block, dated)
        else:
            errors, hidden, merged = parts
            _put_errors(rows, errors, limits)
            ranges = tuple(Merged(*one) for one in merged)
            sheets.append(Sheet(name, rows, frozenset(hidden), ranges, is_hidden))


def _lengthen(rows: list[list[Cell]], height: int, limits: Limits) -> None:
    if height > limits.most_rows + SPARE_ROWS:
        raise messages.Broken(f"row {height}")
    rows += [[] for _ in range(height - len(rows))]


def _put_errors(rows: list[list[Cell]], errors: list[tuple[int, int, str]], limits: Limits) -> None:
    for row, column, text in errors:
        _lengthen(rows, row, limits)
        cells = rows[row - 1]
        cells += [None] * (column - len(cells))
        cells[column - 1] = text


@contextmanager
def _child(limits: Limits) -> Iterator[subprocess.Popen]:
    """A started child that is killed after ``limits.seconds`` and gone afterwards in any case."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(COMMAND, cwd=PROJECT, env=_environment(), pipesize=MEGABYTE, **pipes)
    clock = Timer(limits.seconds, process.kill)
    clock.daemon = True
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        process.kill()
        process.stdout.close()
        _close_quietly(process)
        process.wait()


def _close_quietly(process: subprocess.Popen) -> None:
    with suppress(OSError):  # the child died with some of the request unread
        process.stdin.close()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _plain(name: str) -> str:
    """The name as far as the child needs it: its end, in characters that a message holds."""
    return name[-200:].encode("utf-8", "replace").decode()


def _beyond_limits(limits: Limits) -> str:
    return (
        f"文件无法在限额内读取（{limits.seconds} 秒、内存 {limits.memory // MEGABYTE:,} MB），可能已损坏或内容过多。"
        "请删除多余的工作表、空白行列和图片后另存为 .xlsx，或拆分成几个文件再上传。"
    )
