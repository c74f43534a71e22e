"""A tip in words: badges, clocks, facts, timeline; the page, the queue and the printed sheet say the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from capacity_portal.lib import dates
from capacity_portal.lib.workdays import Calendar, Deadline
from tipoffs.choices import ACCEPTED_STATES, TipState
from tipoffs.models import Assignment, Tip, TipEvent
from tipoffs.queries.timeline import began_on
from tipoffs.queries.urgency import BEFORE_HANDOVER, TIMED
from tipoffs.rules.clocks import Clock, explained, handover_deadline, result_deadline, standing

STATE_KINDS = {
    TipState.RECEIVED: "warn",
    TipState.REFUSING: "warn",
    TipState.REFUSED: "closed",
    TipState.ACCEPTED: "running",
    TipState.HANDED_OVER: "running",
    TipState.VERIFYING: "running",
    TipState.VERIFIED: "running",
    TipState.DEALT: "running",
    TipState.ANSWERED: "good",
    TipState.CLOSED: "closed",
}
_EVENT_KINDS = {
    "escalate": "bad", "supervise": "warn", "remind": "warn", "return": "warn", "send_back": "warn", "close": "good", "reopen": "warn",
    "propose_refusal": "warn", "confirm_refusal": "closed", "object": "warn", "verify": "good", "answer": "good",
}  # fmt: skip


@dataclass(frozen=True)
class Badge:
    label: str
    kind: str


@dataclass(frozen=True)
class ClockLine:
    """One deadline: ``standing`` and ``kind`` of its badge are empty once it was kept; ``computed`` says how it was counted."""

    label: str
    due_on: date
    standing: str
    kind: str
    computed: str


@dataclass(frozen=True)
class Event:
    """One line of the timeline (_partials/timeline.html); ``at`` None: of the reporter's acts the day alone is known."""

    at: datetime | None
    on: date
    who: str
    title: str
    note: str
    kind: str


def badges(tip: Tip, today: date, calendar: Calendar, clock: Clock) -> list[Badge]:
    """State first, then its clock, then what makes it urgent."""
    found = [Badge(tip.get_state_display(), STATE_KINDS[tip.state])]
    if tip.state in TIMED:
        found.append(Badge(*standing(due_of(tip), today, calendar, clock)))
    if tip.supervised_at and tip.state != TipState.CLOSED:
        found.append(Badge("督办", "bad"))
    if tip.escalated_at and tip.state in TIMED:
        found.append(Badge("已上报", "bad"))
    if tip.conclusion:
        found.append(Badge(tip.get_conclusion_display(), "neutral"))
    if tip.turn > 1:
        found.append(Badge(f"第{tip.turn}次办理", "neutral"))
    return found


def due_of(tip: Tip) -> date:
    """The last day that counts now, as the database makes it (``Tip.due_on``), for a tip that has just changed too."""
    return (None if tip.state in BEFORE_HANDOVER else tip.result_due_on) or tip.handover_due_on


def clock_lines(
    tip: Tip, lead: Assignment | None, today: date, calendar: Calendar, clock: Clock
) -> list[ClockLine]:
    """The clock of the hand-over, and that of the result once it runs; none for what was refused."""
    if tip.state == TipState.REFUSED:
        return []
    handed = tip.handed_over_at is not None and tip.result_due_on is not None
    began, since = began_on(tip)
    computed = _agreed(handover_deadline(began, clock, calendar), tip.handover_due_on, since)
    if handed:
        computed += f"已于{dates.label(localdate(tip.handed_over_at))}交办。"
    lines = [_line("交办期限", tip.handover_due_on, computed, handed, today, calendar, clock)]
    if handed:
        lines.append(_result_line(tip, lead, today, calendar, clock))
    return lines


def facts(tip: Tip, *, reads_original: bool) -> list[tuple[str, str]]:
    """(label, value); units below learn nothing of how, and by what words, the tip came in."""
    found = [("编号", tip.label), ("举报类型", tip.get_kind_display())]
    if reads_original:
        found += [
            ("来源", " ".join(filter(None, [tip.get_channel_display(), tip.source_number]))),
            ("收到日期", _received(tip)),
            ("所在地区", tip.place.name if tip.place else ""),
            ("联系方式", "已封存" if tip.has_identity else "匿名"),
        ]
    if tip.state in ACCEPTED_STATES and tip.accepted_at:
        found.append(("受理", _by(tip.accepted_at, tip.accepted_by)))
    if tip.handed_over_at:
        found.append(("交办", _by(tip.handed_over_at, tip.handed_over_by)))
    if tip.refusal:
        found.append(("不受理原因", f"{tip.get_refusal_display()}：{tip.refusal_text}"))
        found.append(("提出", _by(tip.refusal_proposed_at, tip.refusal_proposed_by)))
    if tip.refused_at:
        found.append(("复核", _by(tip.refused_at, tip.refused_by)))
    if tip.closed_at:
        found.append(("办结", _by(tip.closed_at, tip.closed_by)))
    return found


def original_facts(tip: Tip) -> list[tuple[str, str]]:
    """What the reporter himself said, for those who may read it."""
    return [
        ("地点", tip.place_text),
        ("被举报单位", tip.firm_name),
        ("发现时间", tip.seen_text),
        ("时段", tip.get_daytime_display()),
    ]


def events(rows: Iterable[TipEvent]) -> list[Event]:
    """Lines of the timeline; an empty ``text`` shows what the reporter was told."""
    return [
        Event(
            row.happened_at,
            row.on,
            row.happened_by.name if row.happened_by else "",
            row.label,
            row.text or (f"对举报人：{row.public_text}" if row.public_text else ""),
            _EVENT_KINDS.get(row.step, "neutral"),
        )
        for row in rows
    ]


def _line(
    label: str, due: date, computed: str, kept: bool, today: date, calendar: Calendar, clock: Clock
) -> ClockLine:
    words, kind = ("", "") if kept else standing(due, today, calendar, clock)
    return ClockLine(label, due, words, kind, computed)


def _result_line(
    tip: Tip, lead: Assignment | None, today: date, calendar: Calendar, clock: Clock
) -> ClockLine:
    start = lead.start_on if lead else localdate(tip.handed_over_at)
    days = lead.days if lead else clock.result_days
    computed = _agreed(result_deadline(start, days, calendar), tip.result_due_on)
    kept = tip.state not in TIMED
    return _line("反馈期限", tip.result_due_on, computed, kept, today, calendar, clock)


def _agreed(found: Deadline, stored: date, since: str = "") -> str:
    """How it was counted; where another day is stored (a return, or another rule then), that is said instead."""
    if found.due == stored:
        return explained(found, since)
    return f"{dates.label(stored)}，按当时的起算日期和时限计算。"


def _received(tip: Tip) -> str:
    text = dates.label(tip.received_on)
    if tip.counted_on != tip.received_on:
        text += f"（非工作时间收到，从{dates.label(tip.counted_on)}起算）"
    return text


def _by(at: datetime | None, by) -> str:
    return f"{dates.label(localdate(at))} {by.name if by else '系统'}" if at else ""
