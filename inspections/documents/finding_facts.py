"""A finding in words: badges, facts, timeline; the page, the list and the printed sheet say the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from capacity_portal.lib.workdays import workdays_between
from capacity_portal.organization.queries import region_names, work_calendar
from inspections.choices import EnforcementState, FindingState, Severity
from inspections.models import Finding, FindingEvidence, FindingProgress
from inspections.rules.finding_workflow import STEP_LABELS

STATE_KINDS = {
    FindingState.OPEN: "warn",
    FindingState.UNDER_WAY: "running",
    FindingState.TO_RECHECK: "running",
    FindingState.CLOSED: "closed",
}
SEVERITY_KINDS = {Severity.MINOR: "neutral", Severity.MAJOR: "warn", Severity.SERIOUS: "bad"}
_STEPS = STEP_LABELS | {"create": "发现问题", "escalate": "逾期升级", "enforce": "移交执法"}
_STEP_KINDS = {"create": "warn", "close": "good", "reject": "bad", "escalate": "bad", "confirm": "bad"}


@dataclass(frozen=True)
class Badge:
    label: str
    kind: str


@dataclass(frozen=True)
class Event:
    """One line of the timeline (_partials/timeline.html)."""

    at: datetime
    who: str
    title: str
    note: str
    kind: str


def is_overdue(finding: Finding, today: date) -> bool:
    return finding.state != FindingState.CLOSED and finding.deadline_on < today


def badges(finding: Finding, today: date) -> list[Badge]:
    """State first, then what makes the finding grave or late."""
    found = [
        Badge(finding.get_state_display(), STATE_KINDS[finding.state]),
        Badge(finding.get_severity_display(), SEVERITY_KINDS[finding.severity]),
    ]
    if finding.is_confirmed:
        found.append(Badge("查实地条钢生产", "bad"))
    if finding.is_ruled_out:
        found.append(Badge("经查不实", "neutral"))
    if is_overdue(finding, today):
        found.append(Badge("逾期", "bad"))
    if finding.escalated_at and finding.state != FindingState.CLOSED:
        found.append(Badge("已升级", "bad"))
    if finding.enforcement_state != EnforcementState.NONE:
        found.append(Badge(finding.get_enforcement_state_display(), "warn"))
    return found


def due_text(finding: Finding, today: date) -> str:
    """How far off the deadline is; "" for a closed one."""
    return "" if finding.state == FindingState.CLOSED else due_label(finding.deadline_on, today)


def due_label(day: date, today: date) -> str:
    """``逾期3天``, ``今天到期``, ``还有2个工作日``."""
    if day < today:
        return f"逾期{(today - day).days}天"
    left = workdays_between(today, day, work_calendar())
    return f"还有{left}个工作日" if left else "今天到期"


def facts(finding: Finding, today: date) -> list[tuple[str, str]]:
    """(label, value) of what was found and what is required; empty values are shown as not filled in."""
    due = due_text(finding, today)
    kind = finding.get_kind_display()
    if finding.sub_kind:
        kind = f"{kind}（{finding.get_sub_kind_display()}）"
    return [
        ("类别", kind),
        ("程度", finding.get_severity_display()),
        ("地区", region_names([finding.region_code]).get(finding.region_code, finding.region_code)),
        ("网格", finding.cell.name if finding.cell else "不在网格内"),
        ("发现日期", f"{finding.found_on}"),
        ("整改期限", f"{finding.deadline_on}（{finding.deadline_days}个工作日{f'，{due}' if due else ''}）"),
        ("责任单位", finding.responsible_unit.name if finding.responsible_unit else ""),
        ("责任人", finding.responsible_name),
        ("整改要求", finding.requirement),
    ]


def enforcement_facts(finding: Finding) -> list[tuple[str, str]]:
    if finding.enforcement_state == EnforcementState.NONE:
        return []
    return [
        ("执法状态", finding.get_enforcement_state_display()),
        ("执法单位", finding.enforcement_unit.name),
        ("日期", f"{finding.enforcement_on or ''}"),
        ("情况和结果", finding.enforcement_note),
    ]


def closing_facts(finding: Finding) -> list[tuple[str, str]]:
    """The re-inspection that ended it; empty while it is open."""
    if finding.state != FindingState.CLOSED:
        return []
    return [
        ("复查日期", f"{finding.recheck_on}"),
        ("复查人", finding.closed_by.name),
        ("复查意见", finding.recheck_note),
    ]


def events(lines: Iterable[FindingProgress]) -> list[Event]:
    """The finding's own timeline, in the order given; lines come with ``reported_by``."""
    return [
        Event(
            line.reported_at,
            line.reported_by.name if line.reported_by else "系统",
            f"{_STEPS.get(line.step, line.step)}（{line.percent}%）"
            if line.percent
            else _STEPS.get(line.step, line.step),
            line.text,
            _STEP_KINDS.get(line.step, "neutral"),
        )
        for line in lines
    ]


def is_picture(evidence: FindingEvidence) -> bool:
    return evidence.content_type.startswith("image/")
