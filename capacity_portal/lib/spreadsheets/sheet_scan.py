"""What the reader of values does not tell about a sheet: hidden rows, errors, merged cells, values far outside.

Looks at the raw XML piece by piece, in C wherever nothing interesting stands: 62 MB in some 0.4 s.
Far away cells that are only formatted do not count, for the reader leaves them out as well; a whole sheet of borders and
fills out to XFD1048576 is what offices send. ``<dimension>`` is never looked at.
"""

from collections.abc import Iterator
from itertools import islice

from capacity_portal.lib.spreadsheets.book import MEGABYTE, FileRefused, Limits, Merged
from capacity_portal.lib.spreadsheets.sheet_patterns import (
    ERROR,
    HIDDEN,
    NUMBER,
    REFERENCE,
    Patterns,
    patterns,
    place,
    prefix_of,
)
from capacity_portal.lib.spreadsheets.sizes import SPARE_COLUMNS, SPARE_ROWS, too_many_columns, too_many_rows

MOST_ERRORS = 100_000
_LONGEST_ROW = 8 * MEGABYTE
_MOST_MERGED = 100_000


class SheetScan:
    """Feed it the pieces of one sheet and call ``finish``; both raise FileRefused.

    ``hidden``: numbers of hidden rows from 1; ``errors``: texts like ``#REF!`` by (row, column), both from 1.
    """

    def __init__(self, name: str, limits: Limits):
        self.hidden: set[int] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.merged: list[Merged] = []
        self._name, self._limits = name, limits
        self._last_row = limits.most_rows + SPARE_ROWS
        self._row = 0  # the row that the beginning of the next text belongs to
        self._far_row = 0
        self._rest = b""
        self._patterns: Patterns | None = None

    def feed(self, piece: bytes) -> None:
        if self._patterns is None:
            self._patterns = patterns(prefix_of(piece), self._limits.most_columns + SPARE_COLUMNS)
        text = self._rest + piece
        cut = self._cut(text)
        self._rest = text[cut:]
        self._look(text[:cut])

    def finish(self) -> None:
        if self._patterns:
            self._look(self._rest)
        self._rest = b""
        if self._far_row:
            raise FileRefused(too_many_rows(self._name, self._far_row, self._limits))

    def _cut(self, text: bytes) -> int:
        """Where the last row begins, so that no row is cut; a row longer than 8 MB is cut before a tag."""
        cut = text.rfind(self._patterns.row_start)
        if cut > 0 or len(text) < _LONGEST_ROW:
            return max(cut, 0)
        cut = text.rfind(b"<")
        return cut if cut > 0 else len(text)

    def _look(self, text: bytes) -> None:
        known = self._patterns
        if far := known.far.search(text):
            raise FileRefused(too_many_columns(self._name, far[1].decode(), self._limits))
        if not self._passed_over(text):
            self._walk(text)
        if b">#" in text:
            self._note_errors(text)
        if b"mergeCell" in text:
            found = islice(known.merged.finditer(text), _MOST_MERGED - len(self.merged))
            self.merged += [Merged(int(one[2]), place(one[1]), int(one[4]), place(one[3])) for one in found]

    def _passed_over(self, text: bytes) -> bool:
        """True when no row of the text asks for a closer look; then the last one has been noted."""
        tags = self._patterns.row.findall(text)
        if not tags:
            return self._row <= self._last_row
        number, together = NUMBER.match(tags[-1]), b"".join(tags)
        if number is None or max(self._row, int(number[1])) > self._last_row:
            return False
        if b"hidden" in together or b'ht="0' in together or together.count(b' r="') < len(tags):
            return False
        self._row = int(number[1])
        return True

    def _walk(self, text: bytes) -> None:
        for number, attributes, start, end in self._rows(text):
            if number <= self._last_row and HIDDEN.search(attributes):
                self.hidden.add(number)
            if number > self._last_row and self._patterns.valued.search(text, start, end):
                self._far_row = max(self._far_row, number)

    def _rows(self, text: bytes) -> Iterator[tuple[int, bytes, int, int]]:
        """Yield number, attributes, start and end of every row; a row without number follows the one before."""
        starts = list(self._patterns.row.finditer(text))
        first = starts[0].start() if starts else len(text)
        yield self._row, b"", 0, first
        ends = [match.start() for match in starts[1:]] + [len(text)] * bool(starts)
        for match, end in zip(starts, ends, strict=True):
            number = NUMBER.search(match[1])
            self._row = int(number[1]) if number else self._row + 1
            yield self._row, match[1], match.end(), end

    def _note_errors(self, text: bytes) -> None:
        for found in ERROR.finditer(text):
            cell = self._patterns.error.match(text, text.rfind(b"<", 0, found.start()))
            reference = REFERENCE.search(cell[1]) if cell else None
            if reference:
                shown = cell[2].decode("utf-8", "replace")
                self.errors[int(reference[2]), place(reference[1])] = shown
        if len(self.errors) > MOST_ERRORS:
            raise FileRefused(
                f"工作表“{self._name}”有超过 {MOST_ERRORS:,} 个错误值（如 #REF!），请改正公式后再上传。"
            )
