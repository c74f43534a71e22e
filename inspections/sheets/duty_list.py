"""A list of the month's duties as a table for files and paper."""

from collections.abc import Iterable

from capacity_portal.lib.tables import Row, Table, heads, number, words
from enterprises.choices import SupervisionClass
from inspections.choices import Coverage, DutyKind
from inspections.models import Duty, Round

_CLASSES = dict(SupervisionClass.choices)
_TITLES = (
    "名称",
    "类别",
    "网格",
    "责任人",
    "情况",
    "已查次数",
    "应查次数",
    "截止日期",
    "原因、说明",
    "最近催报",
)


def table(round_: Round, duties: Iterable[Duty]) -> Table:
    """One line a duty."""
    due = f"{round_.visits_due_on:%Y-%m-%d}"
    return Table(
        "duties", "排查任务清单", heads(_TITLES, text=len(_TITLES)), tuple(_row(duty, due) for duty in duties)
    )


def _row(duty: Duty, due: str) -> Row:
    return Row(
        (
            words(duty.title),
            words(what_of(duty)),
            words(duty.cell_name or "没有网格"),
            words(duty.responsible_name or "没有责任人"),
            words(state_of(duty)),
            number(duty.visits_done),
            number(duty.visits_needed),
            words(due),
            words(reason_of(duty)),
            words(f"{duty.reminded_at:%Y-%m-%d}" if duty.reminded_at else ""),
        )
    )


def what_of(duty: Duty) -> str:
    """Class and marks in words."""
    if duty.kind == DutyKind.SWEEP:
        return str(DutyKind.SWEEP.label)
    marks = [
        _CLASSES.get(duty.supervision_class, ""),
        "重点监管" if duty.is_key else "",
        "回头看" if duty.is_lookback else "",
        "须夜查" if duty.needs_night else "",
    ]
    return "，".join(str(mark) for mark in marks if mark)


def state_of(duty: Duty) -> str:
    """Where a duty stands, in words."""
    if duty.removed_on is not None:
        return "已移出"
    label = str(Coverage(duty.coverage).label)
    return f"{label}（逾期）" if duty.is_late else label


def reason_of(duty: Duty) -> str:
    """Why it stands as it does, in the county's or the prefecture's words."""
    if duty.removed_on is not None:
        return f"{duty.removed_on:%Y-%m-%d} 移出：{duty.removed_reason}"
    if duty.covered_on is not None:
        return f"{duty.covered_on:%Y-%m-%d} 查清"
    return duty.excuse_note if duty.coverage == Coverage.EXCUSED else duty.gap_reason
