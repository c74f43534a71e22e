"""Reduction tasks: what a document states, its parts, and the difference between them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.territory import contains
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import operations
from enterprises.forms.reductions import ItemRows, TaskForm, TotalRows
from enterprises.models import Product, ReductionTask
from enterprises.queries import reductions_visible_to
from enterprises.rules.reduction import Amount, Measure, measures, warnings
from enterprises.views.reduction_conflict import LONGEST_TOKEN, TaskForms, conflict_of, opened_token

_SHOWN = 300


@require_safe
@requires(Permission.VIEW_LEDGER)
def reductions(request: HttpRequest) -> HttpResponse:
    """Tasks of the officer's region, newest year first."""
    tasks = reductions_visible_to(request.user).select_related("region")
    tasks = tasks.prefetch_related("totals__product", "items__product")
    newest = F("year").desc(nulls_last=True)
    rows = [_shown(task) for task in tasks.order_by(newest, "region_code", "id")[:_SHOWN]]
    context = {"rows": rows, "may_edit": request.user.may(Permission.EDIT_REDUCTION_TASKS)}
    return render(request, "enterprises/reductions.html", context)


def _shown(task: ReductionTask) -> dict:
    totals = [_amount(row, row.stated) for row in task.totals.all() if not row.is_withdrawn]
    parts = [_amount(row, row.amount, row.label) for row in _standing(task)]
    found = measures(totals, parts)
    return {"task": task, "measures": [_texts(measure) for measure in found], "warnings": warnings(found)}


def _standing(task: ReductionTask) -> list:
    return sorted((row for row in task.items.all() if not row.is_withdrawn), key=lambda row: row.position)


def _amount(row, amount, label: str = "") -> Amount:
    return Amount(row.product.name if row.product else "", row.unit, amount, label)


def _texts(measure: Measure) -> dict:
    """A measure as text, differences with their sign."""
    gap = measure.difference
    return {
        "name": measure.name,
        "adds_up": measure.adds_up,
        "stated_text": trimmed(measure.stated, measure.unit),
        "parts_text": trimmed(measure.parts_sum, measure.unit),
        "difference_text": trimmed(gap, "" if gap is None else measure.unit),
    }


@require_safe
@requires(Permission.VIEW_LEDGER)
def reduction(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: each measure with total, parts and difference."""
    task = _task(request, pk)
    items = _standing(task)
    own = request.user.region_code
    for item in items:
        item.amount_text = trimmed(item.amount, item.unit)
        if item.enterprise and contains(own, item.enterprise.region_code):
            item.enterprise_url = reverse("enterprises:dossier", args=[item.enterprise_id])
    context = _shown(task) | {
        "items": items,
        "may_edit": request.user.may(Permission.EDIT_REDUCTION_TASKS),
        "crumbs": _crumbs(task.title),
    }
    return render(request, "enterprises/reduction.html", context)


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [("压减任务", reverse("enterprises:reductions")), (here, "")]


def _task(request: HttpRequest, pk: int) -> ReductionTask:
    tasks = reductions_visible_to(request.user).select_related("region")
    return get_object_or_404(
        tasks.prefetch_related("totals__product", "items__product", "items__enterprise"), pk=pk
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_REDUCTION_TASKS)
@once
def edit_reduction(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a task or change one; totals and parts stand in rows, empty rows are left out."""
    task = None if pk is None else _task(request, pk)
    forms = _forms(request, task, request.POST if request.method == "POST" else None)
    version = (
        int_param(request.POST, "version", default=0) if forms.task.is_bound else getattr(task, "version", 0)
    )
    if request.method != "POST" or not forms.is_valid():
        return _editing(request, task, forms, version)
    try:
        saved = _save(request, task, forms, version)
    except operations.StaleRecord as stale:
        return _conflict(request, _task(request, stale.current.pk), forms)
    except ValidationError as refused:
        add_errors(forms.task, refused)
        return _editing(request, task, forms, version)
    messages.success(request, "已保存压减任务。")
    return redirect("enterprises:reduction", pk=saved.pk)


def _save(request: HttpRequest, task: ReductionTask | None, forms: TaskForms, version: int) -> ReductionTask:
    return operations.save_reduction_task(
        task=task,
        version=version if task else None,
        values=forms.task.cleaned_data,
        totals=forms.totals.kept(),
        items=forms.items.kept(),
        by=request.user,
        at=timezone.now(),
    )


def _forms(request: HttpRequest, task: ReductionTask | None, data) -> TaskForms:
    products = Product.objects.filter(is_active=True).order_by("position", "id")
    names = ("region", "year", "industry", "title", "document", "note")
    initial = {name: getattr(task, name) for name in names} if task else {}
    totals = [row for row in task.totals.all() if not row.is_withdrawn] if task else []
    items = _standing(task) if task else []
    return TaskForms(
        TaskForm(data, officer=request.user, today=timezone.localdate(), initial=initial),
        TotalRows(
            data,
            prefix="totals",
            form_kwargs={"products": products},
            initial=[{"product": row.product_id, "unit": row.unit, "stated": row.stated} for row in totals],
        ),
        ItemRows(
            data,
            prefix="items",
            form_kwargs={"products": products, "officer": request.user},
            initial=[_item_values(row) for row in items],
        ),
    )


def _item_values(row) -> dict:
    names = ("id", "label", "equipment", "unit", "amount", "completed_on")
    values = {name: getattr(row, name) for name in names}
    return values | {"product": row.product_id, "enterprise_pk": row.enterprise_id}


def _conflict(request: HttpRequest, task: ReductionTask, typed: TaskForms) -> HttpResponse:
    """Another officer was first: both versions, and below everything as typed."""
    saved = _forms(request, task, None)
    more = {
        "conflict": conflict_of(task, typed, saved, request.POST.get("opened", "")),
        "opened": opened_token(saved),
    }
    return _editing(request, task, typed, task.version, status=409, **more)


def _editing(
    request: HttpRequest, task, forms: TaskForms, version: int, status: int = 200, **more
) -> HttpResponse:
    heading = "修改压减任务" if task else "登记压减任务"
    context = {
        "heading": heading,
        "form": forms.task,
        "formset": forms.items,
        "totals": forms.totals,
        "error_list": _errors_of(forms.totals),
        "version": version,
        "opened": _opened(request, forms),
        "task": task,
        "crumbs": _crumbs(heading),
        "cancel_url": reverse("enterprises:reduction", args=[task.pk])
        if task
        else reverse("enterprises:reductions"),
    }
    return render(request, "enterprises/reduction_edit.html", context | more, status=status)


def _opened(request: HttpRequest, forms: TaskForms) -> str:
    is_bound = forms.task.is_bound
    return request.POST.get("opened", "")[:LONGEST_TOKEN] if is_bound else opened_token(forms)


def _errors_of(totals: TotalRows) -> list[tuple[str, str]]:
    if not totals.is_bound:
        return []
    return [
        (f"合计第{number}行，{field.label}：{error}", field.auto_id)
        for number, form in enumerate(totals.forms, start=1)
        for field in form
        for error in field.errors
    ]
