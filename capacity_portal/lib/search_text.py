"""One form of text for searching on every database, and its index of character pairs.

A stored row keeps ``stored(fields)``; a query is ``normalise(query)``; a row is found exactly when the query
is a substring of one of its fields (Python's ``in``). Because SQLite's trigram index finds nothing for fewer
than three characters and PostgreSQL's is blind under LC_CTYPE=C, both index pairs of characters: text[] with
GIN, or FTS5 (unicode61) over tokens.
"""

import re
import unicodedata
from collections.abc import Iterable

from capacity_portal.lib.typed_text import INVISIBLE

# Between the fields of a row. ``normalise`` drops it: no query can contain it, no pair can bridge two fields.
SEPARATOR = "\x1f"

_ROUND = "()"
_VARIANTS = {
    **dict.fromkeys("[{【〔〖〘〚《〈「『⟨⟪", _ROUND[0]),
    **dict.fromkeys("]}】〕〗〙〛》〉」』⟩⟫", _ROUND[1]),
    **dict.fromkeys("‐‑‒–—―−─ー", "-"),
    **dict.fromkeys("•‧・∙⋅●", "·"),
    **dict.fromkeys("“”„‟″〃〝〞", '"'),
    **dict.fromkeys("‘’‛′`´", "'"),
    "〇": "零",
    "、": ",",
    "。": ".",
}
_UNIFY = str.maketrans(_VARIANTS)

_COMPANY_FORMS = re.compile(
    r"(股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|责任公司|总公司|公司|股份|普通合伙|有限合伙|个人独资|个体工商户)"
)
# A hyphen between digits stays: 12-3号 is not 123号.
_PUNCTUATION = re.compile(r"[()\"'·,.:;!?/\\~_]|(?<![0-9])-|-(?![0-9])")
_PROVINCE = re.compile(r"^(中国)?[^市县区州]{2,6}?(省|自治区)")


def normalise(text: str) -> str:
    """Return ``text`` as it is searched.

    NFKC, upper case, one form of brackets, dashes and quotes; white space, NUL and lone surrogates are
    dropped. Idempotent; any str is accepted.
    """
    while (again := _round(text)) != text:
        text = again
    return text


def _round(text: str) -> str:
    visible = INVISIBLE.sub("", text)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).upper()).translate(_UNIFY)


def stored(fields: Iterable[str]) -> str:
    """Return the searchable text of a row: its fields normalised, empty ones left out, SEPARATOR between."""
    return SEPARATOR.join(filter(None, map(normalise, fields)))


def pairs(text: str) -> list[str]:
    """Return the distinct pairs of neighbouring characters of a query or a ``stored`` text, in order."""
    found: dict[str, None] = {}
    for field in map(normalise, text.split(SEPARATOR)):
        found.update(dict.fromkeys(map("".join, zip(field, field[1:], strict=False))))
    return list(found)


def pair_token(pair: str) -> str:
    """Return a pair as one ASCII word (``"中国"`` -> ``"4e2d56fd"``).

    Unambiguous, and untouched by the unicode61 tokeniser.
    """
    return "".join(f"{ord(char):04x}" if ord(char) < 0x10000 else f"g{ord(char):06x}" for char in pair)


def tokens(text: str) -> str:
    """Return the pair tokens of ``text``, space between: what is written to and asked of an FTS5 table."""
    return " ".join(map(pair_token, pairs(text)))


def name_key(name: str) -> str:
    """Return what two spellings of one enterprise name share: no brackets, punctuation or legal form.

    "甲（吉安）铸造有限责任公司" and "甲吉安铸造有限公司" have the same key. Never empty for a name with a visible character.
    """
    whole = normalise(name)
    bare = _PUNCTUATION.sub("", whole)
    return _COMPANY_FORMS.sub("", bare) or bare or whole


def address_key(address: str) -> str:
    """Return what two spellings of one address share: no province, brackets or punctuation, "#" read as 号."""
    whole = normalise(address)
    bare = _PUNCTUATION.sub("", whole.replace("#", "号"))
    return _PROVINCE.sub("", bare) or bare or whole
