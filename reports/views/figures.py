"""The rows behind a figure, a number typed by hand instead, and back."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.assessments import OverrideForm
from reports.models import Assessment, FrozenFigure
from reports.operations.assessment_figures import override as type_by_hand
from reports.operations.assessment_figures import restore as count_again
from reports.queries.assessments import is_live, live_figures
from reports.queries.figure_sources import SOURCES, shown_rows
from reports.queries.figures import FigureRows, figure_rows
from reports.queries.marks import indicators_of
from reports.views.assessment_forms import FormPage, carry_out, posted, version_of
from reports.views.assessments import crumbs, found, may_edit

SIZE = 100


@require_safe
@requires(Permission.COMPILE_REPORTS)
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the rows that ``?key=`` counts: as frozen once submitted, else as they stand now."""
    assessment = found(request, pk)
    frozen, live = _both(assessment, _key(request))
    counted = live if frozen is None or is_live(assessment) else _of(frozen)
    start = (int_param(request.GET, "page", least=1, most=100_000, default=1) - 1) * SIZE
    ids = counted.ids[start : start + SIZE]
    is_frozen = not is_live(assessment)
    shown = shown_rows(
        counted.source, ids, request.user, since=frozen.computed_at if is_frozen else None, current=live.ids if is_frozen else None
    )  # fmt: skip
    context = {
        "assessment": assessment,
        "crumbs": crumbs(assessment, counted.label),
        "figure": counted,
        "value": trimmed(counted.value, counted.unit),
        "frozen": frozen,
        "override": trimmed(frozen.override, frozen.unit) if frozen and frozen.override is not None else "",
        "is_frozen": is_frozen,
        "live_value": trimmed(live.value, live.unit),
        "is_other_now": is_frozen and (live.value != counted.value or live.ids != counted.ids),
        "added": len(set(live.ids) - set(counted.ids)) if is_frozen else 0,
        "source": SOURCES[counted.source],
        "shown": shown,
        "pages": _pages(counted, start),
        "may_edit": may_edit(request, assessment),
        "query": urlencode({"key": counted.key}),
    }
    return render(request, "reports/figure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_REPORTS)
@once
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Type a number by hand instead of ``?key=``; the reason is printed."""
    assessment = found(request, pk)
    if not may_edit(request, assessment):
        raise Http404
    frozen, live = _both(assessment, _key(request))
    initial = {"value": frozen.override, "reason": frozen.override_reason} if frozen else {}
    act = FormPage(
        OverrideForm(posted(request), initial=initial),
        lambda typed: type_by_hand(
            assessment=assessment, version=version_of(request, assessment.version), key=live.key, **typed.cleaned_data, by=request.user, at=timezone.now()
        ),
        figure_url(assessment, live.key),
        "已改填；页面和打印件都会注明。",
        page={
            "heading": f"改填数据：{live.label}",
            "lead": f"系统按记录计数为 {trimmed(live.value, live.unit)}。改填的数据在页面和打印件上都注明“手工改填”并附理由。",
            "crumbs": crumbs(assessment, "改填数据"),
            "submit_label": "改填",
            "version": version_of(request, assessment.version),
        },
    )  # fmt: skip
    return carry_out(request, act)


@require_POST
@requires(Permission.COMPILE_REPORTS)
@once
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Let what is counted stand again."""
    assessment = found(request, pk)
    if not may_edit(request, assessment):
        raise Http404
    live = _both(assessment, _key(request))[1]
    try:
        count_again(
            assessment=assessment,
            version=version_of(request, assessment.version),
            key=live.key,
            by=request.user,
            at=timezone.now(),
        )
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已恢复为系统计数。")
    return redirect(figure_url(assessment, live.key))


def figure_url(assessment: Assessment, key: str) -> str:
    return f"{reverse('reports:figure', args=[assessment.pk])}?{urlencode({'key': key})}"


def _key(request: HttpRequest) -> str:
    return storable(request.GET.get("key", ""))[:40]


def _both(assessment: Assessment, key: str) -> tuple[FrozenFigure | None, FigureRows]:
    """The stored figure, and the one counted now. Raises Http404 for a key the report does not use."""
    frozen = assessment.figures.select_related("override_by").filter(key=key).first()
    if is_live(assessment):
        live = live_figures(assessment, indicators_of(assessment)).get(key)
    else:
        live = figure_rows(key, assessment.region_code, assessment.scheme.year) if frozen else None
    if live is None:
        raise Http404
    return frozen, live


def _of(row: FrozenFigure) -> FigureRows:
    return FigureRows(row.key, row.label, Decimal(row.value), row.unit, row.source, tuple(row.rows))


def _pages(counted: FigureRows, start: int) -> dict[str, str]:
    """Addresses of the page before and after, as _partials/pager.html wants them."""
    number, end = start // SIZE + 1, start + SIZE

    def address(to: int) -> str:
        return "?" + urlencode({"key": counted.key, "page": to})

    return {
        "previous_url": address(number - 1) if start else "",
        "next_url": address(number + 1) if end < len(counted.ids) else "",
        "first_url": address(1) if start else "",
        "range_text": f"第{start + 1}至{min(end, len(counted.ids))}条，共{len(counted.ids)}条"
        if len(counted.ids) > SIZE
        else "",
    }
