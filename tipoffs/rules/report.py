"""What is reported: the one shape from all doors (public form, staff entry, demonstration), and what is wrong with it."""

from dataclasses import dataclass, field, replace
from datetime import date

from capacity_portal.lib.typed_text import storable
from tipoffs.choices import Channel, Daytime, TipKind

LONGEST = {"place_text": 200, "firm_name": 120, "text": 2000, "seen_text": 120, "source_number": 80}
LONGEST_IDENTITY = {"name": 60, "telephone": 40, "address": 200, "bank": 60, "account": 40, "other": 200}


@dataclass(frozen=True)
class Identity:
    """Who reports; every part may be empty. ``bank`` and ``account``: where a reward may be sent; ``other``: joint signatories
    and whatever else he says of himself."""

    name: str = ""
    telephone: str = ""
    address: str = ""
    bank: str = ""
    account: str = ""
    other: str = ""

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class TipReport:
    """``place``: code of a region, "" when only words are given. ``received_on``: only for tips entered by staff (a letter's day)."""

    kind: str
    text: str
    place: str = ""
    place_text: str = ""
    firm_name: str = ""
    seen_text: str = ""
    daytime: str = Daytime.UNKNOWN
    channel: str = Channel.WEB
    source_number: str = ""
    identity: Identity = field(default_factory=Identity)
    received_on: date | None = None


def tidy(report: TipReport) -> TipReport:
    """The report with storable text, stripped."""
    cleaned = {name: storable(getattr(report, name)).strip() for name in LONGEST}
    identity = Identity(**{name: storable(value).strip() for name, value in vars(report.identity).items()})
    return replace(report, **cleaned, place=storable(report.place), identity=identity)


def problems(report: TipReport) -> dict[str, str]:
    """Sentences by field for a ``tidy`` report; empty when it may be received."""
    found = {}
    if report.kind not in TipKind.values:
        found["kind"] = "请选择举报的是哪一类情况。"
    if not report.text:
        found["text"] = "请写明您看到的情况。"
    if not (report.place or report.place_text or report.firm_name):
        found["place_text"] = "请选择所在地区，或用文字写明地点或单位名称。"
    if report.daytime not in Daytime.values:
        found["daytime"] = "没有这个时段，请从列表中重新选择。"
    if report.channel not in Channel.values:
        found["channel"] = "没有这个来源，请从列表中重新选择。"
    found |= _too_long(report, LONGEST)
    return found | _too_long(report.identity, LONGEST_IDENTITY)


def _too_long(holder: object, longest: dict[str, int]) -> dict[str, str]:
    lengths = {name: len(getattr(holder, name)) for name in longest}
    return {
        name: f"共 {length} 个字，最多 {longest[name]} 个字，请缩短。"
        for name, length in lengths.items()
        if length > longest[name]
    }
