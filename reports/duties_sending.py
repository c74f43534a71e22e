"""What documents put on the desk: of their addressees (签收、反馈、退回、逾期) and of the office (待审反馈、逾期单位)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from reports.choices import ReturnState
from reports.queries.my_documents import kinds_of, rows_of
from reports.queries.sending import in_force, overdue, with_due


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_duty(of_unit)
    registries.register_duty(of_office)


def of_unit(officer, today: date) -> Iterable[Duty]:
    """Documents sent to the officer's own office or department, in one query: overdue, unsigned, to answer, sent back."""
    if not officer.may(Permission.ANSWER_DOCUMENTS) or officer.may(Permission.DRAFT_DOCUMENTS):
        return
    rows = rows_of(officer)
    kinds = kinds_of(rows, today)
    found = with_due(in_force(rows)).aggregate(
        **{name: Count("pk", condition) for name, condition in kinds.items()},
        **{f"{name}_due": Min("due", filter=condition) for name, condition in kinds.items()},
    )
    for name, (title, detail, label, kind) in _OF_UNIT.items():
        if found[name]:
            yield _duty(title, detail, label, kind, found[name], name, found[f"{name}_due"], today)


def of_office(officer, today: date) -> Iterable[Duty]:
    """Returns that wait for review, and units that are late, in one query."""
    if not officer.may(Permission.DRAFT_DOCUMENTS):
        return
    rows = rows_of(officer)
    late = Q(pk__in=overdue(rows, today).values("pk"))
    waiting = Q(written_return__state=ReturnState.SUBMITTED)
    found = in_force(rows).aggregate(waiting=Count("pk", waiting), late=Count("pk", late))
    for name, (title, detail, label, kind) in _OF_OFFICE.items():
        if found[name]:
            yield _duty(
                title,
                detail,
                label,
                kind,
                found[name],
                name,
                None,
                today,
                unit="份" if name == "waiting" else "个",
            )


_OF_UNIT = {
    "overdue": ("逾期未办完的来文", "请尽快办理，逾期按工作日累计", "已逾期", "bad"),
    "back": ("被退回的书面反馈", "按退回意见修改后重新报送", "退回修改", "warn"),
    "unsigned": ("未签收的来文", "打开文件后签收", "待签收", "warn"),
    "answer": ("要办理、反馈的来文", "传达、开会、分解任务、书面反馈", "待办", "running"),
}
_OF_OFFICE = {
    "waiting": ("等待审核的书面反馈", "逐份核对后通过或退回", "待审核", "warn"),
    "late": ("逾期未办完文件的单位", "可以催办、督办、约谈", "已逾期", "bad"),
}


def _duty(
    title: str,
    detail: str,
    label: str,
    kind: str,
    count: int,
    state: str,
    due: date | None,
    today: date,
    *,
    unit: str = "份",
) -> Duty:
    days = (due - today).days if due else None
    words = "" if days is None else f"还有{days}天" if days >= 0 else f"逾期{-days}天"
    return Duty(
        title=title, url=f"{reverse('reports:returns')}?state={state}", count=count, unit=unit, detail=detail, state_label=label,
        state_kind=kind, due_on=due, due_label=words, is_overdue=state in {"overdue", "late"},
    )  # fmt: skip
