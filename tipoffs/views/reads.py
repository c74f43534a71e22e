"""Who read tips in a week, for the auditor."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib import dates
from capacity_portal.lib.pages import date_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.queries.reads import alert_line, by_officer, in_week, reads_visible_to
from tipoffs.rules.reads import monday_of


@require_safe
@requires(Permission.AUDIT_OPENINGS)
def reads(request: HttpRequest) -> HttpResponse:
    """A week, this one without ``week``; alerts first."""
    this_week = monday_of(timezone.localdate())
    asked = date_param(request.GET, "week")
    monday = min(monday_of(asked), this_week) if asked else this_week
    context = {
        "weeks": by_officer(in_week(reads_visible_to(request.user), monday)),
        "monday": monday,
        "title": f"{dates.label(monday)}至{dates.label(monday + timedelta(days=6))}",
        "earlier": monday - timedelta(days=7),
        "later": monday + timedelta(days=7) if monday < this_week else None,
        "line": alert_line(),
    }
    return render(request, "tipoffs/reads.html", context)
