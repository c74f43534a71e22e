"""What an evidence pack may hold and must hold (佐证材料清单): kinds of evidence, their folders, the editable default list. Pure.

Source: seed 003 part 七 (检查), issue 6 C3; the folders' order is the order in which a visiting group reads.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_LABEL, MOST_ENTRIES = 120, 40


@dataclass(frozen=True)
class Kind:
    """A kind of evidence: ``folder`` of the archive, ``label`` of the index, ``want`` how a gap is told."""

    code: str
    label: str
    folder: str
    want: str


@dataclass(frozen=True)
class Entry:
    """A line of the checklist: ``code`` unique in its list, ``label`` as shown, ``kind`` of KINDS."""

    code: str
    label: str
    kind: str


class ChecklistError(ValueError):
    """The list cannot be used; the message is a Chinese sentence."""


_ALL = (
    Kind("notices", "印发文件", "01印发文件", "材料期内没有印发文件"),
    Kind("incoming", "上级来文", "02上级来文", "材料期内没有登记上级来文"),
    Kind("returns", "书面反馈", "03书面反馈", "材料期内没有书面反馈"),
    Kind("monthly", "监管月报", "04监管月报", "材料期内没有监管月报"),
    Kind("visits", "排查记录", "05排查记录", "材料期内没有排查记录"),
    Kind("photos", "现场照片", "06现场照片", "材料期内没有现场照片"),
    Kind("findings", "问题整改", "07问题整改", "材料期内没有问题整改材料"),
    Kind("tips", "举报核查", "08举报核查", "材料期内没有可提供的举报核查材料"),
    Kind("meetings", "会议", "09会议", "材料期内没有会议记录"),
    Kind("mechanism", "组织机构和职责分工", "10组织机构", "没有登记领导小组和职责分工"),
    Kind("assessments", "年度报告", "11年度报告", "材料期内没有定稿的年度报告"),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}
KIND_CHOICES = [(kind.code, kind.label) for kind in _ALL]
DEFAULT: tuple[Entry, ...] = (
    Entry("notices", "部署文件和下发通知（印发件或盖章扫描件）", "notices"),
    Entry("incoming", "上级来文和贯彻落实情况", "incoming"),
    Entry("returns", "各县（市、区）书面反馈", "returns"),
    Entry("monthly", "各县（市、区）逐月监管月报", "monthly"),
    Entry("visits", "现场排查记录", "visits"),
    Entry("photos", "现场照片", "photos"),
    Entry("findings", "发现问题、整改和处置情况", "findings"),
    Entry("tips", "举报受理、核查和办结情况（不含举报人信息）", "tips"),
    Entry("meetings", "会议记录和签到表", "meetings"),
    Entry("mechanism", "组织机构和成员单位职责分工", "mechanism"),
    Entry("assessments", "自评报告和工作报告", "assessments"),
)


def entries_from(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with texts cut to size and codes made unique. Raises ChecklistError."""
    found = list(entries)
    if len(found) > MOST_ENTRIES:
        raise ChecklistError(f"清单共 {len(found)} 项，最多 {MOST_ENTRIES} 项，请合并后再保存。")
    known: set[str] = set()
    return [_entry(entry, number, known) for number, entry in enumerate(found, 1)]


def entries_of(stored: object) -> list[Entry]:
    """The list kept as JSON (``SuperiorInspection.checklist``); what is no entry is passed over."""
    rows = stored if isinstance(stored, list) else []
    return [Entry(str(row["code"]), str(row["label"]), row["kind"]) for row in rows if _is_entry(row)]


def entries_from_text(text: str) -> list[Entry]:
    """What is typed, a line each: ``类别：材料名称``. Raises ChecklistError naming the line."""
    by_label = {kind.label: kind.code for kind in _ALL}
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        label, mark, words = line.replace(":", "：", 1).partition("：")
        if not mark or label.strip() not in by_label:
            raise ChecklistError(
                f"第{number}行“{line[:30]}”没有写明类别。请写成“监管月报：各县逐月监管月报”，类别只能是{'、'.join(by_label)}。"
            )
        found.append(Entry("", words.strip(), by_label[label.strip()]))
    return entries_from(found)


def as_text(entries: Sequence[Entry]) -> str:
    """The list as it is typed."""
    return "\n".join(f"{KINDS[entry.kind].label}：{entry.label}" for entry in entries)


def _entry(entry: Entry, number: int, known: set[str]) -> Entry:
    if entry.kind not in KINDS:
        raise ChecklistError(f"第{number}项的类别“{str(entry.kind)[:20]}”不在可选范围内。")
    label = " ".join(entry.label.split())
    if not label or len(label) > LONGEST_LABEL:
        raise ChecklistError(f"第{number}项的材料名称有 {len(label)} 个字，应为 1 至 {LONGEST_LABEL} 个字。")
    code = entry.code if entry.code and entry.code not in known else f"{entry.kind}-{number}"
    known.add(code)
    return Entry(code, label, entry.kind)


def _is_entry(row: object) -> bool:
    return isinstance(row, dict) and {"code", "label", "kind"} <= set(row) and row["kind"] in KINDS
