"""Editing a dossier: its sections, its rows, its status, its former names."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import operations
from enterprises.forms.acts import StatusForm
from enterprises.forms.parts import PARTS, FormerNameForm, PartKind
from enterprises.forms.sections import SECTIONS, Section
from enterprises.models import Enterprise, Equipment
from enterprises.rules.workflow import steps_for
from enterprises.views.editing import Editing, carry_out
from enterprises.views.finding import editable_of, part_of
from enterprises.views.likely import links_first

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def dossier_url(enterprise: Enterprise, anchor: str = "") -> str:
    url = reverse("enterprises:dossier", args=[enterprise.pk])
    return f"{url}#{anchor}" if anchor else url


@_GET_POST
@requires(Permission.VIEW_LEDGER)
@once
def edit_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section of the enterprise's own fields."""
    known = SECTIONS.get(section)
    if known is None:
        raise Http404
    enterprise = editable_of(request, pk, known.permission)
    return carry_out(request, _section_editing(request, enterprise, known))


def _section_editing(request: HttpRequest, enterprise: Enterprise, section: Section) -> Editing:
    def make_form(record, data=None, files=None, initial=None):
        return section.form(
            data, officer=request.user, today=timezone.localdate(), enterprise=record, initial=initial
        )

    def save(form, version):
        return _edited(request, enterprise, version, form.cleaned_data)

    return Editing(
        enterprise,
        f"修改{section.title}",
        make_form,
        save,
        dossier_url(enterprise, section.name),
        f"已保存{section.title}。",
        record=enterprise,
        before_saving=links_first(request, enterprise, f"修改{section.title}"),
    )


def _edited(request: HttpRequest, enterprise: Enterprise, version: int, values: dict):
    """Save; a code that another county's file has is left out and handed to the prefecture (settled 15)."""
    about = {"enterprise": enterprise, "version": version, "by": request.user, "at": timezone.now()}
    try:
        return operations.edit_enterprise(values=values, **about)
    except operations.CodeTaken as taken:
        if taken.existing is not None:
            raise
    kept = {name: value for name, value in values.items() if name not in ("credit_code", "no_code_reason")}
    edited = operations.edit_enterprise(values=kept, **about)
    operations.dispute_code(enterprise=edited, code=values["credit_code"], by=request.user, at=about["at"])
    messages.warning(request, "统一社会信用代码没有改动：疑似外县关联，已转市办核对。")
    return edited


@_GET_POST
@requires(Permission.EDIT_LEDGER)
@once
def edit_part(request: HttpRequest, pk: int, kind: str, part: int | None = None) -> HttpResponse:
    """A row of equipment, capacity or licences: a new one, or the one numbered ``part``."""
    known = PARTS.get(kind)
    if known is None:
        raise Http404
    enterprise = editable_of(request, pk)
    return carry_out(request, _part_editing(request, enterprise, known, part))


def _part_editing(
    request: HttpRequest, enterprise: Enterprise, kind: PartKind, part_pk: int | None
) -> Editing:
    record = part_of(enterprise, kind.related_name, part_pk)
    act = "修改" if record else "登记"

    def save(form, version):
        return operations.save_part(
            part=record or kind.model(enterprise=enterprise),
            values=form.cleaned_data,
            version=version if record else None,
            by=request.user,
            at=timezone.now(),
        )

    return Editing(
        enterprise,
        f"{act}{kind.title}",
        partial(_part_form, kind, enterprise),
        save,
        dossier_url(enterprise, kind.name),
        f"已{act}{kind.title}。",
        record=record,
        before_saving=links_first(request, enterprise, f"{act}{kind.title}"),
        page={"links": _withdrawal(enterprise, record)},
    )


def _part_form(kind: PartKind, enterprise: Enterprise, record, data=None, files=None, initial=None):
    return kind.form(data, part=record, enterprise=enterprise, initial=initial)


def _withdrawal(enterprise: Enterprise, record) -> list[tuple[str, str]]:
    if not isinstance(record, Equipment):
        return []
    return [("登记有误，撤下", reverse("enterprises:equipment-withdraw", args=[enterprise.pk, record.pk]))]


@_GET_POST
@requires(Permission.EDIT_LEDGER)
@once
def add_former_name(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = editable_of(request, pk)

    def save(form, version):
        return operations.add_former_name(
            enterprise=enterprise, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    return carry_out(
        request,
        Editing(
            enterprise,
            "登记曾用名",
            lambda record, data=None, files=None, initial=None: FormerNameForm(data, initial=initial),
            save,
            dossier_url(enterprise, "former-names"),
            "已登记曾用名。",
        ),
    )


@_GET_POST
@requires(Permission.CHANGE_STATUS)
@once
def change_status(request: HttpRequest, pk: int) -> HttpResponse:
    """A step of the status workflow, with its document where the step needs one."""
    enterprise = editable_of(request, pk, Permission.CHANGE_STATUS)
    steps = steps_for(enterprise.status, request.user.role_entry.permissions)
    if not steps:
        raise Http404
    return carry_out(request, _status_editing(request, enterprise, steps))


def _status_editing(request: HttpRequest, enterprise: Enterprise, steps) -> Editing:
    choices = [(step.name, _labelled(step)) for step in steps]

    def make_form(record, data=None, files=None, initial=None):
        return StatusForm(data, steps=choices, today=timezone.localdate(), initial=initial)

    def save(form, version):
        return operations.change_status(
            enterprise=enterprise, version=version, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    return Editing(
        enterprise,
        "变更经营状态",
        make_form,
        save,
        dossier_url(enterprise),
        "已变更经营状态。",
        record=enterprise,
        page={"lead": f"当前状态：{enterprise.get_status_display()}"},
    )


def _labelled(step) -> str:
    needs = {"document": "依据文号", "note": "说明"}
    wanted = "、".join(needs[name] for name in step.requires)
    return f"{step.label}（须填{wanted}）" if wanted else step.label
