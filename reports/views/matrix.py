"""The matrix of a document: who received it, passed it on, met, assigned tasks, answered, and who is late."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposited
from capacity_portal.lib.pages import choice_param, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES, NoticeState, ReturnState
from reports.documents.lists import Listing
from reports.forms.sending import MatrixFilterForm
from reports.models import Notice
from reports.operations.giving_out import note_notice_export
from reports.queries.collected import number_of
from reports.queries.matrix import Matrix, MatrixRow, matrix_of
from reports.queries.scope import notices_visible_to, oversees
from reports.rules.sending import ACTS, CASCADE, MEET, RECEIVE, RETURN, TASK
from reports.sheets.sending import matrix_table
from reports.views.giving_out import asked, given

_KIND = "notice-matrix"
_PROOF = {CASCADE: "cascade", MEET: "meeting", TASK: "tasks", RETURN: "return"}
_WORDS = {CASCADE: "cascaded_text", MEET: "met_text", TASK: "tasked_text"}
_ONLY = [
    ("", "全部单位"),
    ("overdue", "逾期"),
    *((act, f"未{label}") for act, label in ACTS.items()),
    ("waiting", "反馈待审核"),
    ("back", "反馈被退回"),
]
_BY_STATE = {"waiting": ReturnState.SUBMITTED, "back": ReturnState.SENT_BACK}


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """All addressees the officer sees: the office every one, a county its own and its townships'."""
    notice, today = issued_or_404(request, pk), timezone.localdate()
    found = matrix_of(notice, request.user, today)
    only = choice_param(request.GET, "only", [value for value, _ in _ONLY])
    text = text_param(request.GET, "text", longest=60)
    shown = [row for row in found.rows if _is_asked_for(row, only, today) and text in row.recipient.name]
    context = {
        "notice": notice,
        "number": number_of(notice),
        "rows": [_drawn(row, today) for row in shown],
        "acts": list(ACTS.values()),
        "rates": found.rates,
        "total": len(found.rows),
        "counts": _counts(found, only, today),
        "form": MatrixFilterForm({"only": only, "text": text}, choices=_ONLY, auto_id="filter-%s"),
        "is_filtered": bool(only or text),
        "may_press": oversees(request.user, notice) and notice.state == NoticeState.ISSUED,
        "is_late": bool(found.overdue(today)),
        "crumbs": crumbs(notice, "办理情况"),
    }
    return render(request, "reports/matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_DOCUMENTS)
@once
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what would be given out. POST: note it in the journal and lead to the file."""
    notice = issued_or_404(request, pk)
    only = choice_param(request.GET, "only", ["overdue"])

    def note(form: str, is_print: bool) -> None:
        note_notice_export(
            notice=notice, about=f"办理情况，{form}", is_print=is_print, by=request.user, at=timezone.now()
        )

    page = {
        "heading": "导出、打印办理情况", "lead": "内容是您能看到的收文单位和完成率；导出和打印会记入日志。",
        "crumbs": crumbs(notice, "导出、打印"), "cancel_url": reverse("reports:matrix", args=[pk]),
    }  # fmt: skip
    key = asked(request, _KIND, {"only": only}, note, page)
    return redirect("reports:matrix-file", pk, key) if isinstance(key, str) else key


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def export_file(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The list asked for just now, made from what the officer may see at this moment."""
    wanted, notice, today = deposited(request, _KIND, key), issued_or_404(request, pk), timezone.localdate()
    found = matrix_of(notice, request.user, today)
    table = matrix_table(
        "办理情况",
        found,
        today,
        only_overdue=wanted["only"] == "overdue",
        with_words=wanted["format"] != "pdf",
    )
    preface = [f"{number_of(notice)}，截至{today.isoformat()}"]
    listing = Listing(f"{notice.title}办理情况", "公文办理情况", preface, [table])
    return given(request, listing, wanted["format"], reverse("reports:matrix", args=[pk]))


def issued_or_404(request: HttpRequest, pk: int) -> Notice:
    """An issued document the officer sees, replaced and withdrawn ones too. Raises Http404."""
    return get_object_or_404(notices_visible_to(request.user).filter(state__in=OUT_STATES), pk=pk)


def crumbs(notice: Notice, here: str) -> list[tuple[str, str]]:
    return [
        ("公文", reverse("reports:notices")),
        (notice.title, reverse("reports:notice", args=[notice.pk])),
        (here, ""),
    ]


def _is_asked_for(row: MatrixRow, only: str, today) -> bool:
    if only == "overdue":
        return row.is_overdue(today)
    if only in _BY_STATE:
        return row.written is not None and row.written.state == _BY_STATE[only]
    return not only or only in row.standing.missing


def _drawn(row: MatrixRow, today) -> dict:
    """One line of the page: a cell for each act."""
    cells = []
    for act, label in ACTS.items():
        day = row.standing.done.get(act)
        kind = (
            "good"
            if day
            else "bad"
            if act in row.standing.owed and row.is_overdue(today)
            else "warn"
            if act in row.standing.owed
            else ""
        )
        words = (
            getattr(row.recipient, _WORDS[act])
            if act in _WORDS
            else row.recipient.received_by.name
            if act == RECEIVE and day and row.recipient.received_by
            else ""
        )
        cells.append(
            {
                "label": label,
                "day": day,
                "is_backfilled": act in row.standing.backfilled,
                "kind": kind,
                "words": words,
                "files": row.files.get(_PROOF.get(act, ""), []),
            }
        )
    return {
        "recipient": row.recipient,
        "cells": cells,
        "late": row.late,
        "due": row.standing.due,
        "is_overdue": row.is_overdue(today),
        "written": row.written,
    }


def _counts(found: Matrix, only: str, today) -> list[dict]:
    """Chips: how many are asked for each filter, and in all."""
    chips = []
    for value, label in _ONLY:
        number = sum(_is_asked_for(row, value, today) for row in found.rows)
        if number or value == only:
            chips.append(
                {
                    "label": label,
                    "count": number,
                    "url": f"?{urlencode({'only': value})}",
                    "is_current": value == only,
                }
            )
    return chips
