"""Telling programs from people without a riddle (settled: no picture codes): a field nobody sees, and a form sent off too fast.

A person who is taken for a program loses nothing: the form comes back as typed, with a sentence and a fresh stamp.
The stamp says when the form was drawn; it stands in the page only and is never stored.
"""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

TRAP, STAMP = "homepage", "stamp"
"""Names of the two fields: one that stays empty (hidden from people and screen readers), the signed moment."""
LEAST = timedelta(seconds=2)
_LONGEST = 100


def stamp(at: datetime, key: bytes) -> str:
    """The moment, signed: ``<seconds>.<hex>``."""
    seconds = str(int(at.timestamp()))
    return f"{seconds}.{_signature(seconds, key)}"


def complaint(trap: str, typed: str, key: bytes, at: datetime) -> str:
    """ "" for a person; else what to ask for. ``trap`` and ``typed`` as posted."""
    if trap:
        return "有一个不需要填写的栏目被自动填写了，现已清空。请核对内容后再提交一次。"
    drawn_at = _moment(typed, key)
    if drawn_at is None:
        return "页面已经更新，请核对内容后再提交一次。"
    if at - drawn_at < LEAST:
        return "提交得太快了。请核对内容，过几秒后再提交一次。"
    return ""


def _moment(typed: str, key: bytes) -> datetime | None:
    seconds, _, signature = typed[:_LONGEST].partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 11):
        return None
    if not hmac.compare_digest(signature.encode(errors="replace"), _signature(seconds, key).encode()):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def _signature(seconds: str, key: bytes) -> str:
    return hmac.new(key, f"form drawn:{seconds}".encode(), sha256).hexdigest()[:32]
