"""What the owner says between upload and confirmation: what the columns are, what cells mean, why values are right."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.imports import mapping, operations, queries
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.forms.columns import ColumnsForm
from capacity_portal.imports.forms.deciding import AnswersForm, ExplanationsForm
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations import ImportRefused
from capacity_portal.imports.registry import find
from capacity_portal.imports.understanding import OWN_SHEETS
from capacity_portal.imports.views.detail import frame, page_of
from capacity_portal.imports.views.finding import context_for, own_import
from capacity_portal.imports.views.preview import page_of as rows_of
from capacity_portal.imports.views.preview import part_of
from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.workflow import StepRefused


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@once
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which heading is which column, and which sheet is meant."""
    record = own_import(request, pk)
    if record.state not in (ImportState.MAPPING, ImportState.READY):
        if request.method == "POST":
            messages.warning(request, f"这份表格{record.get_state_display()}，列的对应没有改动。")
        return redirect("imports:detail", pk=pk)
    form = _columns_form(record, request)
    sheet = _other_sheet(record, form)
    if not sheet and not form.is_valid():
        return _columns_page(request, record, form)
    try:
        operations.choose_columns(
            sheet_import=record,
            choices={} if sheet else form.choices(),
            sheet=sheet,
            by=request.user,
            at=timezone.now(),
        )
    except (StepRefused, ImportRefused) as refused:
        add_errors(form, refused)
        return _columns_page(request, record, form)
    return redirect("imports:detail", pk=pk)


def _columns_form(record: SheetImport, request: HttpRequest) -> ColumnsForm:
    kind, context = find(record.kind), context_for(request, record.region_code)
    offered = list(kind.columns(context))
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        proposals=mapping.proposals(record, offered, queries.remembered(context, kind)),
        columns=offered,
    )
    sheets = [name for name in record.sheets if name not in OWN_SHEETS]
    if len(sheets) > 1:
        form.offer_sheets(sheets, record.sheet)
    return form


def _other_sheet(record: SheetImport, form: ColumnsForm) -> str:
    """The sheet that is wanted instead of the one that was read; "" when it is the one."""
    asked = form.data.get("sheet", "") if form.is_bound and "sheet" in form.fields else ""
    return asked if asked in record.sheets and asked != record.sheet else ""


def _columns_page(request: HttpRequest, record: SheetImport, form: ColumnsForm) -> HttpResponse:
    lines = form.lines()
    unsure = [line for line in lines if not line.proposal.is_sure]
    context = {
        "form": form,
        "unsure": unsure,
        "sure": [line for line in lines if line.proposal.is_sure],
        "missing": _missing(form) if not form.is_bound else (),
        "cancel_url": reverse("imports:detail", args=[record.pk])
        if record.state == ImportState.READY
        else "",
    }
    return render(request, "imports/columns.html", frame(record) | context)


def _missing(form: ColumnsForm) -> list[str]:
    """Required columns that nothing is proposed for."""
    proposed = {one.key for one in form.proposals}
    return [c.title for c in form.columns.values() if c.is_required and c.key not in proposed]


@require_POST
@never_cache
@once
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide the unclear cells of one page of them."""
    record = own_import(request, pk)
    page = rows_of(request, record, part_of(request, record))
    findings = page.rows if page and record.state == ImportState.READY else ()
    form = AnswersForm(request.POST, findings=[one for one in findings if hasattr(one, "suggestion")])
    return _decided(
        request,
        record,
        form,
        lambda about: operations.answer_cells(answers=form.answers(), **about),
        "已记下，正在重新核对。",
    )


@require_POST
@never_cache
@once
def explanations(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why odd values are right."""
    record = own_import(request, pk)
    form = ExplanationsForm(request.POST, asked=queries.to_explain(record))
    return _decided(
        request,
        record,
        form,
        lambda about: operations.explain(explanations=form.explanations(), **about),
        "说明已记下。",
    )


def _decided(
    request: HttpRequest, record: SheetImport, form: forms.Form, decide: Callable, said: str
) -> HttpResponse:
    """Do it and lead back; or show the page again with what was typed."""
    if record.state == ImportState.READY and not form.is_valid():
        return page_of(request, record, form=form)
    try:
        if record.state != ImportState.READY:
            raise StepRefused(f"这份表格{record.get_state_display()}，您填写的内容没有保存，请稍后再填。")
        decide({"sheet_import": record, "by": request.user, "at": timezone.now()})
    except ImportRefused as refused:
        add_errors(form, refused)
        return page_of(request, record, form=form)
    except StepRefused as refused:
        messages.error(request, str(refused))
        record.refresh_from_db()
        return page_of(request, record)
    messages.success(request, said)
    return redirect("imports:detail", pk=record.pk)
