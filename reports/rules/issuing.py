"""What the keeper of the register has to explain, and what he is reminded of, before a number is given."""

from collections.abc import Sequence
from datetime import date

from reports.choices import Direction


def to_explain(
    *, day: date, signed_on: date, direction: str, signers: Sequence[str], signer: str
) -> list[str]:
    """What on the paper differs from what was done: the day (成文日期为签发的日期，条例第九条), the 签发人 of a document to a superior.

    ``signer``: name of who signed in the portal. Sentences, each with its remedy; they pass with a reason.
    """
    said = []
    if day != signed_on:
        said.append(
            f"成文日期{day:%Y-%m-%d}不是签发的日期{signed_on:%Y-%m-%d}；请改为签发日期，或写明理由（如联合行文最后签发的日期）。"
        )
    if direction == Direction.UP and signer not in signers:
        named = "、".join(signers) or "空"
        said.append(
            f"版头的签发人（{named}）中没有实际签发的{signer}；请撤销签发后改正签发人，或写明理由（如领导在纸质稿上签发）。"
        )
    return said


def against_due_day(*, wants_return: bool, due_on: date | None, today: date) -> list[str]:
    """Recipients cannot answer by a day that is over."""
    if not wants_return or due_on is None or due_on >= today:
        return []
    return [f"反馈期限{due_on:%Y-%m-%d}已过；请退回拟稿（已签发的先撤销签发），把反馈期限改到今天或以后。"]


def to_mind(*, addressees: str, has_recipients: bool) -> list[str]:
    """Passes, but is said: nobody in the portal gets what is addressed to somebody."""
    if has_recipients or not addressees.strip():
        return []
    return [
        f"主送机关写有“{addressees.strip()[:40]}”，但没有选择门户内的收文单位：印发后不会有单位在门户内收到、签收；"
        "应当在门户内收文的，请撤销签发后在“主送、抄送和反馈”中选择。"
    ]
