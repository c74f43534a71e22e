"""What a draft holds, step by step, and the report it makes."""

from typing import Any

from tipoffs.choices import Channel, Daytime
from tipoffs.rules.report import LONGEST_IDENTITY, Identity, TipReport

STEPS: dict[str, str] = {
    "where": "在哪里", "what": "看到什么", "evidence": "证据材料", "contact": "联系方式", "check": "核对提交",
}  # fmt: skip
"""Slug and title of the five steps, in order."""
OF_FIELD = {"kind": "what", "text": "what", "seen_text": "what", "daytime": "what", "identity": "contact"}
"""The step in which a field of TipReport is answered; the others belong to ``where``."""


def report_of(content: dict[str, Any]) -> TipReport:
    """The report of a draft; what was not answered yet is empty."""
    where, what, contact = (content.get(step) or {} for step in ("where", "what", "contact"))
    return TipReport(
        kind=what.get("kind", ""),
        text=what.get("text", ""),
        place=where.get("town") or where.get("county") or "",
        place_text=where.get("place_text", ""),
        firm_name=where.get("firm_name", ""),
        seen_text=what.get("seen_text", ""),
        daytime=what.get("daytime") or Daytime.UNKNOWN,
        channel=Channel.WEB,
        identity=Identity(**{name: contact.get(name, "") for name in LONGEST_IDENTITY}),
    )


def following(step: str) -> str:
    """The slug of the step after ``step``."""
    slugs = list(STEPS)
    return slugs[min(slugs.index(step) + 1, len(slugs) - 1)]


def before(step: str) -> str:
    """The slug of the step before ``step``, "" for the first."""
    slugs = list(STEPS)
    at = slugs.index(step)
    return slugs[at - 1] if at else ""
