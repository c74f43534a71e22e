"""The answers of a draft as the check page shows them, step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from capacity_portal.organization.queries import region_names
from tipoffs.choices import Daytime
from tipoffs.forms.intake import NAMED
from tipoffs.rules.draft_content import STEPS
from tipoffs.rules.plain_kinds import plain_words
from tipoffs.views.intake_pages import address_of

_CONTACT = {
    "name": "姓名", "telephone": "联系电话", "address": "联系地址", "bank": "开户银行", "account": "银行账号", "other": "联名举报人",
}  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """One step: its anchor is ``group-<slug>``; ``rows`` are (label, value)."""

    slug: str
    title: str
    change_url: str
    rows: list[tuple[str, str]]


def answers_of(content: dict[str, Any], files: Iterable) -> list[Answers]:
    """The four steps before the check."""
    rows = {
        "where": _where(content.get("where") or {}),
        "what": _what(content.get("what") or {}),
        "evidence": _evidence(list(files)),
        "contact": _contact(content.get("contact") or {}),
    }
    return [
        Answers(slug, STEPS[slug], f"{address_of(slug)}?back=check", found) for slug, found in rows.items()
    ]


def _where(where: dict[str, str]) -> list[tuple[str, str]]:
    codes = [code for code in (where.get("county"), where.get("town")) if code]
    names = region_names(codes)
    place = " ".join(names.get(code, "") for code in codes)
    return [
        ("所在地区", place),
        ("具体地点", where.get("place_text", "")),
        ("单位名称", where.get("firm_name", "")),
    ]


def _what(what: dict[str, str]) -> list[tuple[str, str]]:
    daytime = what.get("daytime", "")
    when = Daytime(daytime).label if daytime in Daytime.values else ""
    return [
        ("哪一种情况", plain_words(what.get("kind", ""))),
        ("看到的情况", what.get("text", "")),
        ("什么时候看到的", what.get("seen_text", "")),
        ("时段", when),
    ]


def _evidence(files: list) -> list[tuple[str, str]]:
    if not files:
        return [("材料", "没有上传")]
    return [(f"材料{file.position}", f"{file.label}，{_size(file.size)}") for file in files]


def _contact(contact: dict[str, str]) -> list[tuple[str, str]]:
    if contact.get("named") != NAMED:
        return [("联系方式", "匿名举报，不留联系方式" if contact else "")]
    return [(label, contact[name]) for name, label in _CONTACT.items() if contact.get(name)]


def _size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MB" if count >= 104_858 else f"{max(1, count // 1024)} KB"
