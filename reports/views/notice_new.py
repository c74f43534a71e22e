"""Beginning a document: a template, filled from what it is about."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.notices import BeginForm
from reports.models import Notice, NoticeTemplate
from reports.operations.drafting import draft_notice
from reports.queries.notices import office_of
from reports.queries.placeholder_values import Subject, values_for
from reports.queries.subjects import NAMES, subject_named
from reports.rules.placeholders import filled, names_in

_FITTING = {"enterprise": ("", "enterprise"), "finding": ("", "enterprise", "finding"), "visit": ("", "enterprise", "visit"),
            "tip": ("", "tip"), "notice": ("", "notice")}  # fmt: skip


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DRAFT_DOCUMENTS)
@once
def notice_new(request: HttpRequest) -> HttpResponse:
    """``?enterprise=``, ``?finding=``, ``?visit=``, ``?tip=`` or ``?notice=``: what it is about; ``?template=``: the one chosen already."""
    subject = subject_named(request.user, request.GET)
    templates = fitting_templates(subject)
    form = BeginForm(
        request.POST or None, templates=templates, initial={"template": _asked(request, templates)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            notice = _begun(form.cleaned_data["template"], subject, request.user)
        except ValidationError as refused:
            add_errors(form, refused)
        else:
            return redirect("reports:notice-edit", pk=notice.pk)
    context = {
        "form": form,
        "about": about(subject),
        "crumbs": [("公文", reverse("reports:notices")), ("新建公文", "")],
    }
    return render(request, "reports/notice_new.html", context)


@require_safe
@requires(Permission.DRAFT_DOCUMENTS)
def templates(request: HttpRequest) -> HttpResponse:
    """The templates in use and what is filled in by itself."""
    rows = [
        (template, names_in(template.content))
        for template in NoticeTemplate.objects.filter(is_active=True).order_by("id")
    ]
    context = {"rows": rows, "crumbs": [("公文", reverse("reports:notices")), ("公文模板", "")]}
    return render(request, "reports/templates.html", context)


def fitting_templates(subject: Subject):
    """Templates that can be filled from the subject, those made for it first; without a subject all."""
    rows = NoticeTemplate.objects.filter(is_active=True)
    name = next((name for name in NAMES if getattr(subject, name) is not None), "")
    return rows.filter(subject__in=_FITTING[name]).order_by("-subject", "id") if name else rows.order_by("id")


def about(subject: Subject) -> str:
    """What the document is about, in words."""
    if subject.tip:
        return f"举报{subject.tip.label}（只填编号和交办摘要，不填举报原文和举报人）"
    if subject.finding:
        return f"问题{subject.finding.number}：{subject.finding.title}"
    if subject.visit:
        return f"{subject.visit.visited_on}的排查记录"
    if subject.notice:
        return f"《{subject.notice.title}》"
    return subject.enterprise.name if subject.enterprise else ""


def _asked(request: HttpRequest, rows):
    code = text_param(request.GET, "template", longest=40)
    return next((template for template in rows if template.code == code), None) or rows.first()


def _begun(template: NoticeTemplate, subject: Subject, officer) -> Notice:
    at = timezone.now()
    content = filled(
        template.content, values_for(subject, office_of(officer.region_code), timezone.localdate(at))
    )
    title = content.pop("title", "") or template.name
    return draft_notice(
        kind=template.kind, title=title[:200], content=content, template=template, enterprise=subject.firm, tip=subject.tip,
        finding=subject.finding, about=subject.notice, form=template.form, direction=template.direction, signing=template.signing,
        by=officer, at=at,
    )  # fmt: skip
