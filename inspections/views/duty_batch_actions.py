"""What can be done to many duties at once: who may, what each row will become, and which operation does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from capacity_portal.organization.roles import Permission
from inspections.choices import Coverage
from inspections.forms.duty_batch import NoValues
from inspections.forms.rounds import ExcuseForm, ExplainForm
from inspections.models import Duty, Round
from inspections.operations.duty_batches import excuse_many, explain_many
from inspections.operations.reminding import RowResult, may_remind, remind
from inspections.queries.uncovered import UNCOVERED


@dataclass(frozen=True)
class Effect:
    """What will happen to one row; ``is_refused``: nothing, and why not."""

    text: str
    is_refused: bool = False


@dataclass(frozen=True)
class DutyAction:
    """``may(officer)``; ``effect(duty, values)`` describes a row before it happens; ``perform(round, duties, values, by, at)``."""

    name: str
    label: str
    may: Callable[[object], bool]
    effect: Callable[[Duty, dict], Effect]
    perform: Callable[..., list[RowResult]] | None
    form: type[Form] = NoValues
    submit: str = "确认执行"
    most: int = 1_000


def _settled(duty: Duty) -> Effect | None:
    """Why nothing happens to a duty that is off the list, inspected or excused."""
    if duty.removed_on is not None:
        return Effect("已移出本月清单", True)
    if duty.coverage not in UNCOVERED:
        return Effect(duty.get_coverage_display(), True)
    return None


def _reminded(duty: Duty, values: dict) -> Effect:
    who = duty.responsible_name or "所在县（市、区）"
    again = f"（上次催报 {duty.reminded_at:%Y-%m-%d}）" if duty.reminded_at else ""
    return _settled(duty) or Effect(f"放到{who}的待办中，并写进催报文字{again}")


def _remind(round_: Round, duties: Sequence[Duty], values: dict, by, at: datetime) -> list[RowResult]:
    return remind(round_=round_, duties=[duty.pk for duty in duties], by=by, at=at)


def _printed(duty: Duty, values: dict) -> Effect:
    return Effect("列入一份 PDF 清单")


def _explained(duty: Duty, values: dict) -> Effect:
    if duty.removed_on is not None or duty.coverage == Coverage.COVERED:
        return _settled(duty)
    return Effect(f"原因{'改' if duty.gap_reason else '写'}为：{values['reason']}")


def _explain(round_: Round, duties: Sequence[Duty], values: dict, by, at: datetime) -> list[RowResult]:
    return explain_many(round_=round_, duties=[duty.pk for duty in duties], **values, by=by, at=at)


def _excused(duty: Duty, values: dict) -> Effect:
    return _settled(duty) or Effect("移出应查数，列为“经批准不计”；以后查清的，仍计入已排查")


def _excuse(round_: Round, duties: Sequence[Duty], values: dict, by, at: datetime) -> list[RowResult]:
    return excuse_many(round_=round_, duties=[duty.pk for duty in duties], **values, by=by, at=at)


def _holding(permission: Permission) -> Callable[[object], bool]:
    return lambda officer: officer.may(permission)


ACTIONS: dict[str, DutyAction] = {
    action.name: action
    for action in [
        DutyAction("remind", "催报", may_remind, _reminded, _remind, submit="确认催报"),
        DutyAction(
            "explain",
            "说明原因",
            _holding(Permission.RECORD_VISITS),
            _explained,
            _explain,
            ExplainForm,
            "确认说明",
            200,
        ),
        DutyAction(
            "excuse",
            "批准不计",
            _holding(Permission.MANAGE_ROUNDS),
            _excused,
            _excuse,
            ExcuseForm,
            "确认批准",
            200,
        ),
        DutyAction("print", "打印清单", _holding(Permission.EXPORT_LEDGER), _printed, None),
    ]
}


def offered(officer, round_: Round) -> list[DutyAction]:
    """The actions this officer's role includes; a closed month can only be printed."""
    known = [action for action in ACTIONS.values() if action.may(officer)]
    return [action for action in known if action.perform is None or not round_.is_closed]
