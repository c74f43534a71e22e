"""Whether a reported visit can be taken: pure checks against the duty and its checklist, with Chinese sentences by field.

Errors stand under the names of ``VisitReport`` (``visited_on``), those of an item under ``answers.<code>``. At least two
inspectors, one of them with an account: settled decision 23 and 双随机; night: 20:00 to 06:00, "白天搞铸造、晚上搞钢坯" (吉化解产能办字 三); 补录: more than three days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from capacity_portal.lib import months
from capacity_portal.lib.coordinates import PositionError
from capacity_portal.lib.coordinates import checked as checked_position
from capacity_portal.lib.dates import label
from capacity_portal.lib.typed_text import excerpt
from inspections.choices import Outcome, VisitSource
from inspections.rules import answers, doubts, findings
from inspections.rules.answers import Asked, Errors
from inspections.rules.doubts import NOTHING_KNOWN, Known
from inspections.rules.reports import FindingDraft, VisitReport

LATE_AFTER_DAYS = 3
NIGHT_FROM, NIGHT_TO = time(20), time(6)
_ATTEMPTS = frozenset({Outcome.REFUSED, Outcome.NO_ENTRY})
_LONGEST = {
    "outcome_reason": ("原因", 300),
    "remarks": ("备注", 2_000),
    "recusal_note": ("回避情况", 200),
    "backfill_reason": ("补录原因", 200),
}


@dataclass(frozen=True)
class FirstTaken:
    """The server's day of the first record of a chain of corrections, and whether the corrected one is 补录, and why."""

    on: date
    is_backfilled: bool = False
    backfill_reason: str = ""


@dataclass(frozen=True)
class Task:
    """What the duty asks. ``earliest``: the day it came on the list, None for those of the month's opening.

    ``previous``: answers of the visit before; ``findings_before``: findings that a corrected visit has already;
    ``first_taken``: when a corrected visit that stands was first recorded (``rules.corrections``).
    """

    period: int
    earliest: date | None = None
    must_be_formal: bool = False
    items: tuple[Asked, ...] = ()
    previous: Mapping[str, Mapping] = field(default_factory=dict)
    findings_before: int = 0
    first_taken: FirstTaken | None = None


@dataclass(frozen=True)
class Checked:
    """``answers`` as they are stored; ``doubts`` must be accepted (``VisitReport.doubts_accepted``) before it is taken."""

    errors: Errors
    doubts: list[str]
    answers: dict[str, dict]
    is_night: bool
    is_backfilled: bool
    backfill_reason: str


def is_night(arrived: time | None) -> bool:
    return arrived is not None and (arrived >= NIGHT_FROM or arrived < NIGHT_TO)


def is_backfilled(visited_on: date, recorded_on: date) -> bool:
    """Whether more than three days lie between the visit and the server's day of taking it."""
    return (recorded_on - visited_on).days > LATE_AFTER_DAYS


def check(report: VisitReport, task: Task, *, now: datetime, known: Known = NOTHING_KNOWN) -> Checked:
    """Everything that is wrong with ``report``, and what is odd about it; ``now`` in office time."""
    stored, errors = answers.checked(report.answers, task.items, task.previous, report.outcome)
    first = task.first_taken or FirstTaken(now.date())
    reason = _backfill_reason(report) or first.backfill_reason
    late = first.is_backfilled or is_backfilled(report.visited_on, first.on)
    for faults in (
        _days(report, task, now),
        _outcome(report, task),
        _people(report, task),
        _lengths(report),
        _place(report),
        {"backfill_reason": [_ask_reason(report.visited_on, task)]} if late and not reason else {},
    ):
        for name, sentences in faults.items():
            errors.setdefault(name, []).extend(sentences)
    lacking = [item.text for item in task.items if item.needs_photo and item.code not in known.photo_items]
    return Checked(
        errors,
        doubts.of_report(report, lacking, known),
        stored,
        is_night(report.arrived),
        late,
        reason if late else "",
    )


def _backfill_reason(report: VisitReport) -> str:
    """What was typed; a visit that was finished offline in time says so itself, it only waited for a network."""
    typed = report.backfill_reason.strip()
    moment = report.device_time
    if typed or report.source != VisitSource.OFFLINE or moment is None:
        return typed
    in_time = 0 <= (moment.date() - report.visited_on).days <= LATE_AFTER_DAYS
    return f"现场无网络，设备时间 {moment:%Y-%m-%d %H:%M} 填完，联网后上传" if in_time else ""


def _ask_reason(visited_on: date, task: Task) -> str:
    since = f"首次登记的{label(task.first_taken.on)}" if task.first_taken else "今"
    return f"排查日期{label(visited_on)}距{since}超过 {LATE_AFTER_DAYS} 天，按补录处理，请写明补录原因。"


