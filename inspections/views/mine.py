"""The officer's own list of the month, made for the phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib.pages import int_param, month_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises.queries.visit_requests import enterprises_asked_about
from inspections.queries import mine as own
from inspections.queries.rounds import newest_round, open_rounds, round_of
from inspections.queries.scope import is_bound_to_cells


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def mine(request: HttpRequest) -> HttpResponse:
    """``?month=`` (default: the newest), ``?cell=``, ``?who=all`` for everybody's duties of one's region."""
    officer, period = request.user, month_param(request.GET, "month")
    round_ = newest_round() if period is None else round_of(period)
    context = {"round": round_, "open_rounds": open_rounds()}
    context["may_record"] = officer.may(Permission.RECORD_VISITS)
    if round_ is not None:
        context |= _list(request, round_)
    return render(request, "inspections/mine.html", context)


def _list(request: HttpRequest, round_) -> dict:
    officer, cell = request.user, int_param(request.GET, "cell")
    everybody = request.GET.get("who") == "all"
    left = own.days_left(round_, timezone.localdate())
    groups = own.grouped(own.own_duties(officer, round_, everybody=everybody, cell=cell))
    numbers = [row.duty.enterprise_id for group in groups for row in group.rows if row.duty.enterprise_id]
    return {
        "groups": groups,
        "asked": enterprises_asked_about(officer, numbers),
        "total": sum(len(group.rows) for group in groups),
        "cells": own.cells_to_choose(officer),
        "cell": cell,
        "everybody": everybody,
        "may_choose": not is_bound_to_cells(officer),
        "due_label": f"还有 {left} 天" if left > 0 else ("今天截止" if left == 0 else f"已逾期 {-left} 天"),
        "is_overdue": left < 0 and not round_.is_closed,
    }
