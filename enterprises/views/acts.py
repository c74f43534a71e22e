"""Single acts on a dossier that need no form of their own, or only a reason."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import operations
from enterprises.forms.acts import NoteForm
from enterprises.views.editing import Editing, carry_out
from enterprises.views.finding import editable_of, enterprise_of
from enterprises.views.sections import dossier_url


@require_POST
@requires(Permission.CONFIRM_FILES)
@once
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """定期更新: the file is still true as it stands."""
    enterprise = editable_of(request, pk, Permission.CONFIRM_FILES)
    (result,) = operations.confirm_files(enterprises=[enterprise], by=request.user, at=timezone.now())
    if result.done:
        messages.success(request, "已确认：档案内容没有变化。")
    else:
        messages.error(request, f"没有确认：{result.message}")
    return redirect(dossier_url(enterprise))


@require_POST
@requires(Permission.EDIT_LEDGER)
@once
def recompute(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the capacity by conversion table anew from the equipment on file."""
    enterprise = editable_of(request, pk)
    written = operations.convert_capacities(enterprise=enterprise, by=request.user, at=timezone.now())
    if written:
        messages.success(request, f"已按换算表重算{len(written)}个产品的产能。")
    else:
        messages.warning(request, "设备中没有可按换算表换算的种类。")
    return redirect(dossier_url(enterprise, "capacity"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_LEDGER)
@once
def withdraw_equipment(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Take out a row of equipment that was entered by mistake."""
    enterprise = editable_of(request, pk)
    row = get_object_or_404(enterprise.equipment.filter(is_withdrawn=False), pk=part)

    def save(form, version):
        return operations.withdraw_equipment(
            equipment=row, version=version, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    lead = f"{row}：只用于登记有误的设备；已拆除的请把状态改为“拆除”。"
    editing = _with_reason(
        enterprise, "撤下设备", save, dossier_url(enterprise, "equipment"), lead, record=row
    )
    return carry_out(request, editing)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_LEDGER)
@once
def withdraw_former_name(request: HttpRequest, pk: int, former_name: int) -> HttpResponse:
    """Take out a former name that was entered by mistake."""
    enterprise = editable_of(request, pk)
    row = get_object_or_404(enterprise.former_names.filter(is_withdrawn=False), pk=former_name)

    def save(form, version):
        return operations.withdraw_former_name(
            former_name=row, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    editing = _with_reason(enterprise, "撤下曾用名", save, dossier_url(enterprise, "former-names"), row.name)
    return carry_out(request, editing)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MERGE_FILES)
@once
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a file that was merged by mistake stand for itself again."""
    enterprise = enterprise_of(request, pk)
    if enterprise.merged_into_id is None:
        raise Http404

    def save(form, version):
        return operations.restore_merged(
            enterprise=enterprise, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    lead = f"“{enterprise.name}”将从“{enterprise.merged_into.name}”中恢复为单独的档案。"
    return carry_out(request, _with_reason(enterprise, "撤销并入", save, dossier_url(enterprise), lead))


def _with_reason(enterprise, heading: str, save, done_url: str, lead: str, record=None) -> Editing:
    return Editing(
        enterprise,
        heading,
        lambda record, data=None, files=None, initial=None: NoteForm(data, initial=initial),
        save,
        done_url,
        f"已{heading}。",
        record=record,
        page={"lead": lead, "submit_label": heading, "kind": "danger"},
    )
