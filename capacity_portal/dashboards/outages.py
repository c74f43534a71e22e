"""When the database is locked, full or away, the officer gets a 503 page that keeps what was typed."""

import logging

from django.db import DatabaseError, InterfaceError, OperationalError
from django.shortcuts import render

from capacity_portal.lib.kept_text import typed_values

logger = logging.getLogger(__name__)


class OutageMiddleware:
    """Turns OperationalError into 503 with Retry-After instead of a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError | InterfaceError) or not isinstance(
            exception, DatabaseError | InterfaceError
        ):
            return None
        logger.error("database not available: %s", exception)
        response = render(request, "503.html", {"typed": typed_values(request)}, status=503)
        response["Retry-After"] = "10"
        return response
