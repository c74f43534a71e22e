"""Whether a closed month still is what was closed, for the office to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.queries.standings import verify_standings
from inspections.queries.verifying import verify_closing, verify_list
from inspections.views.coverage import round_or_404


@require_safe
@requires(Permission.MANAGE_ROUNDS)
def verify(request: HttpRequest, month: int) -> HttpResponse:
    """The month's list and every closing of it, compared with digests, journal and rows at this moment."""
    round_ = round_or_404(month)
    label = months.label(month)
    closings = round_.closings.select_related("round", "closed_by", "reopened_by").order_by("-number")
    context = {
        "round": round_,
        "month_label": label,
        "now": timezone.localtime(),
        "list_findings": verify_list(round_) + verify_standings(round_),
        "closings": [(closing, verify_closing(closing)) for closing in closings],
        "crumbs": [
            ("月排查", reverse("inspections:rounds")),
            (label, reverse("inspections:round", args=[month])),
            ("核验", ""),
        ],
    }
    return render(request, "inspections/round_verify.html", context)
