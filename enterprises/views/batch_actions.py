"""What can be done to many files at once: who may, what each row will become, and which operation does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from capacity_portal.organization.roles import Permission
from enterprises import facts, operations
from enterprises.choices import KeyReason
from enterprises.forms.acts import AssignForm, KeyForm, NoParameters, NoteForm
from enterprises.models import Enterprise
from enterprises.operations import RowResult


@dataclass(frozen=True)
class Effect:
    """What will happen to one file; ``is_refused``: nothing, and why not."""

    text: str
    is_refused: bool = False


@dataclass(frozen=True)
class BatchAction:
    """``now(enterprise)`` and ``effect(enterprise, values)`` describe a row before it happens, with the values of the
    form; ``make_form(data, officer)``; ``perform(enterprises, values, by, at)`` gives one result a row.
    """

    name: str
    label: str
    permission: Permission
    now: Callable[[Enterprise], str]
    effect: Callable[[Enterprise, dict], Effect]
    make_form: Callable[..., Form]
    perform: Callable[..., list[RowResult]] | None = None
    submit: str = "确认执行"


# --- what will happen -------------------------------------------------------------------------------------------------
def _confirmed(enterprise: Enterprise, values: dict) -> Effect:
    return Effect("确认时间改为现在，内容不变")


def _assigned(enterprise: Enterprise, values: dict) -> Effect:
    department, officer = values["supervising_department"], values["supervising_officer"]
    if objection := operations.cannot_supervise(enterprise, department, officer):
        return Effect(objection, True)
    return Effect("改为：" + "，".join(one.name for one in (department, officer) if one))


def _marked(enterprise: Enterprise, values: dict) -> Effect:
    reason = KeyReason(values["reason"]).label
    if (enterprise.key_reason, enterprise.key_note) == (values["reason"], values["note"]):
        return Effect("已在名单，原因相同", True)
    return Effect(f"原因改为：{reason}" if enterprise.is_key else f"列入名单：{reason}")


def _unmarked(enterprise: Enterprise, values: dict) -> Effect:
    return Effect("移出名单") if enterprise.is_key else Effect("不在名单中", True)


def _printed(enterprise: Enterprise, values: dict) -> Effect:
    return Effect("生成一份 PDF，放进压缩包")


def _supervisors(enterprise: Enterprise) -> str:
    department, officer = enterprise.supervising_department, enterprise.supervising_officer
    named = [department.name if department else "", officer.name if officer else ""]
    return "，".join(filter(None, named)) or "未指定"


def _listed(enterprise: Enterprise) -> str:
    return facts.key_text(enterprise) or "未列入"


def _last_confirmed(enterprise: Enterprise) -> str:
    return f"上次确认：{facts.confirmed_text(enterprise)}"


# --- doing it ---------------------------------------------------------------------------------------------------------
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


# --- the table --------------------------------------------------------------------------------------------------------
def _no_form(data=None, *, officer=None) -> Form:
    return NoParameters({} if data is None else data)


def _assign_form(data=None, *, officer=None) -> Form:
    return AssignForm(data, officer=officer)


def _key_form(data=None, *, officer=None) -> Form:
    return KeyForm(data)


def _note_form(data=None, *, officer=None) -> Form:
    return NoteForm(data)


_P = Permission
ACTIONS: dict[str, BatchAction] = {
    action.name: action
    for action in [
        BatchAction("confirm", "确认无变化", _P.CONFIRM_FILES, _last_confirmed, _confirmed, _no_form, _confirm),
        BatchAction("assign", "指定监管人员", _P.ASSIGN_SUPERVISION, _supervisors, _assigned, _assign_form, _assign),
        BatchAction("key", "列入重点监管", _P.MARK_KEY_ENTERPRISES, _listed, _marked, _key_form, _mark),
        BatchAction("unkey", "移出重点监管", _P.MARK_KEY_ENTERPRISES, _listed, _unmarked, _note_form, _unmark),
        BatchAction("print", "打印档案", _P.PRINT_DOSSIERS, facts.status_text, _printed, _no_form, submit="开始生成"),
        BatchAction("export", "导出", _P.EXPORT_LEDGER, facts.status_text, _printed, _no_form),
    ]
}  # fmt: skip


def offered(officer) -> list[BatchAction]:
    """The actions this officer's role includes."""
    return [action for action in ACTIONS.values() if officer.may(action.permission)]
