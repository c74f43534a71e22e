"""密级 marks: what carries one has no place in a portal that is not cleared for secrets (涉密不上网, settled 33)."""

import re

_GRADE = r"[秘机機绝絕]\s*密"
_STAR = r"[★☆⭐✩✪✫✬✭✮✯⋆✦✱＊*]"
_TERM = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[年月天]|长期"
_MARK = re.compile(
    rf"{_GRADE}\s*级?\s*{_STAR}\s*(?:{_TERM})?"
    rf"|[\[［【〔〖]\s*{_GRADE}\s*级?\s*(?:{_TERM})?\s*[\]］】〕〗]"
    rf"|密\s*级\s*[:：]?\s*[\[［【〔〖（(]?\s*{_GRADE}"
    rf"|保\s*密\s*期\s*限\s*[:：]\s*(?:{_TERM})"
)


def secrecy_marks(text: str) -> list[str]:
    """The marks standing in ``text`` (``机密★1年``, ``秘密级★``, ``【绝密】``, ``密级：秘密``), each once, in order; the bare words 秘密, 机密 are none."""
    return list(dict.fromkeys(found[0].strip() for found in _MARK.finditer(text)))
