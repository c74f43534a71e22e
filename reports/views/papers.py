"""The sealed scan of a document, links taken back, many documents printed at once."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.pages import choice_param, int_param
from capacity_portal.lib.stored_files import served
from capacity_portal.lib.uploads import read_upload
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES
from reports.forms.flow import NothingForm, ScanForm
from reports.forms.printing import PrintForm
from reports.models import DocumentLink
from reports.operations.giving_register import print_many
from reports.operations.linking import unlink
from reports.operations.scans import attach_scan
from reports.queries.scope import notices_visible_to
from reports.views.one_form import OneForm, carry_out

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@once
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the sealed paper."""
    notice = get_object_or_404(notices_visible_to(request.user).filter(state__in=OUT_STATES), pk=pk)
    is_post = request.method == "POST"
    form = ScanForm(request.POST, request.FILES) if is_post else ScanForm()
    version = int_param(request.POST, "version", default=0) if is_post else notice.version

    def save(form: ScanForm):
        upload = read_upload(form.cleaned_data["file"], most_bytes=settings.UPLOAD_MAX_BYTES)
        return attach_scan(notice=notice, version=version, upload=upload, by=request.user, at=timezone.now())

    page = {
        "notice": notice,
        "version": notice.version,
        "crumbs": [
            ("公文", reverse("reports:notices")),
            (notice.title, reverse("reports:notice", args=[pk])),
            ("盖章扫描件", ""),
        ],
    }
    act = OneForm(
        form, save, reverse("reports:notice", args=[pk]), "已保存扫描件。", page, "reports/scan.html"
    )
    return carry_out(request, act)


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed paper as it was stored."""
    notice = get_object_or_404(notices_visible_to(request.user).filter(state__in=OUT_STATES), pk=pk)
    if not notice.scan_sha256:
        raise Http404
    return served(request, notice.scan, content_type=notice.scan_type, name=notice.scan_name)


@_GET_POST
@requires(Permission.DRAFT_DOCUMENTS)
@once
def unlink_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    seen = notices_visible_to(request.user)
    link = get_object_or_404(
        DocumentLink.objects.filter(notice__in=seen).select_related("notice", "other", "incoming"), pk=pk
    )
    form = NothingForm(request.POST if request.method == "POST" else None)
    back = reverse("reports:notice", args=[link.notice_id])

    def save(form: NothingForm):
        unlink(link=link, by=request.user, at=timezone.now())

    page = {
        "heading": "解除关联",
        "lead": f"“{link.notice.title}”{link.get_relation_display()}另一份文件的关联将去掉，文件本身不受影响。",
        "submit_label": "解除关联",
        "kind": "danger",
        "crumbs": [("公文", reverse("reports:notices")), (link.notice.title, back), ("解除关联", "")],
    }
    return carry_out(request, OneForm(form, save, back, "已解除关联。", page))


@_GET_POST
@requires(Permission.DRAFT_DOCUMENTS)
@once
def batch_print(request: HttpRequest) -> HttpResponse:
    """Choose documents and queue their printing; leads to the progress of the job."""
    parameters = request.POST if request.method == "POST" else request.GET
    tab = choice_param(parameters, "tab", ("issued", "draft"), default="issued")
    form = PrintForm(request.POST if request.method == "POST" else None, officer=request.user, tab=tab)

    def save(form: PrintForm) -> str:
        job = print_many(
            notices=form.chosen, form=form.cleaned_data["form"], by=request.user, at=timezone.now()
        )
        return reverse("jobs:detail", args=[job.pk])

    page = {"tab": tab, "crumbs": [("公文", reverse("reports:notices")), ("批量打印", "")]}
    return carry_out(
        request, OneForm(form, save, reverse("reports:notices"), "", page, "reports/batch_print.html")
    )
