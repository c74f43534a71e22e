"""一企一档: everything about one enterprise on one page, its history, and its state on a past day."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.journal.queries import history_of
from capacity_portal.lib.dates import label
from capacity_portal.lib.pages import Order, date_param, keyset_page
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import dossiers, facts, registries
from enterprises.forms.sections import SECTIONS
from enterprises.history import described, file_key, state_on
from enterprises.models import Enterprise
from enterprises.rules.workflow import steps_for
from enterprises.views.finding import enterprise_of
from enterprises.views.tabs import crumbs, ledger_crumbs, pager

_NEWEST = Order("newest", "新的在前", ("-id",))
_SHOWN_EVENTS = 10


@dataclass(frozen=True)
class May:
    """What this officer may do with this file; all False once it is merged."""

    edit: bool = False
    confirm: bool = False
    status: bool = False
    key: bool = False
    links: bool = False
    print: bool = False
    unmerge: bool = False
    sections: frozenset[str] = field(default_factory=frozenset)


def may_on(officer, enterprise: Enterprise) -> May:
    can_print = officer.may(Permission.PRINT_DOSSIERS)
    if enterprise.merged_into_id is not None:
        return May(print=can_print, unmerge=officer.may(Permission.MERGE_FILES))
    return May(
        edit=officer.may(Permission.EDIT_LEDGER),
        confirm=officer.may(Permission.CONFIRM_FILES),
        status=bool(steps_for(enterprise.status, officer.role_entry.permissions)),
        key=officer.may(Permission.MARK_KEY_ENTERPRISES),
        links=officer.may(Permission.EDIT_LEDGER),
        print=can_print,
        sections=frozenset(name for name, section in SECTIONS.items() if officer.may(section.permission)),
    )


@require_safe
@requires(Permission.VIEW_LEDGER)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; the number of queries does not depend on how much the file holds."""
    enterprise = enterprise_of(request, pk)
    today = timezone.localdate()
    file = dossiers.read(enterprise, request.user, today)
    history = history_of(file_key(enterprise)).order_by("-id")[:_SHOWN_EVENTS]
    context = {
        "enterprise": enterprise,
        "file": file,
        "may": may_on(request.user, enterprise),
        "status_kind": facts.STATUS_KINDS[enterprise.status],
        "extra": registries.dossier_sections(enterprise, request.user),
        "events": described(history, request.user.region_code),
        "crumbs": ledger_crumbs(enterprise.name),
    }
    return render(request, "enterprises/dossier.html", context | {"sections": _navigation(context)})


@dataclass(frozen=True)
class Place:
    anchor: str
    label: str
    count: int | None = None


def _navigation(context: dict) -> list[Place]:
    file = context["file"]
    return [
        Place("status", "状态"),
        *(Place(group.name, group.title) for group in file.groups),
        Place("equipment", "设备", len(file.equipment)),
        Place("capacity", "产能", len(file.capacities)),
        Place("licence", "证照手续", len(file.licences)),
        Place("attachments", "照片和附件", len(file.attachments)),
        Place("former-names", "曾用名", len(file.former_names)),
        Place("links", "关联企业", len(file.links) or None),
        *(Place(section.anchor, section.title) for section in context["extra"]),
        Place("history", "流转记录"),
    ]


@require_safe
@requires(Permission.VIEW_LEDGER)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every entry of the file, newest first."""
    enterprise = enterprise_of(request, pk)
    page = keyset_page(
        history_of(file_key(enterprise)), _NEWEST, cursor=request.GET.get("cursor", ""), scope=str(pk)
    )
    context = {
        "enterprise": enterprise,
        "events": described(page.rows, request.user.region_code),
        "crumbs": crumbs(enterprise, "流转记录"),
        **pager(page),
    }
    return render(request, "enterprises/history.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def as_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as recorded by the end of the day ``?on=`` (today without one)."""
    enterprise = enterprise_of(request, pk)
    on = date_param(request.GET, "on") or timezone.localdate()
    context = {
        "enterprise": enterprise,
        "on": on,
        "parts": state_on(file_key(enterprise), on, request.user.region_code),
        "as_of_text": f"以下是截至{label(on)}结束时记录的内容；事情发生的日期见各项。",
        "crumbs": crumbs(enterprise, "截至某日"),
    }
    return render(request, "enterprises/as_of.html", context)
