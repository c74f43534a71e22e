"""Is a PDF harmless enough to be kept and handed to colleagues? Looks at structure only; nothing is rendered.

Refused: what is encrypted, runs (JavaScript, launch, submit, import), carries files or forms of the XFA kind,
or cannot be looked into. Object streams are unpacked; ``/J#61vaScript`` is the same name as ``/JavaScript``.
"""

import re
import zlib
from bisect import bisect_left
from itertools import islice

_STREAM = re.compile(rb">>[\s\x00]{0,20}stream(?=\r?\n)")
_OBJECT_START = re.compile(rb"[0-9]\s+\Z")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\s*\]?\s*[/>]")
_MOST_UNPACKED = 50_000_000
_MOST_STREAMS = 50_000
_MOST_ESCAPES = 200_000
_LONGEST_HEADER = 4_000

# Long enough not to turn up by chance inside compressed pictures: looked for in the whole file.
_LONG = (
    ("已加密", re.compile(rb"/Encrypt\b")),
    ("含有脚本（JavaScript）", re.compile(rb"/JavaScript\b")),
    ("会启动其他程序", re.compile(rb"/Launch\b")),
    ("内嵌了其他文件", re.compile(rb"/(?:EmbeddedFiles?|GoToE|RichMedia)\b")),
    ("会向外发送或导入数据", re.compile(rb"/(?:SubmitForm|ImportData)\b")),
)
_SHORT = (
    ("含有脚本（JavaScript）", re.compile(rb"/JS[\s(<\[/]")),
    ("含有动态表单（XFA）", re.compile(rb"/XFA[\s(<\[/0-9]")),
)


def trimmed(content: bytes) -> bytes:
    """Return ``content`` without anything after its last end mark; ``b""`` when it has none."""
    end = content.rfind(b"%%EOF")
    return content[: end + 5] + b"\n" if end >= 0 else b""


def objections(content: bytes) -> tuple[str, ...]:
    """Return what is wrong with a PDF, as Chinese predicates (``已加密``); empty when nothing is."""
    structure = _Structure(content)
    plain = structure.unescaped(b"\n".join((structure.skeleton(), *structure.unpacked())))
    whole = structure.unescaped(content)
    found = [words for words, marker in _LONG if marker.search(whole) or marker.search(plain)]
    found += [words for words, marker in _SHORT if marker.search(plain)]
    if structure.is_opaque:
        found.append("有无法检查的部分")
    return tuple(dict.fromkeys(found))


class _Structure:
    """The streams of a file; linear in its size.

    ``is_opaque`` is set where something cannot be looked into.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        starts = [found.end() for found in islice(_STREAM.finditer(content), _MOST_STREAMS + 1)]
        self.is_opaque = len(starts) > _MOST_STREAMS
        self.starts = [] if self.is_opaque else starts
        self.ends = [found.start() for found in re.finditer(rb"endstream", content)]

    def skeleton(self) -> bytes:
        """Return the file without what stands inside its streams."""
        pieces, position = [], 0
        for start in self.starts:
            if start >= position:
                pieces.append(self.content[position:start])
                position = self._end(start)
        return b"\n".join((*pieces, self.content[position:]))

    def unpacked(self) -> list[bytes]:
        """Return the contents of all object streams, also of those that seem to lie inside another stream."""
        found, to_unpack, to_read = [], _MOST_UNPACKED, 4 * len(self.content)
        for start in self.starts:
            header = self._header(start)
            if b"/ObjStm" not in header:
                continue
            to_read -= self._end(start) - start
            if to_read < 0 or to_unpack <= 0:
                self.is_opaque = True
                break
            found.append(self._body(start, header, to_unpack))
            to_unpack -= len(found[-1])
        return found

    def unescaped(self, data: bytes) -> bytes:
        """Return ``data`` with the ``#61`` spelling of characters in names undone."""
        if b"#" not in data:
            return data
        plain, count = _ESCAPE.subn(lambda found: bytes([int(found[1], 16)]), data, count=_MOST_ESCAPES)
        self.is_opaque = self.is_opaque or count == _MOST_ESCAPES
        return plain

    def _end(self, start: int) -> int:
        at = bisect_left(self.ends, start)
        return self.ends[at] if at < len(self.ends) else len(self.content)

    def _header(self, start: int) -> bytes:
        window = self.content[max(0, start - _LONGEST_HEADER) : start - len(b"stream")]
        at = window.rfind(b"obj")
        header = self.unescaped(window[at + 3 :].strip(b"\x00 \t\r\n\f"))
        is_plain = header.startswith(b"<<") and header.count(b"(") == header.count(b")")
        self.is_opaque = self.is_opaque or not (
            at > 0 and is_plain and _OBJECT_START.search(window[max(0, at - 8) : at])
        )
        return header

    def _body(self, start: int, header: bytes, limit: int) -> bytes:
        body = self.content[start : self._end(start)].lstrip(b"\r\n")
        if b"/Filter" not in header:
            return body
        engine = zlib.decompressobj()
        try:
            plain = engine.decompress(body, limit) if _FLATE.search(header) else b""
        except zlib.error:
            plain = b""
        self.is_opaque = (
            self.is_opaque or not plain or bool(engine.unconsumed_tail) or b"/Predictor" in header
        )
        return plain
