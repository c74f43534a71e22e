"""The work desk after sign-in, and the component page of the demonstration."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.dashboards.duties import duties_of
from capacity_portal.dashboards.specimens import specimens


@require_safe
def desk(request):
    """My duties with their state and deadline, the urgent ones first."""
    duties = duties_of(request.user, timezone.localdate())
    return render(request, "dashboards/desk.html", {"duties": duties})


@require_safe
def components(request):
    """Every component of the design language on one page; only in the demonstration."""
    if not settings.DEMO:
        raise Http404
    return render(request, "components.html", specimens())
