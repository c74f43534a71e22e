"""What can be done to many files at once: who may, what each row will become, and which operation does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from capacity_portal.organization.roles import Permission
from enterprises import facts, operations
from enterprises.forms.acts import AssignForm, KeyForm, NoParameters, NoteForm
from enterprises.models import Enterprise
from enterprises.operations import RowResult


@dataclass(frozen=True)
class BatchAction:
    """``effect(enterprise)`` says what will happen to one file, with a leading ``!`` when nothing will;
    ``make_form(data, officer)``; ``perform(enterprises, values, by, at)`` gives one result a row.
    """

    name: str
    label: str
    permission: Permission
    now: Callable[[Enterprise], str]
    effect: Callable[[Enterprise], str]
    make_form: Callable[..., Form]
    perform: Callable[..., list[RowResult]] | None = None
    submit: str = "确认执行"


def _assign(enterprises: Sequence[Enterprise], values: dict, by, at: datetime) -> list[RowResult]:
    return operations.assign_supervision(
        enterprises=enterprises,
        department=values["supervising_department"],
        officer=values["supervising_officer"],
        by=by,
        at=at,
    )


def _mark(enterprises: Sequence[Enterprise], values: dict, by, at: datetime) -> list[RowResult]:
    return operations.mark_key(enterprises=enterprises, **values, by=by, at=at)


def _unmark(enterprises: Sequence[Enterprise], values: dict, by, at: datetime) -> list[RowResult]:
    return operations.unmark_key(enterprises=enterprises, **values, by=by, at=at)


def _confirm(enterprises: Sequence[Enterprise], values: dict, by, at: datetime) -> list[RowResult]:
    return operations.confirm_files(enterprises=enterprises, by=by, at=at)


def _supervisors(enterprise: Enterprise) -> str:
    department, officer = enterprise.supervising_department, enterprise.supervising_officer
    named = [department.name if department else "", officer.name if officer else ""]
    return "，".join(filter(None, named)) or "未指定"


def _no_form(data=None, *, officer=None) -> Form:
    return NoParameters(data)


ACTIONS: dict[str, BatchAction] = {
    action.name: action
    for action in [
        BatchAction(
            "confirm",
            "确认无变化",
            Permission.CONFIRM_FILES,
            lambda enterprise: f"上次确认：{facts.confirmed_text(enterprise)}",
            lambda enterprise: "确认时间改为现在，内容不变",
            _no_form,
            _confirm,
        ),
        BatchAction(
            "assign",
            "指定监管人员",
            Permission.ASSIGN_SUPERVISION,
            _supervisors,
            lambda enterprise: "改为下面所选的部门和人员",
            lambda data=None, *, officer=None: AssignForm(data, officer=officer),
            _assign,
        ),
        BatchAction(
            "key",
            "列入重点监管",
            Permission.MARK_KEY_ENTERPRISES,
            lambda enterprise: facts.key_text(enterprise) or "未列入",
            lambda enterprise: "原因改为所选的原因" if enterprise.is_key else "列入重点监管名单",
            lambda data=None, *, officer=None: KeyForm(data),
            _mark,
        ),
        BatchAction(
            "unkey",
            "移出重点监管",
            Permission.MARK_KEY_ENTERPRISES,
            lambda enterprise: facts.key_text(enterprise) or "未列入",
            lambda enterprise: "移出名单" if enterprise.is_key else "!不在名单中，不处理",
            lambda data=None, *, officer=None: NoteForm(data),
            _unmark,
        ),
        BatchAction(
            "print",
            "打印档案",
            Permission.PRINT_DOSSIERS,
            facts.status_text,
            lambda enterprise: "生成一份 PDF，放进压缩包",
            _no_form,
            submit="开始生成",
        ),
        BatchAction(
            "export",
            "导出",
            Permission.EXPORT_LEDGER,
            facts.status_text,
            lambda enterprise: "写入表格",
            _no_form,
        ),
    ]
}


def offered(officer) -> list[BatchAction]:
    """The actions this officer's role includes."""
    return [action for action in ACTIONS.values() if officer.may(action.permission)]
