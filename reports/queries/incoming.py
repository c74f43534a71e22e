"""Lists of incoming documents, likely duplicates, and the search in all documents an officer sees."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from capacity_portal.lib.pages import Order, Orders
from capacity_portal.lib.search_text import normalise
from capacity_portal.lib.typed_text import storable
from reports.choices import IncomingState, TaskState
from reports.models import DocumentTask, IncomingDocument, Notice
from reports.queries.scope import incoming_visible_to, is_secretariat, notices_visible_to, tasks_of
from reports.rules.incoming import number_fields

ORDERS = Orders(Order("latest", "最新的在前", ("-year", "-sequence", "-id")))
OPEN = [IncomingState.REGISTERED, IncomingState.ASSIGNED]
STATES = {"open": "未办结", "overdue": "已过办理期限", **dict(IncomingState.choices)}
MOST_FOUND = 50


@dataclass(frozen=True)
class IncomingQuestion:
    """``state`` of STATES; ``year`` of the register; empty parts ask for nothing."""

    text: str = ""
    state: str = ""
    year: int | None = None


def incoming_asked_for(officer, question: IncomingQuestion, today: date) -> QuerySet[IncomingDocument]:
    """The documents the officer sees that answer the question, with the number of open tasks (``open_tasks``)."""
    rows = _of_state(incoming_visible_to(officer), question.state, today)
    if question.year:
        rows = rows.filter(year=question.year)
    if wanted := normalise(question.text):
        rows = rows.filter(search_text__contains=wanted)
    return rows.annotate(open_tasks=Count("tasks", Q(tasks__state=TaskState.OPEN)))


def _of_state(rows: QuerySet[IncomingDocument], state: str, today: date) -> QuerySet[IncomingDocument]:
    if state in {"open", "overdue"}:
        rows = rows.filter(state__in=OPEN)
        return rows.filter(due_on__lt=today) if state == "overdue" else rows
    return rows.filter(state=state) if state else rows


def likely_same(printed: str, region_code: str, *, besides: int | None = None) -> list[IncomingDocument]:
    """Documents of the register that bear the same number, however it was written; none for an empty one."""
    printed = storable(printed).strip()
    if not printed:
        return []
    fields = number_fields(printed)
    same = Q(printed_number=printed)
    if fields["number"] is not None:
        same |= Q(**fields)
    rows = IncomingDocument.objects.filter(same, region_code=region_code).exclude(pk=besides)
    return list(rows.order_by("-year", "-sequence")[:5])


def tasks_shown(incoming: IncomingDocument, officer) -> QuerySet[DocumentTask]:
    """All tasks for the office that keeps the register, their own for others."""
    rows = DocumentTask.objects.all() if is_secretariat(officer) else tasks_of(officer)
    rows = rows.filter(incoming=incoming).select_related("department__region", "ended_by", "assigned_by")
    return rows.order_by("id")


def documents_containing(officer, text: str) -> tuple[list[Notice], list[IncomingDocument]]:
    """Own and incoming documents the officer sees whose text contains ``text``, the latest first, MOST_FOUND of each."""
    wanted = normalise(text)
    if not wanted:
        return [], []
    own = (
        notices_visible_to(officer)
        .filter(search_text__contains=wanted)
        .select_related("entry__series")
        .order_by("-id")
    )
    came = incoming_visible_to(officer).filter(search_text__contains=wanted).order_by("-year", "-sequence")
    return list(own[:MOST_FOUND]), list(came[:MOST_FOUND])
