"""Open to everybody: the office's home page, and the health check of machines."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from capacity_portal.dashboards.health import report
from tipoffs.queries.channels import shown_channels
from tipoffs.queries.public import promised_days, published_outcomes

_OUTCOMES = 5


@login_not_required
@require_safe
def home(request):
    """The office's home: what may be reported and where, what came of it, the staff's door."""
    context = {
        "clock": promised_days()[0].clock,
        "channels": shown_channels(),
        "outcomes": published_outcomes()[:_OUTCOMES],
    }
    return render(request, "dashboards/home.html", context)


@login_not_required
@never_cache
@require_safe
def healthz(request):
    health = report()
    return JsonResponse(health, status=200 if health["ok"] else 503)
