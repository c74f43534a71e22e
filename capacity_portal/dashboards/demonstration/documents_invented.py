"""Invented documents: when, of what kind, what they say, and how far each is to come. Pure; the same for the same arguments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from capacity_portal.dashboards.demonstration import document_phrases as phrases
from reports.rules.return_figures import Wanted

_SEASONS = ("冬季", "春季", "夏季", "秋季")
FIGURES = (
    Wanted("checked", "排查企业", "家"),
    Wanted("found", "发现问题", "个"),
    Wanted("mended", "完成整改", "个"),
)
"""What the returns of a deployment say in numbers."""
_OPEN = {"approved": 4, "reviewing": 3, "returned": 2, "draft": 1}
"""How a document that is not out yet stands, and how many days before the end it was begun."""


@dataclass(frozen=True)
class ToldDocument:
    """``stop``: how far it comes ("" the whole way: issued); ``wants``: what its recipients owe; ``upstream``: the incoming document
    it carries out, by its place in ``invent_incoming``; ``days``: how long a return may take; ``is_returned``: sent back once in review.
    """

    index: int
    at: datetime
    kind: str
    title: str
    content: dict
    settings: dict = field(default_factory=dict)
    wants: frozenset[str] = frozenset()
    days: int = 0
    stop: str = ""
    upstream: int | None = None
    is_returned: bool = False
    is_countersigned: bool = False
    is_public: bool = False

    @property
    def dice(self) -> Random:
        return Random(f"document-{self.index}")


@dataclass(frozen=True)
class ToldIncoming:
    """A document from above: ``number`` counts per sender and year."""

    index: int
    at: datetime
    sender: str
    code: str
    title: str
    number: int


def count_for(scale: int) -> int:
    """60 documents for 1,000 enterprises and more, at least 14."""
    return min(60, max(14, scale * 6 // 100))


def invent(count: int, days: int, now: datetime) -> list[ToldDocument]:
    """``count`` documents over the last ``days`` days, in order of time; the last ones are still under way."""
    standing = count - len(_OPEN)
    step = max(1, (days - 12) / max(1, standing))
    past = [now - timedelta(days=days - 2 - step * place) for place in range(standing)]
    told = [_past(index, _working(at), days) for index, at in enumerate(past, 1)]
    for place, (stop, ago) in enumerate(_OPEN.items(), standing + 1):
        told.append(_past(place, _working(now - timedelta(days=ago)), days, stop=stop))
    return told


def invent_incoming(count: int, days: int, now: datetime) -> list[ToldIncoming]:
    """About a third as many documents from above."""
    number = max(4, count // 3)
    step = (days - 5) / number
    found = []
    for index in range(number):
        sender, code, title = phrases.INCOMING[index % len(phrases.INCOMING)]
        at = _working(now - timedelta(days=days - 1 - step * index))
        found.append(ToldIncoming(index, at, sender, code, title, 3 + index))
    return found


def _past(index: int, at: datetime, days: int, stop: str = "") -> ToldDocument:
    kind = (
        "deployment"
        if stop or index % 5 in (0, 3)
        else ("circular", "letter", "report", "minutes")[index % 4]
    )
    make = {
        "deployment": _deployment,
        "circular": _circular,
        "letter": _letter,
        "report": _report,
        "minutes": _minutes,
    }[kind]
    return make(index, at, stop)


def _deployment(index: int, at: datetime, stop: str) -> ToldDocument:
    title, lead, parts = phrases.DEPLOYMENTS[index % len(phrases.DEPLOYMENTS)]
    wants = frozenset(
        {"receive", "cascade", "meet", "task", "return"} if index % 2 else {"receive", "cascade", "return"}
    )
    return _told(
        index, at, "notice", title, lead, parts, stop=stop, addressees=phrases.ALL, copies=phrases.COPIES, wants=wants, days=12,
        upstream=index // 5 if index % 2 else None, is_returned=index % 10 == 3, is_countersigned=index % 4 == 1, is_public=index % 10 == 5,
    )  # fmt: skip


def _circular(index: int, at: datetime, stop: str) -> ToldDocument:
    return _told(
        index,
        at,
        "circular",
        *phrases.CIRCULAR,
        stop=stop,
        addressees=phrases.COUNTIES,
        wants=frozenset({"receive"}),
    )


def _letter(index: int, at: datetime, stop: str) -> ToldDocument:
    settings = {"form": "letter", "direction": "level"}
    return _told(index, at, "letter", *phrases.LETTER, stop=stop, addressees="市供电公司", settings=settings)


def _report(index: int, at: datetime, stop: str) -> ToldDocument:
    settings = {"direction": "up", "signers": ["办公室负责人"]}
    return _told(
        index,
        at,
        "report",
        *phrases.REPORT,
        stop=stop,
        addressees="省化解过剩产能工作领导小组办公室",
        settings=settings,
    )


def _minutes(index: int, at: datetime, stop: str) -> ToldDocument:
    settings = {"form": "minutes", "signing": "unsealed"}
    return _told(index, at, "minutes", *phrases.MINUTES, stop=stop, settings=settings, attendance=True)


def _told(
    index: int, at: datetime, kind: str, title: str, lead: str, parts: list[phrases.Part], *, addressees: str = "", copies: str = "",
    attendance: bool = False, **more,
) -> ToldDocument:  # fmt: skip
    filled = {"year": at.year, "month": at.month, "season": _SEASONS[at.month % 12 // 3]}
    content = {"addressees": addressees, "blocks": _blocks(lead, parts, filled)}
    if kind == "notice":
        content["contact"] = phrases.CONTACT
    if copies:
        content["copies_to"] = copies
    if attendance:
        content["attendance"] = [
            {"label": "出席", "names": "领导小组组长、各成员单位负责同志"},
            {"label": "列席", "names": "办公室全体人员"},
        ]
    return ToldDocument(index, at, kind, title.format(**filled), content, **more)


def _blocks(lead: str, parts: list[phrases.Part], filled: dict) -> list[dict]:
    blocks = [{"kind": "paragraph", "text": lead.format(**filled)}]
    for heading, text in parts:
        blocks += [
            {"kind": "section", "level": 1, "heading": heading},
            {"kind": "paragraph", "text": text.format(**filled)},
        ]
    return blocks


def _working(at: datetime) -> datetime:
    """The same day at nine, or the Friday before a weekend."""
    at = at.replace(hour=9, minute=0, second=0, microsecond=0)
    return at - timedelta(days=max(0, at.weekday() - 4))
