"""When the database is locked, full or away, the officer gets a 503 page that keeps what was typed."""

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from capacity_portal.lib.kept_text import typed_values

logger = logging.getLogger(__name__)
OUTAGES = (OperationalError, InterfaceError)
RETRY_SECONDS = 10


def plain_page(template: str, request, status: int) -> HttpResponse:
    """An error page that asks nothing of the database: no context processors, no user."""
    context = {"typed": typed_values(request), "site_footer": settings.SITE_FOOTER, "demo": settings.DEMO}
    return HttpResponse(render_to_string(template, context), status=status)


def unavailable(request, exception) -> HttpResponse:
    logger.error("database not available: %s", exception)
    response = plain_page("503.html", request, 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


class OutageMiddleware:
    """Turns a view's OperationalError into 503 with Retry-After; errors in other middleware come to ``handler500``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return unavailable(request, exception) if isinstance(exception, OUTAGES) else None
