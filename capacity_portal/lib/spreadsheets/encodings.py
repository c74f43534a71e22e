"""How the bytes of a text file are meant: UTF-8, UTF-16 or GB18030 (which reads GBK and GB 2312)."""

import re

from capacity_portal.lib.spreadsheets.book import FileRefused
from capacity_portal.lib.spreadsheets.signatures import ONLY, OPEN_AND_SAVE

UTF_8, UTF_16_LE, UTF_16_BE, GB18030 = "UTF-8", "UTF-16 LE", "UTF-16 BE", "GB18030"
UNDECODABLE = f"文件的文字编码不是 UTF-8、UTF-16 或 GBK/GB18030，无法读取，{OPEN_AND_SAVE}"
NO_TEXT = f"无法识别这个文件，它不是表格，{ONLY}"

_MARKS = ((b"\xef\xbb\xbf", UTF_8), (b"\xff\xfe", UTF_16_LE), (b"\xfe\xff", UTF_16_BE))
_CODECS = {UTF_8: "utf-8", UTF_16_LE: "utf-16-le", UTF_16_BE: "utf-16-be", GB18030: "gb18030"}
# A word like 通 in GBK is also well-formed UTF-8, of letters that no list contains: accents alone, Hebrew, Arabic, ...
_STRANGE = re.compile("[\u02b0-\u036f\u0530-\u07ff]")
_WIDE = re.compile("[\u0800-\uffff\U00010000-\U0010ffff]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f]")


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text without byte order mark and NUL, and the encoding's name. Raises FileRefused."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return _text(content[len(mark) :], encoding), encoding
            except UnicodeDecodeError:
                raise FileRefused(UNDECODABLE) from None
    guesses = [*_sixteen_bits(content), UTF_8, GB18030]
    for encoding in guesses:
        try:
            text = _text(content, encoding)
        except UnicodeDecodeError:
            continue
        if encoding == UTF_8 and _is_rather_gbk(text):
            continue
        return text, encoding
    raise FileRefused(UNDECODABLE)


def _text(content: bytes, encoding: str) -> str:
    text = content.decode(_CODECS[encoding]).replace("\0", "")
    if len(_CONTROLS.findall(text)) * 50 > len(text) + 200:
        raise FileRefused(NO_TEXT)
    return text


def _sixteen_bits(content: bytes) -> list[str]:
    """UTF-16 when at least one byte in twenty is NUL and nearly all of those on the same side."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if (even + odd) * 20 < len(content) or len(content) % 2:
        return []
    if even * 20 <= odd:
        return [UTF_16_LE]
    return [UTF_16_BE] if odd * 20 <= even else []


def _is_rather_gbk(text: str) -> bool:
    """True for strange letters and nothing that takes three bytes; such bytes are always well-formed GBK, too."""
    return bool(_STRANGE.search(text)) and not _WIDE.search(text)
