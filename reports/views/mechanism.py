"""The mechanism of a region and year on one page: basis documents, leading group, duties of member units."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.pages import int_param, text_param
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import Permission
from reports.documents.mechanism import TITLE, chart_html
from reports.documents.papers import pdf_of
from reports.models import BasisDocument, GroupMember, UnitDuty
from reports.operations.mechanism import copy_basis, copy_duties
from reports.queries.linkable import seen_among
from reports.queries.mechanism import basis_in, duties_in, in_order, members_on, parts_visible_to
from reports.views.meeting_files import as_pdf

MAY = Permission.COMPILE_REPORTS


def region_of(request: HttpRequest) -> Region:
    """The region asked for, inside the officer's; his own unless he asks. Raises Http404."""
    code = text_param(request.GET, "region", longest=15) or request.user.region_code
    return get_object_or_404(Region.objects.within(request.user.region_code), code=code)


def year_of(request: HttpRequest) -> int:
    return int_param(request.GET, "year", least=1949, most=2100, default=timezone.localdate().year)


def page_url(region_code: str, year: int) -> str:
    return f"{reverse('reports:mechanism')}?{urlencode({'year': year, 'region': region_code})}"


@require_safe
@requires(MAY)
def mechanism(request: HttpRequest) -> HttpResponse:
    """What one region keeps of one year; only that region changes it."""
    region, year, today = region_of(request), year_of(request), timezone.localdate()
    own = {
        model: parts_visible_to(model, request.user).filter(region_code=region.code)
        for model in (BasisDocument, GroupMember, UnitDuty)
    }
    context = {
        "region": region,
        "year": year,
        "query": urlencode({"year": year, "region": region.code}),
        "years": [
            (one, page_url(region.code, one), one == year)
            for one in range(today.year + 1, today.year - 4, -1)
        ],
        "regions": _regions(request, year, region),
        "basis": _opened(list(basis_in(own[BasisDocument], year)), request.user),
        "members": list(members_on(own[GroupMember], today)),
        "former": list(in_order(own[GroupMember].filter(until__lt=today))),
        "duties": list(duties_in(own[UnitDuty], year)),
        "may_edit": region.code == request.user.region_code,
    }
    return render(request, "reports/mechanism.html", context)


def _opened(rows: list[BasisDocument], officer) -> list[tuple[BasisDocument, str]]:
    """Each with the address of the registered document it names, "" where there is none or the officer does not see it."""
    came, issued = seen_among(rows, officer)

    def address(row: BasisDocument) -> str:
        if row.incoming_id in came:
            return reverse("reports:incoming-document", args=[row.incoming_id])
        return reverse("reports:notice", args=[row.notice_id]) if row.notice_id in issued else ""

    return [(row, address(row)) for row in rows]


def _regions(request: HttpRequest, year: int, chosen: Region) -> list[tuple[str, str, bool]]:
    """(name, address, is shown) of the regions the officer may look at, where there are several."""
    counties = list(counties_of(request.user.region_code, timezone.localdate()))
    if counties in ([], [request.user.region]):
        return []
    found = [request.user.region, *counties]
    return [(one.name, page_url(one.code, year), one.code == chosen.code) for one in found]


@require_POST
@requires(MAY)
@once
def copy(request: HttpRequest) -> HttpResponse:
    """Take last year's basis documents and duties over."""
    year, by, at = (
        int_param(request.POST, "year", least=1950, most=2100, default=timezone.localdate().year),
        request.user,
        timezone.now(),
    )
    try:
        documents = copy_basis(region_code=by.region_code, year=year, by=by, at=at)
        duties = copy_duties(region_code=by.region_code, year=year, by=by, at=at)
    except PermissionDenied:
        raise Http404 from None
    if documents or duties:
        messages.success(
            request, f"已沿用{year - 1}年的{documents}份依据文件、{duties}项职责，请核对后修改。"
        )
    else:
        messages.warning(request, f"{year - 1}年没有可以沿用的内容，或者都已沿用。")
    return redirect(page_url(by.region_code, year))


@require_safe
@requires(MAY)
@cache_control(private=True, no_store=True)
def pdf(request: HttpRequest) -> HttpResponse:
    """组织机构和职责分工表, A4."""
    region, year, at = region_of(request), year_of(request), timezone.now()
    day = timezone.localdate(at)
    try:
        rendered = pdf_of(lambda undrawn: chart_html(region, year, day, request.user, at, undrawn))
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect(page_url(region.code, year))
    return as_pdf(rendered, f"{region.name}{year}年{TITLE}")
