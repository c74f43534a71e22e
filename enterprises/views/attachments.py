"""Photos and scans: upload, withdraw, and the only way they are served."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.stored_files import served
from capacity_portal.lib.uploads import read_upload
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import operations
from enterprises.forms.acts import AttachmentForm, NoteForm
from enterprises.models import Enterprise
from enterprises.views.editing import Editing, carry_out
from enterprises.views.finding import editable_of, enterprise_of, part_of
from enterprises.views.sections import dossier_url


@require_safe
@requires(Permission.VIEW_LEDGER)
@cache_control(private=True, no_store=True)
def attachment(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """The file itself, under the type found when it came in; 404 outside the officer's region and once withdrawn."""
    record = get_object_or_404(enterprise_of(request, pk).attachments, pk=attachment, is_withdrawn=False)
    return served(request, record.file, content_type=record.content_type, name=record.original_name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_LEDGER)
@once
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload one file, for the enterprise, a row of equipment (``?equipment=``) or a licence (``?licence=``)."""
    enterprise = editable_of(request, pk)
    equipment = part_of(enterprise, "equipment", int_param(request.GET, "equipment"))
    licence = part_of(enterprise, "licences", int_param(request.GET, "licence"))

    def save(form, version):
        return operations.attach_file(
            enterprise=enterprise,
            upload=read_upload(form.cleaned_data["file"], most_bytes=settings.UPLOAD_MAX_BYTES),
            title=form.cleaned_data["title"],
            equipment=equipment,
            licence=licence,
            by=request.user,
            at=timezone.now(),
        )

    about = equipment or licence
    editing = _about_file(enterprise, f"上传附件：{about}" if about else "上传附件", AttachmentForm, save)
    return carry_out(request, editing)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_LEDGER)
@once
def withdraw_attachment(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Take a file out of sight; it stays stored and named, with the reason in the journal."""
    enterprise = editable_of(request, pk)
    record = get_object_or_404(enterprise.attachments, pk=attachment, is_withdrawn=False)

    def save(form, version):
        return operations.withdraw_attachment(
            attachment=record, note=form.cleaned_data["note"], by=request.user, at=timezone.now()
        )

    page = {"lead": f"{record}，撤下后不再显示，记录保留。", "submit_label": "撤下", "kind": "danger"}
    return carry_out(request, _about_file(enterprise, "撤下附件", NoteForm, save, page))


def _about_file(enterprise: Enterprise, heading: str, form_class, save, page=None) -> Editing:
    return Editing(
        enterprise,
        heading,
        lambda record, data=None, files=None, initial=None: form_class(data, files, initial=initial),
        save,
        dossier_url(enterprise, "attachments"),
        f"已{heading[:4]}。",
        page=page or {},
    )
