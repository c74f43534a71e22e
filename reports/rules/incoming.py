"""One line of the register of incoming documents (收文登记) as it was typed, and what speaks against it."""

from dataclasses import dataclass
from datetime import date

from capacity_portal.lib.dates import label
from capacity_portal.lib.typed_text import storable
from reports.rules import document_numbers
from reports.rules.secrecy import refusal

LONGEST = {"title": 200, "sender": 120, "printed_number": 80, "summary": 4_000, "text": 100_000}
NAMES = {
    "title": "标题",
    "sender": "来文单位",
    "printed_number": "来文字号",
    "summary": "内容摘要",
    "text": "正文",
}


@dataclass(frozen=True)
class IncomingEntry:
    """``printed_number`` as on the paper; ``urgency`` as in ``choices.Urgency``; ``due_on``: when it must be dealt with."""

    title: str
    sender: str
    received_on: date
    printed_number: str = ""
    dated: date | None = None
    due_on: date | None = None
    urgency: str = ""
    summary: str = ""
    text: str = ""

    def stored(self) -> dict[str, object]:
        """The values as they may be stored, by field."""
        words = {name: storable(getattr(self, name)).strip() for name in LONGEST}
        days = {
            "received_on": self.received_on,
            "dated": self.dated,
            "due_on": self.due_on,
            "urgency": self.urgency,
        }
        return words | days | number_fields(words["printed_number"])


def number_fields(printed: str) -> dict[str, object]:
    """``number_code``, ``number_year`` and ``number`` of a printed number; empty where they cannot be told."""
    try:
        found = document_numbers.parse(printed)
    except document_numbers.Unreadable:
        return {"number_code": "", "number_year": None, "number": None}
    return {"number_code": found.code[:30], "number_year": found.year, "number": found.number}


def number_caution(printed: str) -> str:
    """Why the printed number was not understood, "" where it was, or where there is none."""
    if not printed.strip():
        return ""
    try:
        document_numbers.parse(printed)
    except document_numbers.Unreadable as unreadable:
        return f"来文字号按原样登记，没有拆分成代字、年份和顺序号：{unreadable}"
    return ""


def objections(entry: IncomingEntry, today: date) -> dict[str, str]:
    """Sentences by field: what keeps the line from being registered."""
    values = entry.stored()
    wrong = {name: f"请填写{NAMES[name]}。" for name in ("title", "sender") if not values[name]}
    for name, longest in LONGEST.items():
        if len(values[name]) > longest:
            wrong[name] = f"{NAMES[name]}共 {len(values[name])} 个字，最多 {longest} 个字，请缩短。"
        if refused := refusal(NAMES[name], values[name]):
            wrong[name] = refused
    return wrong | _against_days(entry, today)


def _against_days(entry: IncomingEntry, today: date) -> dict[str, str]:
    wrong = {}
    if entry.received_on > today:
        wrong["received_on"] = f"收文日期“{label(entry.received_on)}”晚于今天{label(today)}，请核对。"
    if entry.dated and entry.dated > entry.received_on:
        wrong["dated"] = f"成文日期“{label(entry.dated)}”晚于收文日期{label(entry.received_on)}，请核对。"
    if entry.due_on and entry.due_on < entry.received_on:
        wrong["due_on"] = f"办理期限“{label(entry.due_on)}”早于收文日期{label(entry.received_on)}，请核对。"
    return wrong
