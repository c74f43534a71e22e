"""A meeting on paper: day, kind, who took part, what was conveyed and decided."""

from collections.abc import Sequence
from datetime import datetime

from capacity_portal.lib import dates
from reports.documents.papers import Paper, html_of
from reports.models import Meeting


def conveyed(meeting: Meeting) -> str:
    """The documents the meeting was about, by number and title; one of a tip is not told of."""
    found = []
    if meeting.incoming:
        found.append(f"{meeting.incoming.printed_number}《{meeting.incoming.title}》")
    if meeting.notice and meeting.notice.tip_id is None:
        entry = getattr(meeting.notice, "entry", None)
        found.append(f"{entry.label if entry else ''}《{meeting.notice.title}》")
    return "\n".join(found)


def meeting_html(meeting: Meeting, place: str, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The record of a meeting of the region named ``place``."""
    facts = [
        ("日期", dates.label(meeting.held_on)),
        ("类别", meeting.get_kind_display()),
        ("参加单位和人员", meeting.participants),
        ("传达文件", conveyed(meeting)),
    ]
    paper = Paper(
        meeting.title, "会议记录", place, facts, [("议定事项", meeting.decisions)],
        note=f"登记人：{meeting.recorded_by.name}",
    )  # fmt: skip
    return html_of(paper, officer, at, undrawn)
