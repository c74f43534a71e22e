"""What is done about an inspection: registered, corrected, prepared for, closed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.pages import int_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.preparing import CloseForm, InspectionForm, PreparationForm, first_values, values_of
from reports.models import SuperiorInspection
from reports.operations import preparing
from reports.queries.preparing import own_preparation
from reports.queries.scope import incoming_visible_to
from reports.views.preparing import MAY, inspection_of, inspection_url
from reports.views.recording import Act, answer, version_of

KEEP = Permission.KEEP_REGISTER


def _page(heading: str, label: str, record: SuperiorInspection | None = None, **more) -> dict:
    here = [(record.name, inspection_url(record))] if record else []
    crumbs = [("迎检", reverse("reports:superior-inspections")), *here, (heading, "")]
    return {"heading": heading, "submit_label": label, "crumbs": crumbs, **more}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(KEEP)
@once
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Put an inspection on the calendar, by hand or from the incoming document of the address."""
    number = int_param(request.GET, "incoming", least=1)
    incoming = get_object_or_404(incoming_visible_to(request.user), pk=number) if number else None
    first = first_values(timezone.localdate(), incoming)
    form = InspectionForm(request.POST or None, officer=request.user, initial=first)

    def save(form: InspectionForm) -> str:
        by, at = request.user, timezone.now()
        return inspection_url(
            preparing.register_inspection(
                region_code=by.region_code, announced=form.announced(), by=by, at=at
            )
        )

    page = _page(
        "登记上级检查", "登记", lead="登记后，各县（市、区）会在“我的工作”里收到填报准备情况的任务。"
    )
    return answer(
        request,
        Act(
            form,
            save,
            reverse("reports:superior-inspections"),
            "已登记，已要求各县（市、区）填报准备情况。",
            page,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(KEEP)
@once
def inspection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an inspection that is not over."""
    record = inspection_of(request, pk)
    version = version_of(request, record.version)
    form = InspectionForm(
        request.POST or None, officer=request.user, record=record, initial=values_of(record)
    )

    def save(form: InspectionForm) -> None:
        preparing.edit_inspection(
            inspection=record, announced=form.announced(), version=version, by=request.user, at=timezone.now()
        )

    page = _page("修改上级检查", "保存", record, version=version)
    return answer(request, Act(form, save, inspection_url(record), "已保存。", page))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(KEEP)
@once
def inspection_close(request: HttpRequest, pk: int) -> HttpResponse:
    """End an inspection with its result."""
    record = inspection_of(request, pk)
    version = version_of(request, record.version)

    def save(form: CloseForm) -> None:
        preparing.close_inspection(
            inspection=record,
            result=form.cleaned_data["result"],
            version=version,
            by=request.user,
            at=timezone.now(),
        )

    page = _page("结束检查", "结束", record, version=version, lead="结束后不再填报准备情况，也不能再修改。")
    return answer(
        request, Act(CloseForm(request.POST or None), save, inspection_url(record), "已结束。", page)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's own county says how far it is."""
    record = inspection_of(request, pk)
    line = own_preparation(request.user, record)
    if line is None:
        raise Http404
    version = version_of(request, line.version)
    first = {"percent": line.percent, "text": line.text} if line.reported_at else {}
    form = PreparationForm(request.POST or None, initial=first)

    def save(form: PreparationForm) -> None:
        preparing.report_preparation(
            inspection=record,
            region=line.region,
            version=version,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )

    page = _page("填报准备情况", "提交", record, version=version, lead=f"{line.region.name}：{record.name}")
    return answer(request, Act(form, save, inspection_url(record), "已提交。", page))
