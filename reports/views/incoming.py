"""The register of incoming documents: the list, one document, its scan, its file for export; and the search in all documents."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposited
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import choice_param, int_param, keyset_page, text_param
from capacity_portal.lib.stored_files import served
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import region_names
from capacity_portal.organization.roles import Permission
from reports.choices import TaskState
from reports.documents.lists import Listing
from reports.forms.incoming import RegisterFilterForm, SearchForm
from reports.models import DocumentTask, IncomingDocument
from reports.operations.giving_out import note_register_export
from reports.operations.incoming import OVER
from reports.queries.incoming import (
    ORDERS,
    STATES,
    IncomingQuestion,
    documents_containing,
    incoming_asked_for,
    tasks_shown,
)
from reports.queries.linked import linking_to
from reports.queries.scope import incoming_visible_to, is_secretariat, tasks_of
from reports.rules.incoming_drafts import RELATIONS
from reports.sheets.incoming import register_table
from reports.views.giving_out import asked, given

PAGE_SIZE, MOST_ROWS = 50, 5_000
_KIND = "incoming-register"


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def incoming(request: HttpRequest) -> HttpResponse:
    """One page of the register under the filters of the address; others see what they were given a task of."""
    question, today = _question(request.GET), timezone.localdate()
    rows = incoming_asked_for(request.user, question, today)
    parameters = _parameters(question)
    page = keyset_page(
        rows, ORDERS.named(""), cursor=text_param(request.GET, "cursor", longest=2_000), size=PAGE_SIZE, scope=urlencode(parameters)
    )  # fmt: skip
    context = {
        "rows": [
            (row, row.state not in OVER and row.due_on is not None and row.due_on < today)
            for row in page.rows
        ],
        "form": RegisterFilterForm(parameters, choices=list(STATES.items()), auto_id="filter-%s"),
        "is_filtered": any(parameters.values()),
        "may_keep": is_secretariat(request.user),
        "query": f"?{urlencode(parameters)}",
        **pager(page, parameters, "份"),
    }
    return render(request, "reports/incoming.html", context)


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def incoming_document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document with its tasks and with what came of it."""
    document = document_of(request, pk)
    may_keep, is_open = is_secretariat(request.user), document.state not in OVER
    tasks = list(tasks_shown(document, request.user))
    own = set(tasks_of(request.user).filter(incoming=document).values_list("pk", flat=True))
    names, today = region_names(task.region_code for task in tasks), timezone.localdate()
    context = {
        "document": document, "facts": _facts(document), "may_keep": may_keep, "is_open": is_open,
        "is_overdue": is_open and document.due_on is not None and document.due_on < today,
        "tasks": [_task(task, names, today, may_keep, task.pk in own and request.user.may(Permission.ANSWER_DOCUMENTS)) for task in tasks],
        "links": linking_to(document, request.user), "relations": list(RELATIONS.items()),
        "may_finish": may_keep and is_open and not any(task.state == TaskState.OPEN for task in tasks),
        "crumbs": [("收文", reverse("reports:incoming")), (f"{document.year}年第{document.sequence}号", "")],
    }  # fmt: skip
    return render(request, "reports/incoming_document.html", context)


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def incoming_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scanned paper under the type found when it came in."""
    document = document_of(request, pk)
    return served(request, document.scan, content_type=document.scan_type, name=document.scan_name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_REGISTER)
@once
def export(request: HttpRequest) -> HttpResponse:
    """GET: what would be given out, under the filters of the address. POST: note it in the journal and lead to the file."""
    question, back = _question(request.GET), reverse("reports:incoming")

    def note(form: str, is_print: bool) -> None:
        note_register_export(
            about=f"收文登记，{_told(question)}，{form}",
            is_print=is_print,
            by=request.user,
            at=timezone.now(),
        )

    page = {
        "heading": "导出、打印收文登记", "lead": f"内容：{_told(question)}，最多{MOST_ROWS:,}份；导出和打印会记入日志。",
        "crumbs": [("收文", back), ("导出、打印", "")], "cancel_url": back,
    }  # fmt: skip
    key = asked(request, _KIND, _parameters(question), note, page)
    return redirect("reports:incoming-file", key) if isinstance(key, str) else key


@require_safe
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
def export_file(request: HttpRequest, key: str) -> HttpResponse:
    """The register asked for just now, in order of its numbers."""
    wanted, today = deposited(request, _KIND, key), timezone.localdate()
    question = _question(wanted)
    rows = incoming_asked_for(request.user, question, today).order_by("year", "sequence")[:MOST_ROWS]
    listing = Listing(
        "收文登记簿", "收文登记", [f"{_told(question)}，{today.isoformat()}导出"], [register_table(rows)]
    )
    return given(request, listing, wanted["format"], reverse("reports:incoming"))


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """Own and incoming documents that contain a word, among those the officer sees."""
    text = text_param(request.GET, "text", longest=60)
    own, came = documents_containing(request.user, text)
    form = SearchForm({"text": text}, auto_id="filter-%s")
    return render(request, "reports/search.html", {"form": form, "text": text, "own": own, "came": came})


def document_of(request: HttpRequest, pk: int) -> IncomingDocument:
    """An incoming document the officer sees. Raises Http404."""
    rows = incoming_visible_to(request.user).select_related("registered_by", "done_by")
    return get_object_or_404(rows, pk=pk)


def _question(parameters) -> IncomingQuestion:
    return IncomingQuestion(
        text_param(parameters, "text", longest=60), choice_param(parameters, "state", STATES), int_param(parameters, "year", least=1949, most=2100)
    )  # fmt: skip


def _parameters(question: IncomingQuestion) -> dict[str, str]:
    return {"text": question.text, "state": question.state, "year": str(question.year or "")}


def _told(question: IncomingQuestion) -> str:
    parts = [
        f"{question.year}年" if question.year else "",
        STATES.get(question.state, ""),
        f"含“{question.text}”" if question.text else "",
    ]
    return "、".join(filter(None, parts)) or "全部收文"


def _facts(document: IncomingDocument) -> list[tuple[str, object]]:
    read = f"{document.number_code}〔{document.number_year}〕{document.number}号" if document.number else ""
    rows = [
        ("收文顺序号", f"{document.year}年第{document.sequence}号"), ("来文单位", document.sender), ("来文字号", document.printed_number or "没有字号"),
        ("收文日期", document.received_on), ("成文日期", document.dated), ("紧急程度", document.urgency or "无"), ("办理期限", document.due_on or "没有期限"),
        ("登记", f"{document.registered_by.name}，{timezone.localtime(document.registered_at):%Y-%m-%d %H:%M}"),
    ]  # fmt: skip
    rows += [("字号识别为", read)] if read and read != document.printed_number else []
    if document.done_at:
        rows += [
            ("办理结果", document.result),
            ("办结", f"{document.done_by.name}，{timezone.localtime(document.done_at):%Y-%m-%d %H:%M}"),
        ]
    return rows


def _task(task: DocumentTask, names: dict[str, str], today, may_keep: bool, is_own: bool) -> dict:
    is_open = task.state == TaskState.OPEN
    return {
        "task": task, "unit": task.department.name if task.department else names.get(task.region_code, task.region_code),
        "is_overdue": is_open and task.due_on is not None and task.due_on < today,
        "may_finish": is_open and (is_own or may_keep), "may_cancel": is_open and may_keep,
    }  # fmt: skip
