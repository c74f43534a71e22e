"""Documents sent to an officer's unit, and returns that wait for the office: the list behind the page of returns."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from capacity_portal.lib.pages import Order, Orders
from capacity_portal.organization.roles import Permission
from reports.choices import ReturnState
from reports.models import Recipient
from reports.queries.scope import answerable_by, overseen_by
from reports.queries.sending import in_force, overdue, owing_more, owing_receipt

ORDERS = Orders(Order("latest", "最新的在前", ("-id",)))
OWN = {
    "todo": "全部待办", "overdue": "逾期", "unsigned": "未逾期：待签收", "back": "未逾期：被退回", "answer": "未逾期：待办理、反馈", "all": "全部来文",
}  # fmt: skip
OFFICE = {"waiting": "待审核", "late": "逾期单位", "back": "已退回", "all": "全部收文单位"}


@dataclass(frozen=True)
class Question:
    """``state`` of OWN or OFFICE; ``text`` is part of the title of the document or the name of the unit."""

    state: str = ""
    text: str = ""


def states_for(officer) -> dict[str, str]:
    """What the officer may ask for: the office about all units, the others about their own."""
    return OFFICE if officer.may(Permission.DRAFT_DOCUMENTS) else OWN


def rows_of(officer) -> QuerySet[Recipient]:
    if officer.may(Permission.DRAFT_DOCUMENTS):
        return overseen_by(officer)
    return answerable_by(officer)


def asked_for(officer, question: Question, today: date) -> QuerySet[Recipient]:
    choose = _of_office if officer.may(Permission.DRAFT_DOCUMENTS) else _of_unit
    rows = choose(rows_of(officer), question.state, today)
    if question.text:
        rows = rows.filter(notice__title__icontains=question.text) | rows.filter(
            name__icontains=question.text
        )
    return rows.select_related("notice", "written_return")


def kinds_of(rows: QuerySet[Recipient], today: date) -> dict[str, Q]:
    """What a unit has to do, each document in one kind: the desk counts by it, the page lists by it. For ``in_force(rows)``."""
    late, more = Q(pk__in=overdue(rows, today).values("pk")), Q(pk__in=owing_more(rows).values("pk"))
    back = Q(written_return__state=ReturnState.SENT_BACK)
    unsigned = Q(received_at=None, notice__wants_receipt=True)
    return {
        "overdue": late,
        "unsigned": unsigned & ~late,
        "back": back & ~late,
        "answer": more & ~late & ~unsigned & ~back,
    }


def _of_unit(rows: QuerySet[Recipient], state: str, today: date) -> QuerySet[Recipient]:
    if state == "todo":
        more, receipt = owing_more(rows), owing_receipt(rows)
        return rows.filter(pk__in=more.values("pk")) | rows.filter(pk__in=receipt.values("pk"))
    kinds = kinds_of(rows, today)
    return in_force(rows).filter(kinds[state]) if state in kinds else rows


def _of_office(rows: QuerySet[Recipient], state: str, today: date) -> QuerySet[Recipient]:
    if state == "late":
        return rows.filter(pk__in=overdue(rows, today).values("pk"))
    if state in {"waiting", "back"}:
        wanted = ReturnState.SUBMITTED if state == "waiting" else ReturnState.SENT_BACK
        return in_force(rows).filter(written_return__state=wanted)
    return rows
