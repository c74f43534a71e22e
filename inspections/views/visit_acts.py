"""Single acts on a visit: send back, confirm that one was there, attach the signed record."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import once
from capacity_portal.lib.uploads import UploadRefused, read_upload
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.choices import VisitState
from inspections.forms.visit_acts import ScanForm, SendBackForm
from inspections.models import Visit
from inspections.operations.photos import attach_scan
from inspections.operations.visits import confirm_inspector, send_back_visit
from inspections.views.visit_pages import crumbs, visit_answered_for, visit_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROUNDS)
@once
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a visit with a comment; it no longer counts."""
    record = visit_of(request, pk)
    if record.state != VisitState.RECORDED:
        raise Http404

    def save(form):
        send_back_visit(
            visit=record, comment=form.cleaned_data["comment"], by=request.user, at=timezone.now()
        )

    return _carry_out(request, record, SendBackForm, save, "退回排查记录", "退回")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_VISITS)
@once
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the record as it was signed on paper."""
    record = visit_answered_for(request, pk)

    def save(form):
        upload = read_upload(form.cleaned_data["file"], most_bytes=settings.UPLOAD_MAX_BYTES)
        attach_scan(visit=record, upload=upload, by=request.user, at=timezone.now())

    return _carry_out(request, record, ScanForm, save, "上传签字扫描件", "上传")


@require_POST
@requires(Permission.VIEW_INSPECTIONS)
@once
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer named as an inspector says that he was there."""
    record = visit_of(request, pk)
    if not record.inspectors.filter(officer=request.user).exists():
        raise Http404
    try:
        confirm_inspector(visit=record, by=request.user, at=timezone.now())
        messages.success(request, "已确认参加这次排查。")
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect("inspections:visit", pk=pk)


def _carry_out(
    request: HttpRequest, record: Visit, form_class, save, heading: str, label: str
) -> HttpResponse:
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    if form.is_bound and form.is_valid():
        try:
            save(form)
            messages.success(request, f"已{heading}。")
            return redirect("inspections:visit", pk=record.pk)
        except (ValidationError, StepRefused, UploadRefused) as refused:
            form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
    context = {
        "form": form,
        "visit": record,
        "crumbs": crumbs(record, heading),
        "heading": heading,
        "submit_label": label,
        "kind": "danger" if form_class is SendBackForm else "primary",
        "cancel_url": reverse("inspections:visit", args=[record.pk]),
    }
    return render(request, "inspections/visit_act.html", context)
