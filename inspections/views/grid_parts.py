"""What the pages of the grid share: finding records behind the wall, and one way to show and refuse a form."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.territory import TerritoryCodeError, county_of
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import GridCell, Region
from capacity_portal.organization.operations.accounts_by_list import ChangedMeanwhile
from inspections.queries.scope import cells_visible_to, is_bound_to_cells


def county_of_request(request: HttpRequest, code: str) -> Region:
    """The county or zone ``code`` in the officer's region. Raises Http404."""
    try:
        is_county = county_of(code) == code
    except TerritoryCodeError:
        raise Http404 from None
    if not is_county or is_bound_to_cells(request.user):
        raise Http404
    return get_object_or_404(Region.objects.within(request.user.region_code), code=code)


def cell_of_request(request: HttpRequest, pk: int) -> GridCell:
    """A cell the officer sees. Raises Http404."""
    cells = cells_visible_to(request.user).select_related("region", "supervising_department")
    return get_object_or_404(cells, pk=pk)


def county_url(code: str) -> str:
    return reverse("inspections:grid-county", args=[code])


def county_crumbs(county: Region, here: str) -> list[tuple[str, str]]:
    return [("网格", reverse("inspections:grid")), (county.name, county_url(county.code)), (here, "")]


def cell_crumbs(request: HttpRequest, cell: GridCell, here: str) -> list[tuple[str, str]]:
    """Grid, county (not for a grid officer, who has no such page), cell, this page."""
    crumbs = [("网格", reverse("inspections:grid"))]
    if not is_bound_to_cells(request.user):
        county = Region.objects.filter(code=cell.county_code).values_list("name", flat=True).first()
        crumbs.append((county or cell.county_code, county_url(cell.county_code)))
    if here != cell.name:
        crumbs.append((cell.name, reverse("inspections:cell", args=[cell.pk])))
    return [*crumbs, (here, "")]


def answer(
    request: HttpRequest, form: Form, save: Callable[[], object], *, done: str, url: str, page: dict
) -> HttpResponse:
    """Show a form, carry it out, or show it again with what was refused (409 when somebody else was first)."""
    if request.method != "POST" or not form.is_valid():
        return render(request, "inspections/grid_form.html", {"form": form, "cancel_url": url, **page})
    status = 200
    try:
        save()
    except ChangedMeanwhile as changed:
        status = 409
        form.add_error(None, str(changed))
    except (ValidationError, StepRefused) as refused:
        add_errors(form, refused)
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, done)
        return redirect(url)
    return render(
        request, "inspections/grid_form.html", {"form": form, "cancel_url": url, **page}, status=status
    )
