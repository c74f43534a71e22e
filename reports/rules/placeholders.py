"""Placeholders of templates (``{企业名称}``): which there are, where each is filled from, and what is still open in a draft."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"\{([^{}\n]{1,20})\}")
OFFICE = ("办公室", "办公电话", "办公地址", "代章单位", "地区", "日期", "年份")
"""Filled in every document."""
ENTERPRISE = ("企业名称", "统一社会信用代码", "法定代表人", "地址", "所在地区", "行业", "经营状态")
BY_SUBJECT: dict[str, tuple[str, ...]] = {
    "": ("反馈期限",),
    "enterprise": ENTERPRISE,
    "finding": (*ENTERPRISE, "问题编号", "问题", "整改要求", "整改期限", "发现日期"),
    "visit": (*ENTERPRISE, "检查日期", "检查情况"),
    "tip": ("举报编号", "线索摘要", "反馈期限"),
    "notice": ("文件标题", "文号", "印发日期", "反馈期限"),
}
"""What each source fills besides; the writer fills in by hand what its source does not know."""
SUBJECT_LABELS = {"": "不需要", "enterprise": "企业", "finding": "问题", "visit": "排查记录", "tip": "举报", "notice": "已印发的文件"}  # fmt: skip
KNOWN = frozenset(OFFICE).union(*BY_SUBJECT.values())


def names_in(data: Any) -> list[str]:
    """The placeholders in all texts of plain JSON, each once, in order."""
    return list(dict.fromkeys(name for text in _texts(data) for name in _PLACEHOLDER.findall(text)))


def faults(content: Any, subject: str) -> list[str]:
    """Why a template with this source of values cannot be used, as sentences."""
    if subject not in BY_SUBJECT:
        return [
            f"填充来源“{subject[:20]}”不是系统认识的来源；可用的有：{'、'.join(filter(None, BY_SUBJECT))}。"
        ]
    filled = {*OFFICE, *BY_SUBJECT[subject]}
    return [_fault(name, subject) for name in names_in(content) if name not in filled]


def filled(data: Any, values: Mapping[str, str]) -> Any:
    """Plain JSON with its placeholders replaced; one without a value (missing or empty) stays as it is. What is filled in is not read again."""
    if isinstance(data, str):
        return _PLACEHOLDER.sub(lambda found: one_line(values.get(found[1], "")) or found[0], data)
    if isinstance(data, Mapping):
        return {key: filled(value, values) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [filled(value, values) for value in data]
    return data


def one_line(text: str) -> str:
    """A value fit for a paragraph: lines that have no mark at their end get a semicolon."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "".join(line if line[-1] in "。；！？：，" else f"{line}；" for line in lines[:-1]) + "".join(
        lines[-1:]
    )


def open_in(text: str) -> list[str]:
    """Known placeholders still standing in the text of a draft: it cannot be issued with them."""
    return [name for name in names_in(text) if name in KNOWN]


def _fault(name: str, subject: str) -> str:
    if name in KNOWN:
        sources = [SUBJECT_LABELS[key] for key, names in BY_SUBJECT.items() if key and name in names]
        return f"“{{{name}}}”要从{'、'.join(sources)}填充，这份模板的填充来源是“{SUBJECT_LABELS[subject]}”；请改用别的占位符或更换填充来源。"
    return f"“{{{name[:20]}}}”不是系统认识的占位符；可用的有：{'、'.join((*OFFICE, *BY_SUBJECT[subject]))}。"


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)