def _days(report: VisitReport, task: Task, now: datetime) -> Errors:
    day, today, errors = report.visited_on, now.date(), {}
    month = f"排查日期{label(day)}不在{months.label(task.period)}内"
    if day > today:
        errors["visited_on"] = [f"排查日期{label(day)}晚于今天，请填写实际排查的日期。"]
    elif months.month_of(day) != task.period:
        errors["visited_on"] = [f"{month}，请改正日期，或在那个月的清单上登记。"]
    elif task.earliest is not None and day < task.earliest:
        errors["visited_on"] = [
            f"排查日期{label(day)}早于列入清单的日期{label(task.earliest)}，请改正；列入有误的请联系办公室。"
        ]
    elif day == today and report.arrived is not None and report.arrived > now.time():
        errors["arrived"] = [f"到达时间{report.arrived:%H:%M}晚于现在，请改正。"]
    if report.left is not None:
        errors |= _leaving(report.arrived, report.left)
    return errors


def _leaving(arrived: time | None, left: time) -> Errors:
    """Whoever came in the evening may leave after midnight."""
    if arrived is None:
        return {"arrived": ["填写了离开时间，请同时填写到达时间。"]}
    if left < arrived and not (arrived >= NIGHT_FROM and left <= time(12)):
        return {"left": [f"离开时间{left:%H:%M}早于到达时间{arrived:%H:%M}，请核对这两个时间。"]}
    return {}


def _outcome(report: VisitReport, task: Task) -> Errors:
    outcome, errors = report.outcome, {}
    if outcome not in Outcome.values:
        return {
            "outcome": [
                f"没有{excerpt(outcome)}这个结果，请从列表中选择。" if outcome else "请选择排查结果。"
            ]
        }
    if outcome in _ATTEMPTS and not report.outcome_reason.strip():
        errors["outcome_reason"] = [f"结果为“{Outcome(outcome).label}”，请写明原因，例如谁拒绝、为何进不去。"]
    if outcome != Outcome.PROBLEM and task.findings_before:
        errors["outcome"] = [
            f"原记录已登记 {task.findings_before} 个问题，结果不能改为“{Outcome(outcome).label}”："
            "问题需在问题页面办理销号，请仍选“发现问题”。"
        ]
    if outcome == Outcome.PROBLEM and not report.findings and not task.findings_before:
        errors["findings"] = ["结果为“发现问题”，请至少登记一个问题；没有问题的请改为其他结果。"]
    if outcome == Outcome.NORMAL and report.findings:
        errors["findings"] = ["登记了问题，结果却是“正常”，请把结果改为“发现问题”，或删去问题。"]
    if faults := [
        fault for number, draft in enumerate(report.findings, 1) for fault in _finding(number, draft)
    ]:
        errors.setdefault("findings", []).extend(faults)
    return errors


def _finding(number: int, draft: FindingDraft) -> list[str]:
    return [f"问题{number}：{sentence}" for sentence in findings.problems(findings.tidy(draft)).values()]


def _people(report: VisitReport, task: Task) -> Errors:
    errors, people = {}, report.inspectors
    if not people:
        errors["inspectors"] = ["请填写检查人员，至少一人。"]
    elif report.is_formal and len(people) < 2:
        errors["inspectors"] = [f"正式检查至少两人，现在只有{excerpt(people[0].name)}一人，请补充检查人员。"]
    elif report.is_formal and all(person.officer_id is None for person in people):
        errors["inspectors"] = [
            "正式检查的人员中至少一人要有账户：请在检查人员中选择参加的账户，由其本人确认。"
        ]
    several = [person.name for person in people if doubts.is_several(person.name)]
    if several:
        errors.setdefault("inspectors", []).append(
            f"检查人员{excerpt(several[0])}写了不止一个人，请一人一行，不能一人代签。"
        )
    accounts = [person.officer_id for person in people if person.officer_id is not None]
    if len(set(accounts)) != len(accounts):
        errors.setdefault("inspectors", []).append("同一个账户列了两次，请去掉重复的检查人员。")
    if task.must_be_formal and not report.is_formal:
        errors["is_formal"] = [
            "重点监管和回头看的企业必须是正式检查：请勾选“正式检查”，并写明两名以上检查人员。"
        ]
    return errors


def _lengths(report: VisitReport) -> Errors:
    return {
        name: [f"{words}共 {len(text)} 个字，最多 {longest} 个字，请缩短。"]
        for name, (words, longest) in _LONGEST.items()
        if len(text := getattr(report, name)) > longest
    }


def _place(report: VisitReport) -> Errors:
    if report.place is None:
        return {}
    try:
        checked_position(float(report.place.latitude), float(report.place.longitude))
    except PositionError as error:
        return {"place": [str(error)]}
    return {}
