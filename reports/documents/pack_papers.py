"""What an evidence pack has no finished copy of: a written return, and what may be said of a tip outside the office.

Of a tip: its number, days, the handler's summary, units, conclusion, what was done. Never the words, place, firm or files of the
reporter, nothing of who he is; a summary too near to his words, or with numbers of a person in it, is left out as well. The landline
of an office is no person's number (T23), unless the reporter wrote it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from capacity_portal.lib import dates
from reports.documents.papers import Paper, Table, html_of
from reports.models import NoticeReturn
from tipoffs.models import Assignment, Disposition, Tip
from tipoffs.queries.units import parts_of
from tipoffs.rules.personal import landlines_in, persons_numbers_in
from tipoffs.rules.summary import longest_copied

TELLING = "文字含有个人号码或者与举报原文过于接近"
LEFT_OUT = f"（{TELLING}，没有列入）"


def return_html(record: NoticeReturn, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """A recipient's written return with its figures."""
    notice = record.recipient.notice
    wanted = [one for one in notice.figures_wanted if isinstance(one, dict)]
    rows = [
        (one.get("label", ""), record.figures.get(one.get("key"), "—"), one.get("unit", "")) for one in wanted
    ]
    facts = [
        ("所反馈文件", f"{number_of(notice)}《{notice.title}》"),
        ("反馈单位", record.recipient.name),
        ("报送", _act(record.submitted_at, record.submitted_by) + ("（逾期）" if record.is_late else "")),
        ("审核", f"{record.get_state_display()}　{_act(record.accepted_at, record.accepted_by)}"),
    ]
    tables = [Table("数据", ("项目", "数值", "单位"), rows, ("", "w20", "w20"))] if rows else []
    paper = Paper(
        f"{record.recipient.name}书面反馈", "书面反馈", "", facts, [("反馈内容", record.text)], tables
    )
    return html_of(paper, officer, at, undrawn)


def number_of(notice) -> str:
    entry = getattr(notice, "entry", None)
    return entry.label if entry else ""


def is_telling(tip: Tip, words: str) -> bool:
    """Whether ``words`` repeat the reporter or carry a person's number: then they stay inside."""
    own = "\n".join([tip.text, tip.place_text, tip.seen_text])
    numbers = persons_numbers_in(words) or landlines_in(words) & landlines_in(own)
    return bool(numbers or longest_copied(words, own) or (tip.text and tip.text in words))


def tip_html(tip: Tip, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The handling of a tip without anything of its reporter."""
    parts = list(parts_of(tip))
    facts = [
        ("编号", tip.label),
        ("类型", tip.get_kind_display()),
        ("收到日期", dates.label(tip.received_on)),
        ("交办日期", _day(tip.handed_over_at)),
        ("承办单位", "、".join(map(_unit, parts))),
        ("反馈期限", dates.label(tip.result_due_on) if tip.result_due_on else ""),
        ("核查结论", tip.get_conclusion_display() if tip.conclusion else ""),
        ("核查人数", tip.verifiers or ""),
        ("办理状态", tip.get_state_display()),
        ("办结日期", _day(tip.closed_at)),
    ]
    paper = Paper(
        f"{tip.label}核查办理情况", "举报核查", "", facts, [("交办摘要", guarded(tip, tip.summary))], _measures(tip),
        note="本件不含举报人信息和举报原文。",
    )  # fmt: skip
    return html_of(paper, officer, at, undrawn)


def _unit(part: Assignment) -> str:
    return f"{part.region.name}{part.department.name}" if part.department else part.region.name


def guarded(tip: Tip, words: str) -> str:
    return LEFT_OUT if is_telling(tip, words) else words


def words_about(tip: Tip) -> Iterator[str]:
    """Every free text of the office and the units that a pack prints about a tip."""
    yield tip.summary
    yield from Assignment.objects.filter(tip=tip, turn=tip.turn).values_list("instruction", flat=True)
    for text, note in _dispositions(tip).values_list("text", "enforcement_note"):
        yield text
        yield note


def _measures(tip: Tip) -> list[Table]:
    rows = [
        (
            dates.label(row.on),
            row.get_kind_display(),
            guarded(tip, row.text),
            row.get_enforcement_state_display(),
        )
        for row in _dispositions(tip)
    ]
    heads = ("日期", "处置方式", "处置情况", "执法移交")
    return [Table("处置情况", heads, rows, ("w20", "w20", "", "w12"))] if rows else []


def _dispositions(tip: Tip):
    return Disposition.objects.filter(tip=tip, turn=tip.turn).order_by("on", "id")


def _day(moment: datetime | None) -> str:
    return dates.label(timezone.localdate(moment)) if moment else ""


def _act(moment: datetime | None, officer) -> str:
    return f"{_day(moment)}　{officer.name}" if moment and officer else _day(moment)
