"""The design language on one page, for developers; in the demonstration only."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from capacity_portal.dashboards.samples import sample_context


@require_GET
def components(request):
    if not settings.DEMO:
        raise Http404
    return render(request, "components.html", sample_context())
