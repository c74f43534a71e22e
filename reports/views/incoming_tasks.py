"""Tasks that come of an incoming document: handed out by the office, finished by their unit, cancelled by the office."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Department, Region
from capacity_portal.organization.roles import Permission
from reports.forms.incoming import ResultForm, TaskForm
from reports.models import DocumentTask
from reports.operations import incoming as operations
from reports.queries.places import key_of, places_below
from reports.queries.scope import is_secretariat, tasks_of
from reports.views.incoming import document_of
from reports.views.incoming_acts import document_page, document_url
from reports.views.sending_acting import Act, carry_out

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
@once
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one task."""
    document = document_of(request, pk)
    places = places_below(document.region_code, timezone.localdate())
    units = {key_of(one): one for one in [*places.counties, *places.city_units]}

    def save(form, version):
        chosen = units[form.cleaned_data["unit"]]
        department = chosen if isinstance(chosen, Department) else None
        region = chosen if isinstance(chosen, Region) else None
        operations.assign_task(
            incoming=document, text=form.cleaned_data["text"], region=region, department=department, due_on=form.cleaned_data["due_on"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    form = TaskForm(
        request.POST or None,
        units=[(key, one.name) for key, one in units.items()],
        initial={"due_on": document.due_on},
    )
    return carry_out(
        request,
        Act(
            form,
            save,
            document.version,
            document_url(document),
            "已交办。",
            document_page(document, "交办任务", "交办"),
        ),
    )


@_GET_POST
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
@once
def task(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Finish a task (its unit, or the office for it), or cancel it (the office)."""
    record = get_object_or_404(_tasks_within(request, step).select_related("incoming", "department"), pk=pk)
    document = document_of(request, record.incoming_id)
    label, heading, done = (
        ("取消理由", "取消任务", "已取消。") if step == "cancel" else ("完成情况", "填报完成情况", "已填报。")
    )

    def save(form, version):
        words = form.cleaned_data["text"]
        if step == "cancel":
            operations.cancel_task(task=record, reason=words, by=request.user, at=timezone.now())
        else:
            operations.finish_task(task=record, result=words, by=request.user, at=timezone.now())

    form = ResultForm(request.POST or None, label=label)
    page = document_page(document, heading) | {
        "lead": record.text,
        "kind": "danger" if step == "cancel" else "primary",
    }
    return carry_out(request, Act(form, save, 0, document_url(document), done, page))


def _tasks_within(request: HttpRequest, step: str):
    if step not in {"finish", "cancel"}:
        raise Http404
    if is_secretariat(request.user):
        return DocumentTask.objects.all()
    if step == "cancel" or not request.user.may(Permission.ANSWER_DOCUMENTS):
        raise Http404
    return tasks_of(request.user)
