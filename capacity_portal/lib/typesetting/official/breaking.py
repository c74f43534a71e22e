"""Lines of a paragraph of Chinese: full to the edge, no mark where it must not stand, no word or number torn apart.

Pure functions, known to be right without any layout engine. Rules: GB/T 15834-2011 clause 5.1 for marks at line ends (禁则),
GB/T 9704-2012 7.3.3 for numbers and years; one mark may hang past the edge (允许标点溢出边界).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

HANGING = frozenset("，。、；：？！")
NO_START = HANGING | frozenset(
    "!%),.:;?]}¢°·’”›℃∶〃〉》」』】〕〗〙〛〞％＇＂），．：；？！］｝～‰′″–-/／⁄”’﹚﹜﹞"
)
NO_END = frozenset("([{‘“〈《「『【〔〖〘〚〝（［｛￥＄￡$£¥﹙﹛﹝/／⁄")
SPACES = frozenset(" \u3000\u00a0")
_TOKEN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z]|[.,:/@%_+~#&=?'’\-](?=[0-9A-Za-z]))*|—+|…+|.", re.DOTALL)
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """Characters ``start`` to ``end`` of the text, with ``spacing`` (em) behind each but the last of them.

    ``end`` counts trailing spaces, which take no room. A mark that hangs is within ``end`` and past the measure.
    """

    start: int
    end: int
    spacing: float = 0.0


def break_lines(
    text: str, widths: Sequence[float], *, measure: float = 28.0, first: float | None = None
) -> list[Line]:
    """Lines of one paragraph; ``widths`` of its characters, ``measure`` and ``first`` (room of the first line) in em.

    A number or Latin word longer than a line is broken anywhere; where every place is forbidden, the line is simply filled.
    """
    tokens = _Tokens(text, widths, measure)
    lines, start, room = [], 0, measure if first is None else first
    while start < tokens.count:
        end, spacing = tokens.line(start, room)
        lines.append(Line(tokens.starts[start], tokens.starts[end], spacing))
        start, room = end, measure
    return lines


class _Tokens:
    """The pieces that stay whole, where each starts (characters and em), and whether a line may begin with it."""

    def __init__(self, text: str, widths: Sequence[float], measure: float):
        self.text = text
        edges = list(accumulate(widths, initial=0.0))
        pieces = [match.span() for match in _TOKEN.finditer(text)]
        spans = [span for piece in pieces for span in _short_enough(piece, edges, measure)]
        self.count = len(spans)
        self.starts = [start for start, _ in spans] + [len(text)]
        self.ems = [edges[start] for start in self.starts]
        self.is_space = [text[start] in SPACES for start, _ in spans]
        self.may_begin = [
            index > 0
            and text[start] not in NO_START
            and text[start - 1] not in NO_END
            and not self.is_space[index]
            and widths[start] > 0
            for index, (start, _) in enumerate(spans)
        ] + [True]

    def line(self, start: int, room: float) -> tuple[int, float]:
        """The token behind the line that begins with ``start``, and the line's spacing."""
        over = self._overflow(start, room)
        if over == self.count:
            return over, 0.0
        if self.text[self.starts[over]] in HANGING and self.may_begin[over + 1]:
            return self._past_spaces(over + 1), self._spacing(start, over, room, 1)
        end = over
        while end > start and not self.may_begin[end]:
            end -= 1
        end = end if end > start else max(over, start + 1)
        return self._past_spaces(end), self._spacing(start, end, room, 0)

    def _overflow(self, start: int, room: float) -> int:
        """The first token that does not fit; spaces always do."""
        index, limit = start, self.ems[start] + room + _NEAR
        while index < self.count and (self.ems[index + 1] <= limit or self.is_space[index]):
            index += 1
        return index

    def _past_spaces(self, index: int) -> int:
        while index < self.count and self.is_space[index]:
            index += 1
        return index

    def _spacing(self, start: int, end: int, room: float, hanging: int) -> float:
        while end > start + 1 and self.is_space[end - 1]:
            end -= 1
        gaps = self.starts[end] - self.starts[start] - 1 + hanging
        rest = room - (self.ems[end] - self.ems[start])
        return rest / gaps if gaps and rest > _NEAR else 0.0


def _short_enough(span: tuple[int, int], edges: list[float], measure: float) -> list[tuple[int, int]]:
    start, end = span
    if edges[end] - edges[start] <= measure:
        return [span]
    return [(at, at + 1) for at in range(start, end)]
