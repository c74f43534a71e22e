"""Schemes of the yearly reports for the office: listed, made, copied, edited while no report stands under them, put in force."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.schemes import CopyForm, IndicatorForm, NewSchemeForm, OutlineForm, SchemeForm
from reports.models import Indicator, Scheme
from reports.operations import schemes as operations
from reports.queries.assessments import schemes_visible_to
from reports.rules import figures
from reports.rules.schemes import INDICATOR_FIELDS
from reports.views.assessment_forms import FormPage, carry_out, posted, version_of
from reports.views.assessment_tabs import known_figures

_METHODS = ["GET", "HEAD", "POST"]
_ACTS = ("up", "down", "remove")


@require_safe
@requires(Permission.MANAGE_SCHEMES)
def schemes(request: HttpRequest) -> HttpResponse:
    """All schemes, the newest first."""
    rows = schemes_visible_to(request.user).order_by("-year", "kind", "level")[:200]
    return render(request, "reports/schemes.html", {"rows": rows, "crumbs": [_top(), ("报告方案", "")]})


@require_safe
@requires(Permission.MANAGE_SCHEMES)
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """One scheme: indicators, outline, and whether it may still be changed."""
    found = _found(request, pk)
    labels = dict(figures.choices())
    indicators = found.indicators.order_by("position")
    context = {
        "scheme": found,
        "crumbs": [_top(), _list(), (str(found), "")],
        "indicators": [(one, labels.get(one.figure, ""), labels.get(one.target, "")) for one in indicators],
        "full": sum(one.full_mark for one in indicators),
        "is_open": not found.assessments.exists(),
        "reports": found.assessments.count(),
    }
    return render(request, "reports/scheme.html", context)


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_SCHEMES)
@once
def new(request: HttpRequest) -> HttpResponse:
    """A scheme from nothing; its outline and indicators follow on its page."""
    region = request.user.region_code
    act = FormPage(
        NewSchemeForm(posted(request), initial={"year": timezone.localdate().year}),
        lambda form: operations.create_scheme(
            **form.cleaned_data, region_code=region, by=request.user, at=timezone.now()
        ),
        reverse("reports:schemes"),
        "已建立方案，请接着编写提纲和指标。",
        page={"heading": "新建报告方案", "crumbs": [_top(), _list(), ("新建", "")], "submit_label": "建立"},
    )
    return carry_out(request, act)


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_SCHEMES)
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, industry, basis, addressee and day."""
    found = _found(request, pk)
    initial = {name: getattr(found, name) for name in operations.FIELDS}
    act = FormPage(
        SchemeForm(posted(request), initial=initial),
        lambda form: operations.save_scheme(
            scheme=found,
            version=version_of(request, found.version),
            values=form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        ),
        _url(found),
        "已保存。",
        page={
            "heading": f"修改：{found}",
            "crumbs": _crumbs(found, "修改"),
            "submit_label": "保存",
            "version": version_of(request, found.version),
        },
    )
    return carry_out(request, act)


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_SCHEMES)
@once
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Headings and proposed words."""
    found = _found(request, pk)
    version = version_of(request, found.version)
    act = FormPage(
        OutlineForm(posted(request), outline=found.outline),
        lambda form: operations.save_outline(
            scheme=found, version=version, outline=form.outline, by=request.user, at=timezone.now()
        ),
        _url(found),
        "已保存提纲。",
        "reports/scheme_outline.html",
        {"crumbs": _crumbs(found, "提纲"), "scheme": found, "known": known_figures(), "version": version},
    )
    return carry_out(request, act)


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_SCHEMES)
@once
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same scheme for another year."""
    found = _found(request, pk)
    act = FormPage(
        CopyForm(posted(request), initial={"year": found.year + 1}),
        lambda form: operations.copy_scheme(
            scheme=found, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        reverse("reports:schemes"),
        "已沿用，请核对后启用。",
        page={"heading": f"沿用：{found}", "crumbs": _crumbs(found, "沿用"), "submit_label": "沿用"},
    )
    return carry_out(request, act)


@require_POST
@requires(Permission.MANAGE_SCHEMES)
@once
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put in force, or out of force (``active``: 1 or 0)."""
    found = _found(request, pk)
    is_active = request.POST.get("active") == "1"
    try:
        operations.activate(
            scheme=found,
            version=version_of(request, found.version),
            is_active=is_active,
            by=request.user,
            at=timezone.now(),
        )
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已启用，要求填报的地区可以开始编制。" if is_active else "已停用。")
    return redirect(_url(found))


@require_http_methods(_METHODS)
@requires(Permission.MANAGE_SCHEMES)
@once
def indicator(request: HttpRequest, pk: int, indicator: int | None = None) -> HttpResponse:
    """Add an indicator at the end, or change one."""
    found = _found(request, pk)
    row = _indicator(found, indicator) if indicator else None
    initial = {name: getattr(row, name) for name in INDICATOR_FIELDS} if row else {}
    act = FormPage(
        IndicatorForm(posted(request), initial=initial),
        lambda form: operations.save_indicator(
            scheme=found, version=version_of(request, found.version), indicator=row, values=form.cleaned_data, by=request.user, at=timezone.now()
        ),
        _url(found),
        "已保存指标。",
        page={
            "heading": f"修改指标：{row.name}" if row else "增加指标",
            "crumbs": _crumbs(found, "指标"),
            "submit_label": "保存",
            "version": version_of(request, found.version),
        },
    )  # fmt: skip
    return carry_out(request, act)


@require_POST
@requires(Permission.MANAGE_SCHEMES)
@once
def indicator_act(request: HttpRequest, pk: int, indicator: int, act: str) -> HttpResponse:
    """Move an indicator up or down, or remove it."""
    if act not in _ACTS:
        raise Http404
    found = _found(request, pk)
    given = {
        "scheme": found, "version": version_of(request, found.version), "indicator": _indicator(found, indicator), "by": request.user, "at": timezone.now(),
    }  # fmt: skip
    try:
        if act == "remove":
            operations.remove_indicator(**given)
        else:
            operations.move_indicator(**given, is_up=act == "up")
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect(_url(found))


def _found(request: HttpRequest, pk: int) -> Scheme:
    row = schemes_visible_to(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _indicator(scheme: Scheme, pk: int) -> Indicator:
    row = scheme.indicators.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _url(scheme: Scheme) -> str:
    return reverse("reports:scheme", args=[scheme.pk])


def _top() -> tuple[str, str]:
    return "年度报告", reverse("reports:assessments")


def _list() -> tuple[str, str]:
    return "报告方案", reverse("reports:schemes")


def _crumbs(scheme: Scheme, here: str = "") -> list[tuple[str, str]]:
    return [_top(), _list(), (str(scheme), _url(scheme)), (here, "")]
